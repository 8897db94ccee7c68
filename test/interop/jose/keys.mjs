// Makes what the tokens program is given: for each algorithm a key in three forms, its public half, a token by jose.
// usage: node keys.mjs <folder>

import { KeyObject } from "node:crypto";
import { writeFileSync } from "node:fs";
import { exportJWK, exportPKCS8, generateKeyPair, SignJWT } from "jose";

export const algorithms = ["RS256", "RS384", "RS512", "ES256", "ES384", "ES512"];
export const forms = ["pkcs8.pem", "traditional.pem", "json"];

async function makeKey(folder, alg) {
    const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
    const write = (suffix, text) => writeFileSync(`${folder}/${alg}.${suffix}`, text, { mode: 0o600 });
    const type = alg.startsWith("RS") ? "pkcs1" : "sec1";
    write("pkcs8.pem", await exportPKCS8(privateKey));
    write("traditional.pem", KeyObject.from(privateKey).export({ type, format: "pem" }));
    write("json", JSON.stringify({ ...(await exportJWK(privateKey)), alg, kid: `${alg}-key`, use: "sig" }));
    write("public", JSON.stringify(await exportJWK(publicKey)));
    write("jwt", await new SignJWT({ made_by: "jose" }).setProtectedHeader({ alg, typ: "JWT" }).sign(privateKey));
}

if (process.argv[1].endsWith("keys.mjs")) for (const alg of algorithms) await makeKey(process.argv[2], alg);
