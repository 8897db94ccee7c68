#!/usr/bin/env python3
"""What a translation unit that uses okta costs the compiler: CPU seconds (user and system) and the most memory, without
ccache or a precompiled header. Where a bound is broken by one run, the least of several interleaved ones decides.

    python3 test/bench/compile_time.py [--runs 3] [--library] [--o2] [compiler flag...]

$CXX names the compiler (g++ unless set). Exits with 1 when a bound is broken, with 2 when something does not compile.
What decodes a page of users, or every model, is measured at -O2, the rest at -O0; --o2 prints that at -O2 as well, and
--library what it takes to compile the library itself.
"""

import argparse
import os
import shlex
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
INCLUDE = os.path.join(ROOT, "include")
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
}
LIBRARY = {"okta/src.hpp": (os.path.join(ROOT, "src", "okta.cpp"), SEPARATE)}

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
OPTIMISED_BOUNDS = [
    ("users by decode, separate", 0.7, "users by Boost.JSON's value_to"),  # the tables are in the library
    ("all models by decode, separate", 1.4, "users by Boost.JSON's value_to"),  # so headers are most of it
    ("users by decode", 2.4, "users by Boost.JSON's value_to"),  # a reader and a DOM to fall back on are in it
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
    def __init__(self, folder, level, flags, units, bounds):
        self.folder, self.level, self.units, self.bounds = folder, level, units, bounds
        self.compiler = shlex.split(os.environ.get("CXX") or "g++")
        self.flags = ["-std=c++20", "-I" + INCLUDE, *flags]
        self.environment = {**os.environ, "CCACHE_DISABLE": "1", "LC_ALL": "C"}
        self.least, self.memory = {}, {}

    def run_once(self, units):
        for name in units:
            source, flags = self.units[name]
            path = os.path.join(HERE, "compile_time", source)
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
        return [(name, bound, to) for name, bound, to in self.bounds if self.ratio(name, to) > bound]

    def run(self, runs):
        """`runs` times; where there are bounds until they hold, and after the first time only what these are on."""
        units = list(self.units)
        for run in range(1, runs + 1):
            self.run_once(units)
            if self.bounds:
                units = sorted({name for bound in self.bounds for name in (bound[0], bound[2])})
                self.report(run)
                if not self.broken():
                    break
                print("\nOnce more, since something else may have used the machine." if run < runs else "")
        if not self.bounds:
            self.report(runs)

    def report(self, runs):
        print(f"\n{shlex.join(self.compiler)} {self.level}: CPU seconds, least of {runs} runs; most memory")
        for name, seconds in self.least.items():
            print(f"    {name:<32}{seconds:8.2f} s {self.memory[name]:8.0f} MiB")
        print()
        for name, bound, to in self.bounds:
            ratio = self.ratio(name, to)
            verdict = "broken" if ratio > bound else "holds"
            print(f"    {name} / {to}:".ljust(70) + f"{ratio:6.2f}  (at most {bound:.2f})  {verdict}")
        sys.stdout.flush()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--library", action="store_true", help="the library itself as well")
    parser.add_argument("--o2", action="store_true", help="at -O2 as well")
    arguments, flags = parser.parse_known_args()
    runs = max(arguments.runs, 1)

    with tempfile.TemporaryDirectory(prefix="okta_compile_time_") as folder:
        units = {**UNITS, **LIBRARY} if arguments.library else UNITS
        measured = [
            Measurement(folder, "-O0", flags, units, BOUNDS),
            Measurement(folder, "-O2", flags, OPTIMISED_UNITS, OPTIMISED_BOUNDS),
        ]
        if arguments.o2:
            measured.append(Measurement(folder, "-O2", flags, units, []))
        for measurement in measured:
            measurement.run(runs)

    broken = [(m, *bound) for m in measured for bound in m.broken()]
    for m, name, bound, to in broken:
        print(f"\ncompile_time: {name} takes {m.ratio(name, to):.2f} times the CPU of {to}; {bound} is the bound",
              file=sys.stderr)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
