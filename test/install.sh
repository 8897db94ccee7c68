#!/bin/sh
# Installs what is missing, on Debian and Ubuntu.
# usage: install.sh <need>...
#   command=package      the package is needed unless the command is there already
#   package              the package itself, a library for instance
#   package|package      the first of them that this system offers
set -eu

fail() { echo "install.sh: $1" >&2; exit 1; }
has_package() { dpkg-query -W -f '${Status}' "$1" 2>/dev/null | grep -q 'ok installed'; }
is_offered() { apt-cache policy "$1" 2>/dev/null | grep -q 'Candidate: [^(]'; }

missing=
for need in "$@"; do
    case $need in
        *=*) command -v "${need%%=*}" >/dev/null 2>&1 || missing="$missing ${need#*=}" ;;
        *)
            # Where there is no dpkg, CMake finds out about libraries and says what it lacks.
            if command -v dpkg-query >/dev/null 2>&1 && ! has_package "${need%%|*}"; then missing="$missing $need"; fi ;;
    esac
done
[ -n "$missing" ] || exit 0
command -v apt-get >/dev/null 2>&1 || fail "please install$missing: this is not a system with apt-get"

as_root=
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null 2>&1 || fail "please install$missing: that takes root, and there is no sudo"
    as_root=sudo
fi
apt() { $as_root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=120 -o Acquire::Retries=3 "$@" </dev/null; }

is_ready() {
    for need in $missing; do
        is_offered "${need%%|*}" || return 1
    done
}
log=$(mktemp)
trap 'rm -f "$log"' EXIT
is_ready || apt -q update >"$log" 2>&1 || { cat "$log" >&2; fail "apt-get update failed"; }

packages=
for need in $missing; do
    found=
    for package in $(printf '%s' "$need" | tr '|' ' '); do
        if is_offered "$package"; then found=$package; break; fi
    done
    [ -n "$found" ] || fail "this system's package sources do not offer $need"
    has_package "$found" || packages="$packages $found"
done
[ -n "$packages" ] || exit 0

echo "installing$packages"
# shellcheck disable=SC2086 # one word per package
apt -q -y --no-install-recommends --no-remove install $packages >"$log" 2>&1 && exit 0
# A list of packages that has aged names files that are gone.
apt -q update >"$log" 2>&1 || { cat "$log" >&2; fail "apt-get update failed"; }
# shellcheck disable=SC2086
apt -q -y --no-install-recommends --no-remove install $packages >"$log" 2>&1 ||
    { cat "$log" >&2; fail "apt-get could not install$packages"; }
