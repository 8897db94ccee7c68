#!/bin/sh
# Installs the library and builds and runs a program that uses it, in each of the ways that a user may choose.
# usage: check.sh <scratch folder> [<way>]...
set -eu

[ $# -ge 1 ] || { echo "usage: check.sh <scratch folder> [<way>]..." >&2; exit 2; }
root=$(cd "$(dirname "$0")/../.." && pwd)
mkdir -p "$1"
scratch=$(cd "$1" && pwd)
shift
[ $# -gt 0 ] || set -- find_package find_package_compiled find_package_without_boost_json add_subdirectory \
    add_subdirectory_compiled add_subdirectory_without_boost_json fetch_content missing_packages

if command -v ccache >/dev/null; then # the ways have most of their compilations in common
    export CMAKE_CXX_COMPILER_LAUNCHER=ccache CCACHE_BASEDIR="$root" CCACHE_NOHASHDIR=1
fi

# install_to <prefix> [cmake option]...
install_to() {
    prefix=$1
    shift
    cmake -S "$root" -B "$prefix-build" -G Ninja -DOKTA_BUILD_TESTS=OFF -DOKTA_BUILD_EXAMPLES=OFF "$@"
    cmake --build "$prefix-build"
    cmake --install "$prefix-build" --prefix "$prefix" >"$prefix-build/install.log"
}

# build_and_run <consumer> [cmake option]...
build_and_run() {
    source=$root/test/consumers/$1
    shift
    cmake -S "$source" -B "$build" -G Ninja -DCMAKE_CXX_FLAGS="-O2 -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror" "$@"
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
for way in "$@"; do
    echo "── $way"
    build=$scratch/$way
    rm -rf "$build"
    case $way in
        find_package)
            rm -rf "$scratch/stage"
            install_to "$scratch/stage"
            build_and_run find_package "-DCMAKE_PREFIX_PATH=$scratch/stage" ;;
        find_package_compiled)
            rm -rf "$scratch/stage-compiled"
            install_to "$scratch/stage-compiled" -DOKTA_SEPARATE_COMPILATION=ON
            build_and_run find_package "-DCMAKE_PREFIX_PATH=$scratch/stage-compiled" ;;
        find_package_without_boost_json)
            rm -rf "$scratch/stage"
            install_to "$scratch/stage"
            build_and_run find_package "-DCMAKE_PREFIX_PATH=$scratch/stage" "$without_json"
            [ -f "$build/libokta_boost_json.a" ] ;;
        add_subdirectory) build_and_run add_subdirectory ;;
        add_subdirectory_compiled) build_and_run add_subdirectory -DOKTA_SEPARATE_COMPILATION=ON ;;
        add_subdirectory_without_boost_json)
            build_and_run add_subdirectory "$without_json"
            [ -f "$build/okta/libokta_boost_json.a" ] ;;
        fetch_content) build_and_run fetch_content ;;
        missing_packages)
            rm -rf "$scratch/stage"
            install_to "$scratch/stage"
            for source in -S"$root" "-S$root/test/consumers/find_package"; do
                refuses libboost1.81-dev "$source" "-DCMAKE_PREFIX_PATH=$scratch/stage" \
                    -DCMAKE_DISABLE_FIND_PACKAGE_Boost=ON
                refuses libboost-json1.81-dev "$source" "-DCMAKE_PREFIX_PATH=$scratch/stage" \
                    -DCMAKE_DISABLE_FIND_PACKAGE_Boost=ON
                refuses libssl-dev "$source" "-DCMAKE_PREFIX_PATH=$scratch/stage" \
                    -DCMAKE_DISABLE_FIND_PACKAGE_OpenSSL=ON
            done ;;
        *) echo "no such way: $way" >&2; exit 2 ;;
    esac
done
