// OpenAPI 3.0's dialect of schemas, turned into the JSON Schema that ajv reads, as seen by who receives an answer.

const KEPT = [
    "minLength",
    "maxLength",
    "pattern",
    "minimum",
    "maximum",
    "multipleOf",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minProperties",
    "maxProperties"
];
const FORMATS = new Set(["date-time", "email", "uri", "int32", "int64", "float", "double"]);

// `discriminator` only tells which of several schemas is meant; in answers to actions no schema has one. Siblings of
// $ref are ignored, as OpenAPI 3.0 says.
export function toJsonSchema(schema, base) {
    if (typeof schema !== "object" || schema === null) return schema;
    if (schema.$ref) return { $ref: base + schema.$ref };
    const to = {};
    for (const key of KEPT) if (key in schema) to[key] = schema[key];
    if (FORMATS.has(schema.format)) to.format = schema.format;
    for (const key of ["allOf", "anyOf", "oneOf"])
        if (schema[key]) to[key] = schema[key].map((one) => toJsonSchema(one, base));
    for (const key of ["items", "not", "additionalProperties"])
        if (key in schema) to[key] = toJsonSchema(schema[key], base);
    if (schema.type) to.type = schema.nullable ? [schema.type, "null"] : schema.type;
    if (schema.enum) to.enum = schema.nullable && !schema.enum.includes(null) ? [...schema.enum, null] : schema.enum;
    addProperties(schema, to, base);
    addExclusiveBounds(schema, to);
    return to;
}

// What is writeOnly (a password, an answer) must not be in an answer at all.
function addProperties(schema, to, base) {
    const properties = Object.entries(schema.properties ?? {});
    if (properties.length) {
        to.properties = Object.fromEntries(
            properties.map(([name, property]) => [name, property.writeOnly ? false : toJsonSchema(property, base)])
        );
    }
    if (schema.required) to.required = schema.required.filter((name) => !schema.properties?.[name]?.writeOnly);
}

// In OpenAPI 3.0 they are flags beside the bound.
function addExclusiveBounds(schema, to) {
    for (const [flag, bound] of [
        ["exclusiveMinimum", "minimum"],
        ["exclusiveMaximum", "maximum"]
    ]) {
        if (schema[flag] !== true) continue;
        to[flag] = to[bound];
        delete to[bound];
    }
}
