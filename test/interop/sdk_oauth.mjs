// The SDK as a service app (authorizationMode PrivateKey): it makes its assertions and fetches its tokens by itself.

import assert from "node:assert/strict";
import { createPrivateKey, generateKeyPairSync } from "node:crypto";
import { env } from "node:process";
import { check } from "./check.mjs";
import { all, client, person, Recorder, refusal } from "./sdk_client.mjs";

const TOKEN = "/oauth2/v1/token";
const granted = env.OKTA_CLIENT_SCOPES;
const app = (config = {}, executor = new Recorder()) =>
    client({ authorizationMode: "PrivateKey", ...config }, executor);

// What the token endpoint answered last.
async function lastToken(executor) {
    const answer = executor.responses.filter(({ url }) => url.endsWith(TOKEN)).at(-1);
    return { status: answer.status, body: JSON.parse(await answer.text) };
}

async function succeeds() {
    await check("the service app fetches one token and calls the API with it", async () => {
        assert(granted.split(" ").includes("okta.users.manage"), granted);
        const executor = new Recorder();
        const { userApi } = app({}, executor);
        const user = await userApi.createUser({ body: { profile: person() }, activate: false });
        assert((await all(userApi.listUsers({ filter: `id eq "${user.id}"` }))).length === 1);
        assert.equal(executor.calls(TOKEN), 1);
        const used = executor.requests
            .filter(({ url }) => !url.endsWith(TOKEN))
            .map(({ headers }) => headers.Authorization);
        assert.equal(used.length, 2);
        assert(
            used.every((text) => /^(Bearer|DPoP) [\w.-]{10,}$/.test(text)),
            "not with an access token"
        );
    });
    await check("a key in PEM does as well", async () => {
        const jwk = JSON.parse(env.OKTA_CLIENT_PRIVATEKEY);
        const privateKey = createPrivateKey({ key: jwk, format: "jwk" }).export({ type: "pkcs1", format: "pem" });
        const { groupApi } = app({ privateKey, scopes: ["okta.groups.read"] });
        assert((await all(groupApi.listGroups({ limit: 200 }))).length > 0);
    });
    await check("manage includes read", async () => {
        const { userApi } = app({ scopes: ["okta.users.manage"] });
        assert((await all(userApi.listUsers({ q: "sdk", limit: 1 }))).length === 1);
    });
}

async function fails() {
    await check("a scope that was not granted: 403", async () => {
        const { userApi, groupApi } = app({ scopes: ["okta.groups.read"] });
        assert((await all(groupApi.listGroups({ limit: 200 }))).length > 0);
        await refusal(all(userApi.listUsers()), 403, "E0000006");
        await refusal(groupApi.createGroup({ group: { profile: { name: "Not allowed" } } }), 403, "E0000006");
    });
    // The SDK takes an error of the token endpoint for a token, and calls on without one.
    const refusedToken = async (config, status, error) => {
        const executor = new Recorder();
        const reason = await all(app(config, executor).groupApi.listGroups()).catch((caught) => caught);
        assert.equal(reason.status, 401);
        const { status: got, body } = await lastToken(executor);
        assert.deepEqual([got, body.error, typeof body.error_description], [status, error, "string"]);
    };
    await check("a scope that the app does not have: no token", () =>
        refusedToken({ scopes: ["okta.nothing.manage"] }, 400, "invalid_scope")
    );
    await check("another key: no token", () => {
        const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
        const jwk = { ...privateKey.export({ format: "jwk" }), kid: env.OKTA_CLIENT_KEYID };
        return refusedToken({ privateKey: jwk }, 401, "invalid_client");
    });
    await check("another app: no token", () =>
        refusedToken({ clientId: "0oaunknownunknown0t7" }, 401, "invalid_client")
    );
}

export async function oauth() {
    await succeeds();
    await fails();
}
