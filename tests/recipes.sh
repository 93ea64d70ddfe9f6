#!/bin/sh
# SPDX-License-Identifier: MIT
# Usage: recipes.sh PROGRAM SOURCE_DIR WORK_DIR
# Runs recipes.py; where duckdb is not installed, with DuckDB out of npm, which goes into WORK_DIR.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/npm.sh"
if ! command -v duckdb >/dev/null && command -v npm >/dev/null; then
    if (npm_packages "$here/duckdb" "$3" "README's recipe for DuckDB is not run"); then
        mkdir -p "$3/bin"
        ln -sf "$here/duckdb/duckdb.js" "$3/bin/duckdb"
        PATH=$3/bin:$PATH NODE_PATH=$3/node_modules
        export PATH NODE_PATH
    else
        echo "SKIPPED: npm could not fetch DuckDB, so README's recipe for it is not run"
    fi
fi
exec python3 "$here/recipes.py" "$1" "$2"
