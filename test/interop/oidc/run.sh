#!/bin/sh
# Each way to get tokens, against an OpenID provider that is not ours (oidc-provider).
# usage: run.sh <build folder> <client>    Without Node.js or npm: exit status 77.
set -eu

fail() { echo "$1" >&2; exit 1; }

[ $# -eq 2 ] || { echo "usage: run.sh <build folder> <client>" >&2; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../npm.sh"
client=$2
[ -x "$client" ] || fail "$client is not a program"
mkdir -p "$1/oidc"
cache=$(cd "$1/oidc" && pwd)

# Beside their modules, the scripts find them.
rm -f "$cache"/*.mjs
cp "$here"/*.mjs "$cache"
install_modules "$here" "$cache"

provider=
stop() {
    [ -n "$provider" ] || return 0
    kill -9 "$provider" 2>/dev/null || true
    wait "$provider" 2>/dev/null || true
    provider=
    rm -f "$cache/provider.json"        # there are keys in it
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

umask 077
: >"$cache/provider.json"
node "$cache/provider.mjs" >"$cache/provider.json" 2>"$cache/provider.log" </dev/null &
provider=$!
waited=0
until grep -q '}$' "$cache/provider.json"; do
    if ! kill -0 "$provider" 2>/dev/null || [ "$waited" -ge 240 ]; then
        tail -n 40 "$cache/provider.log" >&2
        fail "the provider is not ready after $((waited / 4)) s"
    fi
    sleep 0.25
    waited=$((waited + 1))
done

status=0
timeout 240 "$client" "$cache/provider.json" || status=$?
if [ "$status" -ne 0 ]; then
    [ "$status" -ne 124 ] || echo "the client was stopped after four minutes" >&2
    echo "-- what the provider printed" >&2
    tail -n 40 "$cache/provider.log" >&2
    exit 1
fi
