// Calls that must fail: each error that Okta's description declares for an action, and those that are to be expected
// besides.

import { CALLS } from "./calls.mjs";
import { ACCESS_TOKENS, GRACE } from "./seed.mjs";

// Ids of the right form that nothing has.
export const UNKNOWN = {
    user: "00uunknownunknown0t7",
    group: "00gunknownunknown0t7",
    realm: "guounknownunknown0t7",
    device: "guounknownunknown0t8",
    type: "otyunknownunknown0t7"
};

// Errors that the description declares, and that no fact about Okta says how to provoke.
export const NOT_PROVOKED = ["getRealm 400", "deleteUser 400"];

// Those that each action has in common, given its call of calls.mjs.
export function common(action, call) {
    const options = call.make(UNKNOWN);
    const userInfo = action.id === "get_user_info";
    const scheme = userInfo ? "Bearer" : "SSWS";
    const refusals = [
        { id: action.id, options: { ...options, authorization: `${scheme} 00wrong` }, status: 401, code: "E0000011" },
        {
            id: action.id,
            options: { ...options, authorization: `Bearer ${ACCESS_TOKENS.openid.token}` },
            status: 403,
            code: "E0000006"
        }
    ];
    if (action.path.includes("{") && !userInfo) {
        refusals.push({ id: action.id, options, status: 404, code: "E0000007" });
    }
    if (action.request)
        refusals.push({ id: action.id, options: { ...options, body: "{" }, status: 400, code: "E0000003" });
    return refusals;
}

const invalid = (id, path, body) => ({ id, options: { path, body }, status: 400, code: "E0000001" });
const search = (id) => ({ id, options: { query: { search: "this is no filter" } }, status: 400, code: "E0000031" });

// Those that need objects of the org: `s` holds the ids of some that exist.
export function particular(s) {
    const stale = { "if-match": 'W/"0000000000000000"' };
    const [id, groupId] = [s.user, s.group];
    return [
        invalid("create_user", {}, {}),
        invalid("create_user", {}, { profile: {} }),
        invalid("create_user", {}, { profile: GRACE }), // the login is taken
        invalid("create_user", {}, { profile: { ...GRACE, login: "no e-mail address" } }),
        {
            id: "create_user",
            options: {
                body: {
                    profile: { ...GRACE, login: "many@example.com" },
                    groupIds: Array.from({ length: 21 }, () => groupId)
                }
            },
            status: 400,
            code: "E0000093"
        },
        invalid("update_user", { id }, { profile: { email: "no e-mail address" } }),
        invalid("replace_user", { id }, { profile: { firstName: "Ada" } }),
        {
            id: "update_user",
            options: { path: { id }, headers: stale, body: { profile: { title: "Dr" } } },
            status: 412,
            code: "E0000231"
        },
        {
            id: "replace_user",
            options: { path: { id }, headers: stale, body: { profile: GRACE } },
            status: 412,
            code: "E0000231"
        },
        invalid("create_group", {}, { profile: {} }),
        invalid("create_group", {}, { profile: { name: "x".repeat(256) } }),
        invalid("update_group", { groupId }, { profile: {} }),
        invalid("create_realm", {}, { profile: {} }),
        invalid("update_realm", { realmId: s.realm }, { profile: {} }),
        { id: "delete_realm", options: { path: { realmId: s.defaultRealm } }, status: 400, code: "E0000178" },
        invalid("create_user_type", {}, { displayName: "Without a name" }),
        invalid("create_user_type", {}, { name: "not a name", displayName: "Spaces" }),
        invalid("replace_user_type", { typeId: s.type }, { name: "variant" }),
        { id: "delete_user_type", options: { path: { typeId: s.defaultType } }, status: 403, code: "E0000142" },
        { id: "delete_device", options: { path: { deviceId: s.device } }, status: [400, 403] }, // it is active
        {
            id: "add_user_to_group",
            options: { path: { groupId, userId: UNKNOWN.user } },
            status: 404,
            code: "E0000007"
        },
        {
            id: "remove_user_from_group",
            options: { path: { groupId, userId: UNKNOWN.user } },
            status: 404,
            code: "E0000007"
        },
        ...["list_users", "list_groups", "list_devices", "list_realms"].map(search)
    ];
}

export const callOf = (action) => CALLS.find((call) => call.id === action.id);
