#!/bin/sh
# Builds examples/demo.cpp and runs it: sh examples/demo.sh
# On Debian and Ubuntu it installs what is missing first. It needs no Okta org and no network.
set -eu
cd "$(dirname "$0")/.."

sh test/install.sh c++=g++ cmake=cmake ninja=ninja-build libssl-dev 'libboost1.81-dev|libboost-dev' \
    'libboost-json1.81-dev|libboost-json-dev' >&2
{
    cmake --preset release -B build/demo -DOKTA_BUILD_TESTS=OFF --log-level=WARNING
    cmake --build build/demo --target okta_demo
} >&2
exec build/demo/bin/okta_demo
