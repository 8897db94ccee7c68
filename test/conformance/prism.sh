#!/bin/sh
# Runs a command while Prism, an independent HTTP mock, serves Okta's published description on loopback and checks every
# request against it.  usage: prism.sh <build folder> <command> [argument]...
# The command finds the server in OKTA_CLIENT_ORGURL. Without the description, Node.js or npm: exit status 77.
set -eu

skip() { echo "skipped: $1"; exit 77; }

[ $# -ge 2 ] || { echo "usage: prism.sh <build folder> <command> [argument]..." >&2; exit 2; }
root=$(cd "$(dirname "$0")/../.." && pwd)
mkdir -p "$1/prism"
cache=$(cd "$1/prism" && pwd)
shift
api=${OKTA_FACTS:-$root/../shared/okta}/okta.mock.openapi.yaml

[ -f "$api" ] || skip "$api is not there"
command -v node >/dev/null 2>&1 || skip "node is not installed"
prism=$cache/node_modules/@stoplight/prism-cli/dist/index.js
if [ ! -f "$prism" ]; then
    command -v npm >/dev/null 2>&1 || skip "npm is not installed"
    if ! timeout 300 npm install --prefix "$cache" --no-audit --no-fund --loglevel=error @stoplight/prism-cli@5 \
        >"$cache/install.log" 2>&1 </dev/null; then
        cat "$cache/install.log" >&2
        echo "npm could not install @stoplight/prism-cli" >&2
        exit 1
    fi
fi

server=
stop() {
    [ -n "$server" ] || return 0
    kill "$server" 2>/dev/null || true
    for _ in 1 2 3 4 5 6 7 8 9 10; do
        kill -0 "$server" 2>/dev/null || break
        sleep 0.2
    done
    kill -9 "$server" 2>/dev/null || true
    wait "$server" 2>/dev/null || true
    server=
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# A port that is free now may be taken a moment later: then Prism ends, and another is tried.
answers() {
    node -e 'require("net").connect(+process.argv[1], "127.0.0.1").on("connect", () => process.exit(0))
        .on("error", () => process.exit(1))' "$1"
}
started=
for _ in 1 2 3; do
    port=$(node -e 'const s = require("net").createServer(); s.listen(0, "127.0.0.1", () => {
        console.log(s.address().port); s.close() })')
    node "$prism" mock -m false -h 127.0.0.1 -p "$port" --errors "$api" >"$cache/prism.log" 2>&1 </dev/null &
    server=$!
    waited=0
    while [ "$waited" -lt 240 ] && kill -0 "$server" 2>/dev/null; do
        # Its own word that it listens, so that no other program's answer is taken for it.
        if grep -q 'Prism is listening' "$cache/prism.log" && answers "$port"; then started=yes; break 2; fi
        sleep 0.25
        waited=$((waited + 1))
    done
    stop
done
if [ -z "$started" ]; then
    tail -n 20 "$cache/prism.log" >&2
    echo "Prism did not start" >&2
    exit 1
fi

status=0
OKTA_CLIENT_ORGURL="http://127.0.0.1:$port" "$@" || status=$?
[ "$status" -eq 0 ] || grep -v 'info' "$cache/prism.log" | tail -n 40 >&2 || true
exit "$status"
