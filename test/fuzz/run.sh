#!/bin/sh
# Runs the fuzzers: each over its corpus, then on with what libFuzzer makes of that.
# usage: run.sh <build dir> <seconds for all> [family]...
# OKTA_FUZZ_SEED chooses other inputs. Whatever comes of it is in <build dir>/fuzz/<family>, which starts empty.
set -eu

[ $# -ge 2 ] || { sed -n 's/^# usage/usage/p' "$0" >&2; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
build=$(cd "$1" && pwd)
seconds=$2
seed=${OKTA_FUZZ_SEED:-1}
shift 2
if [ $# -eq 0 ]; then
    for program in "$build"/bin/okta_fuzz_*; do
        [ -x "$program" ] || { echo "run.sh: no fuzzers in $build/bin: build okta_fuzzers there" >&2; exit 2; }
        set -- "$@" "${program##*/okta_fuzz_}"
    done
fi
share=$((seconds / $#))
[ "$share" -gt 0 ] || share=1           # to libFuzzer 0 is for ever
export ASAN_OPTIONS=detect_stack_use_after_return=1:strict_string_checks=1 UBSAN_OPTIONS=print_stacktrace=1
ulimit -c 0

show() {        # what was found: its place and its bytes
    for found in crash-* leak-* oom-* timeout-* slow-unit-* lesson-*; do
        [ -f "$found" ] || continue
        echo "reproducer: $PWD/$found"
        case $found in lesson-*) ;; *) od -A d -c "$found" | head -n 64 ;; esac
    done
}

failed=
for family; do
    dictionary=$here/json.dict
    [ ! -f "$here/$family.dict" ] || dictionary=$here/$family.dict
    rm -rf "$build/fuzz/$family"
    mkdir -p "$build/fuzz/$family/corpus"
    cd "$build/fuzz/$family"
    echo "$family: -seed=$seed, $share s"
    if timeout $((share + 120)) "$build/bin/okta_fuzz_$family" -seed="$seed" -max_total_time="$share" -max_len=4096 \
        -timeout=10 -rss_limit_mb=2048 -dict="$dictionary" -print_final_stats=1 -artifact_prefix="$PWD/" \
        corpus "$here/corpus/$family" >log 2>&1
    then
        grep -a -e INITED -e DONE log
    else
        failed="$failed $family"
        grep -a -v -e NEW -e REDUCE -e pulse -e '^INFO' log | head -n 100
        show
    fi
done
[ -z "$failed" ] || { echo "run.sh: something was found by$failed" >&2; exit 1; }
