#!/usr/bin/env python3
"""`okta sandbox` from outside: started, read as a shell reads it, called by `okta call`, stopped.

usage: sandbox_test.py <folder of okta> [unittest arguments]"""

import json
import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import tempfile
import unittest
import urllib.parse
import urllib.request

PROGRAM = None
INHERITED = {k: v for k, v in os.environ.items() if not re.match(r"OKTA_|https?_proxy", k, re.IGNORECASE)}


class Sandbox:
    """A running `okta sandbox`; `environment` is what it printed."""

    def __init__(self, *options):
        self.process = subprocess.Popen([PROGRAM, "sandbox", *options], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                        encoding="utf-8", env=INHERITED)
        self.environment = {}
        for line in self.process.stdout:
            if line == "ready\n":
                break
            name, value = line.split("=", 1)
            (self.environment[name],) = shlex.split(value)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
        self.process.communicate()

    def stop(self, number=signal.SIGTERM):
        """The exit status and what was printed since."""
        self.process.send_signal(number)
        out, err = self.process.communicate(timeout=20)
        return self.process.returncode, out + err

    def okta(self, *arguments):
        done = subprocess.run([PROGRAM, "call", *arguments], capture_output=True, encoding="utf-8", timeout=60,
                              env={**INHERITED, **self.environment})
        return done.returncode, done.stdout, done.stderr


class Serving(unittest.TestCase):
    def test_main_job_and_clean_stop(self):
        with Sandbox("--users", "7") as sandbox:
            self.assertEqual(set(sandbox.environment), {"OKTA_CLIENT_ORGURL", "OKTA_CLIENT_TOKEN", "OKTA_CLIENT_CLIENTID",
                                                        "OKTA_CLIENT_KEYID", "OKTA_CLIENT_PRIVATEKEY", "OKTA_CLIENT_SCOPES"})
            key = json.loads(sandbox.environment["OKTA_CLIENT_PRIVATEKEY"])
            self.assertEqual((key["kty"], "d" in key), ("RSA", True))
            status, out, _ = sandbox.okta("list_users", '{"limit": 3}', "--all", "--output", "ndjson")
            self.assertEqual((status, len(out.splitlines())), (0, 8))       # seven and the administrator
            person = {"profile": {"login": "ada@example.com", "email": "ada@example.com"}}
            self.assertEqual(sandbox.okta("create_user", json.dumps(person))[0], 0)
            status, _, err = sandbox.okta("create_user", json.dumps(person))
            self.assertEqual((status, json.loads(err)["errorCode"]), (1, "E0000001"))
            for action in ["list_devices", "list_groups", "list_realms"]:
                self.assertGreaterEqual(len(json.loads(sandbox.okta(action)[1])), 3, action)
            self.assertEqual(sandbox.stop(), (0, ""))

    def test_service_app(self):
        with Sandbox() as sandbox:
            granted = sandbox.environment["OKTA_CLIENT_SCOPES"]
            sandbox.environment["OKTA_CLIENT_AUTHORIZATIONMODE"] = "PrivateKey"
            status, out, err = sandbox.okta("list_users", '{"limit": 1}')
            self.assertEqual((status, err), (0, ""))
            self.assertEqual(len(json.loads(out)), 1)
            del sandbox.environment["OKTA_CLIENT_AUTHORIZATIONMODE"], sandbox.environment["OKTA_CLIENT_SCOPES"]
            with tempfile.NamedTemporaryFile("w", suffix=".json") as file:  # by options; the action says its scopes
                file.write(sandbox.environment.pop("OKTA_CLIENT_PRIVATEKEY"))
                file.flush()
                self.assertEqual(sandbox.okta("list_groups", "--private-key", file.name)[0], 0)
                status, _, err = sandbox.okta("list_groups", "--private-key", file.name, "--scopes", "okta.apps.manage")
                self.assertEqual(status, 2)
                self.assertIn("invalid_scope", err)
                status, _, err = sandbox.okta("list_groups", "--private-key", file.name, "--key-id", "other")
                self.assertEqual(status, 2)
                self.assertNotIn('"d"', err)
            self.assertIn("okta.users.manage", granted)

    def test_people_sign_in(self):
        with Sandbox() as sandbox, tempfile.TemporaryDirectory() as home:
            url = sandbox.environment["OKTA_CLIENT_ORGURL"]
            people = json.loads(sandbox.okta("list_users", '{"filter": "status eq \\"ACTIVE\\"", "limit": 2}')[1])
            environment = {**INHERITED, "HOME": home}
            login = subprocess.Popen([PROGRAM, "login", "--org-url", url, "--client-id", "0oasandboxNativeApp",
                                      "--scopes", "okta.users.read"], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                     encoding="utf-8", env=environment)
            self.addCleanup(login.kill)
            page, code = login.stderr.readline().split()[-1], login.stderr.readline().split()[-1]
            self.assertTrue(page.startswith(url + "/activate"))
            agreed = urllib.parse.urlencode({"user_code": code, "login": people[-1]["profile"]["login"],
                                             "decision": "allow"}).encode()
            with urllib.request.urlopen(url + "/activate", agreed, timeout=20) as answer:
                self.assertIn("Device activated", answer.read().decode())
            _, err = login.communicate(timeout=60)
            self.assertEqual(login.returncode, 0, err)
            for action, argument in [("get_user_info", "{}"), ("get_user", '{"id": "me"}')]:
                done = subprocess.run([PROGRAM, "call", action, argument], capture_output=True, encoding="utf-8",
                                      timeout=60, env=environment)
                self.assertEqual(done.returncode, 0, done.stderr)
                self.assertIn(people[-1]["id"], done.stdout)

    def test_interrupt(self):
        with Sandbox() as sandbox:
            self.assertEqual(sandbox.stop(signal.SIGINT), (0, ""))

    def test_stops_with_a_client_connected(self):
        with Sandbox() as sandbox:
            host, port = sandbox.environment["OKTA_CLIENT_ORGURL"].removeprefix("http://").split(":")
            with socket.create_connection((host, int(port))):
                self.assertEqual(sandbox.stop()[0], 0)

    def test_tls(self):
        with Sandbox("--tls") as sandbox:
            authority = sandbox.environment["OKTA_SANDBOX_CA_FILE"]
            self.assertTrue(sandbox.environment["OKTA_CLIENT_ORGURL"].startswith("https://127.0.0.1:"))
            self.assertEqual(sandbox.okta("get_user", '{"id": "me"}', "--ca-file", authority)[0], 0)
            self.assertEqual(sandbox.okta("get_user", '{"id": "me"}')[0], 3)     # nobody else trusts it
            self.assertEqual(sandbox.stop()[0], 0)
            self.assertFalse(os.path.exists(authority))

    def test_token(self):
        with Sandbox("--token", "00mine") as sandbox:
            self.assertEqual(sandbox.environment["OKTA_CLIENT_TOKEN"], "00mine")
            self.assertEqual(sandbox.okta("get_user", '{"id": "me"}')[0], 0)
            self.assertEqual(sandbox.okta("get_user", '{"id": "me"}', "--token", "00other")[0], 1)

    def test_seed_and_rate_limits(self):
        seed = {"users": [{"profile": {"login": "ada@example.com", "email": "ada@example.com"}}],
                "rateLimits": {"GET /api/v1/users/{id}": 1}}
        with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
            json.dump(seed, file)
            file.flush()
            with Sandbox("--rate-limits", "--seed-file", file.name) as sandbox:
                self.assertEqual(sandbox.okta("get_user", '{"id": "ada"}')[0], 0)
                status, _, err = sandbox.okta("get_user", '{"id": "ada"}', "--max-retries", "0")
                self.assertEqual((status, json.loads(err)["errorCode"]), (1, "E0000047"))


class Refusals(unittest.TestCase):
    def refused(self, *options):
        done = subprocess.run([PROGRAM, "sandbox", *options], capture_output=True, encoding="utf-8", timeout=60,
                              env=INHERITED)
        self.assertEqual((done.returncode, done.stdout), (2, ""))
        return done.stderr

    def test_port_in_use(self):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = str(taken.getsockname()[1])
            self.assertIn(port, self.refused("--port", port))

    def test_wrong_options(self):
        self.assertIn("--port", self.refused("--port", "70000"))
        self.assertIn("--users", self.refused("--users", "-1"))
        self.assertIn("there is no option --prot", self.refused("--prot", "1"))

    def test_wrong_seed(self):
        self.assertIn("nowhere.json", self.refused("--seed-file", "nowhere.json"))
        with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
            file.write('{"users": [{"profile": {"login": "x"}}]}')
            file.flush()
            self.assertIn("seed: users[0]: ", self.refused("--seed-file", file.name))


def main():
    global PROGRAM
    PROGRAM = os.path.join(os.path.abspath(sys.argv[1]), "okta")
    if not os.access(PROGRAM, os.X_OK):
        print(f"skipped: {PROGRAM} is not built")
        return 77
    return unittest.main(argv=sys.argv[:1] + sys.argv[2:], exit=False).result.wasSuccessful() is False


if __name__ == "__main__":
    sys.exit(main())
