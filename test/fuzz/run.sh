#!/bin/sh
# Runs the fuzzers: each over its corpus, then on with what libFuzzer makes of that.
# usage: run.sh <build dir> <seconds for each> [family]...
# OKTA_JOBS: how many at a time; OKTA_FUZZ_SEED chooses other inputs.
# Whatever comes of it is in <build dir>/fuzz/<family>, which starts empty.
set -eu

[ $# -ge 2 ] || { sed -n 's/^# usage/usage/p' "$0" >&2; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
build=$(cd "$1" && pwd)
seconds=$2
[ "$seconds" -gt 0 ] || { echo "run.sh: $seconds seconds: to libFuzzer that is for ever" >&2; exit 2; }
shift 2

show() {        # what was found: its place and its bytes
    for found in crash-* leak-* oom-* timeout-* slow-unit-*; do
        [ -f "$found" ] || continue
        echo "reproducer: $PWD/$found"
        od -A d -c "$found" | head -n 64
    done
}

one() {         # <family>
    dictionary=$here/json.dict
    [ ! -f "$here/$1.dict" ] || dictionary=$here/$1.dict
    rm -rf "$build/fuzz/$1"
    mkdir -p "$build/fuzz/$1/corpus"
    cd "$build/fuzz/$1"
    export ASAN_OPTIONS=detect_stack_use_after_return=1:strict_string_checks=1 UBSAN_OPTIONS=print_stacktrace=1
    ulimit -c 0
    if timeout $((seconds + 120)) "$build/bin/okta_fuzz_$1" -seed="${OKTA_FUZZ_SEED:-1}" -max_total_time="$seconds" \
        -max_len=4096 -timeout=10 -rss_limit_mb=2048 -dict="$dictionary" -print_final_stats=1 -artifact_prefix="$PWD/" \
        corpus "$here/corpus/$1" >log 2>&1
    then
        inputs=$(sed -n 's/^stat::number_of_executed_units: *//p' log)
        echo "$1: $(grep -a '^#[0-9]*[[:space:]]*DONE' log), $inputs inputs in $seconds s"
    else
        echo "$1: something was found"
        grep -a -v -e NEW -e REDUCE -e pulse -e '^INFO' log | head -n 100
        show
        return 1
    fi
}

if [ "${OKTA_FUZZ_FAMILY-}" ]; then one "$OKTA_FUZZ_FAMILY"; exit; fi

if [ $# -eq 0 ]; then
    for program in "$build"/bin/okta_fuzz_*; do
        [ -x "$program" ] || { echo "run.sh: no fuzzers in $build/bin: build okta_fuzzers there" >&2; exit 2; }
        set -- "$@" "${program##*/okta_fuzz_}"
    done
fi
printf '%s\n' "$@" | xargs -P "${OKTA_JOBS:-1}" -I '{}' env OKTA_FUZZ_FAMILY='{}' sh "$here/run.sh" "$build" "$seconds" ||
    { echo "run.sh: something was found, see above" >&2; exit 1; }
