#!/bin/sh
# Compiles every public header by itself, without code generation, by ccache where there is one: it must include what it
# uses, guard itself against a second inclusion, and be free of warnings. What a header includes first is on its own there,
# too: once is enough.
# usage: check.sh <compiler> <file of flags> <include folder> [<headers at a time>]
set -eu

first_of() { sed -n '/^#include/{s/.*<\(okta\/.*\.hpp\)>$/\1/p;q;}' "$1"; } # the first inclusion, if it is one of ours

launcher=$(command -v ccache || true)

if [ "${1-}" = --one ]; then
    compiler=$2 header=$5
    flags=$(cd "$(dirname "$3")" && pwd)/${3##*/}
    include=$(cd "$4" && pwd)
    header_only= separate= text= next=$header
    while [ -n "$next" ]; do
        ! grep -q '^extern template' "$include/$next" || separate=-DOKTA_SEPARATE_COMPILATION
        ! grep -q '^#include <okta/impl/' "$include/$next" || header_only=-UOKTA_SEPARATE_COMPILATION
        text="$text#include <$next>
"
        next=$(first_of "$include/$next")
    done
    case $header in
        okta/src.hpp | okta/sandbox_src.hpp) header_only= ;;
        okta.hpp) header_only='-UOKTA_SEPARATE_COMPILATION -fsanitize=undefined' ;; # g++ takes fewer constant expressions then
    esac
    # Without bodies of its own it stands by itself if it does among headers without theirs, which takes half the time.
    [ -n "$header_only" ] || separate=-DOKTA_SEPARATE_COMPILATION
    mkdir -p "${flags%/*}/header_test" # ccache takes no standard input
    cd "${flags%/*}/header_test"
    file=$(printf %s "$header" | tr / _).cpp
    printf '%s' "#include <$header>
$text" >"$file"
    for mode in $header_only $separate; do
        if ! message=$(LC_ALL=C CCACHE_BASEDIR=${include%/*} CCACHE_NOHASHDIR=1 \
            $launcher "$compiler" "@$flags" -Werror "$mode" -fsyntax-only "$file" 2>&1); then
            printf '%s does not compile on its own (%s):\n%s\n\n' "$header" "$mode" "$message"
            exit 1
        fi
    done
    exit 0
fi

[ $# -ge 3 ] || { echo "usage: check.sh <compiler> <file of flags> <include folder> [<headers at a time>]" >&2; exit 2; }
jobs=${4-2}
headers=$(cd "$3" && find . -name '*.hpp' | sed 's|^\./||' | LC_ALL=C sort)
if ! echo '#include <yaml-cpp/yaml.h>' | "$1" "@$2" -x c++ -fsyntax-only - 2>/dev/null; then
    headers=$(printf '%s\n' "$headers" | grep -v '^okta/config\.hpp$') # what only it needs is not installed
fi
if ! echo '#include <sqlite3.h>' | "$1" "@$2" -x c++ -fsyntax-only - 2>/dev/null; then
    headers=$(printf '%s\n' "$headers" | grep -v '^okta/hook/sqlite_inbox\.hpp$')
fi
[ -n "$headers" ] || { echo "no headers under $3" >&2; exit 1; }
begun=$(cd "$3" && for header in $headers; do
    case $header in okta/src.hpp | okta/sandbox_src.hpp) ;; *) first_of "$header" ;; esac
done | LC_ALL=C sort -u)
all=$(printf '%s\n' "$headers" | wc -l)
headers=$(printf '%s\n' "$headers" | grep -vxF "$begun")
printf '%s\n' "$headers" | xargs -P "$jobs" -n 1 sh "$0" --one "$1" "$2" "$3"
echo "$all headers compile on their own ($(printf '%s\n' "$headers" | wc -l) of them with others that they include first)"
