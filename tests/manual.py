#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Whether the man pages and the completions of bash, zsh and fish say what the program does.

    manual.py PROGRAM SOURCE_DIR

Each option of --help, with its short form, its argument and the values it chooses from, stands in allege.1 and in each
completion, and they have no other; categories, features, labels and kinds of allege-rules.5 are those of
src/data/rules/README.md; the example of allege-rules.5 passes; man, zsh and fish find nothing wrong; the C that README
shows is that of example.c, its rule works, and its picture shows what the program prints.
"""

import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

NO_VALUES = frozenset()


def run(*command, **options):
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, **options)


# ---- options: {long name: (short name or "", whether it takes an argument, the values to choose from)} ----


def values_of(program, name, folder):
    """What an option says it chooses from, asked with a value that is none."""
    chooses = re.search(r"choose from (.*)", run(program, f"{name}=?", cwd=folder).stderr)
    return frozenset(chooses.group(1).split(", ")) if chooses else NO_VALUES


def options_of_help(program, folder):
    found = {}
    for short, name, argument in re.findall(r"^ {2,6}(?:(-\w), )?(--[\w-]+)(=\S+)?", run(program, "--help").stdout, re.M):
        if name not in found:
            found[name] = (short, bool(argument), values_of(program, name, folder) if argument else NO_VALUES)
    return found


def plain(roff):
    """The text of a line of a man page."""
    return re.sub(r"\\f.|^\.[BI]R? ", "", roff).replace("\\-", "-").replace("\\(aq", "'")


def section(page, title):
    return re.search(rf'^\.SH "?{title}"?\n(.*?)(?=^\.SH|\Z)', page, re.M | re.S).group(1)


def tags(text):
    """(tag, paragraph) of each .TP."""
    for part in re.split(r"^\.TP\n", text, flags=re.M)[1:]:
        tag, _, paragraph = part.partition("\n")
        yield plain(tag), plain(re.sub(r"^\.SS.*\n", "", paragraph, flags=re.M))


def options_of_man(page, wanted):
    """Values are looked for among the words of the paragraph; those of --format are tags of their own."""
    formats = {name for tag, _ in tags(section(page, "FORMATS")) for name in re.findall(r"\w+", tag)}
    found = {}
    for tag, paragraph in tags(section(page, "OPTIONS")):
        short, name, argument = re.match(r"(?:(-\w), )?(--[\w-]+)(=\S+)?$", tag).groups(default="")
        words = formats if name == "--format" else set(re.findall(r"[\w-]+", paragraph))
        values = wanted.get(name, ("", False, NO_VALUES))[2]
        found.setdefault(name, (short, bool(argument), frozenset(values & words)))
    unknown = formats - wanted["--format"][2]
    if unknown:
        found["--format"] = ("", True, wanted["--format"][2] | unknown)
    return found


def bash_offers(script, *words):
    """The completions of the last of the words, where there are no folders to offer."""
    typed = " ".join(f"'{word}'" for word in words)
    code = (f"source ./{script.name}; COMP_WORDS=(allege {typed}); COMP_CWORD={len(words)}; _allege;"
            "printf '%s\\n' \"${COMPREPLY[@]}\"")
    return run("bash", "-c", code, cwd=script.parent).stdout.split()


def options_of_bash(script):
    offered = bash_offers(script, "-")
    found, short = {}, ""
    for word in offered:
        if not word.startswith("--"):
            short = word
            continue
        name = word.rstrip("=")
        values = frozenset()
        if word.endswith("="):
            values = frozenset(bash_offers(script, name, "=", ""))
        found[name] = (short, word.endswith("="), values)
        short = ""
    return found


def options_of_zsh(text):
    found = {}
    for line in re.findall(r"^    '.*", text, re.M):
        option = re.match(r"    '(?:\([^)]*\))?(?:'\{(-\w)\+?,|\*)?(--[\w-]+)(=?)", line)
        if option:
            short, name, argument = option.groups(default="")
            values = re.search(r":\w+:(?:\(|_values -s , \w+ )([^)']*)", line)
            found[name] = (short, bool(argument), frozenset(values.group(1).split()) if values else NO_VALUES)
    return found


def options_of_fish(text):
    found = {}
    for line in text.splitlines():
        option = re.match(r"complete -c allege (?:-s (\w) )?-l ([\w-]+)( -[xr])?", line)
        if option:
            short, name, argument = option.groups(default="")
            values = re.search(r'-a "(?:\(__fish_append , )?([^()"]*)\)?"', line)
            values = frozenset(values.group(1).split()) if values else NO_VALUES
            found[f"--{name}"] = (short and f"-{short}", bool(argument), values)
    return found


def differences(wanted, found):
    for name in sorted(wanted.keys() | found.keys()):
        if name not in found:
            yield f"{name} is missing; --help has it"
        elif name not in wanted:
            yield f"{name} is not in --help; take it out"
        elif wanted[name] != found[name]:
            for what, want, got in zip(("short form", "takes an argument", "values"), wanted[name], found[name]):
                if want != got and what == "values":
                    yield f"{name}: values missing {sorted(want - got)}, unknown {sorted(got - want)}"
                elif want != got:
                    yield f"{name}: {what}: {got!r}; the program has {want!r}"


# ---- the rule language ----


def table(readme, title):
    """The first column of the table under a heading."""
    part = re.search(rf"^## {title}\n(.*?)(?=^## |\Z)", readme, re.M | re.S).group(1)
    return set(re.findall(r"^\| `(\w+)` \|", part, re.M))


def rule_language(page, readme):
    for title in ("Categories", "Features"):
        rows = set(re.findall(r"^(\w+)\t", section(page, title.upper()), re.M))
        for name in sorted(table(readme, title) ^ rows):
            yield f"{title}: {name} stands in only one of the page and src/data/rules/README.md"
    kinds = dict(re.findall(r"^\| `(claim|denial|policy|statement)` \| (`.*`) \|$", readme, re.M))
    for tag, paragraph in tags(section(page, "LABELS AND KINDS")):
        bold = set(re.findall(r"\w+", paragraph.split("\n")[0]))
        for kind in sorted(set(re.findall(r"\w+", kinds.pop(tag, ""))) ^ bold):
            yield f"{tag}: kind {kind} stands in only one of the page and src/data/rules/README.md"
    yield from (f"label {label} is missing" for label in kinds)


def example(program, page, folder):
    """The example of the page, as files and as the command that it shows."""
    blocks = re.findall(r"^\.EX\n(.*?)^\.EE", section(page, "EXAMPLE"), re.M | re.S)
    rules, commands = (plain(block) for block in blocks)
    (folder / "words").mkdir()
    (folder / "words/V.pin.txt").write_text("pin\n")
    (folder / "my.rules").write_text("".join(plain(line) for line in rules.splitlines(keepends=True)))
    for line in commands.splitlines():
        done = run("sh", "-ec", plain(line).replace("allege ", f"{program} ", 1), cwd=folder)
        if done.returncode or not done.stdout:
            yield f"{plain(line)}: status {done.returncode}: {done.stdout}{done.stderr}"


def keys(page, schema):
    paragraph = dict(tags(section(page, "FORMATS")))["jsonl"]
    for key in schema["properties"]:
        if not re.search(rf"\b{key}\b", paragraph):
            yield f"the key {key} is missing; the schema has it"


def excerpts(readme, code):
    """The lines of C that README shows stand so in the example."""
    for block in re.findall(r"^```c\n(.*?)^```", readme, re.M | re.S):
        if block not in code:
            yield f"README shows what is not in the example:\n{block}"


def manual_warnings(page):
    done = run("man", "--warnings", "-E", "UTF-8", "-l", "-Tutf8", "-Z", str(page),
               env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "MANROFFSEQ": "", "MANWIDTH": "80"})
    return [done.stderr] if done.stderr or done.returncode else []


def fish_offers(script, typed, wanted):
    done = run("fish", "--no-config", "-c", f"source {script}; complete -C '{typed}'")
    return [] if wanted in done.stdout.split() and not done.stderr else [f"{typed}: {done.stdout}{done.stderr}"]


def first_rule(program, readme, folder):
    """README's first rule: the built-in ones miss its sentence, and it finds it."""
    section = re.search(r"^## A rule in five minutes\n(.*?)(?=^## )", readme, re.M | re.S).group(1)
    rule = re.search(r"(?:^    rule .*\n)(?:^    .*\n)+", section, re.M).group(0)
    sentence = re.search(r"eg: (.*)", rule).group(1)
    (folder / "door.rules").write_text(re.sub("^    ", "", rule, flags=re.M), encoding="utf-8")
    checked = run(program, "--rules=door.rules", "--check-rules", cwd=folder)
    if checked.returncode:
        yield checked.stderr
    (folder / "door.txt").write_text(sentence + "\n", encoding="utf-8")
    if run(program, "door.txt", cwd=folder).stdout:
        yield f"{sentence} is found without README's rule; take another sentence"
    if "at-the-door" not in run(program, "--rules=door.rules", "door.txt", cwd=folder).stdout:
        yield f"README's rule does not find {sentence}"


def picture(program, source):
    drawn = run(sys.executable, "src/tools/picture.py", program, cwd=source)
    if drawn.stderr or drawn.stdout != (source / "src/install/pretty.svg").read_text(encoding="utf-8"):
        yield f"{drawn.stderr}not what is printed; python3 src/tools/picture.py build/allege > src/install/pretty.svg"


def checks(program, source, folder):
    """Yields (what, problems, the tool that it needs)."""
    here = source / "src/install"
    text = {name: (here / name).read_text(encoding="utf-8") for name in
            ("allege.1", "allege-rules.5", "_allege", "allege.fish", "example.c")}
    wanted = options_of_help(program, folder)
    yield "allege.1", lambda: differences(wanted, options_of_man(text["allege.1"], wanted)), "sh"
    yield "allege.bash", lambda: differences(wanted, options_of_bash(here / "allege.bash")), "bash"
    yield "_allege", lambda: differences(wanted, options_of_zsh(text["_allege"])), "sh"
    yield "allege.fish", lambda: differences(wanted, options_of_fish(text["allege.fish"])), "sh"
    schema = json.loads((source / "src/data/record.schema.json").read_text(encoding="utf-8"))
    yield "allege.1", lambda: keys(text["allege.1"], schema), "sh"
    front = (source / "README.md").read_text(encoding="utf-8")
    yield "README.md", lambda: first_rule(program, front, folder), "sh"
    yield "pretty.svg", lambda: picture(program, source), "sh"
    readme = (source / "src/data/rules/README.md").read_text(encoding="utf-8")
    yield "allege-rules.5", lambda: rule_language(text["allege-rules.5"], readme), "sh"
    yield "allege-rules.5", lambda: example(program, text["allege-rules.5"], folder), "sh"
    yield "example.c", lambda: excerpts(front, text["example.c"]), "sh"
    for name in ("allege.1", "allege-rules.5"):
        yield f"man --warnings {name}", lambda name=name: manual_warnings(here / name), "man"
    yield "list in bash", lambda: [] if bash_offers(here / "allege.bash", "--label", "=", "claim,de") == [
        "claim,denial"] else ["--label=claim,de does not become claim,denial"], "bash"
    yield "zsh -n _allege", lambda: filter(None, [run("zsh", "-n", str(here / "_allege")).stderr]), "zsh"
    for typed, offered in (("allege --for", "--format"), ("allege --label=claim,de", "--label=claim,denial")):
        yield "fish", lambda t=typed, o=offered: fish_offers(here / "allege.fish", t, o), "fish"


def main():
    program, source = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2])
    passed = failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for what, problems, tool in checks(program, source, pathlib.Path(folder)):
            if not shutil.which(tool):
                print(f"SKIPPED {what}: {tool} is not installed")
                continue
            found = list(problems())
            for problem in found:
                print(f"src/install: {what}: {problem}")
            passed += not found
            failed += bool(found)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
