// What the sandbox answers besides the 32 actions: access tokens for its service app, the System Log, and Link headers.

import { env } from "node:process";
import { tokenForm } from "./assertion.mjs";
import { linkLines, ORG } from "./requests.mjs";

const FORM = { "content-type": "application/x-www-form-urlencoded" };
const app = () => ({
    url: ORG.url,
    clientId: env.OKTA_CLIENT_CLIENTID,
    keyId: env.OKTA_CLIENT_KEYID,
    jwk: JSON.parse(env.OKTA_CLIENT_PRIVATEKEY)
});

function* tokenRequests() {
    const scope = env.OKTA_CLIENT_SCOPES;
    yield { text: tokenForm(app(), scope), status: 200 };
    yield { text: tokenForm(app(), "okta.nothing.manage"), status: 400, error: "invalid_scope" };
    yield { text: "grant_type=client_credentials", status: [400, 401] };
    yield {
        text: tokenForm(app(), scope, { aud: "https://elsewhere.example.com" }),
        status: 401,
        error: "invalid_client"
    };
    yield { text: tokenForm(app(), scope, { exp: 1 }), status: 401, error: "invalid_client" };
    const once = tokenForm(app(), scope);
    yield { text: once, status: 200 };
    yield { text: once, status: 401, error: "invalid_client" }; // the assertion's jti has been used
}

const LOGS = [
    { query: { limit: "10" }, status: 200 },
    { query: { limit: "1000" }, status: 200 },
    { query: { filter: 'eventType eq "user.lifecycle.create"' }, status: 200 },
    { query: { since: "2020-01-01T00:00:00Z", until: "2020-01-02T00:00:00Z" }, status: 400 }, // kept for 90 days only
    { query: { filter: "this is no filter" }, status: 400 },
    { query: { limit: "1001" }, status: 400 }
];

// Okta sends a line for each relation; the last page has no next.
async function links(tour) {
    const page = async (target) => {
        const lines = (await linkLines(ORG, target)).map(
            (line) => /^<([^>]+)>; rel="(\w+)"$/.exec(line) ?? [line, "", "?"]
        );
        return lines.map(([, url, relation]) => ({ url, relation }));
    };
    const found = [await page("/api/v1/users?limit=200")];
    while (found.length < 5 && found.at(-1).at(-1)?.relation === "next") {
        found.push(await page(found.at(-1).at(-1).url.replace(ORG.url, "")));
    }
    const relations = JSON.stringify(found.map((page) => page.map(({ relation }) => relation)));
    if (relations !== JSON.stringify([["self", "next"], ["self"]]))
        tour.violations.push(`listUsers: Link lines ${relations}`);
}

export async function beyond(tour) {
    await links(tour);
    for (const { text, status, error } of tokenRequests()) {
        const answer = await tour.exchange(
            ORG,
            { method: "POST", target: "/oauth2/v1/token", headers: FORM, text },
            { status }
        );
        const got = answer.status === 200 ? undefined : JSON.parse(answer.text).error;
        if (error && got !== error) tour.violations.push(`token: error ${got} instead of ${error}: ${answer.text}`);
    }
    for (const { query, status } of LOGS) {
        const target = `/api/v1/logs?${new URLSearchParams(query)}`;
        await tour.exchange(ORG, { method: "GET", target, authorization: ORG.authorization }, { status });
    }
}
