#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""House rules that neither the compiler nor clang-format checks.

    lint.py SOURCE_DIR

Every source file carries its licence line and ends in a line break; no tabs, no trailing white space; C headers have
their include guard; no C function is longer than 80 lines; scripts keep to 125 columns (clang-format sees to C).
The program (src/cli) includes its own headers, those of src/base and allege.h, and no other of the library; src/base none
but its own and allege.h; the library none of the program. Memory is taken and given back by src/base/base.c alone.
In the built-in rules no id stands twice (the second would replace the first unseen), and no set, definition or class of
the lexicon is unused.
"""

import pathlib
import re
import sys

SOURCES = {".c", ".h", ".py", ".js", ".sh", ".rules", ".cmake", ".sbatch"}
NAMED = {"CMakeLists.txt", "run", "cmd"}
MAX_COLUMN = 125
MAX_FUNCTION = 80
TAGGER_CLASSES = {"J.adj", "R.adv", "N.noun", "V.verb"}  # words of no further meaning: only their part of speech counts
LICENCE = "SPDX-License-Identifier: MIT"


def source_files(root):
    """All but the inputs of tests, which lie in folders named files."""
    for folder in ("src", "tests", ".ci"):
        for path in sorted((root / folder).rglob("*")):
            if path.is_file() and "files" not in path.parts and (path.suffix in SOURCES or path.name in NAMED):
                yield path
    yield root / "CMakeLists.txt"


def problems_of_lines(path, lines):
    needs_licence = path.name != "cmd"
    if needs_licence and not any(LICENCE in line for line in lines[:2]):
        yield 1, f"no licence line; begin with {LICENCE}"
    for number, line in enumerate(lines, 1):
        if line != line.rstrip():
            yield number, "white space at the end"
        if "\t" in line and path.suffix in {".c", ".h", ".py", ".js"}:
            yield number, "a tab; use spaces"
        if len(line) > MAX_COLUMN and path.suffix not in {".c", ".h", ".rules"}:
            yield number, f"{len(line)} columns; keep to {MAX_COLUMN}"


def problems_of_c(path, lines):
    if path.suffix == ".h" and not any(re.match(r"#ifndef ALLEGE_\w+_H$", line) for line in lines):
        yield 1, "no include guard ALLEGE_..._H"
    start = None
    for number, line in enumerate(lines, 1):
        if line == "{":
            start = number
        elif line == "}" and start:
            if number - start - 1 > MAX_FUNCTION:
                yield start, f"a function of {number - start - 1} lines; keep to {MAX_FUNCTION}"
            start = None


def problems_of_walls(root, path, lines):
    """What a file of src may include, and that no memory passes allege_set_allocator by."""
    room = path.relative_to(root / "src").parts[:-1]
    if room not in {(), ("base",), ("cli",)} or path.suffix not in {".c", ".h"}:
        return
    seen = [root / "src" / folder for folder in {"/".join(room), "base"}]
    for number, line in enumerate(lines, 1):
        name = re.match(r'#include "(.*)"', line)
        if name and name.group(1) != "allege.h" and not any((folder / name.group(1)).is_file() for folder in seen):
            yield number, f"{name.group(1)} is behind a wall; see src/README.md"
        call = path.name != "base.c" and re.search(r"(?<![\w.>])(malloc|calloc|realloc|free|strn?dup)\(", line)
        if call:
            yield number, f"{call.group(1)}; use what base.h has for it"


def problems_of_data(root):
    """Yields (file, line, message) for the rules and the lexicon as a whole."""
    packs = sorted((root / "src/data/rules").rglob("*.rules"))
    text = {pack: pack.read_text(encoding="utf-8") for pack in packs}
    everything = "\n".join(text.values()) + (root / "src/grammar.h").read_text(encoding="utf-8")
    seen = {}
    for pack in packs:
        for number, line in enumerate(text[pack].split("\n"), 1):
            rule = re.match(r"rule (\S+) (\w+)/", line)
            name = re.match(r"(?:set|define) (\S+) =", line)
            if rule and rule.groups() in seen:
                yield pack, number, f"rule {rule.group(1)} stands at {seen[rule.groups()]} already"
            elif rule:
                seen[rule.groups()] = f"{pack.name}:{number}"
            if name and len(re.findall(rf"\b{name.group(1)}\b", everything)) < 2:
                yield pack, number, f"{name.group(1)} is used nowhere"
    for words in sorted((root / "src/data/lexicon").rglob("*.txt")):
        if words.stem not in TAGGER_CLASSES and not re.search(rf"\b{re.escape(words.stem)}\b", everything):
            yield words, 1, f"no rule and no stage uses the class {words.stem}"


def problems(root, path):
    text = path.read_text(encoding="utf-8")
    lines = text.split("\n")
    if lines[-1] != "":
        yield len(lines), "no line break at the end"
    yield from problems_of_lines(path, lines)
    if path.suffix in {".c", ".h"}:
        yield from problems_of_c(path, lines)
    if path.is_relative_to(root / "src"):
        yield from problems_of_walls(root, path, lines)


def main():
    root = pathlib.Path(sys.argv[1])
    passed = failed = 0
    for path in source_files(root):
        found = list(problems(root, path))
        for number, problem in found:
            print(f"{path.relative_to(root)}:{number}: {problem}")
        passed += not found
        failed += bool(found)
    data = list(problems_of_data(root))
    for path, number, problem in data:
        print(f"{path.relative_to(root)}:{number}: {problem}")
    passed += not data
    failed += bool(data)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
