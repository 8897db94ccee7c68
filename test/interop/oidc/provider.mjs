// An OpenID provider that is not ours (oidc-provider), at the paths of Okta's org authorization server.
// usage: node provider.mjs     Prints a line of JSON: its origin, and what the apps know. Ends after ten minutes.

import { generateKeyPairSync, randomBytes } from "node:crypto";
import { createServer } from "node:http";
import Provider, { errors } from "oidc-provider";
import { Api } from "./api.mjs";
import { makeApps, SCOPES } from "./apps.mjs";
import { claims, findAccount, interact } from "./user.mjs";

const MINUTE = 60;
const HOUR = 60 * MINUTE;

const routes = {
    authorization: "/oauth2/v1/authorize",
    code_verification: "/activate",
    device_authorization: "/oauth2/v1/device/authorize",
    end_session: "/oauth2/v1/logout",
    introspection: "/oauth2/v1/introspect",
    jwks: "/oauth2/v1/keys",
    pushed_authorization_request: "/oauth2/v1/par",
    revocation: "/oauth2/v1/revoke",
    token: "/oauth2/v1/token",
    userinfo: "/oauth2/v1/userinfo"
};

// Stricter than the provider, as Okta is: the audience is the URL of the endpoint itself, and an hour is the most.
function checkAssertion(context, { aud, exp }, { kid }, client) {
    const refuse = (why) => {
        throw new errors.InvalidClientAuth(why);
    };
    if (aud !== context.oidc.urlFor(context.oidc.route)) refuse("the audience is not the endpoint's URL");
    if (exp > Date.now() / 1000 + HOUR) refuse("the assertion is good for more than an hour");
    if (kid !== client.jwks.keys[0].kid) refuse("the assertion names another key");
}

// The forms of the device flow without their decoration.
const page = (text) => (context, form) => {
    context.body = `<!DOCTYPE html><title>${text}</title>${typeof form === "string" ? form : ""}`;
};

function configure(apps) {
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    return {
        clients: apps,
        routes,
        claims,
        findAccount,
        scopes: SCOPES,
        cookies: { keys: [randomBytes(32).toString("base64url")] },
        jwks: { keys: [{ ...privateKey.export({ format: "jwk" }), kid: "provider-1", alg: "RS256", use: "sig" }] },
        pkce: { required: () => true },
        enabledJWA: { dPoPSigningAlgValues: ["RS256", "ES256", "ES384", "ES512"] },
        rotateRefreshToken: true,
        assertJwtClientAuthClaimsAndHeader: checkAssertion,
        interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
        ttl: {
            AccessToken: HOUR,
            AuthorizationCode: 5 * MINUTE,
            ClientCredentials: HOUR,
            DeviceCode: 10 * MINUTE,
            Grant: HOUR,
            IdToken: HOUR,
            Interaction: HOUR,
            RefreshToken: HOUR,
            Session: HOUR
        },
        features: {
            devInteractions: { enabled: false },
            dPoP: { enabled: true, nonceSecret: randomBytes(32), requireNonce: () => true, allowReplay: false },
            clientCredentials: { enabled: true },
            introspection: { enabled: true, allowedPolicy: () => true },
            revocation: { enabled: true },
            deviceFlow: {
                enabled: true,
                userCodeInputSource: page("Enter the code"),
                userCodeConfirmSource: page("Confirm the device"),
                successSource: page("Signed in")
            }
        }
    };
}

// What the provider keeps to itself: why it refused. Devices may ask each second, or the test would last.
function explain(provider) {
    for (const route of ["grant", "userinfo", "introspection", "revocation", "device_authorization"]) {
        provider.on(`${route}.error`, (context, error) => {
            context.set("X-Refused-Because", error.error_detail ?? error.error_description ?? error.message);
        });
    }
    provider.on("server_error", (_context, error) => console.error(error));
    provider.use(async (context, next) => {
        await next();
        if (context.body?.device_code) context.body = { ...context.body, interval: 1 };
    });
}

const server = createServer();
server.listen(0, "127.0.0.1", async () => {
    const origin = `http://127.0.0.1:${server.address().port}`;
    const { registered, known } = await makeApps();
    const provider = new Provider(origin, configure(registered));
    explain(provider);
    const api = new Api(provider, origin);
    const oidc = provider.callback();
    server.on("request", async (request, response) => {
        try {
            if (request.url.startsWith("/interaction/")) await interact(provider, request, response);
            else if (request.url.startsWith("/api/")) await api.answer(request, response);
            else oidc(request, response);
        } catch (error) {
            console.error(error);
            response.writeHead(500).end();
        }
    });
    console.log(JSON.stringify({ origin, ...known }));
});
setTimeout(() => process.exit(1), 10 * MINUTE * 1000).unref();
