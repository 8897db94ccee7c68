#!/usr/bin/env python3
"""`okta events`, `okta listen` and `okta send-event` from outside: what one sends, the other prints.

usage: events_test.py <folder of okta> [unittest arguments]"""

import http.server
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import unittest
import urllib.request

from okta_double import OktaDouble

PROGRAM = None
SECRET = "Basic c2VjcmV0OlNlY3JldA=="
INHERITED = {k: v for k, v in os.environ.items() if not re.match(r"OKTA_|https?_proxy", k, re.IGNORECASE)}


def okta(*arguments, stdin="", environment=None):
    done = subprocess.run([PROGRAM, *arguments], input=stdin, capture_output=True, encoding="utf-8", timeout=60,
                          env={**INHERITED, "OKTA_HOOK_SECRET": SECRET, **(environment or {})})
    assert SECRET not in done.stdout + done.stderr, "the secret was printed"
    return done


def catalogue():
    return json.loads(okta("events", "--json").stdout)


class Listener:
    """A running `okta listen` on any free port."""

    def __init__(self, *options, environment=None):
        self.process = subprocess.Popen([PROGRAM, "listen", "--port", "0", *options], stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, encoding="utf-8",
                                        env={**INHERITED, "OKTA_HOOK_SECRET": SECRET, **(environment or {})})
        self.url = self.process.stderr.readline().strip().removeprefix("okta: listening on ")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
        self.process.communicate()

    def next(self):
        return json.loads(self.process.stdout.readline())

    def send(self, *arguments, **more):
        return okta("send-event", "--url", self.url, *arguments, **more)

    def end(self):
        """Exit status, events printed since, standard error."""
        out, err = self.process.communicate(timeout=20)
        assert SECRET not in out + err, "the secret was printed"
        return self.process.returncode, [json.loads(line) for line in out.splitlines()], err

    def stop(self, number=signal.SIGTERM):
        self.process.send_signal(number)
        return self.end()


class Catalogue(unittest.TestCase):
    def test_the_21(self):
        events = catalogue()
        self.assertEqual((len(events), len({e["id"] for e in events})), (21, 21))
        self.assertEqual([e["id"] for e in events if e["eventType"] is None], ["active_check"])
        added = next(e for e in events if e["id"] == "app_user_assigned")
        self.assertEqual(added["eventType"], "application.user_membership.add")
        self.assertIn({"name": "appUser", "kind": "target", "target": "AppUser", "optional": True,
                       "doc": "The app's account of the user."}, added["members"])

    def test_for_people(self):
        lines = okta("events").stdout.splitlines()
        self.assertEqual(len(lines), 21)
        self.assertRegex(lines[11], r"^group_member_added +group\.user_membership\.add +A user became a member")
        by_name, by_type = okta("events", "user_universal_logout"), okta("events", "user.authentication.universal_logout")
        self.assertEqual(by_name.stdout, by_type.stdout)
        self.assertIn("appInstanceIds  texts", by_name.stdout)

    def test_unknown(self):
        done = okta("events", "user_craeted")
        self.assertEqual((done.returncode, done.stdout), (2, ""))
        self.assertIn("did you mean 'user_created'?", done.stderr)


class Deliveries(unittest.TestCase):
    def test_every_event_arrives_with_its_targets(self):
        events = [e for e in catalogue() if e["eventType"]]
        with Listener() as listener:
            for i, event in enumerate(events):
                sent = listener.send(event["id"] if i % 2 else event["eventType"], "--user-id", "00uMine")
                self.assertEqual((sent.returncode, sent.stdout, sent.stderr), (0, "204\n", ""))
                got = listener.next()
                self.assertEqual((got["event"], got["eventType"]), (event["id"], event["eventType"]))
                self.assertEqual(got["details"]["eventType"], event["eventType"])
                for member in event["members"]:
                    if member["kind"] == "target":
                        self.assertEqual(got[member["name"]]["id"] == "00uMine", member["target"] == "User", got)
            self.assertEqual(listener.stop(), (0, [], ""))

    def test_several_and_previews(self):
        with Listener() as listener:
            self.assertEqual(listener.send("group_member_added", "--count", "700").returncode, 0)
            self.assertEqual(listener.send("user_created", "--preview").returncode, 0)
            status, events, err = listener.stop(signal.SIGINT)  # what it took is printed first
            self.assertEqual((status, len(events), err), (0, 701, ""))
            self.assertEqual(len({e["details"]["uuid"] for e in events}), 701)
            self.assertEqual((events[-1]["user"], events[-1]["details"]["outcome"]), ({}, {"result": "Success"}))
            self.assertNotIn("actor", events[-1]["details"])

    def test_verification(self):
        with Listener() as listener:
            sent = listener.send("--verify")
            self.assertEqual((sent.returncode, sent.stderr), (0, ""))
            self.assertTrue(sent.stdout.startswith('200\n{"verification":"'))
            got = listener.next()
            self.assertEqual((got["event"], got["eventType"]), ("active_check", "active_check"))
            self.assertEqual(got["verification"], json.loads(sent.stdout.splitlines()[1])["verification"])
            self.assertEqual(listener.send("--verify", environment={"OKTA_HOOK_SECRET": ""}).returncode, 0)
            self.assertEqual(listener.send("--verify", environment={"OKTA_HOOK_SECRET": "other"}).returncode, 1)

    def test_what_has_no_type_is_printed_too(self):
        given = [{"eventType": "user.session.start", "uuid": "1", "displayMessage": "two\nlines"},
                 {"eventType": "group.lifecycle.create", "uuid": "2", "target": [{"type": "X", "id": "x"}]},
                 {"eventType": "group.lifecycle.create", "uuid": 3}]
        with Listener() as listener:
            self.assertEqual(listener.send("--data", "-", stdin=json.dumps(given)).stdout, "204\n")
            first, second, third = listener.next(), listener.next(), listener.next()
        self.assertEqual({e["event"] for e in (first, second, third)}, {"unknown"})
        self.assertEqual((first["eventType"], first["details"]), ("user.session.start", given[0]))
        self.assertIn("expected one of type UserGroup, found X", second["reason"])
        self.assertIn("uuid", third["reason"])
        self.assertEqual(json.loads(third["raw"]), given[2])

    def test_data(self):
        one = {"eventType": "user.lifecycle.create", "uuid": "1", "target": [{"type": "User", "id": "00u1"}]}
        whole = {"eventType": "com.okta.event_hook", "eventID": "old", "data": {"events": [one]}}
        with Listener() as listener, tempfile.NamedTemporaryFile("w", suffix=".json") as file:
            json.dump(whole, file, indent=2)
            file.flush()
            self.assertEqual(listener.send("--data", file.name).stdout, "204\n")
            self.assertEqual(listener.send("--data", "-", stdin=json.dumps(one)).stdout, "204\n")  # a repetition
            self.assertEqual(listener.send("--data", "-", stdin=json.dumps({**one, "uuid": "2"})).stdout, "204\n")
            status, events, _ = listener.stop()
            self.assertEqual((status, [e["details"]["uuid"] for e in events]), (0, ["1", "2"]))
            self.assertEqual(events[0]["user"], {"id": "00u1"})


class Ending(unittest.TestCase):
    def test_count(self):
        with Listener("--count", "3") as listener:
            self.assertEqual(listener.send("user_created", "--count", "5").returncode, 0)
            status, events, _ = listener.end()
            self.assertEqual((status, len(events)), (0, 3))

    def test_types(self):
        with Listener("--types", "group_created,user.session.start", "--count", "2") as listener:
            for event in ["user_created", "group_created", "group_deleted"]:
                self.assertEqual(listener.send(event).returncode, 0)
            self.assertEqual(listener.send("--data", "-", stdin='{"eventType": "user.session.start"}').returncode, 0)
            status, events, _ = listener.end()
            self.assertEqual((status, [e["event"] for e in events]), (0, ["group_created", "unknown"]))

    def test_with_a_client_connected(self):
        with Listener() as listener:
            host, port = listener.url.removeprefix("http://").split(":")
            with socket.create_connection((host, int(port))):
                self.assertEqual(listener.stop(), (0, [], ""))

    @unittest.skipUnless(os.path.exists("/dev/full"), "there is no /dev/full")
    def test_output_that_cannot_be_written(self):
        with open("/dev/full", "w") as full:
            process = subprocess.Popen([PROGRAM, "listen", "--port", "0"], stdout=full, stderr=subprocess.PIPE,
                                       encoding="utf-8", env={**INHERITED, "OKTA_HOOK_SECRET": SECRET})
        self.addCleanup(process.kill)
        url = process.stderr.readline().strip().removeprefix("okta: listening on ")
        self.assertEqual(okta("send-event", "user_created", "--url", url).returncode, 0)
        _, err = process.communicate(timeout=20)
        self.assertEqual(process.returncode, 3)
        self.assertIn("the output could not be written", err)


class Secrets(unittest.TestCase):
    def test_wrong_one(self):
        with Listener() as listener:
            sent = listener.send("user_created", environment={"OKTA_HOOK_SECRET": "other"})
            self.assertEqual((sent.returncode, sent.stdout), (1, "401\nthe secret is wrong\n"))
            self.assertEqual(listener.stop(), (0, [], ""))

    def test_files_and_header(self):
        with tempfile.NamedTemporaryFile("w") as new, tempfile.NamedTemporaryFile("w") as former:
            new.write("new Secret\r\n"), new.flush()
            former.write("former Secret"), former.flush()
            options = ["--secret-file", new.name, "--former-secret-file", former.name, "--header", "X-Hook"]
            with Listener(*options, environment={"OKTA_HOOK_SECRET": ""}) as listener:
                for file in [new, former]:
                    sent = listener.send("user_created", "--header", "x-hook", "--secret-file", file.name)
                    self.assertEqual((sent.returncode, sent.stdout), (0, "204\n"))
                    self.assertEqual(listener.next()["event"], "user_created")
                self.assertEqual(listener.send("user_created", "--secret-file", new.name).returncode, 1)

    def test_where_there_is_none(self):
        none = {"OKTA_HOOK_SECRET": ""}
        for arguments in [["listen", "--port", "0"], ["send-event", "user_created"]]:
            done = okta(*arguments, environment=none)
            self.assertEqual((done.returncode, done.stdout), (2, ""))
            self.assertIn("OKTA_HOOK_SECRET", done.stderr)
        for text in ["", "\n", "two\nlines\n", " blank", "x" * 1025]:
            with tempfile.NamedTemporaryFile("w") as file:
                file.write(text), file.flush()
                done = okta("listen", "--port", "0", "--secret-file", file.name)
                self.assertEqual(done.returncode, 2, text)
                self.assertIn(file.name, done.stderr)
        self.assertIn("OKTA_HOOK_SECRET", okta("send-event", "user_created",
                                               environment={"OKTA_HOOK_SECRET": "a\nb"}).stderr)


class Refusals(unittest.TestCase):
    def refused(self, *arguments, status=2):
        done = okta(*arguments)
        self.assertEqual((done.returncode, done.stdout), (status, ""))
        return done.stderr

    def test_listen(self):
        self.assertIn("--count", self.refused("listen", "--count", "0"))
        self.assertIn("--key", self.refused("listen", "--certificate", "c.pem"))
        self.assertIn("nowhere.pem", self.refused("listen", "--port", "0", "--certificate", "nowhere.pem",
                                                  "--key", "nowhere.pem"))
        self.assertIn("path", self.refused("listen", "--port", "0", "--path", "hook"))
        self.assertIn("did you mean 'user_created'?", self.refused("listen", "--port", "0", "--types", "user_craeted"))
        self.assertIn("1 argument too many", self.refused("listen", SECRET))
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = str(taken.getsockname()[1])
            self.assertIn(port, self.refused("listen", "--port", port))

    def test_send(self):
        self.assertIn("okta events", self.refused("send-event"))
        self.assertIn("did you mean", self.refused("send-event", "user_craeted"))
        self.assertIn("--verify", self.refused("send-event", "active_check"))
        self.assertIn("--url", self.refused("send-event", "user_created", "--url", "127.0.0.1"))
        self.assertIn("--count", self.refused("send-event", "user_created", "--count", "5001"))
        self.assertIn("--data", self.refused("send-event", "user_created", "--data", "-"))
        self.assertIn("--verify", self.refused("send-event", "user_created", "--verify"))
        self.assertIn("not JSON", okta("send-event", "--data", "-", stdin="{").stderr)
        self.assertIn("nowhere.json", self.refused("send-event", "--data", "nowhere.json"))

    def test_nobody_there(self):
        with socket.create_server(("127.0.0.1", 0)) as server:
            url = f"http://127.0.0.1:{server.getsockname()[1]}/"
        self.assertIn("connect", self.refused("send-event", "user_created", "--url", url, status=3))
        self.assertIn("http", self.refused("send-event", "user_created", "--url", "http://192.0.2.1/", status=3))

    def test_a_hook_that_does_not_answer_the_challenge(self):
        class Handler(http.server.BaseHTTPRequestHandler):
            def log_message(self, *_):
                pass

            def do_GET(self):
                self.send_response(200)
                self.end_headers()
                self.wfile.write(b'{"verification": "something else"}')

        with OktaDouble(handler=Handler) as hook:
            done = okta("send-event", "--verify", "--url", hook.url)
            self.assertEqual(done.returncode, 1)
            self.assertIn("not verified", done.stderr)


class Server(unittest.TestCase):
    def test_path_and_health(self):
        with Listener("--path", "/okta/events") as listener:
            self.assertTrue(listener.url.endswith("/okta/events"))
            self.assertEqual(listener.send("user_created").returncode, 0)
            elsewhere = okta("send-event", "user_created", "--url", listener.url + "/x")
            self.assertEqual((elsewhere.returncode, elsewhere.stdout.splitlines()[0]), (1, "404"))
            with urllib.request.urlopen(listener.url.replace("/okta/events", "/healthz"), timeout=20) as answer:
                self.assertEqual(answer.status, 200)

    @unittest.skipUnless(shutil.which("openssl"), "openssl is not installed")
    def test_tls(self):
        with tempfile.TemporaryDirectory() as folder:
            certificate, key = os.path.join(folder, "c.pem"), os.path.join(folder, "k.pem")
            subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=x",
                            "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate],
                           check=True, capture_output=True, timeout=60)
            with Listener("--certificate", certificate, "--key", key) as listener:
                self.assertTrue(listener.url.startswith("https://127.0.0.1:"))
                self.assertEqual(listener.send("user_created", "--ca-file", certificate).returncode, 0)
                self.assertEqual(listener.send("user_created").returncode, 3)  # nobody else trusts it
                status, events, _ = listener.stop()
                self.assertEqual((status, len(events)), (0, 1))


def main():
    global PROGRAM
    PROGRAM = os.path.join(os.path.abspath(sys.argv[1]), "okta")
    if not os.access(PROGRAM, os.X_OK):
        print(f"skipped: {PROGRAM} is not built")
        return 77
    return unittest.main(argv=sys.argv[:1] + sys.argv[2:], exit=False).result.wasSuccessful() is False


if __name__ == "__main__":
    sys.exit(main())
