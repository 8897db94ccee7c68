// The user at the browser: signs in and consents to everything, unless the login hint says that it is mallory.

import { errors } from "oidc-provider";

const ADA = {
    sub: "00uada",
    name: "Ada Lovelace",
    given_name: "Ada",
    family_name: "Lovelace",
    preferred_username: "ada@example.com",
    email: "ada@example.com",
    email_verified: true
};

export const claims = {
    openid: ["sub"],
    profile: ["name", "given_name", "family_name", "preferred_username"],
    email: ["email", "email_verified"]
};

export const findAccount = (_context, sub) => (sub === ADA.sub ? { accountId: sub, claims: () => ADA } : undefined);

// Answers an interaction that the provider asks for.
export async function interact(provider, request, response) {
    const { prompt, params, session } = await provider.interactionDetails(request, response);
    const finish = (result) => provider.interactionFinished(request, response, result);
    if (params.login_hint === "mallory") {
        return finish({ error: "access_denied", error_description: "The user said no" });
    }
    if (prompt.name === "login") return finish({ login: { accountId: ADA.sub } });
    if (prompt.name !== "consent") throw new errors.InvalidRequest(`an unexpected prompt: ${prompt.name}`);
    const grant = new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
    grant.addOIDCScope(params.scope);
    return finish({ consent: { grantId: await grant.save() } });
}
