#!/bin/sh
# Builds the library's tests and examples and runs every test: sh test/run.sh
# On Debian and Ubuntu it installs what is missing first. OKTA_JOBS sets how many things it does at a time.
set -eu
cd "$(dirname "$0")/.."

set -- c++=g++ cmake=cmake ninja=ninja-build python3=python3 libssl-dev 'libboost1.81-dev|libboost-dev' \
    'libboost-json1.81-dev|libboost-json-dev' 'libboost-test1.81-dev|libboost-test-dev' zlib1g-dev \
    libcurl4-openssl-dev libcli11-dev libyaml-cpp-dev libsqlite3-dev \
    libhiredis-dev redis-server=redis-server
if [ -f "${OKTA_FACTS:-../shared/okta}/okta.mock.openapi.yaml" ]; then
    set -- "$@" node=nodejs npm=npm             # for the tests against that description
    python3 -c 'import yaml' 2>/dev/null || set -- "$@" python3-yaml
fi
sh test/install.sh "$@"

jobs=${OKTA_JOBS:-$(nproc)}
cmake --preset release
cmake --build --preset release -j "$jobs"
ctest --preset release -j "$jobs"
