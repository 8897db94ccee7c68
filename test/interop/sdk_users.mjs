// Users, as Okta's SDK sees them: what they become when they are created, read, changed and deleted.

import assert from "node:assert/strict";
import { check } from "./check.mjs";
import { all, client, ORG_URL, PASSWORD, person, recent, refusal } from "./sdk_client.mjs";

const org = client();
const { userApi } = org;
const etagOf = async (userId) => {
    await userApi.getUser({ userId });
    return org.requestExecutor.responses.at(-1).headers.get("etag");
};

async function creates() {
    const password = { credentials: { password: { value: PASSWORD } } };
    for (const [what, body, activate, status] of [
        ["not activated", {}, false, "STAGED"],
        ["with a password, not activated", password, false, "STAGED"],
        ["activated without password", {}, true, "PROVISIONED"],
        ["activated with a password", password, true, "ACTIVE"],
        ["activated unless said otherwise", password, undefined, "ACTIVE"]
    ]) {
        await check(`a user created ${what} is ${status}`, async () => {
            const profile = person();
            const user = await userApi.createUser({ body: { profile, ...body }, activate });
            assert.equal(user.status, status);
            assert.match(user.id, /^00u[A-Za-z0-9]{17}$/);
            assert.deepEqual([user.profile.login, user.profile.firstName], [profile.login, profile.firstName]);
            assert.equal(user.credentials.provider.type, "OKTA");
            assert.deepEqual(
                Object.values(user.credentials.password ?? {}).filter((value) => value !== undefined),
                []
            );
            assert.equal(user._links.self.href, `${ORG_URL}/api/v1/users/${user.id}`);
            recent(user.created);
            recent(user.lastUpdated);
            if (status === "STAGED") assert.equal(user.activated ?? null, null);
            if (status === "ACTIVE") recent(user.activated);
            if (body.credentials) recent(user.passwordChanged);
            else assert.equal(user.passwordChanged ?? null, null);
        });
    }
    await check("a user created with groups is a member of them", async () => {
        const group = await org.groupApi.createGroup({ group: { profile: { name: "Founders" } } });
        const user = await userApi.createUser({ body: { profile: person(), groupIds: [group.id] } });
        assert.deepEqual(
            (await all(org.groupApi.listGroupUsers({ groupId: group.id }))).map(({ id }) => id),
            [user.id]
        );
    });
}

async function reads() {
    const user = await userApi.createUser({
        body: { profile: person({ login: "Ada+Sdk@example.com" }) },
        activate: false
    });
    for (const userId of [user.id, "Ada+Sdk@example.com", "ada+sdk@EXAMPLE.com", "Ada+Sdk"]) {
        await check(`a user is found as ${userId === user.id ? "its id" : userId}`, async () => {
            const found = await userApi.getUser({ userId });
            assert.deepEqual([found.id, found.profile.login, found.status], [user.id, "Ada+Sdk@example.com", "STAGED"]);
        });
    }
    await check("me is the token's owner", async () => {
        const me = await userApi.getUser({ userId: "me" });
        assert.equal(me.status, "ACTIVE");
        assert.equal((await userApi.getUser({ userId: me.id })).profile.login, me.profile.login);
    });
    await check("okta-response leaves the credentials out", async () => {
        const contentType =
            'application/json; okta-response="omitCredentials,omitCredentialsLinks,omitTransitioningToStatus"';
        assert.equal((await userApi.getUser({ userId: user.id, contentType })).credentials, undefined);
        assert.equal((await userApi.getUser({ userId: user.id })).credentials.provider.name, "OKTA");
    });
    await check("a new user has no blocks, alone and embedded", async () => {
        assert.deepEqual(await all(userApi.listUserBlocks({ userId: user.id })), []);
        assert.deepEqual((await userApi.getUser({ userId: user.id, expand: "blocks" }))._embedded.blocks, []);
    });
    await check(
        "the SDK's cache takes an answer's self link for its address, and forgets it after a change",
        async () => {
            const cached = client({ cacheMiddleware: undefined });
            const times = () => cached.requestExecutor.calls(`/users/${user.id}`);
            for (let i = 0; i < 3; ++i) assert.equal((await cached.userApi.getUser({ userId: user.id })).id, user.id);
            assert.equal(times(), 1);
            await cached.userApi.updateUser({ userId: user.id, user: { profile: { title: "Dr" } } });
            assert.equal((await cached.userApi.getUser({ userId: user.id })).profile.title, "Dr");
            assert.equal(times(), 3);
        }
    );
}

async function changes() {
    const profile = person({ title: "Analyst", department: "R&D", mobilePhone: "+44 1" });
    const { id: userId } = await userApi.createUser({ body: { profile }, activate: false });
    await check("an update changes what it names and nothing else", async () => {
        const user = await userApi.updateUser({ userId, user: { profile: { title: "Countess" } } });
        assert.deepEqual(
            [user.profile.title, user.profile.department, user.profile.mobilePhone],
            ["Countess", "R&D", "+44 1"]
        );
        assert.equal((await userApi.getUser({ userId })).profile.title, "Countess");
    });
    await check("null clears an attribute", async () => {
        await userApi.updateUser({ userId, user: { profile: { title: null } } });
        const user = await userApi.getUser({ userId });
        assert.deepEqual([user.profile.title ?? null, user.profile.department], [null, "R&D"]);
    });
    await check("a replacement clears what it leaves out", async () => {
        const { login, email, firstName } = profile;
        await userApi.replaceUser({ userId, user: { profile: { login, email, firstName, lastName: "King" } } });
        const user = await userApi.getUser({ userId });
        assert.deepEqual(
            [user.profile.lastName, user.profile.department ?? null, user.profile.mobilePhone ?? null],
            ["King", null, null]
        );
    });
    await check("a user can be renamed, and is found by the new login only", async () => {
        await userApi.updateUser({ userId, user: { profile: { login: "king@example.com" } } });
        assert.equal((await userApi.getUser({ userId: "king@example.com" })).id, userId);
        await refusal(userApi.getUser({ userId: profile.login }), 404, "E0000007");
    });
    await check("If-Match lets an update pass with the newest ETag only", async () => {
        const ifMatch = await etagOf(userId);
        assert.match(ifMatch, /^W\/".+"$/);
        await userApi.updateUser({ userId, user: { profile: { nickName: "A" } }, ifMatch });
        await refusal(userApi.updateUser({ userId, user: { profile: { nickName: "B" } }, ifMatch }), 412, "E0000231");
        await refusal(userApi.replaceUser({ userId, user: { profile }, ifMatch }), 412, "E0000231");
        assert.equal((await userApi.getUser({ userId })).profile.nickName, "A");
        assert.notEqual(await etagOf(userId), ifMatch);
    });
}

async function deletes() {
    const profile = person({ department: "Leavers" });
    const { id: userId } = await userApi.createUser({ body: { profile } });
    await check("deleting a user deactivates it first", async () => {
        await userApi.deleteUser({ userId });
        assert.equal((await userApi.getUser({ userId })).status, "DEPROVISIONED");
    });
    await check("a deactivated user is found by search, and not in the plain list", async () => {
        const found = await all(userApi.listUsers({ search: 'profile.department eq "Leavers"' }));
        assert.deepEqual(
            found.map(({ id, status }) => [id, status]),
            [[userId, "DEPROVISIONED"]]
        );
        assert(!(await all(userApi.listUsers())).some(({ id }) => id === userId));
    });
    await check("deleting a deactivated user deletes it, and its login is free", async () => {
        await userApi.deleteUser({ userId });
        await refusal(userApi.getUser({ userId }), 404, "E0000007");
        assert.notEqual((await userApi.createUser({ body: { profile }, activate: false })).id, userId);
    });
}

export async function users() {
    await creates();
    await reads();
    await changes();
    await deletes();
}
