// Okta's own SDK for Node.js against the sandbox. usage: node sdk_tour.mjs <facts>

import { argv, exit } from "node:process";
import assert from "node:assert/strict";
import { check, summary } from "./check.mjs";
import { Description } from "./description.mjs";
import { groups } from "./sdk_groups.mjs";
import { lists } from "./sdk_lists.mjs";
import { oauth } from "./sdk_oauth.mjs";
import { Recorder } from "./sdk_client.mjs";
import { resources } from "./sdk_resources.mjs";
import { trouble } from "./sdk_trouble.mjs";
import { users } from "./sdk_users.mjs";

Recorder.description = new Description(argv[2]);
for (const part of [users, lists, groups, resources, trouble, oauth]) {
    await check(`${part.name} can be tried at all`, part);
}
await Recorder.settled();
await check("each answer is valid", () => {
    assert(Recorder.answers > 100);
    assert.deepEqual([...new Set(Recorder.violations)], []);
});
exit(summary());
