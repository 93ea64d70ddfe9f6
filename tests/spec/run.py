#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs the examples in a specification file.

    run.py --program build/allege [--update] SPEC.md...

A specification is a Markdown file. A fenced block with one of these words after the fence is an example; the text
stands above a line with a single dot, what is expected below it:

    sentences   a line a sentence, inner line breaks as one space, then its flags: "Text. {headline}"
    quotes      a line a quotation, marks included, inner ones indented by two spaces a level
    tokens      a line a token: its kind, a space, its text
    items       a line an example sentence: "[NG+actor The agency] [VG pinned]", marks bare, with the features +actor of
                noun groups and +passive, +perfect, +neg of verb groups
    links       a line for every predicate that has a link: "words: agent > patient", "-" for the one that is not there
    records     a line a record: "label/kind: source > cue > target > act", "-" for a role that is empty, then
                the name of source or target where it differs from the text: "(= Full Name)"
    statements  with --statements, a line a record that has content: "source > cue > content | content", "-" for a role that
                is empty, then the name of the source where it says more than its text; no line stands twice
    certainty   a line a wording in the sentences that have a verb: the wording, its type, its range or level

In the text, "\\r", "\\t" and "\\xHH" stand for the byte. An example whose expected part is empty expects nothing.
--update writes what the program gives into the file.
"""

import argparse
import json
import pathlib
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
KINDS = ("sentences", "quotes", "tokens", "items", "links", "records", "statements", "certainty")
STAGES = {"items": "classes", "links": "classes"}  # where a stage has another name than the kind
BLOCK = re.compile(r"^```(%s)\n(.*?)^\.\n(.*?)^```$" % "|".join(KINDS), re.M | re.S)
SHOWN_FLAGS = ("headline", "bullet", "dateline", "speaker")


def to_bytes(text):
    escapes = {"\\r": b"\r", "\\t": b"\t"}
    parts = re.split(r"(\\r|\\t|\\x[0-9A-Fa-f]{2})", text)
    return b"".join(
        escapes.get(p) or (bytes([int(p[2:], 16)]) if p.startswith("\\x") else p.encode()) for p in parts
    )


def one_line(text):
    return re.sub(r"\s*[\r\n]\s*", " ", text)


def show_sentence(line):
    flags = [flag for flag in line["flags"] if flag in SHOWN_FLAGS]
    return one_line(line["text"]) + (" {%s}" % " ".join(flags) if flags else "")


def show_role(record, role):
    part = record.get(role)
    if not part:
        return "-"
    text, name = part.get("text"), part.get("name")
    if part.get("elsewhere") or text is None:
        return f"(= {name})"
    return text if role not in ("source", "target") or name in (None, text) else f"{text} (= {name})"


def show_record(record):
    roles = " > ".join(show_role(record, role) for role in ("source", "cue", "target", "act"))
    return f"{record['label']}/{record.get('kind', '-')}: {roles}"


def show_statement(record):
    """None where nothing is said to be said."""
    if "content" not in record:
        return None
    source = record.get("source", {})
    known = not source.get("elsewhere") and source.get("name", "") in source.get("text", "")
    content = " | ".join(one_line(span["text"]) for span in record["content"])
    return f"{source.get('text', '-') if known else show_role(record, 'source')} > {show_role(record, 'cue')} > {content}"


def show_link(item, raw):
    """raw: the text as bytes, which the item's offsets count."""
    if "agent" not in item and "patient" not in item:
        return None
    sides = [one_line(raw[slice(*item[k])].decode()) if k in item else "-" for k in ("agent", "patient")]
    return f"{one_line(item['text'])}: {' > '.join(sides)}"


def show_certainty(record):
    """None where the sentence has no such wording."""
    shown = []
    for c in record.get("certainty", []):
        value = "-".join(str(percent) for percent in c["range"]) if "range" in c else c.get("level", "")
        shown.append(f"{one_line(c['text'])}: {c['type']} {value}".rstrip())
    return "\n".join(shown) or None


MARKS = ("COMMA", "COLON", "SEMI", "DASH", "LP", "RP", "QO", "QC", "STOP")
SHOWN_FEATURES = {"NG": ("actor",), "NPOSS": ("actor",)}


def show_item(item):
    if item["category"] in MARKS:
        return item["text"]
    shown = SHOWN_FEATURES.get(item["category"], ("passive", "perfect", "neg"))
    features = "".join("+" + f for f in item["features"] if f in shown)
    return f"[{item['category']}{features} {one_line(item['text'])}]"


def show_items(items, raw):
    """One line for the items of each line of the text."""
    lines, at = [], None
    for item in items:
        line = raw[: item["start"]].count(b"\n")
        if line != at:
            lines.append([])
            at = line
        lines[-1].append(show_item(item))
    return "".join(" ".join(line) + "\n" for line in lines)


SHOW = {
    "sentences": show_sentence,
    "quotes": lambda line: "  " * line["depth"] + one_line(line["text"]),
    "tokens": lambda line: f"{line['kind']} {line['text']}",
    "records": show_record,
    "statements": show_statement,
    "certainty": show_certainty,
}


def command_for(program, kind):
    if kind == "records":
        return [program]
    if kind == "statements":
        return [program, "--statements"]
    if kind == "certainty":  # with a rule that makes a record of every sentence
        return [program, "--no-default-rules", f"--rules={HERE / 'any.rules'}"]
    return [program, f"--dump={STAGES.get(kind, kind)}"]


def show(kind, lines, raw):
    """What an example gives; lines: what the program printed about its text."""
    if kind == "items":
        return show_items(lines, raw)
    shown = [show_link(line, raw) if kind == "links" else SHOW[kind](line) for line in lines]
    if kind == "statements":
        shown = dict.fromkeys(shown)
    return "".join(line + "\n" for line in shown if line is not None)


def run_examples(program, kind, texts):
    """Runs the program once on all texts, for it takes longer to start than to read one."""
    raws = [to_bytes(text) for text in texts]
    with tempfile.TemporaryDirectory(prefix="allege-spec-") as scratch:
        paths = [pathlib.Path(scratch) / f"{number}.txt" for number in range(len(raws))]
        for path, raw in zip(paths, raws):
            path.write_bytes(raw)
        done = subprocess.run(command_for(program, kind) + paths, capture_output=True, timeout=60)
        if done.returncode != 0:
            return [f"exit status {done.returncode}: {done.stderr.decode(errors='replace')}"] * len(raws)
        lines = {str(path): [] for path in paths}
    for line in done.stdout.decode().split("\n"):
        if line:
            value = json.loads(line)
            lines[value["doc"]].append(value)
    return [show(kind, of_text, raw) for of_text, raw in zip(lines.values(), raws)]


def run_file(path, program, update):
    """Returns how many examples passed and failed."""
    source = path.read_text(encoding="utf-8")
    examples = [match.groups() for match in BLOCK.finditer(source)]
    results = {}
    for kind in KINDS:
        texts = [text for k, text, _ in examples if k == kind]
        results[kind] = iter(run_examples(program, kind, texts) if texts else [])
    counts = [0, 0]

    def check(match):
        kind, text, want = match.groups()
        got = next(results[kind])
        counts[got != want] += 1
        if got != want and not update:
            line = source.count("\n", 0, match.start()) + 1
            print(f"{path}:{line}: {kind}\n--- expected\n{want}--- got\n{got}")
        return f"```{kind}\n{text}.\n{got}```"

    renewed = BLOCK.sub(check, source)
    if update:
        path.write_text(renewed, encoding="utf-8")
    return counts


def main():
    parser = argparse.ArgumentParser(description="Runs the examples in specification files.")
    parser.add_argument("--program", required=True)
    parser.add_argument("--update", action="store_true")
    parser.add_argument("specs", nargs="+", type=pathlib.Path)
    args = parser.parse_args()
    passed = failed = 0
    for spec in args.specs:
        ok, wrong = run_file(spec, args.program, args.update)
        passed += ok
        failed += wrong
    print(f"{passed} passed, {failed} failed")
    return 1 if (failed and not args.update) or passed + failed == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
