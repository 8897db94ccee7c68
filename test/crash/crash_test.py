#!/usr/bin/env python3
"""Kills a program that refreshes tokens at random points, and looks at what is left: the account's file is whole, and
the newest refresh token or the one before it is in there.  usage: crash_test.py <refresh_loop> [<kills>] [<seed>]

A token that was issued when the program was killed may not be stored yet. Without a grace period the user then has to
sign in again, once; with Okta's, the token before it still works and nobody has to."""

import json
import os
import random
import subprocess
import sys
import tempfile
import time

LONGEST_RUN = 0.1      # seconds from the start of a run's work to its end
GRACE = 30_000          # ms, Okta's default


class Failure(Exception):
    pass


def journal(folder):
    """The server's record as a list of (what, token, by); a line that was cut short was never answered."""
    with open(os.path.join(folder, "journal"), encoding="ascii") as file:
        lines = file.read().split("\n")[:-1]
    return [tuple(line.split(" ")[:3]) for line in lines]


def stored_token(folder):
    with open(os.path.join(folder, "accounts", "account.json"), encoding="utf-8") as file:
        text = file.read()
    try:
        account = json.loads(text)
    except ValueError as error:
        raise Failure(f"a torn file of {len(text)} characters: {error}") from error
    if account.get("owner_id") != "owner" or account.get("status") != "ACTIVE" or account.get("client_id") != "0oa1":
        raise Failure("the account has lost more than its tokens")
    return account["refresh_token"]


def is_lost(folder):
    """Whether the newest token is not stored; fails when the one before it is not, either."""
    record, stored = journal(folder), stored_token(folder)
    what, token, by = record[-1]
    if what == "issue":
        if stored not in (token, by):
            raise Failure(f"two valid tokens are lost: {token} by {by} is the newest, {stored} is stored")
        return stored != token
    return what == "revoke" or stored != token      # a sign-in that was under way


def logins(folder):
    return sum(what == "login" for what, _, _ in journal(folder))


def run_and_kill(command, delay):
    with subprocess.Popen(command, stdout=subprocess.PIPE) as program:
        if program.stdout.readline() != b"ready\n":
            program.wait()
            raise Failure(f"the program did not start: it ended with {program.returncode}")
        time.sleep(delay)
        program.kill()
    if program.returncode != -9:
        raise Failure(f"the program ended by itself, with {program.returncode}")


def crash(program, kills, grace, seed):
    chance = random.Random(seed)
    lost = half_written = 0
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        command = [program, folder, str(grace)]
        subprocess.run(command + [str(seed), "setup"], check=True)
        missing = False
        for _ in range(kills):
            before = logins(folder)
            run_and_kill(command + [str(chance.randrange(1 << 30))], chance.uniform(0, LONGEST_RUN))
            added = logins(folder) - before
            if added > (missing and grace == 0):
                raise Failure(f"{added} sign-ins in a run that started with the newest token "
                              + ("lost" if missing else "stored"))
            missing = is_lost(folder)
            lost += missing
            half_written += os.path.exists(os.path.join(folder, "accounts", "account.tmp"))
        record = journal(folder)
        issued, again = sum(what == "issue" for what, _, _ in record), logins(folder) - 1
        left = sorted(set(os.listdir(os.path.join(folder, "accounts"))) - {"account.json", "account.tmp"})
    if any(not name.startswith("lock.") for name in left):
        raise Failure(f"files that nobody needs: {left}")
    if issued < kills:
        raise Failure(f"only {issued} tokens were issued in {kills} runs: that tests nothing")
    if again > (lost if grace == 0 else 0):
        raise Failure(f"{again} sign-ins for {lost} tokens that were lost in flight")
    print(f"grace {grace} ms: {kills} kills, {issued} refreshes, {half_written} kills while a file was being written, "
          f"{lost} tokens lost in flight, {again} sign-ins needed; {time.monotonic() - began:.1f} s", flush=True)


def main():
    program = os.path.abspath(sys.argv[1])
    kills = int(sys.argv[2]) if len(sys.argv) > 2 else 100
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    try:
        for grace in (0, GRACE):
            crash(program, kills, grace, seed)
    except Failure as failure:
        print(f"crash_test: {failure} (seed {seed})")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
