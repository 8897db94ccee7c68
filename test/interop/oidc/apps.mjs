// The apps that the provider knows: two service apps with a key, one that signs users in with a key, one with a secret,
// and one without either.

import { randomBytes } from "node:crypto";
import { exportJWK, exportPKCS8, generateKeyPair } from "jose";

export const REDIRECT = "http://127.0.0.1/callback";
export const SCOPES = ["openid", "profile", "email", "offline_access", "okta.users.read", "okta.users.manage"];

const DEVICE = "urn:ietf:params:oauth:grant-type:device_code";
const forUsers = {
    grant_types: ["authorization_code", "refresh_token", DEVICE],
    response_types: ["code"],
    redirect_uris: [REDIRECT],
    scope: "openid profile email offline_access"
};
const forItself = {
    grant_types: ["client_credentials"],
    response_types: [],
    redirect_uris: [],
    scope: "okta.users.read"
};

async function keyOf(algorithm, kid) {
    const { privateKey, publicKey } = await generateKeyPair(algorithm, { extractable: true });
    return {
        pem: await exportPKCS8(privateKey),
        jwk: { ...(await exportJWK(privateKey)), kid, alg: algorithm, use: "sig" },
        registered: {
            token_endpoint_auth_method: "private_key_jwt",
            token_endpoint_auth_signing_alg: algorithm,
            jwks: { keys: [{ ...(await exportJWK(publicKey)), kid, alg: algorithm, use: "sig" }] }
        }
    };
}

// `registered` is what the provider is told; `known` is what whoever runs the apps knows.
export async function makeApps() {
    const rsa = await keyOf("RS256", "rsa-1");
    const ec = await keyOf("ES256", "ec-1");
    const signing = await keyOf("ES256", "ec-2");
    const secret = randomBytes(32).toString("base64url");
    return {
        registered: [
            { client_id: "service-rsa", ...rsa.registered, ...forItself },
            { client_id: "service-ec", ...ec.registered, ...forItself, dpop_bound_access_tokens: true },
            { client_id: "web-key", ...signing.registered, ...forUsers },
            { client_id: "web", client_secret: secret, token_endpoint_auth_method: "client_secret_post", ...forUsers },
            { client_id: "native", application_type: "native", token_endpoint_auth_method: "none", ...forUsers }
        ],
        known: { rsa_pem: rsa.pem, ec_jwk: ec.jwk, web_jwk: signing.jwk, web_secret: secret, redirect_uri: REDIRECT }
    };
}
