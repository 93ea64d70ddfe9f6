#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Reads back what the other formats write, and holds it against the JSON lines.

    formats.py PROGRAM SOURCE_DIR

The texts are those of corpus/, each as it is and once more with awkward characters strewn in (see brat.py).
"""

import base64
import collections
import csv
import fcntl
import hashlib
import html.parser
import io
import json
import os
import pathlib
import pty
import re
import struct
import subprocess
import sys
import tempfile
import termios
import unicodedata
import urllib.parse

from brat import GAP, write_texts


def clean(text):
    """On one line, as all formats but JSON give it."""
    return GAP.sub(" ", text)


class Output:
    """What the program makes of a folder, in any format, run once for each."""

    def __init__(self, program, folder):
        self.program, self.folder = program, folder
        self.records = [json.loads(line) for line in self.run("--format=jsonl").split("\n") if line]

    def run(self, *options):
        command = [self.program, "--statements", *options, self.folder]
        return subprocess.run(command, check=True, capture_output=True).stdout.decode("utf-8")


# ---- tables ----

def certainty_word(certainty):
    parts = [certainty["type"], *certainty.get("range", []), certainty.get("level")]
    return "-".join(str(part) for part in parts if part is not None)


def cells(record):
    """The cells of a record by their columns."""
    row = {key: record.get(key, "") for key in ("doc", "label", "kind", "quote", "rule")}
    row.update((f"sentence_{key}", value) for key, value in record["sentence"].items())
    for role in ("source", "cue", "target", "act"):
        row.update((f"{role}_{key}", value) for key, value in record.get(role, {}).items() if key != "actors")
    for role in ("source", "target"):
        actors = record.get(role, {}).get("actors", [])
        row[role + "_actors"] = "; ".join(actor["name"] for actor in actors)
        row[role + "_countries"] = "; ".join(actor.get("country", "") for actor in actors)
    certainty = record.get("certainty", [])
    row["certainty"] = "; ".join(certainty_word(c) for c in certainty)
    row["certainty_text"] = "; ".join(c["text"] for c in certainty)
    content = record.get("content", [])
    row["content_text"] = "; ".join(c["text"] for c in content)
    row["content_spans"] = "; ".join(f"{c['start']}-{c['end']}" for c in content)
    return {key: "true" if value is True else clean(str(value)) for key, value in row.items() if value != ""}


def check_table(output, name, separator, line_end):
    text = output.run("--format=" + name)
    if not text.endswith(line_end) or (line_end == "\n" and "\r" in text):
        yield "wrong line ends"
    rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    if len(rows) != len(output.records):
        yield f"{len(rows)} rows, {len(output.records)} records"
    for row, record in zip(rows, output.records):
        want = cells(record)
        got = {key: value for key, value in row.items() if value}
        if got != want:
            yield f"{sorted(got.items() ^ want.items())}"
    if separator == "\t" and any(line.count("\t") != text.split("\n")[0].count("\t") for line in text.split("\n")[:-1]):
        yield "a tab inside a cell"


# ---- for the terminal ----

SGR = re.compile(r"\x1b\[[0-9;]*m")
WIDTH = 60


def columns(line):
    """At most what the line takes on a terminal: marks and joiners none, wide characters two."""
    width = 0
    for c in line:
        if unicodedata.combining(c) == 0 and unicodedata.category(c) not in ("Mn", "Me", "Cf"):
            width += 2 if unicodedata.east_asian_width(c) in "WF" else 1
    return width


def on_terminal(command, **variables):
    """What a program writes to a terminal."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, WIDTH, 0, 0))
    environment = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "COLUMNS")}
    environment.update({"TERM": "xterm", **variables})
    with subprocess.Popen(command, stdout=slave, env=environment):
        os.close(slave)
        out = b""
        try:
            while data := os.read(master, 65536):
                out += data
        except OSError:  # the other end is closed
            pass
    os.close(master)
    return out.decode().replace("\r\n", "\n")


def words_of_texts(folder):
    for path in sorted(pathlib.Path(folder).glob("*.txt"), key=lambda path: path.name.encode()):
        yield from path.read_text(encoding="utf-8").split()


def check_pretty(output):
    command = [output.program, "--pretty", "--statements", output.folder]
    plain = on_terminal(command, NO_COLOR="1")
    lines = plain.split("\n")
    yield from (f"too wide: {line}" for line in lines if columns(line) > WIDTH and not line.endswith(".txt"))
    body = [line.partition("\u2502")[2] for line in lines]
    text = "".join(re.sub(r"\s", "", line) for line in body if not re.match(" \u21b3|   ", line))
    want = "".join(words_of_texts(output.folder))
    if text != want:
        at = next((i for i, (a, b) in enumerate(zip(text, want)) if a != b), min(len(text), len(want)))
        yield f"another text: {text[at:at + 40]!r}, not {want[at:at + 40]!r}"
    notes = sum(line.startswith(" \u21b3") for line in body)
    if notes != len(output.records):
        yield f"{notes} notes, {len(output.records)} records"
    colored = on_terminal(command)
    if SGR.sub("", colored).split("\n", 3)[3] != plain:
        yield "colours change the text"  # but for the legend, two lines, and an empty one
    for case, want in ((plain, False), (colored, True), (on_terminal(command, TERM="dumb"), False),
                       (output.run("--pretty"), False), (output.run("--pretty", "--color=always"), True),
                       (on_terminal(command + ["--color=never"]), False)):
        if bool(SGR.search(case)) != want:
            yield "coloured" if not want else "not coloured"


# ---- graphs ----

def names_of(mention):
    """Who stands in a role, as graphs and sums name them: not by a letter, as in interviews."""
    names = [actor["name"] for actor in mention.get("actors", [])] or [mention.get("name", "")]
    return [re.sub("^The ", "the ", clean(name)) for name in names if len(name) > 1]


def count_edges(records):
    return collections.Counter((source, target, record["label"]) for record in records
                               for source in names_of(record.get("source", {}))
                               for target in names_of(record.get("target", {})))


DOT_EDGE = re.compile(r'  "((?:[^"\\]|\\.)*)" -> "((?:[^"\\]|\\.)*)" \[label=(\d+) color=(\w+) .*class=(\w+)\]')
DOT_COLORS = {"claim": "red3", "denial": "blue3", "policy": "gray50", "statement": "gray80"}


def check_dot(output):
    lines = output.run("--format=dot").split("\n")
    edges = {}
    for line in lines:
        if match := DOT_EDGE.fullmatch(line):
            source, target = (re.sub(r"\\(.)", r"\1", name) for name in match.group(1, 2))
            edges[source, target, match.group(5)] = int(match.group(3))
            if match.group(4) != DOT_COLORS[match.group(5)]:
                yield f"another colour: {line}"
        elif " -> " in line:
            yield f"no edge: {line}"
    want = count_edges(output.records)
    yield from (f"{edge}: {edges.get(edge)}, not {want.get(edge)}" for edge in edges.keys() | want.keys()
                if edges.get(edge) != want.get(edge))
    if lines[0] != "digraph allege {" or lines[-2:] != ["}", ""]:
        yield "no graph"


# ---- the page ----

class Page(html.parser.HTMLParser):
    """What the page holds. A tag or an attribute that it should not have is a problem."""

    TAGS = set("""html head meta title style body a header h1 h2 p details summary div svg path text g rect title defs
        marker circle form fieldset legend label input select option button output main article span b script
        time noscript""".split())
    VOID = {"meta", "input", "path", "rect", "circle"}

    def __init__(self, text):
        super().__init__()
        self.problems, self.open, self.cards, self.scripts, self.texts, self.policy = [], [], [], [], [], ""
        self.feed(text)
        if self.open:
            self.problems.append(f"not closed: {self.open}")

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        if tag not in self.TAGS or any(key.startswith("on") or key in ("src", "style") for key in values):
            self.problems.append(f"should not be there: <{tag} {attrs}>")
        if values.get("href", "#texts") != "#texts":
            self.problems.append(f"leads away: {values['href']}")
        if values.get("class") == "card":
            self.cards.append(values)
        if tag == "meta" and "http-equiv" in values:
            self.policy = values["content"]
        if tag == "script":
            self.scripts.append("")
        if tag == "article":
            self.texts.append("")
        if tag not in self.VOID:
            self.open.append((tag, values.get("class", "")))

    def handle_endtag(self, tag):
        if tag not in self.VOID and (not self.open or self.open.pop()[0] != tag):
            self.problems.append(f"closes nothing: </{tag}>")

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in self.VOID:
            self.open.pop()

    def handle_data(self, data):
        tags = [tag for tag, _ in self.open]
        if tags and tags[-1] == "script":
            self.scripts[-1] += data
        elif "article" in tags and not {"h2", "button"} & set(tags) and "cards" not in [name for _, name in self.open]:
            self.texts[-1] += data


def check_html(output):
    page = Page(output.run("--format=html"))
    yield from page.problems
    if [(c["data-l"], c["data-c"]) for c in page.cards] != \
            [(r["label"], cells(r).get("certainty", "")) for r in output.records]:
        yield "other records"
    hashes = [base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in page.scripts]
    if len(hashes) != 1 or f"script-src 'sha256-{hashes[0]}'" not in page.policy or "default-src 'none'" not in page.policy:
        yield f"the policy {page.policy} does not fit the script, {hashes}"
    want = ["".join(path.read_text(encoding="utf-8").split())
            for path in sorted(pathlib.Path(output.folder).glob("*.txt"), key=lambda path: path.name.encode())]
    yield from (f"another text: {got[:80]}" for got, text in zip(page.texts, want) if "".join(got.split()) != text)
    if len(page.texts) != len(want):
        yield f"{len(page.texts)} texts, not {len(want)}"


# ---- Web Annotations ----

AROUND = 32  # code points


def spans_of(role):
    """The role of a record as its annotation has it: the spans, and what they stand for."""
    spans = tuple((span["start"], span["end"]) for span in (role if isinstance(role, list) else [role]))
    if isinstance(role, list):
        return spans, ""
    names = [actor["name"] for actor in role.get("actors", [])] or [role.get("name", role.get("lemma", ""))]
    return spans, clean("; ".join(names))


def roles_of(record):
    for role in ("source", "cue", "target", "act"):
        if "start" in record.get(role, {}):
            yield (role, *spans_of(record[role]))
    for certainty in record.get("certainty", []):
        yield "certainty", ((certainty["start"], certainty["end"]),), certainty_word(certainty)
    if "content" in record:
        yield ("content", *spans_of(record["content"]))


def bodies(annotation, purpose):
    return [body.get("value", body.get("source")) for body in annotation["body"] if body["purpose"] == purpose]


def check_target(target, texts):
    quote, position = target["selector"]
    text = texts.get(target["source"], "")
    start, end = position["start"], position["end"]
    want = {"type": "TextQuoteSelector", "exact": text[start:end], "prefix": text[max(start - AROUND, 0):start],
            "suffix": text[end:end + AROUND]}
    if quote != {key: value for key, value in want.items() if value} or not quote["exact"]:
        yield f"another text stands there: {target}, not {want}"


def as_listed(annotation):
    """What an annotation says, without its id."""
    target = annotation["target"]
    spans = tuple((t["selector"][1]["start"], t["selector"][1]["end"])
                  for t in (target if isinstance(target, list) else [target]))
    return bodies(annotation, "tagging"), spans, "".join(bodies(annotation, "identifying"))


def check_webannotation(output):
    collection = json.loads(output.run("--format=webannotation"))
    items = collection["first"]["items"]
    texts = {urllib.parse.quote(str(path)): path.read_bytes().decode()
             for path in pathlib.Path(output.folder).glob("*.txt")}
    for item in items:
        for target in item["target"] if isinstance(item["target"], list) else [item["target"]]:
            yield from check_target(target, texts)
    ids = [item["id"] for item in items] + [collection["id"], collection["first"]["id"]]
    yield from (f"an id twice: {i}" for i, n in collections.Counter(ids).items() if n > 1)
    if collection["total"] != len(items):
        yield f"{collection['total']} in total, {len(items)} are there"
    records = [json.loads(line) for line in output.run("--offsets=codepoints").split("\n") if line]
    found = iter(items)
    for record in records:
        head = next(found)
        tags = dict.fromkeys([record["label"], record.get("kind", record["label"])])
        if as_listed(head) != (list(tags), spans_of(record["sentence"])[0], ""):
            yield f"another record: {head}, not {record}"
        for role, spans, meaning in roles_of(record):
            item = next(found)
            if as_listed(item) != ([role], spans, meaning) or bodies(item, "linking") != [head["id"]]:
                yield f"another role: {item}, not {role} {spans} {meaning} of {head['id']}"
    yield from (f"too many: {item}" for item in found)
    if output.run("--format=webannotation", "--jobs=1") != output.run("--format=webannotation", "--jobs=3"):
        yield "other annotations with another number of threads"


def check_webannotation_blocks(output):
    """A long text, as a file, from a pipe and in JSON: what stands around the places where it is cut."""
    text = "".join(f"Zo\u00eb {i} \u2014 Norland accused Suderia of piracy {i}.\n\n" for i in range(6000))
    path = pathlib.Path(output.folder) / "long"
    path.write_bytes(text.encode())
    line = json.dumps({"id": "long", "text": text}).encode()
    for options, data in ((["-"], text.encode()), ([path], None), (["--input=jsonl"], line)):
        command = [output.program, "--format=webannotation", *options]
        out = subprocess.run(command, input=data, check=True, capture_output=True).stdout
        targets = [item["target"] for item in json.loads(out)["first"]["items"]]
        if len(targets) < 6000 * 4:
            yield f"{options}: only {len(targets)}"
        for target in targets:
            yield from check_target(target, {target["source"]: text})
    path.unlink()


# ---- STIX ----

def stix_names(mention):
    """Who stands in a role: one object each."""
    names = [actor["name"] for actor in mention.get("actors", [])] or [mention.get("name", "")]
    return [clean(name) for name in names if name]


def check_claim(record, note, objects):
    """A claim is a relationship to each target."""
    related = [objects[ref] for ref in note["object_refs"] if ref.startswith("relationship--")]
    wants = stix_names(record.get("target", {}))
    if [objects[r["target_ref"]]["name"] for r in related] != wants:
        yield f"other targets than {wants}: {related}"
    for relationship in related:
        extension, = relationship["extensions"].values()
        said = (extension["label"], extension["kind"], extension.get("certainty", []),
                [objects[ref]["name"] for ref in extension.get("speaker_refs", [])])
        if said != ("claim", record["kind"], record.get("certainty", []), stix_names(record.get("source", {}))):
            yield f"another claim: {said}, not {record}"
        act = clean(record.get("act", record["sentence"])["text"])
        if objects[relationship["source_ref"]]["name"] != act or "confidence" in relationship:
            yield f"another campaign than {act}: {relationship}"


def who(item):
    """Name and country of an object."""
    extension, = item.get("extensions", {"": {}}).values()
    return {item["name"], item.get("country", extension.get("country"))}


def parties(mention):
    """Names and countries of those in a role."""
    return {*stix_names(mention), *(actor.get("country") for actor in mention.get("actors", []))} - {None}


def check_denial(record, note, objects):
    """An opinion is about claims against those who deny, or of those who are contradicted."""
    for opinion in (objects[ref] for ref in note["object_refs"] if ref.startswith("opinion--")):
        if opinion["opinion"] != ("disagree" if record["kind"] == "doubt" else "strongly-disagree"):
            yield f"another opinion: {opinion} for {record}"
        for relationship in (objects[ref] for ref in opinion["object_refs"]):
            claim, = relationship["extensions"].values()
            accusers = [who(objects[ref]) for ref in claim.get("speaker_refs", [])]
            if not who(objects[relationship["target_ref"]]) & parties(record.get("source", {})) and \
                    not set().union(*accusers) & parties(record.get("target", {})):
                yield f"the opinion of somebody else: {opinion} on {relationship}"


def check_stix(output):
    text = output.run("--format=stix")
    objects = {o["id"]: o for o in json.loads(text)["objects"]}
    notes = [o for o in objects.values() if o["type"] == "note"]
    if len(notes) != len(output.records):
        yield f"{len(notes)} notes, {len(output.records)} records"
    for note, record in zip(notes, output.records):
        extension, = note["extensions"].values()
        if extension["record"] != record or note["content"] != clean(record["sentence"]["text"]):
            yield f"another note: {note}, not {record}"
        if record["label"] == "claim":
            yield from check_claim(record, note, objects)
        elif record["label"] == "denial":
            yield from check_denial(record, note, objects)
    reports = {o["name"]: o["object_refs"] for o in objects.values() if o["type"] == "report"}
    if list(reports) != list(dict.fromkeys(record["doc"] for record in output.records)):
        yield f"other reports: {list(reports)}"
    if not any(o["type"] == "opinion" for o in objects.values()):
        yield "no opinion"
    if text != output.run("--format=stix", "--jobs=1"):
        yield "other objects with another number of threads"


CHECKS = {
    "stix": check_stix,
    "webannotation": check_webannotation,
    "webannotation of long texts": check_webannotation_blocks,
    "html": check_html,
    "dot": check_dot,
    "pretty": check_pretty,
    "csv": lambda output: check_table(output, "csv", ",", "\r\n"),
    "tsv": lambda output: check_table(output, "tsv", "\t", "\n"),
}


def main():
    program, root = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2])
    passed = failed = 0
    with tempfile.TemporaryDirectory(prefix="allege-formats-") as scratch:
        write_texts(root / "corpus", pathlib.Path(scratch))
        output = Output(program, scratch)
        for name, check in CHECKS.items():
            problems = list(check(output))
            for problem in problems[:10]:
                print(f"{name}: {problem}")
            passed += not problems
            failed += bool(problems)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not output.records else 0


if __name__ == "__main__":
    sys.exit(main())
