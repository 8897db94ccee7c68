// Errors and rate limits, as Okta's SDK meets them.

import assert from "node:assert/strict";
import { env } from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { check } from "./check.mjs";
import { LIMIT, WINDOW_SECONDS } from "./seed.mjs";
import { all, client, ORG_URL, person, Recorder, refusal } from "./sdk_client.mjs";

const org = client();
const { userApi, groupApi } = org;
const causes = (error) => error.errorCauses.map(({ errorSummary }) => errorSummary);

async function errors() {
    await check("an unknown user: 404 with all that an error of Okta has", async () => {
        const error = await refusal(userApi.getUser({ userId: "00uunknownunknown0t7" }), 404, "E0000007");
        assert.equal(error.errorSummary, "Not found: Resource not found: 00uunknownunknown0t7 (User)");
        assert.equal(error.errorLink, "E0000007");
        assert.match(error.errorId, /^[\w-]{10,}$/);
        assert.deepEqual(error.errorCauses, []);
        assert.equal(error.url, `${ORG_URL}/api/v1/users/00uunknownunknown0t7`);
    });
    await check("a login that is taken, in whatever case: 400, and the cause names it", async () => {
        const profile = person();
        await userApi.createUser({ body: { profile }, activate: false });
        for (const login of [profile.login, profile.login.toUpperCase()]) {
            const error = await refusal(
                userApi.createUser({ body: { profile: { ...profile, login } } }),
                400,
                "E0000001"
            );
            assert.equal(error.errorSummary, "Api validation failed: login");
            assert.deepEqual(causes(error), [
                "login: An object with this field already exists in the current organization"
            ]);
        }
    });
    await check("what is missing is named by the causes", async () => {
        const missing = await refusal(
            userApi.createUser({ body: { profile: { email: "a@example.com" } } }),
            400,
            "E0000001"
        );
        assert(
            causes(missing).some((cause) => cause.startsWith("login: ")),
            missing.message
        );
        const nameless = await refusal(groupApi.createGroup({ group: { profile: {} } }), 400, "E0000001");
        assert(
            causes(nameless).some((cause) => cause.startsWith("name: ")),
            nameless.message
        );
    });
    await check("a wrong token: 401", async () => {
        const { userApi: wrong } = client({ token: "00wrong" });
        const error = await refusal(wrong.getUser({ userId: "me" }), 401, "E0000011");
        assert.equal(error.errorSummary, "Invalid token provided");
    });
    await check("a search that is none: 400", async () => {
        await refusal(all(userApi.listUsers({ search: 'profile.login is "x"' })), 400, "E0000031");
        await refusal(all(groupApi.listGroups({ search: "type eq" })), 400, "E0000031");
    });
    await check("more than twenty groups for a new user: 400", async () => {
        const groupIds = Array.from({ length: 21 }, (_, i) => `00gunknownunknown0${i}`);
        await refusal(userApi.createUser({ body: { profile: person(), groupIds } }), 400, "E0000093");
    });
}

const limited = (executor) => client({ orgUrl: env.OKTA_LIMITED_ORGURL, token: env.OKTA_LIMITED_TOKEN }, executor);

// On a busy machine a window may end between two calls, so that it takes more than LIMIT of them to be refused.
const ENOUGH = 10 * LIMIT;

async function rateLimits() {
    await check("a 429 that the SDK waits for and repeats by itself succeeds", async () => {
        const executor = new Recorder();
        const waits = [];
        executor.on("backoff", (request, response, requestId, delay) => waits.push({ response, requestId, delay }));
        const { userApi: api } = limited(executor);
        for (let i = 0; i < ENOUGH && !waits.length; ++i)
            assert.equal((await api.getUser({ userId: "me" })).status, "ACTIVE");
        assert.equal(waits.length, 1);
        const [{ response, requestId, delay }] = waits;
        assert.equal(response.status, 429);
        assert.equal(requestId, response.headers.get("x-okta-request-id"));
        assert.equal(response.headers.get("x-rate-limit-limit"), String(LIMIT));
        assert.equal(response.headers.get("x-rate-limit-remaining"), "0");
        assert(delay >= 1000 && delay <= (WINDOW_SECONDS + 2) * 1000, `waited ${delay} ms`);
        const { headers } = executor.requests.at(-1);
        assert.deepEqual([headers["X-Okta-Retry-For"], headers["X-Okta-Retry-Count"]], [requestId, 1]);
        assert.equal(executor.responses.at(-1).status, 200);
    });
    await check("a client that does not wait gets the 429, and other buckets are not concerned", async () => {
        const api = limited(new Recorder({ maxRetries: 0 }));
        const until429 = async () => {
            for (let i = 0; i < ENOUGH; ++i) await api.userApi.getUser({ userId: "me" });
        };
        const error = await refusal(until429(), 429, "E0000047");
        assert.match(error.errorSummary, /^API call exceeded rate limit due to too many requests/);
        assert((await all(api.userTypeApi.listUserTypes())).length > 0);
    });
    await check("what remains is counted down", async () => {
        const inOneWindow = async () => {
            const executor = new Recorder();
            const { realmApi } = limited(executor);
            for (let i = 0; i < 2; ++i) await all(realmApi.listRealms());
            const [resets, remaining] = ["reset", "remaining"].map((name) =>
                executor.responses.map(({ headers }) => Number(headers.get(`x-rate-limit-${name}`)))
            );
            return resets[0] === resets[1] ? remaining : undefined;
        };
        let remaining;
        for (let attempt = 0; attempt < 3 && !remaining; ++attempt) {
            if (attempt) await sleep((WINDOW_SECONDS + 1) * 1000);
            remaining = await inOneWindow();
        }
        assert.deepEqual(remaining, [LIMIT - 1, LIMIT - 2]);
    });
}

export async function trouble() {
    await errors();
    await rateLimits();
}
