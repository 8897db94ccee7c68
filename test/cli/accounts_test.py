#!/usr/bin/env python3
"""`okta login`, `okta accounts` and calls as a user who signed in.

usage: accounts_test.py <folder of okta> [unittest arguments]"""

import base64
import json
import os
import re
import stat
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.request
from urllib.parse import parse_qs, urlsplit

from okta_double import Handler, OktaDouble

PROGRAM = None


def part(value):
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


class SignIn(Handler):
    """Tokens for people: refresh tokens rotate, and an old one is dead at once. `server.people` has its state."""

    def post_device_authorize(self, _, body):
        self.answer(200, {"device_code": "SecretDevice", "user_code": "ABCD-EFGH", "interval": 1, "expires_in": 600,
                          "verification_uri": self.server.people["url"] + "/activate"})

    def post_token(self, _, body):
        people, form = self.server.people, {k: v[0] for k, v in parse_qs(body).items()}
        if people["refusal"]:
            return self.answer(400, {"error": people["refusal"], "error_description": "no"})
        if form["grant_type"] == "refresh_token" and form["refresh_token"] != f"SecretRefresh{people['issued']}":
            return self.answer(400, {"error": "invalid_grant", "error_description": "The refresh token is invalid."})
        people["issued"] += 1
        tokens = {"access_token": f"SecretAccess{people['issued']}", "refresh_token": f"SecretRefresh{people['issued']}",
                  "token_type": "Bearer", "expires_in": people["lifetime"], "scope": "openid profile offline_access"}
        if form["grant_type"] == "authorization_code":
            claims = {"iss": people["url"], "aud": "0oa1", "nonce": people["nonce"], "exp": 4000000000}
            tokens["id_token"] = f"{part({'alg': 'RS256'})}.{part(claims)}.c2ln"
        self.answer(200, tokens)

    def post_revoke(self, _, body):
        self.answer(200)


class Case(unittest.TestCase):
    def setUp(self):
        self.okta = OktaDouble(handler=SignIn)
        self.okta.__enter__()
        self.addCleanup(self.okta.__exit__)
        self.people = self.okta.server.people = {"issued": 0, "lifetime": 3600, "refusal": None, "url": self.okta.url,
                                                 "nonce": None}
        home = tempfile.TemporaryDirectory()
        self.addCleanup(home.cleanup)
        self.home = home.name

    def environment(self):
        inherited = {k: v for k, v in os.environ.items() if not re.match(r"OKTA_|https?_proxy", k, re.IGNORECASE)}
        return {**inherited, "HOME": self.home}

    def run_okta(self, *arguments, status=0):
        done = subprocess.run([PROGRAM, *arguments], capture_output=True, encoding="utf-8", timeout=60,
                              env=self.environment())
        self.assertEqual(done.returncode, status, done.stderr)
        self.assertNotIn("Secret", done.stdout + done.stderr, "a token was printed")
        return done

    def login(self, *options, status=0):
        return self.run_okta("login", "--org-url", self.okta.url, "--client-id", "0oa1", *options, status=status)

    def sent(self, target):
        return [r for r in self.okta.requests if r["target"] == target]

    def folder(self):
        return os.path.join(self.home, ".okta", "accounts")


class Login(Case):
    def test_by_device(self):
        done = self.login("--scopes", "okta.users.read,okta.groups.read")
        (form,) = [parse_qs(r["body"]) for r in self.sent("/oauth2/v1/device/authorize")]
        self.assertEqual(form["scope"], ["okta.users.read okta.groups.read openid profile offline_access"])
        self.assertIn("ABCD-EFGH", done.stderr)
        self.assertIn(self.okta.url + "/activate", done.stderr)
        account = done.stdout.strip()
        self.assertEqual(stat.S_IMODE(os.stat(self.folder()).st_mode), 0o700)
        self.assertEqual(stat.S_IMODE(os.stat(os.path.join(self.folder(), account + ".json")).st_mode), 0o600)
        called = json.loads(self.run_okta("call", "get_user_info").stdout)
        self.assertEqual(called["sub"], "00u1")
        self.assertEqual(self.sent("/oauth2/v1/userinfo")[-1]["headers"]["Authorization"], "Bearer SecretAccess1")
        self.assertEqual(self.people["issued"], 1)

    def test_by_browser(self):
        running = subprocess.Popen([PROGRAM, "login", "--org-url", self.okta.url, "--client-id", "0oa1", "--redirect-uri",
                                    "http://127.0.0.1/callback"], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                   encoding="utf-8", env=self.environment())
        self.addCleanup(running.kill)
        self.assertIn("browser", running.stderr.readline())
        asked = {k: v[0] for k, v in parse_qs(urlsplit(running.stderr.readline().strip()).query).items()}
        self.assertEqual((asked["response_type"], asked["code_challenge_method"]), ("code", "S256"))
        self.people["nonce"] = asked["nonce"]
        back = f"{asked['redirect_uri']}?code=SecretCode&state={asked['state']}"
        with urllib.request.urlopen(back, timeout=20) as page:
            self.assertEqual(page.status, 200)
        out, err = running.communicate(timeout=30)
        self.assertEqual((running.returncode, err), (0, ""))
        self.assertEqual(json.loads(self.run_okta("accounts", "--json").stdout)[0]["id"], out.strip())

    def test_refused(self):
        self.people["refusal"] = "access_denied"
        self.assertEqual(json.loads(self.login(status=1).stderr.splitlines()[-1])["errorCode"], "access_denied")
        self.assertEqual(self.run_okta("accounts").stdout, "")

    def test_again(self):
        first = self.login().stdout
        self.assertEqual(self.login("--account", first.strip()).stdout, first)
        self.assertEqual(len(json.loads(self.run_okta("accounts", "--json").stdout)), 1)

    def test_what_is_missing_is_said(self):
        for arguments, word in [(["login"], "--client-id"), (["login", "--client-id", "0oa1"], "--org-url"),
                                (["call", "list_users", "--account", "x"], "no account 'x'"),
                                (["call", "list_users", "--account", "x", "--token", "t"], "--account"),
                                (["call", "list_users", "--org-url", self.okta.url], "okta login"),
                                (["accounts", "--remove", "x"], "no account 'x'"),
                                (["login", "--client-id", "0oa1", "--org-url", self.okta.url, "--redirect-uri",
                                  "https://elsewhere.example/"], "127.0.0.1")]:
            with self.subTest(arguments):
                self.assertIn(word, self.run_okta(*arguments, status=2).stderr)
        self.assertEqual(self.okta.requests, [])


class Accounts(Case):
    def test_a_call_renews_and_keeps_what_it_got(self):
        self.people["lifetime"] = 1
        self.login()
        for issued in [2, 3]:
            time.sleep(1.1)
            self.run_okta("call", "get_user_info")
            self.assertEqual(self.people["issued"], issued)
        self.assertEqual(self.sent("/oauth2/v1/userinfo")[-1]["headers"]["Authorization"], f"Bearer SecretAccess{issued}")

    def test_listed_without_secrets(self):
        account = self.login().stdout.strip()
        shown = json.loads(self.run_okta("accounts", "--json").stdout)
        self.assertEqual([(a["id"], a["status"], a["org"], a["client_id"]) for a in shown],
                         [(account, "ACTIVE", self.okta.url, "0oa1")])
        self.assertEqual(shown[0]["scopes"], ["openid", "profile", "offline_access"])
        self.assertIn(account, self.run_okta("accounts").stdout)
        self.assertEqual(self.run_okta("accounts", "--org-url", "https://other.okta.com").stdout, "")
        self.assertIn("https://other.okta.com", self.run_okta("call", "get_user_info", "--account", account, "--org-url",
                                                              "https://other.okta.com", status=2).stderr)
        self.assertIn("Bearer ***", self.run_okta("call", "list_users", "--account", account, "--dry-run").stdout)

    def test_which_one(self):
        accounts = [self.login().stdout.strip()]
        self.people["issued"] = 10
        accounts.append(self.login().stdout.strip())
        self.assertIn("--account", self.run_okta("call", "get_user_info", status=2).stderr)
        for account, token in zip(accounts, ["SecretAccess1", "SecretAccess11"]):
            self.run_okta("call", "get_user_info", "--account", account)
            self.assertEqual(self.sent("/oauth2/v1/userinfo")[-1]["headers"]["Authorization"], f"Bearer {token}")

    def test_checked(self):
        self.people["lifetime"] = 1
        self.login()
        self.assertIn("ACTIVE", self.run_okta("accounts", "--check").stdout)
        self.people["issued"] = 90          # its refresh token is dead
        time.sleep(1.1)
        self.assertIn("EXPIRED", self.run_okta("accounts", "--check", status=1).stdout)

    def test_removed_and_ended(self):
        account = self.login().stdout.strip()
        self.run_okta("accounts", "--remove", account)
        (form,) = [parse_qs(r["body"]) for r in self.sent("/oauth2/v1/revoke")]
        self.assertEqual((form["token"], form["client_id"]), (["SecretRefresh1"], ["0oa1"]))
        self.assertEqual(self.run_okta("accounts").stdout, "")

    def test_nobody_who_never_signed_in_gets_a_folder(self):
        self.assertEqual(json.loads(self.run_okta("accounts", "--json").stdout), [])
        self.run_okta("call", "list_users", "--org-url", self.okta.url, status=2)
        self.assertEqual(os.listdir(self.home), [])


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("usage: accounts_test.py <folder of okta> [unittest arguments]")
    PROGRAM = os.path.join(os.path.abspath(sys.argv.pop(1)), "okta")
    if not os.access(PROGRAM, os.X_OK):
        print(f"skipped: {PROGRAM} is not built")
        sys.exit(77)
    unittest.main()
