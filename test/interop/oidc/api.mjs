// GET /api/v1/users/<id> as a resource server: it takes a token with the scope okta.users.read, and a proof of the key
// that the token is bound to (RFC 9449 section 4.3). Its answer names that key's thumbprint in X-Bound-To.

import { createHash } from "node:crypto";
import { calculateJwkThumbprint, EmbeddedJWK, jwtVerify } from "jose";

const PATH = /^\/api\/v1\/users\/([\w.@-]+)$/;
const PROOFS = ["RS256", "RS384", "RS512", "ES256", "ES384", "ES512"];

class Refusal extends Error {
    constructor(status, scheme, error, description) {
        super(description);
        Object.assign(this, { status, challenge: `${scheme} error="${error}", error_description="${description}"` });
    }
}

export class Api {
    #provider;
    #origin;
    #proofs = new Set();

    constructor(provider, origin) {
        this.#provider = provider;
        this.#origin = origin;
    }

    async answer(request, response) {
        const say = (status, body, headers = {}) => {
            response.writeHead(status, { "Content-Type": "application/json", ...headers });
            response.end(JSON.stringify(body));
        };
        try {
            const [, id] = PATH.exec(request.url) ?? [];
            if (!id || request.method !== "GET") return say(404, { errorCode: "E0000007", errorSummary: "Not found" });
            const token = await this.#admit(request);
            const profile = { login: token.clientId, email: "ada@example.com" };
            return say(200, { id, status: "ACTIVE", profile }, { "X-Bound-To": token.jkt ?? "nobody" });
        } catch (error) {
            if (!(error instanceof Refusal)) throw error;
            const body = { errorCode: "E0000011", errorSummary: error.message };
            return say(error.status, body, { "WWW-Authenticate": error.challenge });
        }
    }

    async #admit(request) {
        const [scheme, value, ...more] = (request.headers.authorization ?? "").split(" ");
        const wrong = (why) => new Refusal(401, "Bearer", "invalid_token", why);
        if (!value || more.length) throw wrong("no access token");
        const { AccessToken, ClientCredentials } = this.#provider;
        const token = (await ClientCredentials.find(value)) ?? (await AccessToken.find(value));
        if (!token) throw wrong("an unknown access token");
        if (scheme !== (token.jkt ? "DPoP" : "Bearer")) throw wrong(`the token is not sent as ${scheme}`);
        if (token.jkt) await this.#prove(request, value, token.jkt);
        else if (request.headers.dpop !== undefined) throw wrong("a proof, but the token is bound to no key");
        if (!token.scopes.has("okta.users.read")) {
            throw new Refusal(403, scheme, "insufficient_scope", "the token lacks the scope okta.users.read");
        }
        return token;
    }

    async #prove(request, token, thumbprint) {
        const wrong = (why) => new Refusal(401, "DPoP", "invalid_dpop_proof", why);
        const proof = request.headers.dpop ?? "";
        const { payload, protectedHeader } = await jwtVerify(proof, EmbeddedJWK, {
            algorithms: PROOFS,
            typ: "dpop+jwt",
            maxTokenAge: 60,
            requiredClaims: ["jti", "htm", "htu", "ath"]
        }).catch((error) => {
            throw wrong(`the proof is not valid: ${error.code}`);
        });
        const { jwk } = protectedHeader;
        if (["d", "p", "q", "k"].some((member) => member in jwk)) throw wrong("the proof shows a private key");
        if (payload.htm !== request.method) throw wrong("the proof is of another method");
        if (payload.htu !== this.#origin + request.url.split("?")[0]) throw wrong("the proof is of another URL");
        const hash = createHash("sha256").update(token).digest("base64url");
        if (payload.ath !== hash) throw wrong("the proof is of another token");
        if ((await calculateJwkThumbprint(jwk)) !== thumbprint) throw wrong("the proof is by another key");
        if (this.#proofs.has(payload.jti)) throw wrong("the proof was used before");
        this.#proofs.add(payload.jti);
    }
}
