#!/bin/sh
# Client assertions and DPoP proofs of every algorithm, verified by jose, an independent implementation for Node.js, and
# tokens of its own, verified by okta.  usage: run.sh <build folder> <tokens program>
# Without the program, Node.js or npm: exit status 77.
set -eu

skip() { echo "skipped: $1"; exit 77; }

[ $# -eq 2 ] || { echo "usage: run.sh <build folder> <tokens program>" >&2; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$1/interop-jose"
cache=$(cd "$1/interop-jose" && pwd)
tokens=$2

[ -x "$tokens" ] || skip "$tokens is not built"
command -v node >/dev/null 2>&1 || skip "node is not installed"
command -v npm >/dev/null 2>&1 || skip "npm is not installed"

# Beside their modules, the scripts find them.
cp "$here"/*.mjs "$here/../check.mjs" "$cache"
if ! cmp -s "$here/package.json" "$cache/installed.json"; then
    cp "$here/package.json" "$here/package-lock.json" "$cache"
    if ! timeout 300 npm ci --prefix "$cache" --no-audit --no-fund --loglevel=error \
        >"$cache/install.log" 2>&1 </dev/null; then
        cat "$cache/install.log" >&2
        echo "npm could not install what $here/package.json names" >&2
        exit 1
    fi
    cp "$here/package.json" "$cache/installed.json"
fi

keys=$(mktemp -d)
trap 'rm -rf "$keys"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
timeout 120 node "$cache/keys.mjs" "$keys"
timeout 120 "$tokens" "$keys" >"$keys/lines"
timeout 120 node "$cache/verify.mjs" "$keys" <"$keys/lines"
