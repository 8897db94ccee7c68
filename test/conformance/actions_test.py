#!/usr/bin/env python3
"""What the library says of its actions, by `okta actions --json`, against the facts and against Okta's published
description: id, title, method, path, parameters with position, type, values and whether they are required, scopes,
whether an API token will do, whether the answer is paged, and the status of success.

Wanted differences stand in DELIBERATE with their reason; an entry that is no longer needed is a failure. Exit status 77
without the facts or PyYAML.

usage: actions_test.py <the program okta, or a file with what it prints> [<facts folder>]"""

import json
import os
import re
import subprocess
import sys

ACTIONS, OPENAPI = "actions.json", "okta.openapi.yaml"
READ_ONLY = "read-only: Okta sets it"
NEEDED = "Okta refuses the call without it, though the description does not say so"
REPLACES = "a replacement without a profile would delete every attribute"

# (source, action, fact) -> reason; a fact is a parameter with its property, or the property of the action.
DELIBERATE = {}
for source in (ACTIONS, OPENAPI):
    for action in ("create_group", "update_group"):
        DELIBERATE[source, action, "body profile required"] = NEEDED
    for action in ("create_realm", "update_realm"):
        DELIBERATE[source, action, "body profile required"] = NEEDED
    DELIBERATE[source, "replace_user", "body profile required"] = REPLACES
    for field in ("created", "createdBy", "default", "id", "lastUpdated", "lastUpdatedBy", "_links"):
        DELIBERATE[source, "create_user_type", f"body {field}"] = READ_ONLY


def skip(why):
    print(f"skipped: {why}")
    sys.exit(77)


def add(facts, position, name, kind, required, values):
    facts[f"{position} {name}"] = "is there"
    facts[f"{position} {name} type"] = kind
    facts[f"{position} {name} required"] = bool(required)
    facts[f"{position} {name} values"] = sorted(values or [])


# ── what the library says ───────────────────────────────────────────────────────────────────────────────

def from_library(action):
    template = action["template"]
    query = [name for part in re.findall(r"\{[?&]([^}]*)\}", template) for name in part.split(",")]
    facts = {"title": action["title"], "method": action["method"], "path": re.sub(r"\{[?&][^}]*\}", "", template),
             "scopes": sorted(action["scopes"]), "bearer only": action["bearer_only"],
             "paginated": action["paginated"], "status": action["status"]}
    for p in action["parameters"]:
        add(facts, p["position"], p["name"], p["type"], p["required"], p.get("values"))
    return facts, query


def internal(action, query):
    """What must hold of an action whatever Okta says."""
    ident = action["id"]
    if sorted(query) != sorted(p["name"] for p in action["parameters"] if p["position"] == "query"):
        yield f"{ident}: the template's query and the query parameters differ"
    if not action.get("summary"):
        yield f"{ident}: no summary"
    for p in action["parameters"]:
        if not p.get("doc"):
            yield f"{ident}: {p['name']} is not documented"
    names = [(p["position"], p["name"]) for p in action["parameters"]]
    if len(names) != len(set(names)):
        yield f"{ident}: a parameter occurs twice"


# ── what the facts say ──────────────────────────────────────────────────────────────────────────────────

def from_actions(action):
    facts = {"title": action["name"], "method": action["method"], "path": action["path"],
             "scopes": sorted(action["auth"]["oauth_scopes"]), "bearer only": not action["auth"]["ssws"],
             "paginated": action["pagination"]["style"] == "link-header",
             "status": action["responses"]["success"][0]["status"]}
    for position in ("path", "query", "header"):
        for p in action[f"{position}_params"]:
            add(facts, position, p["name"], p["type"], p["required"], p.get("enum"))
    request = action["request"]
    if request:
        for name, kind in request["fields"].items():
            schema = kind[:1].isupper()                     # the name of a schema, of an object here
            add(facts, "body", name, "object" if schema else kind, name in request["required_fields"], None)
    return facts


# ── what Okta's description says ────────────────────────────────────────────────────────────────────────

class Description:
    def __init__(self, document):
        self.document = document
        self.operations = {}
        for path, item in document["paths"].items():
            for method, operation in item.items():
                if isinstance(operation, dict) and "operationId" in operation:
                    shared = item.get("parameters", [])
                    self.operations[operation["operationId"]] = (path, method.upper(), operation, shared)

    def resolve(self, node):
        while "$ref" in node:
            target = self.document
            for step in node["$ref"].lstrip("#/").split("/"):
                target = target[step]
            node = target
        return node

    def members(self, schema):
        """(properties, required) with allOf taken in."""
        schema = self.resolve(schema)
        properties, required = dict(schema.get("properties", {})), list(schema.get("required", []))
        for part in schema.get("allOf", []):
            more, needed = self.members(part)
            properties.update(more)
            required += needed
        return properties, required

    def kind(self, schema):
        schema = self.resolve(schema)
        if "type" in schema:
            return schema["type"]
        kinds = {self.kind(part) for part in schema.get("allOf", []) if "type" in self.resolve(part)}
        return kinds.pop() if len(kinds) == 1 else "object"

    def facts(self, operation_id):
        path, method, operation, shared = self.operations[operation_id]
        status = [int(s) for s in operation["responses"] if s.startswith("2")]
        security = operation.get("security", self.document.get("security", []))
        scopes = [scope for s in security for scope in s.get("oauth2", []) + s.get("BearerAuth", [])]
        facts = {"method": method, "path": path, "scopes": sorted(scopes),
                 "bearer only": not any("apiToken" in s for s in security), "status": status[0]}
        for p in map(self.resolve, shared + operation.get("parameters", [])):
            schema = self.resolve(p["schema"])
            add(facts, p["in"], p["name"], self.kind(schema), p.get("required"), schema.get("enum"))
        body = self.resolve(operation.get("requestBody", {})).get("content", {})
        for media in body.values():
            properties, required = self.members(media["schema"])
            for name, schema in properties.items():
                add(facts, "body", name, self.kind(schema), name in required, self.resolve(schema).get("enum"))
        return facts


# ── the comparison ──────────────────────────────────────────────────────────────────────────────────────

def compare(source, ident, ours, theirs, used):
    """Yields what differs. Of a parameter that one side lacks only that is said."""
    only = set() if source == ACTIONS else {"title", "paginated"}          # the description does not have them
    for fact in sorted((ours.keys() | theirs.keys()) - only):
        parameter = " ".join(fact.split(" ")[:2])
        if parameter != fact and (parameter in ours) != (parameter in theirs):
            continue
        mine, other = ours.get(fact, "is not there"), theirs.get(fact, "is not there")
        if mine == other:
            continue
        if (source, ident, fact) in DELIBERATE:
            used.add((source, ident, fact))
        else:
            yield f"{ident}: {fact}: {mine!r} in the library, {other!r} in {source}"


def load_library(path):
    if os.access(path, os.X_OK) and not path.endswith(".json"):
        done = subprocess.run([path, "actions", "--json"], stdout=subprocess.PIPE, check=True, timeout=60)
        return json.loads(done.stdout)
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def main():
    root = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
    folder = sys.argv[2] if len(sys.argv) > 2 else os.environ.get("OKTA_FACTS") or os.path.join(root, "../shared/okta")
    for name in (ACTIONS, OPENAPI):
        if not os.path.isfile(os.path.join(folder, name)):
            skip(f"{os.path.join(folder, name)} is not there")
    try:
        import yaml
    except ImportError:
        skip("PyYAML (python3-yaml) is not installed")
    library = {action["id"]: action for action in load_library(sys.argv[1])}
    with open(os.path.join(folder, ACTIONS), encoding="utf-8") as file:
        actions = {action["id"]: action for action in json.load(file)["actions"]}
    with open(os.path.join(folder, OPENAPI), encoding="utf-8") as file:
        description = Description(yaml.load(file, getattr(yaml, "CSafeLoader", yaml.SafeLoader)))

    found, used, compared = [], set(), 0
    found += [f"{ident}: not in the library" for ident in sorted(actions.keys() - library.keys())]
    found += [f"{ident}: not in {ACTIONS}" for ident in sorted(library.keys() - actions.keys())]
    for ident in sorted(actions.keys() & library.keys()):
        ours, query = from_library(library[ident])
        found += internal(library[ident], query)
        for source, theirs in ((ACTIONS, from_actions(actions[ident])),
                               (OPENAPI, description.facts(actions[ident]["operationId"]))):
            compared += len(theirs)
            found += compare(source, ident, ours, theirs, used)
    found += [f"no longer needed: {' '.join(key)} ({DELIBERATE[key]})" for key in sorted(DELIBERATE.keys() - used)]
    for line in found:
        print(line)
    print(f"{len(library)} actions, {compared} facts from 2 sources, {len(used)} deliberate, {len(found)} differences")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
