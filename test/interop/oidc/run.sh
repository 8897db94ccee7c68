#!/bin/sh
# Each way to get tokens, against an OpenID provider that is not ours (oidc-provider).
# usage: run.sh <client> <build folder>    Without Node.js or npm: exit status 77.
set -eu

skip() { echo "skipped: $1"; exit 77; }
fail() { echo "$1" >&2; exit 1; }

[ $# -eq 2 ] || { echo "usage: run.sh <client> <build folder>" >&2; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
client=$1
[ -x "$client" ] || fail "$client is not a program"
mkdir -p "$2/oidc"
cache=$(cd "$2/oidc" && pwd)

command -v node >/dev/null 2>&1 || skip "node is not installed"
command -v npm >/dev/null 2>&1 || skip "npm is not installed"

# Beside their modules, the scripts find them.
rm -f "$cache"/*.mjs
cp "$here"/*.mjs "$cache"
if ! cmp -s "$here/package-lock.json" "$cache/installed.json"; then
    cp "$here/package.json" "$here/package-lock.json" "$cache"
    if ! timeout 300 npm ci --prefix "$cache" --no-audit --no-fund --loglevel=error \
        >"$cache/install.log" 2>&1 </dev/null; then
        cat "$cache/install.log" >&2
        fail "npm could not install what $here/package.json names"
    fi
    cp "$here/package-lock.json" "$cache/installed.json"
fi

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
