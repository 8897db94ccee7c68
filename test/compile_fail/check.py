#!/usr/bin/env python3
"""Holds one promise of the compiler: a case must not compile, the message must contain the words that the case names, and
with -DRIGHT it must compile, so that nothing but the mistake is refused.

In a case, `// expect: words` is for every compiler, `// expect-g++: words` and `// expect-clang: words` for one.
`// expect-name: word` is the text of a template argument, which clang before 15 prints as character codes.
`// only: g++ < 13` is a promise of those compilers alone; with the others the case compiles, mistake and all.

usage: check.py [--must-fail] <compiler> <file of flags> <case.cpp>...
--must-fail tests this program: it succeeds when every case is found wanting."""

import functools
import os
import re
import subprocess
import sys

EXPECT = re.compile(r"^\s*// expect(-g\+\+|-clang|-name)?: (.*\S)\s*$", re.MULTILINE)
ONLY = re.compile(r"^\s*// only: (g\+\+|clang) < (\d+)\s*$", re.MULTILINE)


@functools.lru_cache
def family(compiler):
    said = subprocess.run([compiler, "--version"], capture_output=True, text=True, check=True, timeout=60).stdout
    return "-clang" if "clang" in said else "-g++"


@functools.lru_cache
def version(compiler):
    said = subprocess.run([compiler, "-dumpversion"], capture_output=True, text=True, check=True, timeout=60).stdout
    return int(said.split(".")[0])


def says(message, who, text):
    codes = ", ".join(str(ord(letter)) for letter in text[:10])    # it shows ten, then dots
    return text in message or (who == "-name" and codes in message)


def compile(compiler, flags, case, *more):
    # Without the quoted source lines: they would hold the words whether or not the message does.
    quiet = {"-clang": "-fno-caret-diagnostics", "-g++": "-fno-diagnostics-show-caret"}[family(compiler)]
    done = subprocess.run([compiler, "@" + flags, quiet, *more, "-fsyntax-only", case], capture_output=True, text=True,
                          errors="replace", timeout=300, env={**os.environ, "LC_ALL": "C"})
    return done.returncode, done.stderr


def wanting(compiler, flags, case):
    """Why a case does not hold, or None."""
    with open(case, encoding="utf-8") as file:
        source = file.read()
    words = [(who, text) for who, text in EXPECT.findall(source) if who in ("", "-name", family(compiler))]
    if not words:
        return "it names no words to expect from this compiler"
    status, message = compile(compiler, flags, case)
    if only := ONLY.search(source):
        if "-" + only[1] != family(compiler) or version(compiler) >= int(only[2]):
            return f"it does not compile, though the promise is not this compiler's:\n{message}" if status else None
    if status == 0:
        return "it compiles, mistake and all"
    if status < 0:
        return f"the compiler died of signal {-status}:\n{message}"
    if missing := [text for who, text in words if not says(message, who, text)]:
        return "the message does not contain " + ", ".join(f"'{text}'" for text in missing) + f":\n{message}"
    status, message = compile(compiler, flags, case, "-DRIGHT")
    if status != 0:
        return f"with -DRIGHT it does not compile either:\n{message}"
    return None


def main(arguments):
    must_fail = arguments[:1] == ["--must-fail"]
    compiler, flags, *cases = arguments[must_fail:]
    bad = 0
    for case in cases:
        why = wanting(compiler, flags, case)
        if why:
            print(f"{case}: {why}")
        elif must_fail:
            print(f"{case}: holds, though it must not")
        bad += bool(why) != must_fail
    return 1 if bad or not cases else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
