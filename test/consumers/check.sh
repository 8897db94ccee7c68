#!/bin/sh
# Installs the library and builds and runs a program that uses it, in each of the ways that a user may choose.
# usage: check.sh <scratch folder> [<way>]...
# OKTA_JOBS: how many ways at a time.
set -eu
export LC_ALL=C # so that a warning is called so

[ $# -ge 1 ] || { echo "usage: check.sh <scratch folder> [<way>]..." >&2; exit 2; }
root=$(cd "$(dirname "$0")/../.." && pwd)
mkdir -p "$1"
scratch=$(cd "$1" && pwd)
shift

# What the preset release has: in build/, beside that, the library need not be compiled again.
flags="-Wall -Wextra -Wpedantic -Wshadow -Wconversion"
optimised="-DCMAKE_BUILD_TYPE=Release"
if command -v ccache >/dev/null; then
    export CMAKE_CXX_COMPILER_LAUNCHER=ccache CCACHE_BASEDIR="$root" CCACHE_NOHASHDIR=1
fi

if [ -z "${OKTA_WAY-}" ]; then # each way in a process of its own
    [ $# -gt 0 ] || set -- find_package_compiled add_subdirectory find_package add_subdirectory_compiled \
        find_package_without_boost_json add_subdirectory_without_boost_json fetch_content missing_packages
    printf '%s\n' "$@" | xargs -P "${OKTA_JOBS:-$(nproc)}" -I '{}' env OKTA_WAY='{}' sh "$0" "$scratch"
    exit
fi

way=$OKTA_WAY
build=$scratch/$way
stage=$build-stage
said=$build.said
exec 3>&1 >"$said" 2>&1
trap 'status=$?                 # what it said in one piece; a warning is an error, whether the compiler ran or ccache did
    exec >&3 2>&3
    cat "$said"
    ! grep "warning: " "$said" || status=1
    [ "$status" = 0 ] || echo "── $way failed"
    exit "$status"' EXIT

# install_to <prefix> [cmake option]...
install_to() {
    prefix=$1
    shift
    cmake -S "$root" -B "$prefix-build" -G Ninja -DCMAKE_CXX_FLAGS="$flags" -DCMAKE_CXX_FLAGS_RELEASE="-O2 -DNDEBUG" \
        -DOKTA_BUILD_TESTS=OFF -DOKTA_BUILD_EXAMPLES=OFF "$@"
    cmake --build "$prefix-build"
    cmake --install "$prefix-build" --prefix "$prefix" >"$prefix-build/install.log"
}

# build_and_run <consumer> [cmake option]...
build_and_run() {
    source=$root/test/consumers/$1
    shift
    cmake -S "$source" -B "$build" -G Ninja -DCMAKE_CXX_FLAGS="$flags" -DCMAKE_CXX_FLAGS_RELEASE="-O2 -DNDEBUG" "$@"
    cmake --build "$build"
    timeout 60 "$build/consumer"
}

# refuses <package to install> [cmake option]...: the configuration stops with a line that names the package
refuses() {
    package=$1
    shift
    rm -rf "$build"
    if cmake -G Ninja -B "$build" "$@" >"$build.log" 2>&1; then
        echo "configured without $package" >&2
        return 1
    fi
    grep "okta needs .*$package" "$build.log" || { cat "$build.log" >&2; return 1; }
}

without_json=-DCMAKE_DISABLE_FIND_PACKAGE_boost_json=ON
rm -rf "$build" "$stage" "$stage-build"
echo "── $way"
case $way in
    find_package)
        install_to "$stage"
        build_and_run find_package "-DCMAKE_PREFIX_PATH=$stage" ;;
    find_package_compiled)
        install_to "$stage" -DOKTA_SEPARATE_COMPILATION=ON $optimised
        build_and_run find_package "-DCMAKE_PREFIX_PATH=$stage" ;;
    find_package_without_boost_json)
        install_to "$stage"
        build_and_run find_package "-DCMAKE_PREFIX_PATH=$stage" "$without_json"
        [ -f "$build/libokta_boost_json.a" ] ;;
    add_subdirectory) # an optimising compiler warns of more; of an installed package's headers it does not warn
        build_and_run add_subdirectory $optimised ;;
    add_subdirectory_compiled) build_and_run add_subdirectory -DOKTA_SEPARATE_COMPILATION=ON $optimised ;;
    add_subdirectory_without_boost_json)
        build_and_run add_subdirectory "$without_json"
        [ -f "$build/okta/libokta_boost_json.a" ] ;;
    fetch_content) build_and_run fetch_content ;;
    missing_packages)
        install_to "$stage"
        for source in -S"$root" "-S$root/test/consumers/find_package"; do
            refuses libboost1.81-dev "$source" "-DCMAKE_PREFIX_PATH=$stage" -DCMAKE_DISABLE_FIND_PACKAGE_Boost=ON
            refuses libboost-json1.81-dev "$source" "-DCMAKE_PREFIX_PATH=$stage" -DCMAKE_DISABLE_FIND_PACKAGE_Boost=ON
            refuses libssl-dev "$source" "-DCMAKE_PREFIX_PATH=$stage" -DCMAKE_DISABLE_FIND_PACKAGE_OpenSSL=ON
        done ;;
    *) echo "no such way: $way" >&2; exit 2 ;;
esac
