// What the sandboxes of these tests start with. `node seed.mjs <facts> org|limited` prints the seed file of one of
// them.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { argv } from "node:process";
import { fileURLToPath } from "node:url";

// The user whom the access tokens stand for.
export const GRACE = {
    login: "grace.hopper@example.com",
    email: "grace.hopper@example.com",
    firstName: "Grace",
    lastName: "Hopper"
};

export const ACCESS_TOKENS = {
    profile: { token: "accessTokenWithProfile", scopes: ["openid", "profile", "email"], user: GRACE.login },
    openid: { token: "accessTokenWithOpenidOnly", scopes: ["openid"], user: GRACE.login }
};

// Requests per window of each bucket of the sandbox that enforces limits; a short window, since Okta's SDK waits for
// its end.
export const LIMIT = 2;
export const WINDOW_SECONDS = 2;

function seed(facts, kind) {
    const people = { users: [{ profile: GRACE }], accessTokens: Object.values(ACCESS_TOKENS) };
    if (kind === "org") return people;
    const { actions } = JSON.parse(readFileSync(join(facts, "actions.json"), "utf8"));
    const rateLimits = Object.fromEntries(actions.map(({ method, path }) => [`${method} ${path}`, LIMIT]));
    return { ...people, rateLimits, rateLimitWindowSeconds: WINDOW_SECONDS };
}

if (argv[1] === fileURLToPath(import.meta.url)) console.log(JSON.stringify(seed(argv[2], argv[3]), null, 4));
