#!/usr/bin/env python3
"""Kills a program that keeps and handles events at random points, and looks at what is left: every event that was
answered `kept` is there, the handlers have counted each handled event exactly once, and nothing that is not handled.
usage: inbox_test.py <inbox_loop> [<kills>] [<seed>]"""

import collections
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
import time

LONGEST_RUN = 0.5       # seconds from the start of a run's work to its end
LONGEST_TEST = 50       # then it stops, when half of the kills were done
WAITING, HANDLED = 0, 2


class Failure(Exception):
    pass


def run_and_kill(command, delay):
    with subprocess.Popen(command, stdout=subprocess.PIPE) as program:
        if program.stdout.readline() != b"ready\n":
            program.wait()
            raise Failure(f"the program did not start: it ended with {program.returncode}")
        time.sleep(delay)
        program.kill()
    if program.returncode != -9:
        raise Failure(f"the program ended by itself, with {program.returncode}")


def answered(journal):
    """The keys that were answered; a line that was cut short was not."""
    if not os.path.exists(journal):
        return []
    with open(journal, encoding="ascii") as file:
        return file.read().split("\n")[:-1]


def check(database, journal, whole):
    """What is wrong is a Failure; how many events were answered and handled, and how many times one was put again.
    Reading makes SQLite recover what the kill left, as the program itself would."""
    base = sqlite3.connect(database)
    try:
        if whole and (said := base.execute("pragma integrity_check").fetchone()[0]) != "ok":
            raise Failure(f"the database is damaged: {said}")
        state = dict(base.execute("select key, state from okta_inbox_event"))
        done = collections.Counter(key for key, in base.execute("select key from handled"))
        counted = dict(base.execute("select name, value from okta_inbox_about"))
        last = base.execute("select text from okta_inbox_checkpoint where name = 'last'").fetchone()
    finally:
        base.close()
    kept = answered(journal)
    if lost := [key for key in kept if key not in state]:
        raise Failure(f"{len(lost)} events were answered and are lost: {lost[:5]}")
    if twice := [key for key, times in done.items() if times > 1]:
        raise Failure(f"{len(twice)} events were handled more than once: {twice[:5]}")
    if set(done) != (marked := {key for key, s in state.items() if s == HANDLED}):
        raise Failure(f"handled and marked so are two things: {sorted(set(done) ^ marked)[:5]}")
    if counted["handled"] != len(done):
        raise Failure(f"{counted['handled']} were counted, and {len(done)} handled")
    if any(s not in (WAITING, HANDLED) for s in state.values()):
        raise Failure("an event is dead, which no handler said")
    if last and last[0] not in state:
        raise Failure(f"the checkpoint {last[0]} is there without its event")
    return len(kept), len(done), len(state) - len(kept)


def crash(program, kills, seed):
    chance = random.Random(seed)
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        database, journal = os.path.join(folder, "inbox.db"), os.path.join(folder, "journal")
        base = sqlite3.connect(database)
        base.executescript("create table handled(key text not null)")
        base.close()
        for n in range(kills):
            if n > kills // 2 and time.monotonic() - began > LONGEST_TEST:
                kills = n
                break
            run_and_kill([program, database, journal, str(n)], chance.uniform(0, LONGEST_RUN))
            kept, done, unanswered = check(database, journal, n % 10 == 0)
        check(database, journal, True)
    if done < kills:
        raise Failure(f"only {done} events were handled in {kills} runs: that tests nothing")
    print(f"{kills} kills, {kept} events answered, {done} handled once each, {unanswered} kept that were killed before "
          f"their answer; {time.monotonic() - began:.1f} s", flush=True)


def main():
    kills = int(sys.argv[2]) if len(sys.argv) > 2 else 60
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    try:
        crash(os.path.abspath(sys.argv[1]), kills, seed)
    except Failure as failure:
        print(f"inbox_test: {failure} (seed {seed})")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
