// Clients of Okta's own SDK. They are configured as for Okta: through OKTA_CLIENT_* in the environment.

import assert from "node:assert/strict";
import { env } from "node:process";
import okta from "@okta/okta-sdk-nodejs";

export const { OktaApiError } = okta;
export const ORG_URL = env.OKTA_CLIENT_ORGURL;

// The SDK's executor, which also keeps what was sent and what came, and holds each answer against Okta's description.
export class Recorder extends okta.DefaultRequestExecutor {
    static description; // whoever records sets it first
    static answers = 0;
    static violations = [];
    static #pending = [];

    constructor(config) {
        super(config);
        this.requests = [];
        this.responses = [];
        this.on("request", ({ method, url, headers }) => this.requests.push({ method, url, headers: { ...headers } }));
        this.on("response", (response) => {
            const { url, status, headers } = response;
            const answer = { url, status, headers, text: response.clone().text() };
            this.responses.push(answer);
            Recorder.#pending.push(this.#examine(this.requests.at(-1), answer));
        });
    }

    async #examine({ method, url }, { status, headers, text }) {
        const operation = Recorder.description.operation(method, url);
        Recorder.answers += 1;
        const found = operation
            ? Recorder.description.violations(operation, { status, headers, text: await text })
            : ["no such operation"];
        Recorder.violations.push(...found.map((what) => `${method} ${url} → ${status}: ${what}`));
    }

    // All answers so far have been examined when it is done.
    static settled() {
        return Promise.all(Recorder.#pending);
    }

    calls(part) {
        return this.requests.filter(({ url }) => url.includes(part)).length;
    }
}

// Without the SDK's cache, unless it is what a check is about, so that each call reaches the sandbox.
export function client(config = {}, executor = new Recorder()) {
    return new okta.Client({ cacheMiddleware: null, requestExecutor: executor, ...config });
}

export async function all(collection) {
    const items = [];
    await (
        await collection
    ).each((item) => {
        items.push(item);
    });
    return items;
}

// The error that a promise is rejected with, which must be Okta's with that status and code.
export async function refusal(promise, status, code) {
    const error = await promise.then(
        (value) => assert.fail(`succeeded: ${JSON.stringify(value)}`),
        (reason) => reason
    );
    if (error instanceof assert.AssertionError || !(error instanceof OktaApiError)) throw error;
    assert.deepEqual([error.status, error.errorCode], [status, code], error.message);
    return error;
}

export function recent(date) {
    assert(date instanceof Date && !Number.isNaN(date.getTime()), `no date: ${date}`);
    assert(Math.abs(date.getTime() - Date.now()) < 10 * 60 * 1000, `not of these minutes: ${date.toISOString()}`);
}

let people = 0;
export const person = (more = {}) => {
    people += 1;
    return {
        login: `sdk${people}@example.com`,
        email: `sdk${people}@example.com`,
        firstName: `First${people}`,
        lastName: `Last${people}`,
        ...more
    };
};
export const PASSWORD = "Tr0ub4dor&3.x";
