// Lists of users, as Okta's SDK reads them: search, filter, q, order, projection, and paging over many pages.

import assert from "node:assert/strict";
import { check } from "./check.mjs";
import { all, client, person } from "./sdk_client.mjs";

const org = client();
const { userApi } = org;
const firstNames = (items) => items.map((user) => user.profile.firstName);
const list = async (query) => firstNames(await all(userApi.listUsers(query)));
const DEPARTMENT = 'R&D + É, "β" <1>'; // what needs quoting in an expression, a URL and a Link header

async function seed() {
    for (const [firstName, title] of [
        ["Quentin", "a"],
        ["Quinn", "b"],
        ["Qiana", "c"],
        ["Zoe", "a"],
        ["Quill", "B"]
    ]) {
        await userApi.createUser({
            body: { profile: person({ firstName, title, department: DEPARTMENT }) },
            activate: false
        });
    }
}

async function expressions() {
    const search = `profile.department eq ${JSON.stringify(DEPARTMENT)}`;
    await check("search, ascending and descending", async () => {
        const sorted = ["Qiana", "Quentin", "Quill", "Quinn", "Zoe"];
        assert.deepEqual(await list({ search, sortBy: "profile.firstName", sortOrder: "asc" }), sorted);
        assert.deepEqual(await list({ search, sortBy: "profile.firstName", sortOrder: "desc" }), sorted.toReversed());
    });
    await check("search: and, or, parentheses, sw, co, pr, gt; values in any case", async () => {
        const sorted = (more) => list({ search: `${search} and ${more}`, sortBy: "profile.firstName" });
        assert.deepEqual(await sorted('profile.title eq "b"'), ["Quill", "Quinn"]);
        assert.deepEqual(await sorted('(profile.title eq "c" or profile.firstName eq "zoe")'), ["Qiana", "Zoe"]);
        assert.deepEqual(await sorted('profile.firstName sw "qu"'), ["Quentin", "Quill", "Quinn"]);
        assert.deepEqual(await sorted('profile.firstName co "i"'), ["Qiana", "Quentin", "Quill", "Quinn"]);
        assert.deepEqual(await sorted('profile.title pr and status eq "STAGED"'), [
            "Qiana",
            "Quentin",
            "Quill",
            "Quinn",
            "Zoe"
        ]);
        assert.deepEqual(await sorted('created gt "2999-01-01T00:00:00.000Z"'), []);
    });
    await check("search with three pages repeats the expression in each next link", async () => {
        const before = org.requestExecutor.requests.length;
        const users = await all(userApi.listUsers({ search, sortBy: "profile.firstName", limit: 2 }));
        assert.deepEqual(firstNames(users), ["Qiana", "Quentin", "Quill", "Quinn", "Zoe"]);
        const urls = org.requestExecutor.requests.slice(before).map(({ url }) => new URL(url));
        assert.deepEqual(
            urls.map((url) => url.searchParams.get("search")),
            [search, search, search]
        );
        assert.deepEqual(
            urls.map((url) => url.searchParams.get("limit")),
            ["2", "2", "2"]
        );
    });
    await check("filter by status, login and last name; values in their case", async () => {
        const [{ profile }] = await all(userApi.listUsers({ search }));
        assert.deepEqual(await list({ filter: `profile.login eq "${profile.login}"` }), [profile.firstName]);
        assert.deepEqual(await list({ filter: `profile.lastName eq "${profile.lastName}" and status eq "STAGED"` }), [
            profile.firstName
        ]);
        assert.deepEqual(await list({ filter: `profile.lastName eq "${profile.lastName.toUpperCase()}"` }), []);
        assert.deepEqual(await list({ filter: 'status eq "LOCKED_OUT"' }), []);
    });
    await check("q finds the beginning of first name, last name and e-mail", async () => {
        const [{ profile }] = await all(userApi.listUsers({ search }));
        assert.deepEqual((await list({ q: "qui" })).sort(), ["Quill", "Quinn"]);
        assert.deepEqual(await list({ q: profile.email }), [profile.firstName]);
        assert.deepEqual(await list({ q: "Qxx" }), []);
    });
    await check("q answers one page: ten, or as many as limit says", async () => {
        const before = org.requestExecutor.requests.length;
        assert.equal((await all(userApi.listUsers({ q: "sdk" }))).length, 10);
        assert.equal((await all(userApi.listUsers({ q: "sdk", limit: 3 }))).length, 3);
        assert.equal(org.requestExecutor.requests.length - before, 2);
    });
    await check("fields answers those alone, and the id", async () => {
        const [user] = await all(userApi.listUsers({ search, fields: "status,profile:(firstName)", limit: 1 }));
        assert.match(user.id, /^00u/);
        assert.deepEqual([typeof user.profile.firstName, user.status], ["string", "STAGED"]);
        assert.deepEqual([user.profile.lastName, user.created, user.credentials], [undefined, undefined, undefined]);
    });
}

async function pages() {
    const ids = async (limit) => {
        const before = org.requestExecutor.requests.length;
        const users = await all(userApi.listUsers({ limit }));
        return { ids: users.map(({ id }) => id), requests: org.requestExecutor.requests.length - before };
    };
    await check("many small pages hold what few big ones do, in the same order, each user once", async () => {
        const [small, big] = [await ids(7), await ids(200)];
        assert(big.ids.length >= 250, `${big.ids.length} users`);
        assert.deepEqual(small.ids, big.ids);
        assert.equal(new Set(small.ids).size, small.ids.length);
        assert.equal(small.requests, Math.ceil(small.ids.length / 7));
        assert.equal(big.requests, Math.ceil(big.ids.length / 200));
    });
    await check("a list is iterated asynchronously, and left when enough is seen", async () => {
        const before = org.requestExecutor.requests.length;
        const seen = [];
        for await (const user of await userApi.listUsers({ limit: 5 })) if (seen.push(user.id) === 12) break;
        assert.equal(new Set(seen).size, 12);
        assert.equal(org.requestExecutor.requests.length - before, 3);
    });
    await check("users that are created meanwhile do not disturb a list that is being read", async () => {
        const before = (await ids(200)).ids;
        const seen = [];
        for await (const user of await userApi.listUsers({ limit: 50 })) {
            if (seen.push(user?.id) % 50 === 1)
                await userApi.createUser({ body: { profile: person() }, activate: false });
        }
        assert.equal(new Set(seen).size, seen.length);
        assert.deepEqual(
            before.filter((id) => !seen.includes(id)),
            []
        );
    });
}

export async function lists() {
    await seed();
    await expressions();
    await pages();
}
