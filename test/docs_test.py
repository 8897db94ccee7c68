#!/usr/bin/env python3
"""The documentation keeps to the code: every C++ block of README.md and docs/ is an excerpt of a file that is compiled,
what they show as a program's output is its output, and the tables of actions and events are those that the catalogues give.

    docs_test.py <okta program>             checks; the other programs are beside it
    docs_test.py <okta program> --write     writes outputs and table
"""
import json
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
COMPILED = ["examples/*.cpp", "examples/*.hpp", "test/transport/*.cpp", "test/unit/**/*.cpp"]
OUTPUT = re.compile(r"(<!-- output of (\w+): [^\n]*-->\n```text\n)(.*?)(^```)", re.S | re.M)
EVENTS = re.compile(r"(<!-- events: [^\n]*-->\n)(.*?)(<!-- end of events -->)", re.S)
TABLE = re.compile(r"(<!-- actions: [^\n]*-->\n)(.*?)(<!-- end of actions -->)", re.S)


def without_space(text):
    """Formatting is the formatter's: only what is written counts."""
    return re.sub(r"\s+", "", text)


def code_blocks(text):
    return re.findall(r"^```cpp\n(.*?)^```", text, re.S | re.M)


def table_of(program):
    actions = json.loads(subprocess.run([program, "actions", "--json"], check=True, capture_output=True, text=True).stdout)
    rows = ["| action | call | scope | |", "|---|---|---|---|"]
    for a in actions:
        path = re.sub(r"\{\?[^}]*\}", "", a["template"])
        rows.append(f"| `{a['id']}` | {a['method']} `{path}` | {' '.join(a['scopes'])} | {a['summary']} |")
    return "\n" + "\n".join(rows) + "\n\n", len(actions)


def member_of(m):
    name = re.sub("[A-Z]", lambda c: "_" + c[0].lower(), m["name"])  # as it is in C++
    what = f"`{name}`" + (f" ({m['target']})" if m.get("target") else "")
    return what + (", if named" if m.get("optional") else "")


def events_of(program):
    """The table of events; `details`, which all but one have, is left out."""
    events = json.loads(subprocess.run([program, "events", "--json"], check=True, capture_output=True, text=True).stdout)
    rows = ["| `okta::events::` | Okta's event type | members | |", "|---|---|---|---|"]
    for e in events:
        members = "; ".join(member_of(m) for m in e["members"] if m["kind"] != "details")
        rows.append(f"| `{e['id']}` | {e['eventType'] or 'none: Active Check'} | {members} | {e['summary']} |")
    return "\n" + "\n".join(rows) + "\n\n", len(events)


def output_of(name, folder):
    """What the program of that name prints; None when it is not built or fails."""
    try:
        ran = subprocess.run([folder / name], capture_output=True, text=True, timeout=60, check=True)
    except (OSError, subprocess.SubprocessError):
        return None
    return ran.stdout


def check_outputs(page, folder, write):
    """Yields what is wrong with the outputs that the page shows; puts it right if told to write."""
    text = page.read_text()
    for found in reversed(list(OUTPUT.finditer(text))):  # from the end, so that the places stay right
        printed = output_of(found[2], folder)
        if printed is None:
            yield f"{page.relative_to(ROOT)}: {found[2]}, whose output it shows, fails or is not built there"
        elif printed != found[3] and not write:
            yield f"{page.relative_to(ROOT)}: {found[2]} prints something else; docs_test.py <okta program> --write"
        elif printed != found[3]:
            text = text[: found.start(3)] + printed + text[found.end(3) :]
            page.write_text(text)


def main():
    program = sys.argv[1]
    readme = ROOT / "README.md"
    table, count = table_of(program)
    page_of_events = ROOT / "docs" / "events.md"
    event_table, event_count = events_of(program)
    if "--write" in sys.argv:
        page_of_events.write_text(EVENTS.sub(lambda m: m[1] + event_table + m[3], page_of_events.read_text()))
        readme.write_text(TABLE.sub(lambda m: m[1] + table + m[3], readme.read_text()))
    compiled = [without_space(f.read_text()) for pattern in COMPILED for f in sorted(ROOT.glob(pattern))]
    problems, blocks = [], 0
    for page in [readme, *sorted((ROOT / "docs").glob("*.md"))]:
        problems += check_outputs(page, pathlib.Path(program).resolve().parent, "--write" in sys.argv)
        for block in code_blocks(page.read_text()):
            blocks += 1
            wanted = without_space(block)
            if not any(wanted in source for source in compiled):
                problems.append(f"{page.relative_to(ROOT)}: no compiled file has this code:\n{block}")
    found = TABLE.search(readme.read_text())
    if not found or found[2] != table:
        problems.append("README.md: the table of actions is stale; python3 test/docs_test.py <okta program> --write")
    found = EVENTS.search(page_of_events.read_text())
    if not found or found[2] != event_table:
        problems.append("docs/events.md: the table of events is stale; python3 test/docs_test.py <okta program> --write")
    if blocks == 0 or count == 0 or event_count == 0:
        problems.append("nothing was checked")
    for problem in problems:
        print(problem, file=sys.stderr)
    print(f"{blocks} blocks of code, {count} actions, {event_count} events, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
