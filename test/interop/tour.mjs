// Sends requests to the sandbox, and holds each answer against Okta's description and against what Okta's answers have
// besides.

import { excerpt } from "./description.mjs";
import { describe, send } from "./requests.mjs";

export class Tour {
    constructor(description) {
        this.description = description;
        this.violations = [];
        this.seen = new Map(); // "operationId status" → how many answers
        this.requestIds = new Set();
    }

    // Sends a request. `status` (one or several) and `code`, an errorCode, are what must come; anything else is a
    // violation.
    async exchange(org, sent, { status, code } = {}) {
        const operation = this.description.operation(sent.method, sent.target);
        const answer = await send(org, sent);
        const wrong = this.description.violations(operation, answer);
        if (status && ![status].flat().includes(answer.status)) {
            wrong.push(`status ${answer.status} instead of ${[status].flat().join(" or ")}: ${excerpt(answer.text)}`);
        }
        wrong.push(...this.#fields(answer), ...this.#json(org, operation, answer, code));
        this.violations.push(...wrong.map((what) => `${operation.id}: ${describe(sent, answer)}: ${what}`));
        const key = `${operation.id} ${answer.status}`;
        this.seen.set(key, (this.seen.get(key) ?? 0) + 1);
        return answer;
    }

    // Header fields that each of Okta's answers has.
    *#fields(answer) {
        for (const name of ["x-rate-limit-limit", "x-rate-limit-remaining", "x-rate-limit-reset"]) {
            const text = answer.headers.get(name) ?? "none";
            if (!/^\d+$/.test(text)) yield `header ${name} is no number: ${text}`;
        }
        if (Number.isNaN(Date.parse(answer.headers.get("date")))) yield `header date is ${answer.headers.get("date")}`;
        const id = answer.headers.get("x-okta-request-id");
        if (!id) yield "header x-okta-request-id is missing";
        else if (this.requestIds.has(id)) yield `header x-okta-request-id is that of an earlier answer: ${id}`;
        this.requestIds.add(id);
    }

    *#json(org, operation, answer, code) {
        let value;
        try {
            value = JSON.parse(answer.text || "null");
        } catch {
            return; // the description's check has said so
        }
        if (answer.status >= 400 && operation.id !== "token" && answer.text) yield* errorShape(value, code, operation.id === "listLogEvents");
        for (const href of hrefs(value)) {
            if (!href.startsWith(`${org.url}/`)) yield `a link leads out of the org: ${href}`;
        }
    }

    count(predicate = () => true) {
        return [...this.seen]
            .filter(([key]) => predicate(key.split(" ")[0]))
            .reduce((sum, [, count]) => sum + count, 0);
    }
}

// The description's Error requires no member; all of those of Okta's error catalogue have these, but the System Log's,
// which omit errorLink and errorCauses.
function* errorShape(error, code, brief) {
    for (const name of ["errorCode", "errorSummary", "errorId", ...(brief ? [] : ["errorLink"])]) {
        if (typeof error?.[name] !== "string" || !error[name])
            yield `the error has no ${name}: ${JSON.stringify(error)}`;
    }
    if (brief !== (error?.errorCauses === undefined)) yield `errorCauses: ${JSON.stringify(error)}`;
    if (!brief && !Array.isArray(error?.errorCauses)) yield `the error has no errorCauses: ${JSON.stringify(error)}`;
    if (!brief && error?.errorLink !== error?.errorCode)
        yield `errorLink ${error?.errorLink} is not the code ${error?.errorCode}`;
    if (code && error?.errorCode !== code)
        yield `errorCode ${error?.errorCode} instead of ${code}: ${JSON.stringify(error)}`;
}

function* hrefs(value) {
    if (typeof value !== "object" || value === null) return;
    for (const [name, member] of Object.entries(value)) {
        if (name === "href" && typeof member === "string") yield member;
        else yield* hrefs(member);
    }
}
