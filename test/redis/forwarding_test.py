#!/usr/bin/env python3
"""Two receivers, two consumers and one Redis server, each of them killed and begun again at random while a sender posts
events as Okta does: no event that was answered 204 is lost, and the first handlings of a user's events are in the order
of sending.
usage: forwarding_test.py <forwarding> <checks of the parts> [<events>] [<seed>]"""

import collections
import http.client
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

USERS, SENDERS = 50, 5
LONGEST_SENDING, LONGEST_REST = 25, 20      # seconds
SECRET = "a secret"


class Failure(Exception):
    pass


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Program:
    """One that is killed and begun again."""

    def __init__(self, command, log, ready):
        self.command, self.log, self.ready = command, log, ready
        self.starts = 0
        self.start()

    def start(self):
        self.starts += 1
        self.process = subprocess.Popen(self.command, stdout=subprocess.PIPE, stderr=self.log)
        for line in self.process.stdout:
            if self.ready in line:
                break
        else:
            raise Failure(f"{self.command[:2]} did not start: it ended with {self.process.wait()}")
        threading.Thread(target=self.process.stdout.read, daemon=True).start()

    def kill(self):
        if self.process.poll() is not None:
            raise Failure(f"{self.command[:2]} ended by itself, with {self.process.returncode}")
        self.process.kill()
        self.process.wait()

    def end(self):
        self.process.kill()
        self.process.wait()


def redis_server(folder, port, log):
    return Program(["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--dir", folder, "--save", "",
                    "--appendonly", "yes", "--appendfsync", "always"], log, b"Ready to accept connections")


class Sent:
    """One event: its user's, and what became of its delivery."""

    def __init__(self, user, number):
        self.user, self.key = user, f"u{user}-{number}"
        self.attempted = []     # receivers
        self.answered = None    # the receiver that answered 204

    def log_event(self):
        return {"uuid": self.key, "eventType": "user.lifecycle.create", "version": "0", "severity": "INFO",
                "published": "2027-01-01T00:00:00.000Z", "outcome": {"result": "SUCCESS"},
                "actor": {"id": "00uadmin", "type": "User"},
                "target": [{"id": f"00u{self.user}", "type": "User", "alternateId": f"{self.user}@example.com"}]}


class Sender:
    """Posts the events of its users, one delivery after the other. A delivery that fails, by 5xx, by its time or by its
    connection, is repeated once: to the other receiver, as a load balancer does, or, for users with an even number,
    to the same one, as one that goes by the user does."""

    def __init__(self, ports, users, count, seed, until):
        self.ports, self.users, self.count, self.until = ports, users, count, until
        self.chance = random.Random(seed)
        self.events = []
        self.error = None
        self.thread = threading.Thread(target=self.run)
        self.thread.start()

    def run(self):
        try:
            self.send()
        except Exception as error:  # told by the main thread
            self.error = error

    def send(self):
        numbers = collections.Counter()
        while len(self.events) < self.count and time.monotonic() < self.until:
            sticky = self.chance.random() < 0.5
            users = [u for u in self.users if (u % 2 == 0) == sticky]
            batch = []
            for _ in range(self.chance.randint(1, 3)):
                user = self.chance.choice(users)
                numbers[user] += 1
                batch.append(Sent(user, numbers[user]))
            self.events += batch
            time.sleep(self.chance.uniform(0, 0.1))
            home = self.users[0] % 2
            self.deliver(batch, [home, home] if sticky else self.chance.choice([[0, 1], [1, 0]]))

    def deliver(self, batch, receivers):
        body = json.dumps({"eventType": "com.okta.event_hook", "eventTypeVersion": "1.0", "cloudEventsVersion": "0.1",
                           "eventId": batch[0].key, "data": {"events": [e.log_event() for e in batch]}})
        for receiver in receivers:
            for e in batch:
                e.attempted.append(receiver)
            status = self.post(self.ports[receiver], body)
            if status == 204:
                for e in batch:
                    e.answered = receiver
                return
            if status is not None and status < 500:
                raise Failure(f"a delivery was answered {status}")
            time.sleep(0.15)

    def post(self, port, body):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=3)
        try:
            connection.request("POST", "/", body, {"Authorization": SECRET, "Content-Type": "application/json"})
            return connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()


def handled_so_far(journal):
    """The first handling of each event: its place in the journal."""
    places = {}
    with open(journal, encoding="ascii") as file:
        lines = file.read().split("\n")[:-1]
    for place, key in enumerate(lines):
        places.setdefault(key, place)
    return places, len(lines)


def check(events, places):
    """\\returns how many pairs of events were compared"""
    answered = [e for e in events if e.answered is not None]
    if lost := [e.key for e in answered if e.key not in places]:
        raise Failure(f"{len(lost)} events were answered 204 and never handled: {lost[:5]}")
    if strange := set(places) - {e.key for e in events}:
        raise Failure(f"handled, and never sent: {sorted(strange)[:5]}")
    lines = collections.defaultdict(list)
    for e in answered:
        # What may also have gone by way of the other receiver has no order: that one may have been dead meanwhile.
        if len(set(e.attempted)) == 1:
            lines[e.user, e.answered].append(e)
    pairs = 0
    for line in lines.values():
        for earlier, later in zip(line, line[1:]):
            pairs += 1
            if places[earlier.key] > places[later.key]:
                raise Failure(f"{later.key} was handled before {earlier.key}")
    return pairs


def trouble(chance, programs, senders, until):
    """Kills one after the other, lets it lie for a while, and begins it again; pauses consumers beyond their leases.
    Returns how often it did what."""
    counts = collections.Counter()
    while any(s.thread.is_alive() for s in senders) and time.monotonic() < until:
        time.sleep(chance.uniform(0.05, 0.4))
        name = chance.choice(sorted(programs))
        program = programs[name]
        if name.startswith("consumer") and chance.random() < 0.3:
            counts["consumer paused"] += 1
            program.process.send_signal(signal.SIGSTOP)
            time.sleep(chance.uniform(0.2, 1.5))
            program.process.send_signal(signal.SIGCONT)
            continue
        counts[name] += 1
        program.kill()
        time.sleep(chance.uniform(0, 0.5))
        program.start()
    return counts


def run(program, count, seed, folder, log):
    chance = random.Random(seed)
    redis_port, ports = free_port(), [free_port(), free_port()]
    journal = os.path.join(folder, "journal")
    open(journal, "w").close()
    programs = {"redis": redis_server(folder, redis_port, log)}
    try:
        for i, port in enumerate(ports):
            programs[f"receiver {i}"] = Program([program, "receiver", os.path.join(folder, f"{i}.db"), str(port),
                                                 str(redis_port)], log, b"ready")
            programs[f"consumer {i}"] = Program([program, "consumer", journal, str(redis_port)], log, b"ready")
        began = time.monotonic()
        until = began + LONGEST_SENDING
        senders = [Sender(ports, range(s, USERS, SENDERS), count // SENDERS, seed + s, until) for s in range(SENDERS)]
        counts = trouble(chance, programs, senders, until)
        for s in senders:
            s.thread.join()
            if s.error:
                raise s.error
        sent = time.monotonic() - began
        events = [e for s in senders for e in s.events]
        wanted = {e.key for e in events if e.answered is not None}
        if len(wanted) < len(events) / 2:
            raise Failure(f"only {len(wanted)} of {len(events)} events were answered 204: that tests little")
        end = time.monotonic() + LONGEST_REST
        while time.monotonic() < end and not wanted <= handled_so_far(journal)[0].keys():
            time.sleep(0.2)
        places, handlings = handled_so_far(journal)
        pairs = check(events, places)
        with open(log.name, encoding="utf-8", errors="replace") as said:
            refused = said.read().count(" is full, ")
    finally:
        for p in programs.values():
            p.end()
    print(f"{len(events)} events sent in {sent:.1f} s, {len(wanted)} answered 204, {len(places)} handled, "
          f"{handlings - len(places)} times again; {pairs} pairs in order; "
          f"{refused} refused by a full stream; killed: "
          + ", ".join(f"{n} {times}" for n, times in sorted(counts.items()))
          + f"; {time.monotonic() - began:.1f} s", flush=True)


def check_parts(program, folder, log):
    port = free_port()
    server = redis_server(folder, port, log)
    try:
        subprocess.run([program], env={**os.environ, "OKTA_REDIS_PORT": str(port)}, check=True, timeout=60)
    except subprocess.SubprocessError as error:
        raise Failure(f"the parts: {error}") from error
    finally:
        server.end()


def main():
    program, parts = (os.path.abspath(p) for p in sys.argv[1:3])
    count = int(sys.argv[3]) if len(sys.argv) > 3 else 3000
    seed = int(sys.argv[4]) if len(sys.argv) > 4 else 1
    if not shutil.which("redis-server"):
        print("skipped: there is no redis-server (redis-server)")
        return 77
    with tempfile.TemporaryDirectory() as folder, open(os.path.join(folder, "log"), "wb") as log:
        try:
            for name in ["parts", "all"]:
                os.mkdir(os.path.join(folder, name))
            check_parts(parts, os.path.join(folder, "parts"), log)
            run(program, count, seed, os.path.join(folder, "all"), log)
        except Failure as failure:
            print(f"forwarding_test: {failure} (seed {seed})")
            with open(log.name, encoding="utf-8", errors="replace") as said:
                print("".join(said.readlines()[-40:]))
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
