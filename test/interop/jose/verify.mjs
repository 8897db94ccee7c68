// Verifies with jose what the tokens program made, a line of JSON each:
//   { kind: "assertion" | "proof", algorithm, form, jwt, jwk, thumbprint, expected: { … } }
// usage: node verify.mjs <folder of keys.mjs> <lines

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { calculateJwkThumbprint, decodeProtectedHeader, EmbeddedJWK, importJWK, jwtVerify } from "jose";
import { check, summary } from "./check.mjs";
import { algorithms, forms } from "./keys.mjs";

const folder = process.argv[2];

async function verifyAssertion({ algorithm, form, jwt, jwk, expected }) {
    const key = await importJWK(jwk, algorithm);
    const at = (seconds) => ({ currentDate: new Date(seconds * 1000) });
    const { payload, protectedHeader } = await jwtVerify(jwt, key, {
        algorithms: [algorithm],
        issuer: expected.client_id,
        subject: expected.client_id,
        audience: expected.audience,
        requiredClaims: ["iat", "exp", "jti"],
        maxTokenAge: "1h",
        ...at(expected.iat)
    });
    const kid = form === "json" ? `${algorithm}-key` : undefined;
    assert.deepEqual(protectedHeader, kid ? { alg: algorithm, kid } : { alg: algorithm });
    const { client_id, audience, iat, exp, jti } = expected;
    assert.deepEqual(payload, { iss: client_id, sub: client_id, aud: audience, iat, exp, jti });
    await jwtVerify(jwt, key, at(exp - 1));
    await assert.rejects(jwtVerify(jwt, key, at(exp)), { code: "ERR_JWT_EXPIRED" });
}

async function verifyProof({ algorithm, jwt, jwk, thumbprint, expected }) {
    const { payload, protectedHeader } = await jwtVerify(jwt, EmbeddedJWK, {
        algorithms: [algorithm],
        typ: "dpop+jwt",
        requiredClaims: ["iat", "jti", "htm", "htu"],
        maxTokenAge: 60,
        currentDate: new Date(expected.iat * 1000)
    });
    assert.deepEqual(protectedHeader, { typ: "dpop+jwt", alg: algorithm, jwk });
    assert.equal(await calculateJwkThumbprint(protectedHeader.jwk), thumbprint);
    const { access_token, ...claims } = expected;
    if (access_token) claims.ath = createHash("sha256").update(access_token).digest("base64url");
    assert.deepEqual(payload, claims);
}

async function verify(token) {
    assert.deepEqual(token.jwk, JSON.parse(readFileSync(`${folder}/${token.algorithm}.public`, "utf8")));
    assert.equal(await calculateJwkThumbprint(token.jwk), token.thumbprint);
    assert.equal(decodeProtectedHeader(token.jwt).alg, token.algorithm);
    await (token.kind === "proof" ? verifyProof : verifyAssertion)(token);
}

const seen = new Map();
for await (const line of createInterface({ input: process.stdin })) {
    const token = JSON.parse(line);
    const name = `${token.kind} by ${token.algorithm}.${token.form}`;
    seen.set(name, (seen.get(name) ?? 0) + 1);
    await check(`${name}, ${JSON.stringify(token.expected)}`, () => verify(token));
}
await check("there are an assertion and two proofs by each key in each form", () => {
    for (const algorithm of algorithms)
        for (const form of forms) {
            assert.equal(seen.get(`assertion by ${algorithm}.${form}`), 1);
            assert.equal(seen.get(`proof by ${algorithm}.${form}`), 2);
        }
});
process.exit(summary());
