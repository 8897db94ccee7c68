#!/usr/bin/env python3
"""What the library says of its events, by `okta events --json`, against the facts: id, title, event type, and the types
of the targets that each one picks. Exit status 77 without the facts.

usage: events_test.py <the program okta> [<facts folder>]"""

import json
import os
import subprocess
import sys

# The facts describe these; the texts that the library takes are Okta's for other events, or a guess with a hint.
IN_WORDS = {"device": "Device", "a global application": "AppInstance"}


def main():
    folder = sys.argv[2] if len(sys.argv) > 2 else os.environ.get("OKTA_FACTS") or os.path.join(
        os.path.dirname(os.path.abspath(__file__)), "..", "..", "..", "shared", "okta")
    path = os.path.join(folder, "events.json")
    if not os.path.exists(path):
        print(f"skipped: there is no {path}")
        return 77
    with open(path, encoding="utf-8") as file:
        facts = {e["id"]: e for e in json.load(file)["events"]}
    said = subprocess.run([sys.argv[1], "events", "--json"], check=True, capture_output=True, text=True).stdout
    ours = {e["id"]: e for e in json.loads(said)}

    found, compared = [], 0
    found += [f"{ident}: not in the library" for ident in sorted(facts.keys() - ours.keys())]
    found += [f"{ident}: not in the facts" for ident in sorted(ours.keys() - facts.keys())]
    for ident in sorted(facts.keys() & ours.keys()):
        theirs, mine = facts[ident], ours[ident]
        targets = (theirs.get("target_types") or {}).get("value") or ""
        pairs = {
            "title": (theirs["name"], mine["title"]),
            "event type": (theirs["eventTypes"], [mine["eventType"]] if mine["eventType"] else []),
            "targets": (sorted(IN_WORDS.get(t, t) for t in targets.split(" + ") if t),
                        sorted(m["target"] for m in mine["members"] if m["kind"] == "target")),
        }
        for what, (wanted, got) in pairs.items():
            compared += 1
            if wanted != got:
                found.append(f"{ident}: {what}: the facts say {wanted}, the library {got}")
    for line in found:
        print(line)
    print(f"{len(ours)} events, {compared} facts, {len(found)} differences")
    return 1 if found or not compared else 0


if __name__ == "__main__":
    sys.exit(main())
