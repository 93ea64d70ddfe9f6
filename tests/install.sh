#!/bin/sh
# SPDX-License-Identifier: MIT
# Usage: tests/install.sh BUILD SOURCE
# Installs a build into a folder and uses what is there: the program, both libraries, pkg-config.
set -u
build=$1 source=$2
. "$(dirname "$0")/check.sh"

links() { # OUT FLAG...
    out=$1
    shift
    ${CC:-cc} -Wall -Wextra -Werror -o "$work/$out" "$source/src/install/example.c" $(pkg-config --cflags liballege) "$@"
}

finds() { # PROGRAM: whether it finds what is to be found in one text
    printf 'The minister accused the army of shelling the port.\n' | "$1" | grep -q 'accuse-of'
}

exports_only_its_own() {
    ! nm -D --defined-only "$work/usr/lib/liballege.so" | awk '{ print $3 }' | grep -v '^allege_'
}

check "installing" cmake --install "$build" --prefix "$work/usr"
export PKG_CONFIG_PATH="$work/usr/lib/pkgconfig:$work/usr/lib/$(cc -print-multiarch)/pkgconfig"
check "the installed program" finds "$work/usr/bin/allege"
check "a program with the shared library" links shared $(pkg-config --libs liballege) -Wl,-rpath,"$work/usr/lib"
check "that it runs" finds "$work/shared"
check "a program with the static library" links static -Wl,-Bstatic -L"$work/usr/lib" -lallege -Wl,-Bdynamic \
    $(pkg-config --static --libs-only-l liballege | sed 's/-lallege//')
check "that it runs" finds "$work/static"
check "man pages and completions" ls "$work/usr/share/man/man1/allege.1" "$work/usr/share/man/man5/allege-rules.5" \
    "$work/usr/share/bash-completion/completions/allege" "$work/usr/share/zsh/site-functions/_allege" \
    "$work/usr/share/fish/vendor_completions.d/allege.fish"
check "symbols of the shared library" exports_only_its_own
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
