#!/usr/bin/env python3
"""The program `okta` from outside, against a server on loopback.

usage: cli_test.py <folder of okta> [unittest arguments]"""

import json
import os
import re
import shutil
import ssl
import subprocess
import sys
import tempfile
import time
import unittest

from okta_double import OktaDouble, USERS

TOKEN = "00tSecretToken"
PROGRAM = None


class Case(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.okta = OktaDouble()
        cls.okta.__enter__()
        cls.addClassCleanup(cls.okta.__exit__)

    def setUp(self):
        self.okta.requests.clear()

    def run_okta(self, *arguments, stdin="", environment=None, url=None):
        inherited = {k: v for k, v in os.environ.items() if not re.match(r"OKTA_|https?_proxy", k, re.IGNORECASE)}
        if environment is None:
            environment = {"OKTA_CLIENT_ORGURL": url or self.okta.url, "OKTA_CLIENT_TOKEN": TOKEN,
                           "OKTA_CLIENT_RATELIMIT_MAXRETRIES": "0"}
        done = subprocess.run([PROGRAM, *arguments], input=stdin, capture_output=True, encoding="utf-8", timeout=60,
                              env={**inherited, **environment})
        self.assertNotIn("Secret", done.stdout + done.stderr, "a token was printed")
        return done

    def call(self, action, argument=None, *options, status=0, **more):
        """Runs `okta call`, expects that exit status, gives standard output (standard error when it fails)."""
        given = [] if argument is None else [argument if isinstance(argument, str) else json.dumps(argument)]
        done = self.run_okta("call", action, *given, *options, **more)
        self.assertEqual(done.returncode, status, done.stderr)
        if status == 2:
            self.assertEqual((done.stdout, self.okta.requests), ("", []), "nothing is sent or printed")
        if status == 0:
            self.assertEqual(done.stderr, "")
        return done.stderr if status else done.stdout

    def sent(self):
        self.assertEqual(len(self.okta.requests), 1)
        return self.okta.requests[0]


class Results(Case):
    def test_typed(self):
        group = json.loads(self.call("get_group", {"groupId": "00g1"}))
        self.assertEqual(group, {"id": "00g1", "objectClass": ["okta:user_group"], "type": "NEW_TYPE",
                                 "profile": {"name": "Engineers", "floor": 3}})
        request = self.sent()
        self.assertEqual((request["method"], request["target"]), ("GET", "/api/v1/groups/00g1"))
        self.assertEqual(request["headers"]["Authorization"], f"SSWS {TOKEN}")
        self.assertEqual(request["headers"]["Accept"], "application/json")
        self.assertNotIn("Content-Length", request["headers"])

    def test_body(self):
        profile = {"login": "ada@example.com", "email": "ada@example.com", "firstName": "Ada", "shoeSize": [38.5, None]}
        given = {"profile": profile, "activate": False, "groupIds": ["00g1"],
                 "credentials": {"password": {"value": "pa\"$$"},
                                 "recovery_question": {"question": "q", "answer": "a"}}}
        user = json.loads(self.call("create_user", given))
        self.assertEqual(user, {"id": "00u9", "status": "STAGED", "profile": profile, "credentials": {"password": {}}})
        self.assertEqual(self.sent()["target"], "/api/v1/users?activate=false")
        del given["activate"]
        self.assertEqual(json.loads(self.sent()["body"]), given)

    def test_null_is_sent_where_it_means_something(self):
        self.call("update_user", {"id": "me", "profile": {"manager": None, "own": None}, "realmId": None,
                                  "If-Match": 'W/"1"'})
        self.assertEqual(json.loads(self.sent()["body"]), {"profile": {"manager": None, "own": None}})

    def test_encoding(self):
        self.call("get_user", {"id": "a/b?c=d#e%20ü"}, status=1)
        self.assertEqual(self.sent()["target"], "/api/v1/users/a%2Fb%3Fc%3Dd%23e%2520%C3%BC")
        self.okta.requests.clear()
        self.call("list_users", {"search": 'profile.department eq "R&D+"', "limit": 2})
        self.assertIn("search=profile.department%20eq%20%22R%26D%2B%22", self.sent()["target"])

    def test_no_content(self):
        for action, given in [("add_user_to_group", {"groupId": "00g1", "userId": "00u1"}),
                              ("delete_group", {"groupId": "00g1"}), ("activate_device", {"deviceId": "guo1"})]:
            for output in ["json", "ndjson", "table"]:
                self.assertEqual(self.call(action, given, "--output", output), "")

    def test_pretty_json_is_the_same_json(self):
        text = self.call("list_users", {"limit": 2})
        self.assertEqual(json.loads(text), USERS[:2])
        self.assertIn('\n    "id": "00u0"', text)
        self.assertEqual(self.call("list_users", {"search": "none"}), "[]\n")

    def test_bearer(self):
        self.assertEqual(json.loads(self.call("get_user_info", "{}", "--access-token", "Secret")),
                         {"sub": "00u1", "email_verified": True})
        self.okta.requests.clear()
        self.assertIn("access token", self.call("get_user_info", status=2))


class Pages(Case):
    def test_first_page_only(self):
        self.assertEqual(json.loads(self.call("list_users", {"limit": 3})), USERS[:3])
        self.assertEqual(len(self.okta.requests), 1)

    def test_all(self):
        self.assertEqual(json.loads(self.call("list_users", {"limit": 3}, "--all")), USERS)
        self.assertEqual(len(self.okta.requests), 4, "one of them empty")
        for request in self.okta.requests:
            self.assertEqual(request["headers"]["Authorization"], f"SSWS {TOKEN}")
            self.assertIn("limit=3", request["target"])

    def test_ndjson(self):
        lines = self.call("list_users", {"limit": 3}, "--all", "--output", "ndjson").splitlines()
        self.assertEqual([json.loads(line) for line in lines], USERS)

    def test_table(self):
        lines = self.call("list_users", {"limit": 3}, "--all", "--output", "table").splitlines()
        self.assertEqual(lines[0].split()[:3], ["id", "status", "login"])
        self.assertEqual([line.split()[0] for line in lines[1:]], [user["id"] for user in USERS])
        column = lines[0].index("status")
        for line, user in zip(lines[1:], USERS):
            self.assertTrue(line[column:].startswith(user["status"]))
            self.assertLessEqual(len(line), 120)
            self.assertIn(user["profile"]["login"], line)
        one = self.call("get_group", {"groupId": "00g1"}, "--output", "table").splitlines()
        self.assertEqual([line.split() for line in one],
                         [["id", "name", "type", "floor"], ["00g1", "Engineers", "NEW_TYPE", "3"]])

    def test_table_sends_no_control_characters(self):
        text = self.call("list_users", {"search": "escape"}, "--output", "table")
        self.assertNotRegex(text.replace("\n", ""), "[\x00-\x1f\x7f-\x9f]")
        self.assertEqual(text.splitlines()[1].split()[1:3], ["a", "[31mb"])
        self.assertIn("ü" * 39 + "…", text)

    def test_bad_items_are_warnings(self):
        done = self.run_okta("call", "list_users", '{"search":"odd"}')
        self.assertEqual(done.returncode, 0)
        self.assertEqual(json.loads(done.stdout), USERS[:2])
        self.assertRegex(done.stderr, r"warning: page 1, item 1 was left out: \[1\]\.id: expected string, found number")
        self.assertRegex(done.stderr, r"item 2 was left out: \[2\]\.created: expected timestamp")
        self.assertEqual(len(done.stderr.splitlines()), 2)

    def test_broken_off(self):
        done = self.run_okta("call", "list_users", '{"search":"fails","limit":2}', "--all")
        self.assertEqual(done.returncode, 1)
        self.assertEqual(json.loads(done.stdout + "]"), USERS[:2])
        self.assertEqual(json.loads(done.stderr)["status"], 500)

    def test_foreign_and_circular_links(self):
        for search, words in [("elsewhere", "another origin"), ("circle", "in a circle")]:
            self.okta.requests.clear()
            self.assertIn(words, self.call("list_users", {"search": search}, "--all", status=3))
            self.assertEqual(len(self.okta.requests), 1)

    def test_all_is_for_lists(self):
        self.assertIn("--all", self.call("get_group", {"groupId": "00g1"}, "--all", status=2))


class Failures(Case):
    def test_okta_error(self):
        error = json.loads(self.call("get_group", {"groupId": "00g9"}, status=1))
        self.assertEqual(error, {"status": 404, "errorCode": "E0000007",
                                 "errorSummary": "Not found: Resource not found: 00g9 (Group)",
                                 "errorCauses": [{"errorSummary": "no \"00g9\" here"}], "errorId": "oae1",
                                 "requestId": "req7"})

    def test_precondition(self):
        error = json.loads(self.call("update_user", {"id": "me", "profile": {}, "If-Match": "old"}, status=1))
        self.assertEqual((error["status"], error["errorCode"]), (412, "E0000231"))

    def test_oauth_error(self):
        error = json.loads(self.call("get_user_info", None, "--access-token", "expired", status=1))
        self.assertEqual((error["status"], error["errorCode"], error["errorSummary"]),
                         (401, "invalid_token", "it expired"))

    def test_answers_that_cannot_be_read(self):
        self.assertIn("not JSON", self.call("list_users", {"search": "broken"}, status=3))
        self.assertIn("profile.name: expected string, found number (byte ",
                      self.call("get_group", {"groupId": "00g2"}, status=3))

    def test_proxy(self):
        self.call("list_users", "{}", "--proxy", "http://user:Secret@127.0.0.1:1", status=3,
                  url="https://example.okta.com")
        self.assertEqual(json.loads(self.call("list_users", {"limit": 1}, "--proxy", "")), USERS[:1])

    def test_no_connection(self):
        self.assertIn("127.0.0.1:1", self.call("list_users", status=3, url="http://127.0.0.1:1"))

    def test_time_out(self):
        began = time.monotonic()
        self.call("list_users", {"search": "slow"}, "--timeout", "0.3", status=3)
        self.assertLess(time.monotonic() - began, 1.9)

    def test_output_that_cannot_be_written(self):
        if not os.path.exists("/dev/full"):
            self.skipTest("/dev/full is not there")
        with open("/dev/full", "w", encoding="utf-8") as full:
            done = subprocess.run([PROGRAM, "actions"], stdout=full, stderr=subprocess.PIPE, encoding="utf-8",
                                  timeout=60)
        self.assertEqual((done.returncode, "could not be written" in done.stderr), (3, True))


class Retries(Case):
    def test_what_fails_in_passing(self):
        users = json.loads(self.call("list_users", {"search": "flaky"}, "--max-retries", "2"))
        self.assertEqual((len(users), len(self.okta.requests)), (7, 3))
        self.assertEqual([r["headers"].get("X-Okta-Retry-Count") for r in self.okta.requests], [None, "1", "2"])
        self.assertEqual(self.okta.requests[2]["headers"]["X-Okta-Retry-For"], "req7")

    def test_none(self):
        for options in [["--max-retries", "0"], []]:        # the environment says so too
            self.okta.requests.clear()
            self.assertIn("503", self.call("list_users", {"search": "flaky"}, *options, status=1))
            self.assertEqual(len(self.okta.requests), 1)

    def test_verbose(self):
        done = self.run_okta("call", "list_users", '{"search": "flaky"}', "--max-retries", "2", "--verbose")
        lines = done.stderr.splitlines()
        self.assertEqual((done.returncode, len(json.loads(done.stdout)), len(lines)), (0, 7, 3), done.stderr)
        self.assertIn("action=list_users method=GET", lines[0])
        self.assertIn("/api/v1/users?search=*** attempt=1 status=503 request=req7", lines[0])
        self.assertRegex(lines[0], r"connection=new next_ms=\d+$")
        self.assertRegex(lines[2], r"attempt=3 status=200 request=req7 ms=\d+ waited_ms=\d+ waited_for=backoff ")
        self.assertNotIn("flaky", done.stderr)


class DryRun(Case):
    GIVEN = {"profile": {"login": "a@example.com", "email": "a@example.com"}, "nextLogin": "changePassword"}

    def dry_run(self, credentials, *options, environment=None):
        text = self.call("create_user", {**self.GIVEN, "credentials": credentials}, "--dry-run", *options,
                         environment={} if environment is None else environment)
        self.assertEqual(self.okta.requests, [])
        head, body = text.split("\n\n", 1)
        line, *fields = head.splitlines()
        return line, dict(field.split(": ", 1) for field in fields), json.loads(body)

    def test_needs_neither_token_nor_network(self):
        line, fields, body = self.dry_run({"password": {"value": "Secret1"},
                                           "recovery_question": {"answer": "Secret2"}})
        self.assertEqual(line, "POST https://{yourOktaDomain}/api/v1/users?nextLogin=changePassword")
        self.assertEqual(fields["Authorization"], "SSWS ***")
        self.assertEqual(fields["Content-Type"], "application/json")
        self.assertEqual(body, {"profile": self.GIVEN["profile"], "credentials": {
            "password": {"value": "***"}, "recovery_question": {"answer": "***"}}})

    def test_hash(self):
        environment = {"OKTA_CLIENT_ORGURL": "https://example.okta.com/", "OKTA_CLIENT_TOKEN": TOKEN}
        hashed = {"algorithm": "BCRYPT", "workFactor": 10, "salt": "SecretSalt", "value": "SecretHash"}
        line, _, body = self.dry_run({"password": {"hash": hashed}}, environment=environment)
        self.assertTrue(line.startswith("POST https://example.okta.com/api/v1/users"))
        self.assertEqual(body["credentials"]["password"]["hash"], {**hashed, "salt": "***", "value": "***"})

    def test_tokens(self):
        for option, scheme in [("--token", "SSWS"), ("--access-token", "Bearer")]:
            self.assertEqual(self.dry_run({}, option, TOKEN)[1]["Authorization"], f"{scheme} ***")
        self.assertIn("Authorization: Bearer ***", self.call("get_user_info", "{}", "--dry-run", environment={}))

    def test_refuses_what_a_call_would(self):
        self.call("get_group", {"groupId": ".."}, "--dry-run", status=2)
        self.call("get_user_info", None, "--dry-run", status=2)


class Input(Case):
    def refused(self, action, argument, *words, **more):
        error = self.call(action, argument, status=2, **more)
        for word in words:
            self.assertIn(word, error)

    def test_names(self):
        self.refused("list_user", {}, "'list_user'", "'list_users'")
        self.refused("frobnicate", {}, "'frobnicate'", "okta actions")
        self.refused("get_group", {"groupid": "x"}, "'groupid'", "'groupId'")
        self.refused("create_user", {"profile": {"login": "a"}}, "profile", "'email'")
        profile = {"login": "a", "email": "b"}
        self.refused("create_user", {"profile": profile, "credentials": {"pasword": {}}}, "credentials", "'pasword'",
                     "'password'")
        self.refused("create_user", {"profile": profile, "credentials": {"password": {"hash": {"workfactor": 1}}}},
                     "credentials.password.hash", "'workfactor'", "'workFactor'")

    def test_required(self):
        self.refused("add_user_to_group", {}, "'groupId'", "'userId'")
        self.refused("add_user_to_group", {"groupId": "x"}, "'userId'")
        self.refused("get_group", {"groupId": None}, "groupId", "null")
        self.refused("get_group", {"groupId": ""}, "groupId", "empty")
        self.refused("create_realm", {"profile": {}}, "profile", "'name'")

    def test_types(self):
        self.refused("list_users", '{"limit": "2"}', "limit: expected integer, found string (byte 10)")
        self.refused("list_users", {"limit": 0}, "limit")
        self.refused("list_users", {"limit": 3000000000}, "limit", "range")
        self.refused("create_user", {"profile": {"login": "a", "email": ["x"]}},
                     "profile.email: expected string, found array (byte 36)")
        self.refused("create_user", {"profile": {"login": "a", "email": "x"}, "groupIds": ["g", 1]}, "groupIds[1]")

    def test_json(self):
        self.refused("list_users", '{"limit": 2', "not JSON", "byte 11")
        self.refused("list_users", '{"limit": 2} x', "not JSON", "byte 13")
        self.refused("list_users", "[]", "object")
        self.refused("list_users", "", "not JSON")
        self.refused("list_users", '{"search": ' + "[" * 100 + "]" * 100 + "}", "byte")
        self.refused("get_user", {"id": "x", "Content-Type": "a\r\nb"}, "control character")

    def test_standard_input_and_file(self):
        self.assertEqual(json.loads(self.call("list_users", "-", stdin='\n {"limit":1}\n')), USERS[:1])
        with tempfile.TemporaryDirectory() as folder:
            name = os.path.join(folder, "arguments.json")
            with open(name, "w", encoding="utf-8") as file:
                file.write('{"limit":2}\n')
            self.assertEqual(json.loads(self.call("list_users", "@" + name)), USERS[:2])
            self.okta.requests.clear()
            self.refused("list_users", "@" + name + "x", "arguments.jsonx")
            self.refused("list_users", "@" + folder, folder)

    def test_bound(self):
        self.refused("list_users", "-", "16 MiB", stdin='{"search":"' + "x" * (16 << 20) + '"}')

    def test_command_line(self):
        for arguments, word in [(["call"], "ACTION"), ([], "--help"),
                                (["call", "list_users", "{}", "--tokn=Secret"], "--tokn"),
                                (["call", "list_users", "{}", "Secret"], "too many"),
                                (["call", "list_users", "Secret"], "not JSON"),
                                (["call", "list_users", "--output", "xml"], "xml"),
                                (["call", "list_users", "--timeout", "0"], "--timeout"),
                                (["call", "list_users", "--max-retries", "101"], "--max-retries"),
                                (["call", "list_users", "--token", "a", "--access-token", "b"], "excludes"),
                                (["call", "list_users", "--token", "Secret1", "--token", "Secret2"], "--token"),
                                (["call", "list_users", "--ca-file", "nowhere.pem"], "nowhere.pem"),
                                (["call", "list_users", "--token", "Secret token"], "token"),
                                (["call", "list_users", "--proxy", "socks://x"], "proxy")]:
            done = self.run_okta(*arguments)
            self.assertEqual((done.returncode, done.stdout, self.okta.requests), (2, "", []), arguments)
            self.assertIn(word, done.stderr)
        for arguments in [["--help"], ["call", "--help"], ["actions", "--help"], ["--version"]]:
            done = self.run_okta(*arguments)
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            self.assertIn("okta", done.stdout)


class Environment(Case):
    def test_options_win(self):
        wrong = {"OKTA_CLIENT_ORGURL": "http://127.0.0.1:1", "OKTA_CLIENT_TOKEN": "wrong"}
        self.call("list_users", {"limit": 1}, "--org-url", self.okta.url, "--token", TOKEN, "--max-retries", "0",
                  environment=wrong)
        self.assertEqual(self.sent()["headers"]["Authorization"], f"SSWS {TOKEN}")

    def test_missing(self):
        self.assertIn("OKTA_CLIENT_ORGURL", self.call("list_users", status=2, environment={}))
        self.assertIn("OKTA_CLIENT_TOKEN", self.call("list_users", status=2,
                                                     environment={"OKTA_CLIENT_ORGURL": self.okta.url}))

    def test_authorization_mode(self):
        for mode, scheme in [("Bearer", "Bearer"), ("SSWS", "SSWS"), ("", "SSWS")]:
            self.okta.requests.clear()
            self.call("list_users", {"limit": 1}, environment={
                "OKTA_CLIENT_ORGURL": self.okta.url, "OKTA_CLIENT_TOKEN": TOKEN, "OKTA_CLIENT_AUTHORIZATIONMODE": mode})
            self.assertEqual(self.sent()["headers"]["Authorization"], f"{scheme} {TOKEN}")
        self.okta.requests.clear()
        self.assertIn("OKTA_CLIENT_CLIENTID", self.call("list_users", status=2, environment={
            "OKTA_CLIENT_TOKEN": TOKEN, "OKTA_CLIENT_AUTHORIZATIONMODE": "PrivateKey"}))
        self.assertIn("OKTA_CLIENT_AUTHORIZATIONMODE", self.call("list_users", status=2, environment={
            "OKTA_CLIENT_TOKEN": TOKEN, "OKTA_CLIENT_AUTHORIZATIONMODE": "Cookie"}))

    def test_org_url(self):
        for url in ["https://{yourOktaDomain}", "http://example.okta.com", "https://example-admin.okta.com", "example"]:
            self.assertIn(url, self.call("list_users", status=2, url=url))


class Actions(Case):
    def test_json(self):
        done = self.run_okta("actions", "--json", environment={})
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        actions = {action["id"]: action for action in json.loads(done.stdout)}
        self.assertEqual(len(actions), 32)
        for action in actions.values():
            self.assertEqual(list(action), ["id", "title", "summary", "method", "template", "parameters", "scopes",
                                            "bearer_only", "paginated", "status"])
            self.assertTrue(action["summary"])
            for parameter in action["parameters"]:
                self.assertIn(parameter["position"], ["path", "query", "header", "body"])
                self.assertIn(parameter["type"], ["string", "integer", "number", "boolean", "array", "object"])
                self.assertTrue(parameter["doc"])
        user = {p["name"]: p for p in actions["create_user"]["parameters"]}
        self.assertEqual((user["profile"]["type"], user["profile"]["required"]), ("object", True))
        self.assertEqual((user["groupIds"]["type"], user["activate"]["type"]), ("array", "boolean"))
        self.assertEqual(user["nextLogin"]["values"], ["changePassword"])
        self.assertEqual(actions["get_user_info"]["bearer_only"], True)
        self.assertEqual([actions[a]["status"] for a in ["delete_user", "get_user"]], [204, 200])

    def test_text(self):
        lines = self.run_okta("actions", environment={}).stdout.splitlines()
        self.assertEqual(len(lines), 32)
        self.assertIn("Lists the org's users.", [line.split("  ", 1)[1].strip() for line in lines])
        one = self.run_okta("actions", "update_user", environment={}).stdout
        self.assertRegex(one, r"If-Match +header +string")
        self.assertEqual(json.loads(self.run_okta("actions", "get_user", "--json").stdout)[0]["id"], "get_user")
        self.assertEqual(self.run_okta("actions", "get_usr").returncode, 2)


@unittest.skipUnless(shutil.which("openssl"), "openssl is not installed")
class Tls(Case):
    def test_ca_file(self):
        with tempfile.TemporaryDirectory() as folder:
            key, certificate = (os.path.join(folder, name) for name in ["key.pem", "certificate.pem"])
            subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
                            "-subj", "/CN=okta", "-addext", "subjectAltName=IP:127.0.0.1",
                            "-keyout", key, "-out", certificate], check=True, capture_output=True)
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate, key)
            with OktaDouble(context) as okta:
                text = self.call("get_group", {"groupId": "00g1"}, "--ca-file", certificate, url=okta.url)
                self.assertEqual(json.loads(text)["id"], "00g1")
                self.call("get_group", {"groupId": "00g1"}, status=3, url=okta.url)
                self.assertEqual(len(okta.requests), 1, "an unknown authority gets no request")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("usage: cli_test.py <folder of okta> [unittest arguments]")
    PROGRAM = os.path.join(os.path.abspath(sys.argv.pop(1)), "okta")
    if not os.access(PROGRAM, os.X_OK):
        print(f"skipped: {PROGRAM} is not built")
        sys.exit(77)
    unittest.main()
