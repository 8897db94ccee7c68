#!/usr/bin/env python3
"""Calls each of the actions through the program `okta` with every parameter it has, against Prism, which serves Okta's
published description and refuses what violates it. What Prism lets pass is compared here: a proxy before it records
what was really sent, and it must be what actions.json says; the typed result must keep every member of the answer.

Every action is called once per entry in conformance_calls.CALLS with Prism's examples, then several times with answers
that Prism makes up from the schemas.

usage: prism.sh <build folder> python3 all_actions.py <folder of okta>; the facts are in OKTA_FACTS or ../shared/okta"""

import collections
import datetime
import json
import math
import os
import re
import subprocess
import sys
from urllib.parse import unquote

from conformance_calls import CALLS
from recording_proxy import RecordingProxy

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
FACTS = os.environ.get("OKTA_FACTS", os.path.join(ROOT, "..", "shared", "okta"))
TOKEN = "00tokenOfTheTest"
DYNAMIC_ROUNDS = 5

# What no call gives on purpose.
NOT_SENT = {("create_user_type", "body._links"): "read-only, though the description forgets to say so"}

# What made-up answers may show, and why that is right; the first of these patterns that a message matches counts it.
EXPLAINED = {
    r"credentials\.password\.(hash|hook|value) is lost":
        "a password is one of the three; the schema allows all at once, and real answers have none",
    r'(password\.value|hash\.(value|salt)|recovery_question\.answer): ".*" became "\*\*\*"':
        "secrets are not printed; real answers have none",
    r"_links\.\w+: expected array, found":
        "the schema lets a link be anything; in HAL it is an object, or an array of them",
}
IMPRECISE = "Boost.JSON's parser reads a number of 17 digits off by the last of them"
UNDECLARED = "a member that no schema declares, where the types do not keep such members"


def load(name):
    with open(os.path.join(FACTS, name), encoding="utf-8") as file:
        return json.load(file)


# ── is everything given? ────────────────────────────────────────────────────────────────────────────────

def fields_of(schemas, schema):
    """The members that a request may have in a schema of schemas.json: name -> schema."""
    for fields in (schema.get("fields"), schema.get("properties")):
        if fields is not None:
            break
    else:
        return fields_of(schemas, schemas[schema["ref"]]) if "ref" in schema else {}
    return {name: field for name, field in fields.items()
            if not (isinstance(field, dict) and (field.get("readOnly") or field.get("readOnly_by_ref")))}


def not_given(schemas, schema, bodies, path):
    for name, field in fields_of(schemas, schema).items():
        inner = [body[name] for body in bodies if isinstance(body, dict) and name in body]
        if not inner:
            yield f"{path}.{name}"
        elif isinstance(field, dict):
            yield from not_given(schemas, field, inner, f"{path}.{name}")


def declared_names(node):
    """Every name of a member in schemas.json."""
    if isinstance(node, dict):
        for key in ("fields", "properties"):
            yield from node.get(key) or ()
        node = node.values()
    if not isinstance(node, str) and hasattr(node, "__iter__"):
        for child in node:
            yield from declared_names(child)


def parameters_of(action):
    for where, key in [("path", "path_params"), ("query", "query_params"), ("header", "header_params")]:
        for parameter in action[key]:
            yield where, parameter["name"]


def schema_of(action, schemas):
    request = action["request"]
    return schemas[request.get("suggested_name") if request["schema"] == "inline" else request["schema"]] \
        if request["schema"] in schemas else {"fields": {name: {"ref": ref} for name, ref in request["fields"].items()}}


def coverage(action, schemas):
    calls = CALLS.get(action["id"], [])
    for where, name in parameters_of(action):
        if not any(name in given for given in calls):
            yield f"no call gives the {where} parameter {name}"
    if action["request"]:
        yield from (f"no call gives {path}" for path in not_given(schemas, schema_of(action, schemas), calls, "body")
                    if (action["id"], path) not in NOT_SENT)


# ── is what was sent right? ─────────────────────────────────────────────────────────────────────────────

def text_of(value):
    return json.dumps(value) if isinstance(value, bool) else str(value)


def canonical(value):
    return json.dumps(value, sort_keys=True)                # unlike ==, it tells true from 1


def check_request(action, given, request):
    names = collections.defaultdict(dict)
    parameters = {name: where for where, name in parameters_of(action)}
    for name, value in given.items():
        names[parameters.get(name, "body")][name] = value
    if request.method != action["method"]:
        yield f"method {request.method}"
    yield from check_target(action["path"], names, request.target)
    yield from check_fields(action, names["header"], request)
    if names["body"] or action["request"]:
        if canonical(json.loads(request.body or b"null")) != canonical(names["body"]):
            yield f"body {request.body.decode()} instead of {json.dumps(names['body'])}"
    elif request.body:
        yield f"body {request.body.decode()} instead of none"


def check_target(template, names, target):
    path, _, query = target.partition("?")
    pattern = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^/]+)", re.escape(template))
    match = re.fullmatch(pattern, path)
    if not match:
        yield f"path {path} is not {template}"
    elif {name: unquote(value) for name, value in match.groupdict().items()} != names["path"]:
        yield f"path {path} does not hold {names['path']}"
    if not re.fullmatch(r"[A-Za-z0-9\-._~/%?&=]*", target):
        yield f"{target} is not percent-encoded"
    pairs = [part.split("=", 1) for part in query.split("&")] if query else []
    sent = sorted((unquote(name), unquote(value)) for name, value in pairs)
    if sent != sorted((name, text_of(value)) for name, value in names["query"].items()):
        yield f"query {sent} instead of {names['query']}"


def check_fields(action, given, request):
    expected = {"accept": "application/json", "content-type": "application/json", "host": request.host,
                "authorization": ("SSWS " if action["auth"]["ssws"] else "Bearer ") + TOKEN}
    expected.update({name.lower(): text_of(value) for name, value in given.items()})
    if action["method"] in ("POST", "PUT"):
        expected["content-length"] = str(len(request.body))
    sent = collections.defaultdict(list)
    for name, value in request.fields:
        sent[name.lower()].append(value)
    for name, value in expected.items():
        if sent.pop(name, []) != [value]:
            yield f"header {name} is not '{value}' once"
    if not sent.pop("user-agent", [""])[0].strip():
        yield "no User-Agent"
    for name in set(sent) - {"accept-encoding", "connection"}:
        yield f"header {name} should not be there"


# ── is the result the answer? ───────────────────────────────────────────────────────────────────────────

def instant(text):
    try:
        return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
    except (ValueError, AttributeError):
        return None


def same(answer, printed):
    if answer == printed and isinstance(answer, bool) == isinstance(printed, bool):
        return True
    return isinstance(answer, str) and instant(answer) is not None and instant(answer) == instant(printed)


def lost(answer, printed, path="$"):
    """What of the answer the result does not have. Null is absent, and so is a text that is empty."""
    if isinstance(answer, dict) and isinstance(printed, dict):
        for name, value in answer.items():
            if name in printed:
                yield from lost(value, printed[name], f"{path}.{name}")
            elif value not in (None, ""):
                yield f"{path}.{name} is lost"
    elif isinstance(answer, list) and isinstance(printed, list) and len(answer) == len(printed):
        for index, (a, p) in enumerate(zip(answer, printed)):
            yield from lost(a, p, f"{path}[{index}]")
    elif not same(answer, printed):
        yield f"{path}: {json.dumps(answer)} became {json.dumps(printed)}"


# ── the run ─────────────────────────────────────────────────────────────────────────────────────────────

class Run:
    def __init__(self, program, proxy, dynamic, declared=()):
        self.program, self.proxy, self.dynamic, self.declared = program, proxy, dynamic, set(declared)
        self.calls, self.violations, self.explained = 0, [], collections.Counter()

    def violate(self, action, index, what):
        if not (self.dynamic and self.explain(what)):
            self.violations.append(f"{action['id']} (call {index + 1}): {what}")

    def explain(self, what):
        reason = next((reason for pattern, reason in EXPLAINED.items() if re.search(pattern, what)), None)
        name = re.fullmatch(r"result: .*\.([^.]*) is lost", what)
        numbers = re.fullmatch(r"result: .*: (-?[\d.e+-]+) became (-?[\d.e+-]+)", what)
        if not reason and numbers and math.isclose(float(numbers[1]), float(numbers[2]), rel_tol=1e-15):
            reason = IMPRECISE
        if not reason and name and name[1] not in self.declared:
            reason = UNDECLARED
        self.explained[reason] += bool(reason)
        return bool(reason)

    def call(self, action, index, given):
        """Whether the call succeeded and nothing was wrong with it."""
        before = len(self.violations)
        self.calls += 1
        self.proxy.start(self.dynamic)
        options = ["--token" if action["auth"]["ssws"] else "--access-token", TOKEN, "--org-url", self.proxy.url]
        done = subprocess.run([self.program, "call", action["id"], "-", *options], input=json.dumps(given),
                              capture_output=True, encoding="utf-8", timeout=60)
        if len(self.proxy.exchanges) != 1:
            self.violate(action, index, f"{len(self.proxy.exchanges)} requests: {done.stderr.strip()}")
            return False
        request, answer = self.proxy.exchanges[0]
        for what in check_request(action, given, request):
            self.violate(action, index, "sent: " + what)
        if answer.status != action["responses"]["success"][0]["status"]:
            self.violate(action, index, f"Prism answers {answer.status}: {answer.body.decode()[:400]}")
        elif done.returncode:
            self.violate(action, index, f"exit status {done.returncode}: {done.stderr.strip()}")
        else:
            left_out = [int(item) for item in re.findall(r"^okta: warning: page 1, item (\d+) ", done.stderr, re.M)]
            for warning in done.stderr.splitlines():
                self.violate(action, index, warning)
            self.check_result(action, index, answer, done.stdout, left_out)
        return len(self.violations) == before

    def check_result(self, action, index, answer, printed, left_out):
        if not action["responses"]["success"][0].get("body"):
            if printed or answer.body:
                self.violate(action, index, f"an answer without content printed {printed}")
            return
        whole = json.loads(answer.body)
        if left_out:
            whole = [item for number, item in enumerate(whole) if number not in left_out]
        for what in lost(whole, json.loads(printed)):
            self.violate(action, index, "result: " + what)


def with_examples(program, proxy, actions, schemas):
    run, successes = Run(program, proxy, dynamic=False), 0
    for action in actions:
        calls = CALLS.get(action["id"], [])
        results = [run.call(action, index, given) for index, given in enumerate(calls)]
        successes += bool(results) and all(results)
        run.violations += [f"{action['id']}: {what}" for what in coverage(action, schemas)]
    run.violations += [f"{name}: no such action" for name in set(CALLS) - {action["id"] for action in actions}]
    print("".join(line + "\n" for line in run.violations), end="")
    print(f"{len(actions)} actions, {successes} successes, {len(run.violations)} violations ({run.calls} calls)")
    return len(run.violations)


def with_made_up_answers(program, proxy, actions, schemas):
    """Prism makes answers up at random. What goes wrong in one round only is printed; twice, it is a violation."""
    run, violations = Run(program, proxy, dynamic=True, declared=declared_names(schemas)), []
    for action in actions:
        has_body = action["responses"]["success"][0].get("body")
        for index, given in enumerate(CALLS.get(action["id"], []) if has_body else []):
            bad_rounds, found = 0, []
            for _ in range(DYNAMIC_ROUNDS):
                run.violations = []
                bad_rounds += not run.call(action, index, given)
                found += run.violations
            if bad_rounds > 1:
                violations += found
            elif bad_rounds:
                print("in one of %d rounds: %s" % (DYNAMIC_ROUNDS, "; ".join(found)))
    print("".join(line + "\n" for line in violations), end="")
    print(f"made-up answers: {run.calls} calls, {len(violations)} violations; explained:")
    for reason, count in (+run.explained).items():
        print(f"{count:8} {reason}")
    return len(violations)


def main():
    program = os.path.join(os.path.abspath(sys.argv[1]), "okta")
    if not os.access(program, os.X_OK):
        print(f"skipped: {program} is not built")
        return 77
    actions, schemas = load("actions.json")["actions"], load("schemas.json")["schemas"]
    with RecordingProxy(os.environ["OKTA_CLIENT_ORGURL"]) as proxy:
        for name in ["OKTA_CLIENT_ORGURL", "OKTA_CLIENT_TOKEN", "OKTA_CLIENT_AUTHORIZATIONMODE"]:
            os.environ.pop(name, None)
        return 1 if sum(part(program, proxy, actions, schemas) for part in [with_examples, with_made_up_answers]) else 0


if __name__ == "__main__":
    sys.exit(main())
