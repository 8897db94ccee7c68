# For the scripts beside it: . npm.sh

skip() { echo "skipped: $1"; exit 77; }

# install_modules <folder of package.json and package-lock.json> <cache>: what they name, once; exit status 77 without npm.
install_modules() {
    command -v node >/dev/null 2>&1 || skip "node is not installed"
    command -v npm >/dev/null 2>&1 || skip "npm is not installed"
    ! cmp -s "$1/package-lock.json" "$2/installed.json" || return 0
    cp "$1/package.json" "$1/package-lock.json" "$2"
    if ! timeout 300 npm ci --prefix "$2" --no-audit --no-fund --loglevel=error >"$2/install.log" 2>&1 </dev/null; then
        cat "$2/install.log" >&2
        echo "npm could not install what $1/package.json names" >&2
        exit 1
    fi
    cp "$1/package-lock.json" "$2/installed.json"
}
