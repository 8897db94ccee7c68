#!/bin/sh
# Okta's own SDK for Node.js, a validator of Okta's published description, and Prism, against `okta sandbox`.
# usage: run.sh <build folder>    Without the description, Node.js, npm or the program: exit status 77.
set -eu

[ $# -eq 1 ] || { echo "usage: run.sh <build folder>" >&2; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
. "$here/npm.sh"
root=$(cd "$here/../.." && pwd)
mkdir -p "$1/interop"
build=$(cd "$1" && pwd)
cache=$build/interop
facts=${OKTA_FACTS:-$root/../shared/okta}
program=$build/bin/okta

for file in okta.mock.openapi.yaml actions.json; do
    [ -f "$facts/$file" ] || skip "$facts/$file is not there"
done
[ -x "$program" ] || skip "$program is not built"
"$program" sandbox --help 2>/dev/null | grep -q -e --seed-file || skip "$program has no sandbox"

# Beside their modules, the scripts find them.
rm -f "$cache"/*.mjs "$cache"/*.sandbox.log
cp "$here"/*.mjs "$cache"
install_modules "$here" "$cache"

# The SDK would send requests to the loopback through a proxy, and read these of another org.
unset http_proxy https_proxy HTTP_PROXY HTTPS_PROXY
for name in $(env | sed -n 's/^\(OKTA_CLIENT_[A-Z0-9_]*\)=.*/\1/p'); do unset "$name"; done

servers=
comparison=
kill_all() {
    [ -z "$comparison" ] || kill "$comparison" 2>/dev/null || true
    for server in $servers; do kill -9 "$server" 2>/dev/null || true; done
}
trap kill_all EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# fail <message> [log]: says what went wrong, with the log's end.
fail() {
    [ $# -lt 2 ] || tail -n 40 "$2" >&2
    echo "$1" >&2
    exit 1
}

# serve <name> [option]...: starts a sandbox, and takes over the variables that it prints.
serve() {
    printed=$cache/$1.env log=$cache/$1.sandbox.log name=$1
    shift
    : >"$printed"
    "$program" sandbox --port 0 "$@" >"$printed" 2>"$log" </dev/null &
    server=$!
    servers="$servers $server"
    waited=0
    until grep -qx ready "$printed"; do
        kill -0 "$server" 2>/dev/null || fail "the sandbox '$name' ended before it was ready" "$log"
        [ "$waited" -lt 240 ] || fail "the sandbox '$name' is not ready after a minute" "$log"
        sleep 0.25
        waited=$((waited + 1))
    done
    sed '/^ready$/,$d' "$printed" >"$printed.sh"
    set -a
    . "$printed.sh"
    set +a
}

# Each sandbox must end upon SIGTERM, with status 0.
stop_all() {
    for server in $servers; do kill -TERM "$server" || fail "a sandbox has ended by itself"; done
    for server in $servers; do
        waited=0
        while kill -0 "$server" 2>/dev/null && [ "$waited" -lt 40 ]; do sleep 0.25; waited=$((waited + 1)); done
        [ "$waited" -lt 40 ] || fail "a sandbox does not end ten seconds after SIGTERM"
        wait "$server" || fail "a sandbox ended with status $? after SIGTERM"
    done
    servers=
}

failed=
part() {                                # <what it shows> <script>
    echo "== $1"
    timeout 240 node "$cache/$2" "$facts" || failed=yes
}

start() {                               # <name>: a sandbox that enforces rate limits, and one that does not
    serve "$1-limited" --users 10 --rate-limits --seed-file "$cache/limited.json"
    export OKTA_LIMITED_ORGURL="$OKTA_CLIENT_ORGURL" OKTA_LIMITED_TOKEN="$OKTA_CLIENT_TOKEN"
    serve "$1" --users 250 --seed-file "$cache/org.json"
}

for kind in org limited; do node "$cache/seed.mjs" "$facts" "$kind" >"$cache/$kind.json"; done

part "the validator" description_test.mjs

start sdk
part "Okta's SDK" sdk_tour.mjs
stop_all

start tour
part "each answer against Okta's description" validate.mjs
stop_all

serve prism --users 10 --seed-file "$cache/org.json"
echo "== the same calls to Prism"
export OKTA_SANDBOX_ORGURL="$OKTA_CLIENT_ORGURL" OKTA_SANDBOX_TOKEN="$OKTA_CLIENT_TOKEN"
OKTA_FACTS=$facts sh "$root/test/conformance/prism.sh" "$build" node "$cache/prism_compare.mjs" "$facts" &
comparison=$!
status=0
wait "$comparison" || status=$?
comparison=
[ "$status" -eq 0 ] || failed=yes
stop_all

if [ -n "$failed" ]; then
    for log in "$cache"/*.sandbox.log; do
        [ ! -s "$log" ] || { echo "-- $(basename "$log")"; tail -n 20 "$log"; } >&2
    done
    exit 1
fi
