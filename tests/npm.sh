# SPDX-License-Identifier: MIT
# For the tests that need packages of npm, to be read in by them.

# Installs what package.json of a directory names into another one, never into the source tree, and sets NODE_PATH. Ends the
# test as skipped where there is no npm; fails where npm does.
npm_packages() { # FROM INTO WHAT_IS_SKIPPED
    if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
        echo "SKIPPED: node and npm are not installed, so $3"
        exit 77
    fi
    mkdir -p "$2"
    cp "$1/package.json" "$1/package-lock.json" "$2"
    if ! cmp -s "$2/package-lock.json" "$2/node_modules/.installed"; then
        (cd "$2" && npm ci --no-audit --no-fund --loglevel=error) || return
        cp "$2/package-lock.json" "$2/node_modules/.installed"
    fi
    NODE_PATH=$2/node_modules
    export NODE_PATH
}

# Unpacks the tarball of one package of npm, without what it depends on, into a directory: for the files in it. It must
# have the hash that stands here.
npm_files() { # PACKAGE@VERSION SHA256 INTO
    if [ -e "$3/.unpacked" ] && [ "$(cat "$3/.unpacked")" = "$2" ]; then
        return
    fi
    rm -rf "$3"
    mkdir -p "$3"
    (cd "$3" && npm pack --silent "$1" >/dev/null && mv ./*.tgz package.tgz)
    if ! echo "$2  $3/package.tgz" | sha256sum --check --quiet; then
        echo "$1 is not the package that was looked at"
        exit 1
    fi
    tar -xzf "$3/package.tgz" -C "$3" --strip-components=1
    echo "$2" >"$3/.unpacked"
}
