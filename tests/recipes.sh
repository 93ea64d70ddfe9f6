#!/bin/sh
# SPDX-License-Identifier: MIT
# Usage: recipes.sh PROGRAM SOURCE_DIR WORK_DIR
# Runs recipes.py; where duckdb is not installed, with DuckDB out of npm, which goes into WORK_DIR.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/npm.sh"
if ! command -v duckdb >/dev/null && command -v npm >/dev/null; then
    npm_packages "$here/duckdb" "$3" "README's recipe for DuckDB is not run"
    mkdir -p "$3/bin"
    ln -sf "$here/duckdb/duckdb.js" "$3/bin/duckdb"
    PATH=$3/bin:$PATH
fi
exec python3 "$here/recipes.py" "$1" "$2"
