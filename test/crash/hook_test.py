#!/usr/bin/env python3
"""Kills an event hook's program at random points while a sender, that follows Okta's rule, delivers events to it: three
seconds for an answer, one repetition after 5xx and after none, then the events are forgotten. They are in the System Log,
which the program polls. In the end every event was handled, and each by one transaction.
usage: hook_test.py <hook_loop> [<kills>] [<seed>]"""

import collections
import http.client
import http.server
import json
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

LONGEST_TEST = 90  # seconds of kills; then it stops, when half of them were done
TYPES = ["user.lifecycle.create", "group.user_membership.add"]


class Failure(Exception):
    pass


class SystemLog(http.server.ThreadingHTTPServer):
    """GET /api/v1/logs?after=N: events from the Nth on, a next link always."""
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Page)
        self.events, self.lock, self.asked = [], threading.Lock(), 0
        self.origin = f"http://127.0.0.1:{self.server_address[1]}"
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def handle_error(self, *_):
        pass  # the program was killed meanwhile


class Page(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        query = urllib.parse.parse_qs(urllib.parse.urlsplit(self.path).query)
        start, limit = int(query.get("after", ["0"])[0]), int(query.get("limit", ["100"])[0])
        with self.server.lock:
            page = self.server.events[start:start + limit]
            self.server.asked += 1
        query["after"] = [str(start + len(page))]
        body = json.dumps(page).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        target = "/api/v1/logs?" + urllib.parse.urlencode(query, doseq=True)
        self.send_header("Link", f'<{self.server.origin}{target}>; rel="next"')
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Sender:
    """Makes events, and delivers them for as long as there is somebody; its counts are of deliveries."""

    def __init__(self, log, rng):
        self.log, self.rng, self.made = log, rng, 0
        self.counts = collections.Counter()
        self.answered = set()

    def make(self):
        events = []
        for _ in range(self.rng.randint(1, 5)):
            self.made += 1
            kind = self.rng.choice(TYPES)
            now = time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime())
            events.append({"uuid": f"e-{self.made}", "eventType": kind, "published": now, "target": [
                {"id": f"00u{self.made}", "type": "User"}, {"id": "00g1", "type": "UserGroup"}]})
        with self.log.lock:
            self.log.events += events
        return events

    def deliver(self, port):
        events = self.make()
        body = json.dumps({"eventType": "com.okta.event_hook", "eventId": f"d-{self.made}", "data": {"events": events}})
        if self.rng.random() < 0.1:
            self.counts["forgotten by Okta"] += 1  # beyond its limit of a day
            return
        for attempt in ("first", "second"):
            status = self.post(port, body)
            self.counts[f"{attempt} attempts answered {status}"] += 1
            if status == 204:
                self.answered.update(e["uuid"] for e in events)
                if self.rng.random() < 0.1:
                    self.post(port, body)  # the answer was lost on its way
                return
            if status and status < 500:
                raise Failure(f"a delivery was refused: {status}")

    def post(self, port, body):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=3)
        try:
            connection.request("POST", "/", body, {"Content-Type": "application/json", "Authorization": "s3cret"})
            return connection.getresponse().status
        except (OSError, http.client.HTTPException):
            time.sleep(0.005)
            return 0
        finally:
            connection.close()


def run(program, database, log, work):
    """Starts the program, does `work` with it, and kills it."""
    process = subprocess.Popen([program, database, log.origin], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        line = process.stdout.readline()
        if not line:
            raise Failure(f"the program did not start: it ended with {process.wait()}")
        work(int(line), process)
    finally:
        process.kill()
        process.wait()


def handled(database):
    base = sqlite3.connect(database, timeout=10)
    try:
        return collections.Counter(uuid for uuid, in base.execute("select uuid from handled"))
    finally:
        base.close()


def check_twice(counts):
    if twice := [uuid for uuid, times in counts.items() if times > 1]:
        raise Failure(f"{len(twice)} events were handled more than once: {twice[:5]}")


def main():
    program = sys.argv[1]
    kills = int(sys.argv[2]) if len(sys.argv) > 2 else 200
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else random.randrange(1 << 32)
    rng = random.Random(seed)
    with tempfile.TemporaryDirectory(prefix="okta_hook_") as folder:
        database = os.path.join(folder, "inbox.db")
        base = sqlite3.connect(database)
        base.execute("create table handled (uuid text not null)")
        base.commit()
        base.close()
        log = SystemLog()
        sender = Sender(log, rng)

        def send(port, failures):
            """Deliveries go on while the program is killed, and when it is down."""
            end = time.monotonic() + rng.uniform(0, 0.3)
            try:
                while time.monotonic() < end:
                    sender.deliver(port)
            except Failure as e:
                failures.append(e)

        def send_and_kill(port, process):
            failures = []
            thread = threading.Thread(target=send, args=(port, failures))
            thread.start()
            time.sleep(rng.uniform(0, 0.25))
            if process.poll() is not None:
                failures.append(Failure(f"the program ended by itself, with {process.returncode}"))
            process.kill()
            thread.join()
            if failures:
                raise failures[0]

        done, start = 0, time.monotonic()
        while done < kills and time.monotonic() - start < LONGEST_TEST:
            run(program, database, log, send_and_kill)
            done += 1
            if done % 20 == 0:
                check_twice(handled(database))
        if done < kills / 2:
            raise Failure(f"only {done} of {kills} rounds in {LONGEST_TEST} s")

        def until_all_is_handled(_, process):
            deadline = time.monotonic() + 60
            while len(handled(database)) < sender.made and process.poll() is None:
                if time.monotonic() > deadline:
                    missing = {e["uuid"] for e in log.events} - set(handled(database))
                    raise Failure(f"{len(missing)} events were not handled: {sorted(missing)[:5]}")
                time.sleep(0.05)
            if process.poll() is not None:
                raise Failure(f"the program ended by itself, with {process.returncode}")
            time.sleep(0.3)  # for what might come twice

        run(program, database, log, until_all_is_handled)
        counts = handled(database)
        check_twice(counts)
        if missing := {e["uuid"] for e in log.events} - set(counts):
            raise Failure(f"{len(missing)} events were not handled: {sorted(missing)[:5]}")
        missed = sender.made - len(sender.answered)
        print(f"{done} kills, seed {seed}: {sender.made} events, {len(sender.answered)} of them answered 204, "
              f"{missed} found in the log; each handled once. Deliveries: {dict(sender.counts)}; polls: {log.asked}")
        if not sender.answered or not missed:
            raise Failure("the sender's events came all by one way: this showed nothing of the other")


if __name__ == "__main__":
    try:
        main()
    except Failure as e:
        print(f"hook_test: {e}", file=sys.stderr)
        sys.exit(1)
