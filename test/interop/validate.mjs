// A full tour of the 32 actions, successes and errors, with plain requests: each answer must be valid against Okta's
// published description. usage: node validate.mjs <facts>

import { argv, exit } from "node:process";
import { beyond } from "./beyond.mjs";
import { CALLS } from "./calls.mjs";
import { Description } from "./description.mjs";
import { common, callOf, NOT_PROVOKED, particular, UNKNOWN } from "./refusals.mjs";
import { LIMITED_ORG, ORG, request } from "./requests.mjs";
import { ACCESS_TOKENS, GRACE, LIMIT } from "./seed.mjs";
import { Tour } from "./tour.mjs";
import { CREATES, READS } from "./variants.mjs";

const description = new Description(argv[2]);
const { actions } = description;
const tour = new Tour(description);
const actionOf = (id) => actions.find((action) => action.id === id);
const succeed = (id, options) => {
    const action = actionOf(id);
    return tour.exchange(ORG, request(action, ORG, options), { status: action.responses.success[0].status });
};
const refuse = ({ id, options, status, code }) =>
    tour.exchange(ORG, request(actionOf(id), ORG, options), { status, code });
const read = async (id, options = {}) => JSON.parse((await succeed(id, options)).text);

async function successes() {
    for (const { id, options } of READS) await succeed(id, options);
    const state = {};
    for (const call of CALLS) {
        const answer = await succeed(call.id, call.make(state));
        if (answer.status === 200) call.keep?.(state, JSON.parse(answer.text));
    }
    const deactivated = await read("get_user", { path: { id: state.user } });
    if (deactivated.status !== "DEPROVISIONED") tour.violations.push(`deleteUser: the user is ${deactivated.status}`);
    await succeed("list_users", { query: { search: 'status eq "DEPROVISIONED"' } });
    await succeed("delete_user", { path: { id: state.user } }); // the second time, it is gone
    for (const { id, options } of CREATES) await succeed(id, options);
    await claims();
}

// The description leaves the claims open. They are of the token's user, and those of its scopes.
async function claims() {
    const { id } = await read("get_user", { path: { id: GRACE.login } });
    const info = await read("get_user_info", { authorization: `Bearer ${ACCESS_TOKENS.profile.token}` });
    const got = JSON.stringify([info.sub, info.given_name, info.family_name, info.preferred_username, info.email]);
    const expected = JSON.stringify([id, GRACE.firstName, GRACE.lastName, GRACE.login, GRACE.email]);
    if (got !== expected) tour.violations.push(`userinfo: ${got} instead of ${expected}`);
}

async function refusals() {
    for (const action of actions) for (const refusal of common(action, callOf(action))) await refuse(refusal);
    const [realms, types] = [await read("list_realms"), await read("list_user_types")];
    const [[user], [group], [device]] = [
        await read("list_users", { query: { limit: 1 } }),
        await read("list_groups", { query: { search: 'type eq "OKTA_GROUP"' } }),
        await read("list_devices", { query: { search: 'status eq "ACTIVE"' } })
    ];
    const known = {
        user: user.id,
        group: group.id,
        device: device.id,
        realm: realms.find((realm) => !realm.isDefault).id,
        type: types.find((type) => !type.default).id,
        defaultRealm: realms.find((realm) => realm.isDefault).id,
        defaultType: types.find((type) => type.default).id
    };
    for (const refusal of particular(known)) await refuse(refusal);
}

// On a sandbox that enforces limits: each action until it answers 429. None of these calls changes anything.
async function limits() {
    for (const action of actions) {
        const options = callOf(action).make(UNKNOWN);
        if (action.request) options.body = "{";
        let status;
        for (let attempt = 0; status !== 429 && attempt < 3 * (LIMIT + 1); ++attempt) {
            ({ status } = await tour.exchange(LIMITED_ORG, request(action, LIMITED_ORG, options)));
        }
        if (status !== 429)
            tour.violations.push(`${action.operationId}: the limit of ${LIMIT} requests is not enforced`);
    }
}

// Whatever the description declares for the 32 actions must have been answered, or be known not to be.
function completeness() {
    for (const { id, action, responses } of description.operations) {
        for (const status of action ? Object.keys(responses) : []) {
            const key = `${id} ${status}`;
            if (tour.seen.has(key) === NOT_PROVOKED.includes(key)) {
                tour.violations.push(`${key}: ${tour.seen.has(key) ? "is in NOT_PROVOKED, but came" : "did not come"}`);
            }
        }
    }
}

const PRINTED = 100;
const ofActions = (id) => actions.some((action) => action.operationId === id);

for (const part of [successes, refusals, limits, completeness, beyond]) {
    await Promise.resolve(tour)
        .then(part)
        .catch((error) => tour.violations.push(`${part.name} ends early: ${error.stack}`));
}
for (const violation of tour.violations.slice(0, PRINTED)) console.log(violation);
if (tour.violations.length > PRINTED) console.log(`… and ${tour.violations.length - PRINTED} more`);
console.log(`besides: ${[...tour.seen.keys()].filter((key) => !ofActions(key.split(" ")[0])).join(", ")}`);
console.log(`${actions.length} actions, ${tour.count(ofActions)} answers, ${tour.violations.length} violations`);
exit(tour.violations.length ? 1 : 0);
