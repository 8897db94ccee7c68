// Sends the same 32 calls to the sandbox (OKTA_SANDBOX_ORGURL, OKTA_SANDBOX_TOKEN) and to Prism, which serves Okta's
// description (OKTA_CLIENT_ORGURL): statuses and media types must be the same. usage: node prism_compare.mjs <facts>

import { argv, env, exit } from "node:process";
import { CALLS } from "./calls.mjs";
import { Description, excerpt, mediaType } from "./description.mjs";
import { describe, request, send } from "./requests.mjs";

const sandbox = { url: env.OKTA_SANDBOX_ORGURL, authorization: `SSWS ${env.OKTA_SANDBOX_TOKEN}` };
const prism = { url: env.OKTA_CLIENT_ORGURL };
const { actions } = new Description(argv[2]);

const state = {};
const differences = [];
for (const call of CALLS) {
    const action = actions.find((one) => one.id === call.id);
    const sent = request(action, sandbox, call.make(state));
    const [ours, theirs] = [await send(sandbox, sent), await send(prism, sent)];
    const [our, their] = [ours, theirs].map(
        (answer) => `${answer.status} ${mediaType(answer) || "without media type"}`
    );
    const refused = theirs.status !== action.responses.success[0].status;
    if (our !== their || refused) {
        differences.push(
            `${call.id}: ${describe(sent, ours)}\n    the sandbox: ${our}: ${excerpt(ours.text)}` +
                `\n    Prism:       ${their}: ${refused ? theirs.text : excerpt(theirs.text)}`
        );
    }
    if (ours.status === 200) call.keep?.(state, JSON.parse(ours.text));
}
const missing = actions.filter((action) => !CALLS.some((call) => call.id === action.id)).map((action) => action.id);
differences.push(...missing.map((id) => `${id}: no call`));
for (const difference of differences) console.log(difference);
console.log(`${CALLS.length} calls, ${differences.length} differences`);
exit(differences.length ? 1 : 0);
