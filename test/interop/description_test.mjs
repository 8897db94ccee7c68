// Does the validator find what is wrong? Okta's own examples must be valid, and each of many broken answers must be
// found. usage: node description_test.mjs <facts>

import assert from "node:assert/strict";
import { argv, exit } from "node:process";
import { check, summary } from "./check.mjs";
import { Description } from "./description.mjs";

const description = new Description(argv[2]);
const operationOf = (id) => description.operations.find((one) => one.id === id);
const ETAG = { etag: 'W/"1"' };
const RATE = { "x-rate-limit-limit": "1", "x-rate-limit-remaining": "0", "x-rate-limit-reset": "1" };

function violations(id, { status = 200, body, text, type = "application/json", headers = {} }) {
    const fields = new Headers(type ? { ...headers, "content-type": type } : headers);
    return description.violations(operationOf(id), {
        status,
        headers: fields,
        text: text ?? JSON.stringify(body) ?? ""
    });
}

// Okta's examples of 200, by operation and name.
function* examples() {
    for (const { id, action, responses } of description.operations) {
        const content = action && description.resolve(responses[200])?.content?.["application/json"];
        for (const [name, example] of Object.entries(content?.examples ?? {})) {
            yield { id, name, body: description.resolve(example).value };
        }
    }
}

// Examples that break Okta's own schemas, and where.
const WRONG_EXAMPLES = new Map([
    ["listUsers UsersSearch", ['/0/profile/secondEmail must match format "email" {"format":"email"}']],
    ["listUsers UsersQ", ["no schema declares the member credentials.emails"]],
    ["listUsers UsersFilter", ["no schema declares the member credentials.emails"]]
]);

async function valid() {
    for (const { id, name, body } of examples()) {
        await check(`Okta's example "${name}" of ${id} is valid`, () => {
            assert.deepEqual(violations(id, { body, headers: ETAG }), WRONG_EXAMPLES.get(`${id} ${name}`) ?? []);
        });
    }
}

const USER = {
    id: "00u1",
    status: "ACTIVE",
    created: "2026-01-01T00:00:00.000Z",
    activated: null,
    profile: { login: "a@example.com", email: "a@example.com", custom: [1] },
    credentials: { password: {}, provider: { type: "OKTA", name: "OKTA" } },
    _links: { self: { href: "https://example.com/api/v1/users/00u1" } }
};
const TYPE = { id: "oty1", name: "n", displayName: "d", default: false };
const ERROR = { errorCode: "E0000007", errorSummary: "s", errorLink: "E0000007", errorId: "e", errorCauses: [] };
const user = (change) => ({ body: { ...structuredClone(USER), ...change }, headers: ETAG });

const GOOD = [
    ["getUser", user({})],
    ["listUsers", { body: [USER, { id: "00u2" }] }],
    ["getUser", user({ _embedded: { blocks: [{ type: "DEVICE_BASED", appliesTo: "ANY_DEVICES" }] } })],
    ["getUserType", { body: TYPE }],
    ["deleteUser", { status: 204, type: "" }],
    ["getUser", { status: 404, body: ERROR }],
    ["getUser", { status: 401, body: ERROR }],
    ["getUser", { status: 429, body: ERROR, headers: RATE }],
    ["getUser", { ...user({}), type: "application/json;charset=UTF-8" }],
    ["userinfo", { status: 401, type: "", headers: { "www-authenticate": "Bearer" } }]
];

// What is broken, the answer, and the words by which it must be found.
const BROKEN = [
    ["an id is a number", "getUser", user({ id: 7 }), /\/id must be string/],
    [
        "an item's status is unknown",
        "listUsers",
        { body: [USER, { status: "BUSY" }] },
        /\/1\/status must be equal to one of/
    ],
    ["a date has no time", "getUser", user({ created: "2026-01-01" }), /\/created must match format "date-time"/],
    [
        "a date has no zone",
        "getUser",
        user({ created: "2026-01-01T00:00:00" }),
        /\/created must match format "date-time"/
    ],
    [
        "an e-mail address is none",
        "getUser",
        user({ profile: { email: "a" } }),
        /\/profile\/email must match format "email"/
    ],
    ["null where it is not allowed", "getUser", user({ created: null }), /\/created must be string/],
    [
        "a member that is required is missing",
        "getUserType",
        { body: { ...TYPE, displayName: undefined } },
        /must have required property 'displayName'/
    ],
    ["a member is misspelt", "getUser", user({ statusChange: null }), /no schema declares the member statusChange/],
    [
        "a member within is misspelt",
        "listGroups",
        { body: [{ _embedded: { stats: { userCount: 1 } } }] },
        /no schema declares the member _embedded\.stats\.userCount/
    ],
    [
        "a link has no address",
        "getUser",
        user({ _links: { self: {} } }),
        /\/_links\/self must have required property 'href'/
    ],
    [
        "a password is in it",
        "getUser",
        user({ credentials: { password: { value: "x" } } }),
        /\/credentials\/password\/value boolean schema is false/
    ],
    [
        "an answer to a question is in it",
        "getUser",
        user({ credentials: { recovery_question: { answer: "x" } } }),
        /\/credentials\/recovery_question\/answer boolean schema is false/
    ],
    ["an object instead of a list", "listUsers", { body: USER }, /must be array/],
    ["a list instead of an object", "createRealm", { body: [] }, /must be object/],
    ["a realm has no name", "getRealm", { body: { profile: {} } }, /\/profile must have required property 'name'/],
    ["no JSON", "getUser", { text: "{", headers: ETAG }, /no JSON/],
    ["no body", "getUser", { text: "", headers: ETAG }, /no JSON/],
    [
        "another media type",
        "getUser",
        { ...user({}), type: "text/html" },
        /media type text\/html instead of application\/json/
    ],
    ["no media type", "getUser", { ...user({}), type: "" }, /media type {2}instead of/],
    ["a body with 204", "deleteUser", { status: 204, type: "", text: "{}" }, /a body where none is declared/],
    ["a media type with 204", "deleteUser", { status: 204 }, /media type application\/json where no body is declared/],
    ["a status that is not declared", "createUser", { status: 201, body: USER }, /declares no status 201/],
    ["an error that is not to be expected", "getUser", { status: 409, body: ERROR }, /declares no status 409/],
    ["no ETag", "getUser", { body: USER }, /header Etag is missing/],
    ["no rate limit with 429", "getUser", { status: 429, body: ERROR }, /header X-Rate-Limit-Reset is missing/],
    [
        "no number for a rate limit",
        "getUser",
        { status: 429, body: ERROR, headers: { ...RATE, "x-rate-limit-reset": "soon" } },
        /X-Rate-Limit-Reset is no integer/
    ],
    [
        "an error's code is a number",
        "getUser",
        { status: 404, body: { ...ERROR, errorCode: 7 } },
        /\/errorCode must be string/
    ],
    [
        "an expected error's cause is a text",
        "getUser",
        { status: 401, body: { ...ERROR, errorCauses: ["x"] } },
        /\/errorCauses\/0 must be object/
    ],
    ["no WWW-Authenticate", "userinfo", { status: 401, type: "" }, /header WWW-Authenticate is missing/]
];

async function broken() {
    for (const [id, answer] of GOOD) {
        await check(`a good ${answer.status ?? 200} of ${id} is valid`, () =>
            assert.deepEqual(violations(id, answer), [])
        );
    }
    for (const [what, id, answer, words] of BROKEN) {
        await check(`${id}: it is found that ${what}`, () => {
            const found = violations(id, answer);
            assert(
                found.some((one) => words.test(one)),
                `found ${JSON.stringify(found)}`
            );
        });
    }
}

async function operations() {
    for (const [method, target, id] of [
        ["GET", "/api/v1/users/me", "getUser"],
        ["get", "/api/v1/users?limit=1", "listUsers"],
        ["GET", "http://localhost:1/api/v1/meta/types/user/default", "getUserType"],
        ["PATCH", "/api/v1/users/me", undefined],
        ["DELETE", "/api/v1/groups/a%2Fb/users/c", "unassignUserFromGroup"],
        ["GET", "/oauth2/v1/userinfo", "userinfo"]
    ]) {
        await check(`${method} ${target} is ${id}`, () => assert.equal(description.operation(method, target)?.id, id));
    }
    await check("all 32 actions are operations", () => {
        assert.equal(description.operations.filter((one) => one.action).length, description.actions.length);
        assert.equal(description.actions.length, 32);
    });
}

await operations();
await valid();
await broken();
exit(summary());
