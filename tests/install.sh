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

exports_only_its_own() { # NM_OPTION LIBRARY
    nm "$1" --defined-only "$2" | awk 'NF == 3 { print $3 }' >"$work/symbols"
    [ -s "$work/symbols" ] && ! grep -v '^allege_' "$work/symbols"
}

has_soname() {
    objdump -p "$work/usr/lib/liballege.so" | grep -q "SONAME *$1\$"
}

relinks() {
    below=$(for library in libutf8proc uuid zlib libzstd; do pkg-config --libs $library; done 2>/dev/null)
    # shellcheck disable=SC2046,SC2086
    ${CC:-cc} -pthread -o "$work/shared_allege" $(cat "$build/tests/program_objects.txt") $(pkg-config --libs liballege) \
        -Wl,-rpath,"$work/usr/lib" $below -lm
}

same_as_shared() {
    for options in "" --explain --dump=classes --rule-stats --check-rules; do
        "$work/usr/bin/allege" $options "$source/corpus" >"$work/static.out" 2>&1
        "$work/shared_allege" $options "$source/corpus" >"$work/shared.out" 2>&1
        cmp "$work/static.out" "$work/shared.out" || return 1
    done
}

check "installing" cmake --install "$build" --prefix "$work/usr"
export PKG_CONFIG_PATH="$work/usr/lib/pkgconfig:$work/usr/lib/$(cc -print-multiarch)/pkgconfig"
check "the installed program" finds "$work/usr/bin/allege"
check "a program with the shared library" links shared $(pkg-config --libs liballege) -Wl,-rpath,"$work/usr/lib"
check "that it runs" finds "$work/shared"
check "a program with the static library" links static "$work/usr/lib/liballege.a" \
    $(pkg-config --static --libs liballege | sed 's/-lallege//')
check "that it runs" finds "$work/static"
check "a program that is static altogether" links whole -static $(pkg-config --static --libs liballege)
check "that it runs" finds "$work/whole"
check "man pages and completions" ls "$work/usr/share/man/man1/allege.1" "$work/usr/share/man/man5/allege-rules.5" \
    "$work/usr/share/bash-completion/completions/allege" "$work/usr/share/zsh/site-functions/_allege" \
    "$work/usr/share/fish/vendor_completions.d/allege.fish"
check "symbols of the shared library" exports_only_its_own -D "$work/usr/lib/liballege.so"
check "symbols of the static library" exports_only_its_own -g "$work/usr/lib/liballege.a"
check "its soname" has_soname "liballege.so.$(sed -n 's/^#define ALLEGE_VERSION_MAJOR //p' "$work/usr/include/allege.h")"
# The program has nothing of the library but what is in its header: its objects go with the shared one as well.
check "the program with the shared library" relinks
check "that it finds the same" same_as_shared
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
