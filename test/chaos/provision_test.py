#!/usr/bin/env python3
"""Kills a program that provisions an org at random points, and begins it again until it is done. Then everybody is
there, once, as asked.  usage: provision_test.py <folder of okta> <provision> [<people>] [<seed>] [<seconds>]

<seconds>: the longest run, from the start of its work to its end."""

import collections
import json
import os
import random
import subprocess
import sys
import tempfile
import time
import urllib.request

TOKEN = "00chaosToken00000000000000000000000000000"
GROUP = "everyone here"     # as provision.cpp calls it
MOST_RUNS = 400


class Failure(Exception):
    pass


class Org:
    def __init__(self, program):
        environment = {k: v for k, v in os.environ.items() if not k.startswith("OKTA_")}
        self.server = subprocess.Popen([program, "sandbox", "--users", "0", "--token", TOKEN], stdout=subprocess.PIPE,
                                       encoding="utf-8", env=environment)
        for line in self.server.stdout:
            if "http://127.0.0.1:" in line:
                self.url = "http://127.0.0.1:" + line.split("http://127.0.0.1:")[1].split()[0].strip("/'\"")
            if line == "ready\n":
                self.log, self.events = self.url + "/api/v1/logs?limit=1000", collections.Counter()
                self.before = self.happened()
                return
        raise Failure("okta sandbox did not start")

    def page(self, url):
        """One page, and where the next one is."""
        request = urllib.request.Request(url, headers={"Authorization": "SSWS " + TOKEN, "Accept": "application/json"})
        with urllib.request.urlopen(request, timeout=30) as answer:
            links = [link for link in answer.headers.get_all("Link") or [] if 'rel="next"' in link]
            return json.load(answer), links[0].split("<")[1].split(">")[0] if links else None

    def get(self, path):
        """All pages of a list."""
        url, items = self.url + path, []
        while url:
            page, url = self.page(url)
            items += page
        return items

    def happened(self):
        """How often each type of event happened; to be asked now and then, since the System Log drops the oldest."""
        page = True
        while page:
            page, self.log = self.page(self.log)
            self.events.update(e["eventType"] for e in page)
        return self.events.copy()

    def close(self):
        self.server.kill()
        self.server.wait()


def run(command, delay):
    """One run; True when it ended by itself. A delay of None: as long as it takes."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8") as program:
        if program.stdout.readline() != "ready\n":
            raise Failure("the program did not start: " + program.stderr.read())
        try:
            rest, errors = program.communicate(timeout=delay)
        except subprocess.TimeoutExpired:
            program.kill()
            program.wait()
            return False
    if program.returncode != 0 or rest != "done\n":
        raise Failure(f"the program ended with {program.returncode}: {errors}")
    return True


def compare(org, people):
    users = {u["profile"]["login"]: u for u in org.get("/api/v1/users?search=id%20pr&limit=200")}
    mine = {f"p{n}@example.com": n for n in range(people)}
    if missing := sorted(set(mine) - set(users)):
        raise Failure(f"not there: {missing[:5]}")
    compare_members(org, set(mine))
    log = org.happened()
    leavers = (people + 2) // 3
    for event, expected in {"user.lifecycle.create": people, "user.lifecycle.deactivate": leavers,
                            "user.lifecycle.delete.initiated": 0, "group.lifecycle.create": 1,
                            "group.user_membership.add": people, "group.user_membership.remove": 0}.items():
        count = log[event] - org.before[event]
        if count != expected:
            raise Failure(f"{event} happened {count} times instead of {expected}")
    for login, n in mine.items():
        user = users[login]
        if user["profile"].get("title") != f"title {n}":
            raise Failure(f"{login} lost an update")
        if (user["status"] == "DEPROVISIONED") != (n % 3 == 0):
            raise Failure(f"{login} is {user['status']}")


def compare_members(org, expected):
    """Everybody is in the group, leavers too: who is deactivated stays a member."""
    groups = [g["id"] for g in org.get("/api/v1/groups") if g["profile"]["name"] == GROUP]
    if len(groups) != 1:
        raise Failure(f"{len(groups)} groups are named {GROUP}")
    members = collections.Counter(u["profile"]["login"] for u in org.get(f"/api/v1/groups/{groups[0]}/users?limit=200"))
    if lost := sorted(expected - set(members)):
        raise Failure(f"not in the group: {lost[:5]}")
    if foreign := sorted(set(members) - expected):
        raise Failure(f"in the group, but should not be: {foreign[:5]}")
    if twice := sorted(login for login, count in members.items() if count > 1):
        raise Failure(f"listed twice as a member: {twice[:5]}")


def main():
    program, provision = os.path.join(os.path.abspath(sys.argv[1]), "okta"), os.path.abspath(sys.argv[2])
    people = int(sys.argv[3]) if len(sys.argv) > 3 else 240
    seed = int(sys.argv[4]) if len(sys.argv) > 4 else 1
    longest_run = float(sys.argv[5]) if len(sys.argv) > 5 else 0.6
    chance = random.Random(seed)
    began, kills = time.monotonic(), 0
    org = Org(program)
    try:
        with tempfile.TemporaryDirectory() as folder:
            command = [provision, org.url, TOKEN, folder]
            while not run(command + [str(chance.randrange(1 << 30)), str(people)], chance.uniform(0, longest_run)):
                kills += 1
                org.happened()
                if kills > MOST_RUNS:
                    raise Failure(f"it is not done after {kills} runs")
            lines = sum(open(os.path.join(folder, name), encoding="utf-8").read().count('"unknown"')
                        for name in os.listdir(folder))
            compare(org, people)
            run(command + ["7", str(people)], None)      # once more: nothing is left to do
            compare(org, people)
    except Failure as failure:
        print(f"provision_test: {failure} (seed {seed})")
        return 1
    finally:
        org.close()
    if kills < 5:
        print(f"provision_test: killed {kills} times only: that tests nothing")
        return 1
    print(f"{people} people in 5 runs with journals: {kills} kills, {lines} answers unknown; each once; "
          f"{time.monotonic() - began:.1f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
