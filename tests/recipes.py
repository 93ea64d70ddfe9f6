#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs every recipe of README's sections on other programs and holds what comes out against the JSON lines.

    recipes.py PROGRAM SOURCE_DIR

A recipe is an indented block; the tool whose name stands in it, with its first argument where that is needed, says which
check is its own. It runs in a scratch folder
that has build/allege, corpus/, article.pdf, page.html and, for the live ones, a folder and a file that grow. Recipes whose
tools are not installed are skipped, and named.
"""

import collections
import csv
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

HEADINGS = ("As Web Annotations", "As STIX", "Feed it onwards")
TEXT = "The minister accused the army of piracy.\n\nThe army denied that it had shelled the port.\n"
PATIENCE = 30  # seconds, for a live recipe to answer


def recipes(readme, headings=HEADINGS):
    for heading in headings:
        section = re.search(rf"^## {heading}\n(.*?)(?=^## )", readme, re.M | re.S).group(1)
        for block in re.findall(r"(?:^    .*\n)+", section, re.M):
            yield re.sub(r"^    ", "", block, flags=re.M)


def pdf(text):
    """A page with a line for each line of the text, as small as a PDF can be."""
    lines = "".join(f"({line}) Tj T*\n" for line in text.splitlines())
    stream = f"BT /F1 12 Tf 14 TL 72 720 Td\n{lines}ET"
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
               "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
               "/Resources << /Font << /F1 5 0 R >> >> >>",
               f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
               "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    body, places = "%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    return (f"{body}xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
            f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF\n")


def prepare(folder, program, source):
    (folder / "build").mkdir()
    (folder / "build/allege").symlink_to(program)
    (folder / "corpus").symlink_to(source / "corpus")
    (folder / "incoming").mkdir()
    (folder / "feed.txt").touch()
    (folder / "article.pdf").write_text(pdf(TEXT), encoding="ascii")
    paragraphs = "".join(f"<p>{part.replace('army', '<b>army</b>')}</p>" for part in TEXT.split("\n\n"))
    (folder / "page.html").write_text(
        f"<html><head><title>News</title><style>p {{ color: red }}</style></head><body>{paragraphs}</body></html>",
        encoding="ascii")


def run(recipe, folder):
    return subprocess.run(["sh", "-c", recipe], cwd=folder, capture_output=True, text=True, timeout=120,
                          stdin=subprocess.DEVNULL)


def records_of(lines):
    return [json.loads(line) for line in lines.splitlines()]


def without_place(records):
    return [(r["label"], r["rule"], re.sub(r"\s+", " ", r["sentence"]["text"])) for r in records]


# ---- checks: each yields what is wrong with the output of a recipe ----


def counts_claims(rows):
    """A check that rows(stdout), lists of (source, target, count), are the most frequent pairs of claims."""
    def check(stdout, corpus):
        pairs = collections.Counter((r.get("source", {}).get("name", ""), r.get("target", {}).get("name", ""))
                                    for r in corpus if r["label"] == "claim")
        found = [(source, target, int(count)) for source, target, count in rows(stdout)]
        most = sorted(pairs.values(), reverse=True)[:10]
        if [count for _, _, count in found] != most:
            yield f"counts {[count for _, _, count in found]}, not {most}"
        for source, target, count in found:
            if pairs[source, target] != count:
                yield f"{source} -> {target}: {count}, not {pairs[source, target]}"
    return check


def uniq_rows(stdout):
    for line in stdout.splitlines():
        count, names = line.lstrip().split(" ", 1)
        source, target = names.split("\t")
        yield source, target, count


def csv_rows(delimiter, header):
    return lambda stdout: list(csv.reader(stdout.splitlines(), delimiter=delimiter))[header:]


def sees_the_text(stdout, _):
    labels = [record["label"] for record in records_of(stdout)]
    if labels != ["claim", "denial"]:
        yield f"labels {labels}, not claim and denial"


def same_as_corpus(stdout, corpus):
    if without_place(records_of(stdout)) != without_place(corpus):
        yield "not the records of corpus/"


def is_for_recogito(stdout, corpus):
    annotations = json.loads(stdout)
    if sum(a["motivation"] == "classifying" for a in annotations) != len(corpus):
        yield "not the records of corpus/"


def is_for_hypothesis(stdout, corpus):
    annotations = records_of(stdout)
    for annotation in annotations:
        quote, position = annotation["target"][0]["selector"]
        if len(quote["exact"]) != position["end"] - position["start"] or not annotation["uri"].startswith("corpus/"):
            yield f"{annotation}"
    if sum(a["tags"][0] in ("claim", "denial", "policy") for a in annotations) != len(corpus):
        yield "not the records of corpus/"


def knows_who_denies(stdout, _):
    rows = [line.split("\t") for line in stdout.splitlines()]
    if not rows or any(len(row) != 3 or not all(row) for row in rows):
        yield f"{rows}"


def has_listed_pairs_only(stdout, _):
    objects = json.loads(stdout)["objects"]
    pairs = {(o["relationship_type"], o["target_ref"].split("--")[0]) for o in objects if o["type"] == "relationship"}
    listed = {("attributed-to", "intrusion-set"), ("attributed-to", "threat-actor")}
    if not pairs or any(p not in listed and p[0] != "related-to" for p in pairs):
        yield f"{pairs}"


def feeds_folder(folder):
    (folder / "incoming/a.txt").write_text(TEXT)


def feeds_file(folder):
    with open(folder / "feed.txt", "a", encoding="ascii") as feed:
        feed.write(TEXT)


def run_live(recipe, folder, feed):
    """Starts a recipe, feeds it until it has answered, and ends it. What is fed before it listens is fed again."""
    result = folder / "records.jsonl"
    process = subprocess.Popen(["sh", "-c", recipe], cwd=folder, start_new_session=True, stdin=subprocess.DEVNULL)
    try:
        for tenth in range(PATIENCE * 10):
            time.sleep(0.1)
            if len(text_of(result).splitlines()) >= 2:
                break
            if tenth % 50 == 5:
                feed(folder)
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    return "".join(text_of(result).splitlines(keepends=True)[:2])


def text_of(path):
    return path.read_text(encoding="utf-8") if path.exists() else ""


# What a recipe is known by, the check, and how to feed it where it is live.
CHECKS = {
    "jq .first.items": (is_for_recogito, None),
    "jq -c '(.objects": (has_listed_pairs_only, None),
    "jq -c": (is_for_hypothesis, None),
    "jq -r 'INDEX": (knows_who_denies, None),
    "jq": (counts_claims(uniq_rows), None),
    "mlr": (counts_claims(csv_rows("\t", 1)), None),
    "sqlite3": (counts_claims(csv_rows("|", 0)), None),
    "duckdb": (counts_claims(csv_rows(",", 1)), None),
    "pdftotext": (sees_the_text, None),
    "lynx": (sees_the_text, None),
    "w3m": (sees_the_text, None),
    "parallel": (same_as_corpus, None),
    "inotifywait": (sees_the_text, feeds_folder),
    "tail": (sees_the_text, feeds_file),
}


def problems(recipe, tool, folder, corpus):
    check, feed = CHECKS[tool]
    if feed:
        stdout = run_live(recipe, folder, feed)
    else:
        done = run(recipe, folder)
        stdout = done.stdout
        if done.returncode:
            yield f"status {done.returncode}"
        if done.stderr:
            yield done.stderr
    yield from check(stdout, corpus)


def main():
    program, source = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
    passed = failed = 0
    corpus = records_of(subprocess.run([program, source / "corpus"], capture_output=True, text=True, check=True).stdout)
    unused = set(CHECKS)
    for recipe in recipes((source / "README.md").read_text(encoding="utf-8")):
        tool = next((tool for tool in CHECKS if re.search(rf"\b{re.escape(tool)}\W", recipe)), None)
        unused.discard(tool)
        if tool and not shutil.which(tool.split()[0]):
            print(f"SKIPPED {tool}: it is not installed")
            continue
        with tempfile.TemporaryDirectory() as folder:
            prepare(pathlib.Path(folder), program, source)
            found = list(problems(recipe, tool, pathlib.Path(folder), corpus)) if tool else ["no check is known for it"]
        for problem in found:
            print(f"README.md: {recipe}  {problem}")
        passed += not found
        failed += bool(found)
    for tool in sorted(unused):
        print(f"README.md: no recipe with {tool} under {HEADINGS}")
        failed += 1
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
