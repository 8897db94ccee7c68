// A call for each of the 32 actions that succeeds, in an order in which each finds what it needs: what is created first
// is deleted last. `s` is what the answers so far have told; `keep` takes from an answer what later calls need.

import { ACCESS_TOKENS } from "./seed.mjs";

const PROFILE = { login: "ada+tour@example.com", email: "ada@example.com", firstName: "Ada", lastName: "Lovelace" };
const first = (items) => {
    if (!items.length) throw new Error("the list is empty");
    return items[0];
};
const user = (s) => ({ path: { id: s.user } });
const group = (s) => ({ path: { groupId: s.group } });
const member = (s) => ({ path: { groupId: s.group, userId: s.user } });
const realm = (s) => ({ path: { realmId: s.realm } });
const device = (s) => ({ path: { deviceId: s.device } });
const type = (s) => ({ path: { typeId: s.type } });

export const CALLS = [
    {
        id: "create_user_type",
        keep: (s, a) => {
            s.type = a.id;
        },
        make: () => ({ body: { name: "tourType", displayName: "Tour", description: "People on tour" } })
    },
    { id: "list_user_types", make: () => ({}) },
    { id: "get_user_type", make: type },
    { id: "update_user_type", make: (s) => ({ ...type(s), body: { displayName: "Tours" } }) },
    {
        id: "replace_user_type",
        make: (s) => ({ ...type(s), body: { name: "tourType", displayName: "T", description: "D" } })
    },

    {
        id: "create_user",
        keep: (s, a) => {
            s.user = a.id;
        },
        make: () => ({
            query: { activate: true },
            body: { profile: PROFILE, credentials: { password: { value: "Tr0ub4dor&3.x" } } }
        })
    },
    { id: "list_users", make: () => ({ query: { limit: 20, search: 'profile.lastName eq "Lovelace"' } }) },
    { id: "get_user", make: user },
    { id: "update_user", make: (s) => ({ ...user(s), body: { profile: { title: "Countess", department: "R&D" } } }) },
    { id: "replace_user", make: (s) => ({ ...user(s), body: { profile: { ...PROFILE, nickName: "Ada" } } }) },
    { id: "list_user_blocks", make: user },
    { id: "get_user_info", make: () => ({ authorization: `Bearer ${ACCESS_TOKENS.profile.token}` }) },

    {
        id: "create_group",
        keep: (s, a) => {
            s.group = a.id;
        },
        make: () => ({ body: { profile: { name: "Tour", description: "Who is on tour" } } })
    },
    { id: "list_groups", make: () => ({ query: { q: "Tour", limit: 10 } }) },
    { id: "get_group", make: group },
    { id: "update_group", make: (s) => ({ ...group(s), body: { profile: { name: "Tours", description: "Others" } } }) },
    { id: "add_user_to_group", make: member },
    { id: "list_group_members", make: (s) => ({ ...group(s), query: { limit: 200 } }) },
    { id: "remove_user_from_group", make: member },
    { id: "delete_group", make: group },

    {
        id: "create_realm",
        keep: (s, a) => {
            s.realm = a.id;
        },
        make: () => ({ body: { profile: { name: "Tour Co", realmType: "DEFAULT" } } })
    },
    { id: "list_realms", make: () => ({ query: { limit: 20 } }) },
    { id: "get_realm", make: realm },
    {
        id: "update_realm",
        make: (s) => ({ ...realm(s), body: { profile: { name: "Tours Co", realmType: "DEFAULT" } } })
    },
    { id: "delete_realm", make: realm },

    {
        id: "list_devices",
        keep: (s, a) => {
            s.device = first(a).id;
        },
        make: () => ({ query: { search: 'status eq "ACTIVE"', limit: 20 } })
    },
    { id: "get_device", make: device },
    { id: "activate_device", make: device },
    { id: "deactivate_device", make: device },
    { id: "delete_device", make: device },

    { id: "delete_user", make: user },
    { id: "delete_user_type", make: type }
];
