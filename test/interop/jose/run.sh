#!/bin/sh
# Client assertions and DPoP proofs of every algorithm, verified by jose, an independent implementation for Node.js, and
# tokens of its own, verified by okta.  usage: run.sh <build folder> <tokens program>
# Without the program, Node.js or npm: exit status 77.
set -eu

[ $# -eq 2 ] || { echo "usage: run.sh <build folder> <tokens program>" >&2; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../npm.sh"
mkdir -p "$1/interop-jose"
cache=$(cd "$1/interop-jose" && pwd)
tokens=$2

[ -x "$tokens" ] || skip "$tokens is not built"

# Beside their modules, the scripts find them.
cp "$here"/*.mjs "$here/../check.mjs" "$cache"
install_modules "$here" "$cache"

keys=$(mktemp -d)
trap 'rm -rf "$keys"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
timeout 120 node "$cache/keys.mjs" "$keys"
timeout 120 "$tokens" "$keys" >"$keys/lines"
timeout 120 node "$cache/verify.mjs" "$keys" <"$keys/lines"
