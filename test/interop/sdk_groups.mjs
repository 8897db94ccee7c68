// Groups and their members, as Okta's SDK sees them.

import assert from "node:assert/strict";
import { check } from "./check.mjs";
import { all, client, ORG_URL, person, recent, refusal } from "./sdk_client.mjs";

const org = client();
const { groupApi, userApi } = org;
const create = (name, description) => groupApi.createGroup({ group: { profile: { name, description } } });
const names = (groups) => groups.map((group) => group.profile.name);
const list = async (query) => names(await all(groupApi.listGroups(query)));

async function lifecycle() {
    const group = await create("West Coast", "All west of the Rockies");
    const groupId = group.id;
    await check("a new group is of type OKTA_GROUP", async () => {
        assert.match(groupId, /^00g[A-Za-z0-9]{17}$/);
        assert.deepEqual([group.type, group.objectClass], ["OKTA_GROUP", ["okta:user_group"]]);
        assert.deepEqual([group.profile.name, group.profile.description], ["West Coast", "All west of the Rockies"]);
        recent(group.created);
        recent(group.lastUpdated);
        recent(group.lastMembershipUpdated);
    });
    await check("a group is read by its id", async () => {
        const found = await groupApi.getGroup({ groupId });
        assert.deepEqual([found.id, found.profile.name], [groupId, "West Coast"]);
        assert.equal(found.created.getTime(), group.created.getTime());
        assert.equal(found._links.users.href, `${ORG_URL}/api/v1/groups/${groupId}/users`);
    });
    await check("a replacement replaces the whole profile", async () => {
        await groupApi.replaceGroup({ groupId, group: { profile: { name: "East Coast" } } });
        const found = await groupApi.getGroup({ groupId });
        assert.deepEqual([found.profile.name, found.profile.description || null], ["East Coast", null]);
        assert(found.lastUpdated >= group.lastUpdated);
    });
    await check("a deleted group is gone", async () => {
        await groupApi.deleteGroup({ groupId });
        await refusal(groupApi.getGroup({ groupId }), 404, "E0000007");
        await refusal(groupApi.deleteGroup({ groupId }), 404, "E0000007");
        assert(!(await list({ q: "East" })).includes("East Coast"));
    });
}

async function lists() {
    for (let i = 1; i <= 5; ++i) await create(`Paging ${i}`, i % 2 ? "odd" : "even");
    await check("groups are listed by q, search and filter", async () => {
        assert.deepEqual((await list({ q: "Paging" })).length, 5);
        assert.deepEqual(await list({ search: 'profile.name eq "Paging 3"' }), ["Paging 3"]);
        assert.deepEqual(
            await list({ search: 'profile.description eq "even"', sortBy: "profile.name", sortOrder: "desc" }),
            ["Paging 4", "Paging 2"]
        );
        assert.deepEqual(
            await list({ filter: 'type eq "BUILT_IN"', limit: 1 }).then((all) => all.includes("Everyone")),
            true
        );
    });
    await check("pages of two groups hold what one page does", async () => {
        const before = org.requestExecutor.requests.length;
        const sorted = { search: 'profile.name sw "Paging"', sortBy: "profile.name" };
        assert.deepEqual(
            await list({ ...sorted, limit: 2 }),
            [1, 2, 3, 4, 5].map((i) => `Paging ${i}`)
        );
        assert.equal(org.requestExecutor.requests.length - before, 3);
        assert.deepEqual((await list({ limit: 2 })).sort(), (await list({ limit: 200 })).sort());
    });
}

async function members() {
    const { id: groupId, lastMembershipUpdated } = await create("Members");
    const users = [];
    for (let i = 0; i < 5; ++i)
        users.push((await userApi.createUser({ body: { profile: person() }, activate: false })).id);
    const listed = async (limit) => (await all(groupApi.listGroupUsers({ groupId, limit }))).map(({ id }) => id).sort();
    await check("a new group has no members", async () => assert.deepEqual(await listed(), []));
    await check("users added to a group are its members, on one page or on three", async () => {
        for (const userId of users) await groupApi.assignUserToGroup({ groupId, userId });
        assert.deepEqual(await listed(), users.toSorted());
        assert.deepEqual(await listed(2), users.toSorted());
    });
    await check("the time of the last change of membership moves, that of the profile does not", async () => {
        const found = await groupApi.getGroup({ groupId });
        assert(found.lastMembershipUpdated > lastMembershipUpdated);
        assert(found.lastUpdated < found.lastMembershipUpdated);
    });
    await check("stats count the members", async () => {
        const found = await all(groupApi.listGroups({ q: "Members", expand: "stats" }));
        assert.deepEqual(
            found.map((group) => group._embedded.stats.usersCount),
            [5]
        );
    });
    await check("a user removed from a group, or deleted, is no member", async () => {
        await groupApi.unassignUserFromGroup({ groupId, userId: users[0] });
        await userApi.deleteUser({ userId: users[1] });
        await userApi.deleteUser({ userId: users[1] });
        assert.deepEqual(await listed(), users.slice(2).sort());
    });
    await check("who is not there can be added to no group, and to no group that is not there", async () => {
        await refusal(groupApi.assignUserToGroup({ groupId, userId: users[1] }), 404, "E0000007");
        await refusal(
            groupApi.assignUserToGroup({ groupId: "00gunknownunknown0t7", userId: users[0] }),
            404,
            "E0000007"
        );
        await refusal(groupApi.listGroupUsers({ groupId: "00gunknownunknown0t7" }).then(all), 404, "E0000007");
    });
    await check("Everyone holds all users, and takes none", async () => {
        const [everyone] = await all(groupApi.listGroups({ filter: 'type eq "BUILT_IN"' }));
        const ids = (await all(groupApi.listGroupUsers({ groupId: everyone.id }))).map(({ id }) => id);
        assert(users.slice(2).every((id) => ids.includes(id)));
        const error = await groupApi
            .assignUserToGroup({ groupId: everyone.id, userId: users[2] })
            .catch((reason) => reason);
        assert.equal(error?.status, 403);
    });
}

export async function groups() {
    await lifecycle();
    await lists();
    await members();
}
