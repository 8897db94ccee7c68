// Client assertions (private_key_jwt) of a service app, made by hand.

import { createPrivateKey, randomUUID, sign } from "node:crypto";

const encode = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");

export function clientAssertion({ url, clientId, keyId, jwk }, claims = {}) {
    const now = Math.floor(Date.now() / 1000);
    const payload = {
        iss: clientId,
        sub: clientId,
        aud: `${url}/oauth2/v1/token`,
        iat: now,
        exp: now + 300,
        jti: randomUUID(),
        ...claims
    };
    const text = `${encode({ alg: "RS256", kid: keyId })}.${encode(payload)}`;
    return `${text}.${sign("RSA-SHA256", text, createPrivateKey({ key: jwk, format: "jwk" })).toString("base64url")}`;
}

// The form of a request for an access token.
export function tokenForm(app, scope, claims) {
    return new URLSearchParams({
        grant_type: "client_credentials",
        scope,
        client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        client_assertion: clientAssertion(app, claims)
    }).toString();
}
