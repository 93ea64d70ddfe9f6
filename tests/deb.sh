#!/bin/sh
# SPDX-License-Identifier: MIT
# Usage: tests/deb.sh BUILD [--root]
# Makes the Debian packages of a build, looks into them, and asks lintian, which may warn but find no error.
# --root also installs them in a clean Debian root and uses them there: needs root, mmdebstrap, the network and some
# minutes.
set -u
build=$1 root=${2:-}
. "$(dirname "$0")/check.sh"

deb() { # PACKAGE: its file
    echo "$work"/debs/"$1"_*.deb
}

packs() {
    cpack --config "$build/CPackConfig.cmake" -B "$work/debs" && [ "$(ls "$work"/debs/*.deb | wc -l)" -eq 3 ]
}

holds() { # PACKAGE PATH...: nothing but these files, and what belongs to every package
    package=$1
    shift
    dpkg-deb -c "$(deb "$package")" | awk '!/^d/ { sub(/^\./, "", $6); print $6 }' | grep -v "^/usr/share/doc/$package/c" |
        sort >"$work/got"
    printf '%s\n' "$@" | sort | diff - "$work/got"
}

depends() { # PACKAGE NAME...: in Depends
    depends=$(dpkg-deb -f "$(deb "$1")" Depends)
    echo "$depends"
    shift
    for name; do
        echo "$depends" | grep -Eq "(^|, )$name( |,|$)" || return 1
    done
}

stripped() { # PACKAGE PATH
    dpkg-deb --fsys-tarfile "$(deb "$1")" | tar -xO ".$2" >"$work/file"
    ! readelf -S "$work/file" | grep -E '\.(symtab|debug_)'
}

# The changelog speaks of this version.
changelog() {
    dpkg-deb --fsys-tarfile "$(deb allege)" | tar -xO ./usr/share/doc/allege/changelog.gz | gzip -dc | head -n 1 |
        grep -F "($(dpkg-deb -f "$(deb allege)" Version))"
}

lintian_passes() {
    lintian --fail-on error "$work"/debs/*.deb
}

# The packages where nothing else is.
in_clean_root() { # COMMAND
    chroot "$work/root" sh -ec "$1"
}

try_clean_root() {
    check "a clean root" mmdebstrap --variant=minbase --include=ca-certificates bookworm "$work/root"
    cp "$work"/debs/*.deb "$work/root/tmp"
    check "apt-get update" in_clean_root 'apt-get update -q'
    check "apt-get install" in_clean_root 'apt-get install -yq --no-install-recommends /tmp/allege_*.deb'
    check "the program" in_clean_root 'echo "The minister accused the army of piracy." | allege | grep -q accuse-of'
    check "apt-get install of the library" in_clean_root \
        'apt-get install -yq --no-install-recommends /tmp/liballege*.deb gcc libc6-dev pkg-config man-db groff-base'
    check "the example" in_clean_root '
        cc -o /tmp/example /usr/share/doc/liballege-dev/examples/example.c $(pkg-config --cflags --libs liballege)
        echo "The minister accused the army of shelling the port." | /tmp/example | grep "target: the army"'
    check "the man pages" in_clean_root 'man allege | grep -q "EXIT STATUS" && man 5 allege-rules | grep -q FEATURES'
    check "removal" in_clean_root '
        apt-get purge -yq allege liballege0 liballege-dev
        ! find /usr -name "*allege*" | grep .'
}

for tool in dpkg-deb dpkg-shlibdeps readelf file; do
    command -v $tool >/dev/null || { echo "SKIPPED: $tool is not installed" && exit 77; }
done
check "cpack" packs
check "files of allege" holds allege /usr/bin/allege /usr/share/allege/allege.sbatch /usr/share/allege/annotation.conf \
    /usr/share/allege/record.schema.json /usr/share/bash-completion/completions/allege \
    /usr/share/fish/vendor_completions.d/allege.fish \
    /usr/share/man/man1/allege.1.gz /usr/share/man/man5/allege-rules.5.gz /usr/share/zsh/vendor-completions/_allege
check "what allege depends on" depends allege libc6 libpcre2-8-0
check "what liballege-dev depends on" depends liballege-dev liballege0 libpcre2-dev
check "stripped program" stripped allege /usr/bin/allege
check "changelog" changelog
if command -v lintian >/dev/null; then
    check "lintian" lintian_passes
else
    echo "SKIPPED lintian: it is not installed"
fi
if [ "$root" = --root ]; then
    if [ "$(id -u)" -eq 0 ] && command -v mmdebstrap >/dev/null; then
        try_clean_root
    else
        echo "SKIPPED a clean root: needs root and mmdebstrap"
    fi
fi
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
