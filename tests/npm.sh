# SPDX-License-Identifier: MIT
# For the tests that need packages of npm, to be read in by them.

# Installs what package.json of a directory names into another one, never into the source tree, and sets NODE_PATH. Ends the
# test as skipped where there is no npm.
npm_packages() { # FROM INTO WHAT_IS_SKIPPED
    if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
        echo "SKIPPED: node and npm are not installed, so $3"
        exit 77
    fi
    mkdir -p "$2"
    cp "$1/package.json" "$1/package-lock.json" "$2"
    if ! cmp -s "$2/package-lock.json" "$2/node_modules/.installed"; then
        (cd "$2" && npm ci --no-audit --no-fund --loglevel=error)
        cp "$2/package-lock.json" "$2/node_modules/.installed"
    fi
    NODE_PATH=$2/node_modules
    export NODE_PATH
}
