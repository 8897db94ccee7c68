// Plain requests to an org: how they are written down, sent, and what comes back.

import http from "node:http";
import { env } from "node:process";

export const ORG = { url: env.OKTA_CLIENT_ORGURL, authorization: `SSWS ${env.OKTA_CLIENT_TOKEN}` };
export const LIMITED_ORG = { url: env.OKTA_LIMITED_ORGURL, authorization: `SSWS ${env.OKTA_LIMITED_TOKEN}` };

// A request {method, target, authorization, headers, text} from an action of actions.json, its path parameters, a query
// and a body; a body that is a string is sent as it is.
export function request(action, org, { path = {}, query = {}, headers = {}, body, authorization } = {}) {
    const target = action.path.replace(/\{(\w+)\}/g, (_, name) => {
        if (path[name] === undefined) throw new Error(`${action.id}: nothing is known for {${name}}`);
        return encodeURIComponent(path[name]);
    });
    const search = new URLSearchParams(query).toString();
    return {
        method: action.method,
        target: search ? `${target}?${search}` : target,
        authorization: authorization ?? org.authorization,
        headers,
        text: body === undefined || typeof body === "string" ? body : JSON.stringify(body)
    };
}

export async function send(org, { method, target, authorization, headers, text }) {
    const fields = { "accept": "application/json", "content-type": "application/json", ...headers };
    if (authorization) fields.authorization = authorization;
    const response = await fetch(org.url + target, {
        method,
        body: text,
        headers: fields,
        redirect: "manual",
        signal: AbortSignal.timeout(30000)
    });
    return { status: response.status, headers: response.headers, text: await response.text() };
}

// The Link header lines of an answer, one by one: fetch joins them.
export function linkLines(org, target) {
    return new Promise((resolve, reject) => {
        const headers = { accept: "application/json", authorization: org.authorization };
        http.get(org.url + target, { headers, timeout: 30000, agent: false }, (response) => {
            response.resume();
            const { rawHeaders } = response;
            resolve(rawHeaders.filter((_, i) => i % 2 && rawHeaders[i - 1].toLowerCase() === "link"));
        })
            .on("error", reject)
            .on("timeout", function () {
                this.destroy(new Error(`no answer to GET ${target}`));
            });
    });
}

export function describe({ method, target, text }, answer) {
    const shown = text?.startsWith("{") ? ` ${text.slice(0, 300)}` : ""; // a form holds credentials
    return `${method} ${target}${shown} → ${answer.status}`;
}
