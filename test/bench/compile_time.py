#!/usr/bin/env python3
"""What a translation unit that uses okta costs the compiler: CPU seconds (user and system) and the most memory, without
ccache or a precompiled header. Where a bound is broken by one run, the least of several interleaved ones decides.

    python3 test/bench/compile_time.py [--runs 3] [--o2] [compiler flag...]

$CXX names the compiler (g++ unless set). Exits with 1 when a bound is broken, with 2 when something does not compile.
What decodes a page of users, or every model, is only measured at -O2, once and without a bound. --o2 prints the other
figures at -O2 as well; the bounds are on those at -O0.
"""

import argparse
import os
import shlex
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
INCLUDE = os.path.join(os.path.dirname(os.path.dirname(HERE)), "include")
SEPARATE = ["-DOKTA_SEPARATE_COMPILATION"]

# name → source, flags
UNITS = {
    "Boost.JSON included": ("json_only.cpp", []),
    "the call by hand on Beast": ("bare_beast.cpp", []),
    "one call": ("one_call.cpp", []),
    "one call, separate": ("one_call.cpp", SEPARATE),
    "one awaited call": ("one_awaited_call.cpp", []),
    "one awaited call, separate": ("one_awaited_call.cpp", SEPARATE),
    "all calls": ("all_calls.cpp", []),
    "all calls, separate": ("all_calls.cpp", SEPARATE),
    "okta/src.hpp": ("src.cpp", SEPARATE),
}

# Decoding is functions of a template each, which only an optimising compiler works on for long.
OPTIMISED_UNITS = {
    "users by Boost.JSON's value_to": ("user_by_value_to.cpp", []),
    "users by decode": ("user_decoded.cpp", []),
    "users by decode, separate": ("user_decoded.cpp", SEPARATE),
    "all models by value_to": ("all_by_value_to.cpp", []),
    "all models by decode": ("all_decoded.cpp", []),
    "all models by decode, separate": ("all_decoded.cpp", SEPARATE),
}

# (unit, bound, unit it is measured against)
BOUNDS = [
    ("one call", 1.1, "the call by hand on Beast"),  # which has neither retries nor rate limits
    ("one awaited call", 1.3, "the call by hand on Beast"),  # with the wait for a token
    ("one call, separate", 3.5, "Boost.JSON included"),  # 2.4 to 3.2, by machine: Asio's headers are most of it
    ("all calls", 2.2, "one call"),  # each model has a reader and a writer of its own
    ("all calls, separate", 1.8, "one call, separate"),
]


def cost(command, environment, log):
    """CPU seconds and most memory in MiB of a command and what it starts; ends the program when it fails."""
    with open(log, "wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output, stdin=subprocess.DEVNULL, env=environment)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        with open(log, errors="replace") as output:
            said = output.read(8192).strip()
        print(f"compile_time: this failed ({process.returncode}):\n{shlex.join(command)}\n{said}", file=sys.stderr)
        sys.exit(2)
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)


class Measurement:
    def __init__(self, folder, level, flags, units):
        self.folder, self.level, self.units = folder, level, units
        self.compiler = shlex.split(os.environ.get("CXX") or "g++")
        self.flags = ["-std=c++20", "-I" + INCLUDE, *flags]
        self.environment = {**os.environ, "CCACHE_DISABLE": "1", "LC_ALL": "C"}
        self.least, self.memory = {}, {}

    def run_once(self):
        for name, (source, flags) in self.units.items():
            path = os.path.join(self.folder if source == "src.cpp" else os.path.join(HERE, "compile_time"), source)
            out = os.path.join(self.folder, "out.o")
            command = [*self.compiler, *self.flags, self.level, *flags, "-c", path, "-o", out]
            try:
                seconds, self.memory[name] = cost(command, self.environment, os.path.join(self.folder, "log"))
            except OSError as error:
                sys.exit(f"compile_time: {self.compiler[0]} does not start: {error}")
            self.least[name] = min(seconds, self.least.get(name, seconds))

    def ratio(self, name, to):
        return self.least[name] / self.least[to]

    def broken(self):
        return [(name, bound, to) for name, bound, to in BOUNDS if self.ratio(name, to) > bound]

    def report(self, runs):
        print(f"\n{shlex.join(self.compiler)} {self.level}: CPU seconds, least of {runs} runs; most memory")
        for name, seconds in self.least.items():
            print(f"    {name:<32}{seconds:8.2f} s {self.memory[name]:8.0f} MiB")
        print()
        for name, bound, to in BOUNDS if self.units is UNITS else []:
            ratio, verdict = self.ratio(name, to), ""
            if self.level == "-O0":
                verdict = f"(at most {bound:.2f})  " + ("broken" if ratio > bound else "holds")
            print(f"    {name} / {to}:".ljust(60) + f"{ratio:6.2f}  {verdict}")
        sys.stdout.flush()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--o2", action="store_true", help="at -O2 as well")
    arguments, flags = parser.parse_known_args()
    runs = max(arguments.runs, 1)

    with tempfile.TemporaryDirectory(prefix="okta_compile_time_") as folder:
        with open(os.path.join(folder, "src.cpp"), "w", encoding="utf-8") as source:
            source.write("#include <okta/src.hpp>\n")
        bounded = Measurement(folder, "-O0", flags, UNITS)
        for run in range(1, runs + 1):
            bounded.run_once()
            bounded.report(run)
            if not bounded.broken():
                break
            print("\nOnce more, since something else may have used the machine." if run < runs else "")
        decoding = Measurement(folder, "-O2", flags, OPTIMISED_UNITS)
        decoding.run_once()
        decoding.report(1)
        if arguments.o2:
            optimised = Measurement(folder, "-O2", flags, UNITS)
            for _ in range(runs):
                optimised.run_once()
            optimised.report(runs)

    for name, bound, to in bounded.broken():
        print(f"\ncompile_time: {name} takes {bounded.ratio(name, to):.2f} times the CPU of {to}; {bound} is the bound",
              file=sys.stderr)
    return 1 if bounded.broken() else 0


if __name__ == "__main__":
    sys.exit(main())
