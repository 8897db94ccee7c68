// Okta's published description of its API: finds the operation that a request calls, and says what is wrong with an
// answer.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import { parse } from "yaml";
import { toJsonSchema } from "./json_schema.mjs";

const METHODS = ["get", "put", "post", "delete", "patch"];

// Members that no schema declares, and that recorded answers of Okta have nevertheless (actions.json).
const OBSERVED = new Map([
    ["getGroup", ["_links.owners"]],
    ["addGroup", ["_links.owners"]],
    ["replaceGroup", ["_links.owners"]],
    ["listGroups", ["_links.owners"]],
    ["getDevice", ["_embedded", "_embedded.originatedFrom"]],
    ["getUser", ["_links.delete"]]
]);

// The description contradicts itself: User wants each embedded resource to be an object, UserGetSingleton wants an
// array.
function correct(document) {
    delete document.components.schemas.User.properties._embedded.additionalProperties;
}

export class Description {
    constructor(facts) {
        this.document = parse(readFileSync(join(facts, "okta.mock.openapi.yaml"), "utf8"));
        correct(this.document);
        this.actions = JSON.parse(readFileSync(join(facts, "actions.json"), "utf8")).actions;
        this.ajv = new Ajv({ strict: true, strictTypes: false, allErrors: true, allowUnionTypes: true });
        addFormats(this.ajv);
        this.ajv.addVocabulary(["components"]);
        const schemas = this.document.components.schemas;
        this.ajv.addSchema({
            $id: "okta",
            components: {
                schemas: Object.fromEntries(
                    Object.entries(schemas).map(([name, schema]) => [name, toJsonSchema(schema, "okta")])
                )
            }
        });
        this.validators = new Map();
        this.operations = [...this.#operations()].sort((a, b) => a.variables - b.variables);
    }

    *#operations() {
        for (const [template, item] of Object.entries(this.document.paths)) {
            const pattern = template
                .split(/\{\w+\}/)
                .map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
                .join("[^/]+");
            for (const method of METHODS.filter((name) => item[name])) {
                yield {
                    id: item[method].operationId,
                    method: method.toUpperCase(),
                    template,
                    responses: item[method].responses,
                    pattern: new RegExp(`^${pattern}$`),
                    variables: template.split("{").length - 1,
                    action: this.actions.find((action) => action.operationId === item[method].operationId)
                };
            }
        }
    }

    // The operation of a method and a URL or path; undefined where the description has none.
    operation(method, target) {
        const { pathname } = new URL(target, "http://localhost");
        return this.operations.find((one) => one.method === method.toUpperCase() && one.pattern.test(pathname));
    }

    // What is wrong with an answer {status, headers: Headers, text}: a list of sentences, empty if nothing is.
    violations(operation, answer) {
        const response = this.#response(operation, answer.status);
        if (!response) return [`${operation.id} declares no status ${answer.status}`];
        return [...this.#headers(response, answer), ...this.#body(operation, response, answer)];
    }

    // No management operation lists 401, and most list no 400: actions.json says which others are to be expected. They
    // have the body of all of Okta's errors.
    #response(operation, status) {
        const declared = this.resolve(operation.responses[status]);
        const expected = operation.action?.responses.undocumented_but_expected.some((one) => one.status === status);
        if (declared || !expected) return declared;
        return { content: { "application/json": { schema: { $ref: "#/components/schemas/Error" } } } };
    }

    *#headers(response, answer) {
        for (const [name, header] of Object.entries(response.headers ?? {})) {
            const text = answer.headers.get(name);
            if (text === null) yield `header ${name} is missing`;
            else if (header.schema.type === "integer" && !/^-?\d+$/.test(text))
                yield `header ${name} is no integer: ${text}`;
        }
    }

    *#body(operation, response, answer) {
        const type = mediaType(answer);
        if (!Object.keys(response.content ?? {}).length) {
            if (answer.text) yield `a body where none is declared: ${excerpt(answer.text)}`;
            if (type) yield `media type ${type} where no body is declared`;
            return;
        }
        const content = response.content[type];
        if (!content) return yield `media type ${type} instead of ${Object.keys(response.content).join(" or ")}`;
        let value;
        try {
            value = JSON.parse(answer.text);
        } catch (error) {
            return yield `no JSON (${error.message}): ${excerpt(answer.text)}`;
        }
        yield* this.#schema(content.schema, value);
        const observed = OBSERVED.get(operation.id) ?? [];
        for (const path of new Set(this.#undeclared([content.schema], value, ""))) {
            if (!observed.includes(path)) yield `no schema declares the member ${path}`;
        }
    }

    *#schema(schema, value) {
        const key = JSON.stringify(schema);
        if (!this.validators.has(key)) this.validators.set(key, this.ajv.compile(toJsonSchema(schema, "okta")));
        const validate = this.validators.get(key);
        if (validate(value)) return;
        for (const error of validate.errors) {
            yield `${error.instancePath || "/"} ${error.message} ${JSON.stringify(error.params)}`;
        }
    }

    // The members that none of the schemas declares, unless they allow others. A misspelt optional member would be
    // valid.
    *#undeclared(schemas, value, path) {
        const all = schemas.flatMap((schema) => this.#parts(schema));
        if (Array.isArray(value)) {
            const items = all.filter((schema) => schema.items).map((schema) => schema.items);
            for (const item of value) yield* this.#undeclared(items, item, path);
        } else if (typeof value === "object" && value !== null) {
            const open = all.some((schema) => schema.additionalProperties || schema["x-okta-extensible"]);
            if (!all.some((schema) => schema.properties)) return;
            for (const [name, member] of Object.entries(value)) {
                const inner = all.map((schema) => schema.properties?.[name]).filter(Boolean);
                const at = path ? `${path}.${name}` : name;
                if (inner.length) yield* this.#undeclared(inner, member, at);
                else if (!open) yield at;
            }
        }
    }

    #parts(schema) {
        const resolved = this.resolve(schema);
        const parts = [...(resolved.allOf ?? []), ...(resolved.anyOf ?? []), ...(resolved.oneOf ?? [])];
        return [resolved, ...parts.flatMap((part) => this.#parts(part))];
    }

    resolve(node) {
        if (!node?.$ref) return node;
        return this.resolve(
            node.$ref
                .slice(2)
                .split("/")
                .reduce((at, name) => at[name], this.document)
        );
    }
}

// An answer's media type without its parameters; "" where there is none.
export function mediaType(answer) {
    return (answer.headers.get("content-type") ?? "").split(";")[0].trim().toLowerCase();
}

export function excerpt(text) {
    return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
