// More calls that succeed, with the parameters that change the shape of an answer.

import { GRACE } from "./seed.mjs";

const LEAN = 'application/json; okta-response="omitCredentials,omitCredentialsLinks,omitTransitioningToStatus"';
const person = (name) => ({
    login: `${name}@example.com`,
    email: `${name}@example.com`,
    firstName: name,
    lastName: "Variant"
});
const create = (name, body, query = {}) => ({
    id: "create_user",
    options: { query, body: { profile: person(name), ...body } }
});
const QUESTION = { question: "Who was the first?", answer: "Annie Oakley" };

// Before the calls of calls.mjs: what they need does not change it.
export const READS = [
    ...[
        {},
        { limit: 1 },
        { q: "Grace" },
        { filter: 'status eq "STAGED"' },
        { filter: `profile.login eq "${GRACE.login}"` },
        { search: 'profile.lastName sw "H"', sortBy: "profile.firstName", sortOrder: "desc" },
        { search: 'status eq "ACTIVE"', limit: 5 },
        { limit: 3, fields: "id,status,profile:(firstName,login)" }
    ].map((query) => ({ id: "list_users", options: { query } })),
    { id: "list_users", options: { query: { limit: 3 }, headers: { "content-type": LEAN } } },
    { id: "get_user", options: { path: { id: GRACE.login } } },
    { id: "get_user", options: { path: { id: "me" } } },
    { id: "get_user", options: { path: { id: GRACE.login }, query: { expand: "blocks" } } },
    { id: "get_user", options: { path: { id: GRACE.login }, headers: { "content-type": LEAN } } },
    ...[
        {},
        { limit: 1 },
        { filter: 'type eq "BUILT_IN"' },
        { q: "Every" },
        { expand: "stats" },
        { search: 'type eq "OKTA_GROUP"', sortBy: "profile.name", sortOrder: "asc" },
        { expand: "app" }
    ].map((query) => ({ id: "list_groups", options: { query } })),
    ...[{}, { limit: 1 }, { expand: "user" }, { expand: "userSummary" }, { search: "profile.displayName pr" }].map(
        (query) => ({ id: "list_devices", options: { query } })
    ),
    ...[{}, { limit: 1 }, { search: 'profile.name co "e"', sortBy: "profile.name", sortOrder: "desc" }].map(
        (query) => ({ id: "list_realms", options: { query } })
    ),
    { id: "get_user_type", options: { path: { typeId: "default" } } }
];

export const CREATES = [
    create("staged", {}, { activate: false }),
    create("provisioned", {}, { activate: true }),
    create("active", { credentials: { password: { value: "Tr0ub4dor&3.x" }, recovery_question: QUESTION } }),
    create(
        "changes",
        { credentials: { password: { value: "Tr0ub4dor&3.x" } } },
        { activate: true, nextLogin: "changePassword" }
    ),
    create("hashed", {
        credentials: {
            password: {
                hash: {
                    algorithm: "BCRYPT",
                    workFactor: 10,
                    salt: "rwh3vH166HCH/NT9XV5FYu",
                    value: "qaMqvAPULkbiQzkTCWo5XDcvzpk8Tna"
                }
            }
        }
    }),
    create("hooked", { credentials: { password: { hook: { type: "default" } } } }),
    create("federated", { credentials: { provider: { type: "FEDERATION", name: "FEDERATION" } } }, { provider: true }),
    { id: "create_group", options: { body: { profile: { name: "Variants" } } } },
    {
        id: "create_realm",
        options: { body: { profile: { name: "Variant partners", realmType: "PARTNER", domains: ["a.example"] } } }
    },
    { id: "create_user_type", options: { body: { name: "variant", displayName: "Variant" } } }
];
