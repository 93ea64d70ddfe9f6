#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The page of --format=html in a browser: filters, keys, cards, charts, a phone, no script; a hostile text runs nothing.

    page.py PROGRAM SOURCE_DIR [FOLDER]

What stands in the page is checked by formats.py; here it is used. Screenshots go into FOLDER, to be looked at. Without
Chromium the test is skipped.
"""

import json
import pathlib
import re
import subprocess
import sys
import tempfile

import browser as devtools

SKIPPED = 77
ATTACK = "<script>document.title='run'</script><img src=x onerror=\"document.title='run'\">"
HOSTILE = f"""Norland accused Suderia of {ATTACK} piracy. The minister said "the {ATTACK}" was false.

"Suderia' onmouseover='document.title=1' stole </style></script></noscript>{ATTACK} the files," the {ATTACK} FBI said.
Norland denied --></noscript><svg onload=document.title='run'> that it was likely behind the attack.

Suderia accused Norland of theft. Suderian pilots accused Norland of theft.
"""
COUNT = "document.getElementById('count').textContent.match(/\\d+/g).map(Number)"
MISLEADING = """[...document.querySelectorAll("svg [data-s]")].filter(link => {
    link.dispatchEvent(new MouseEvent("click", {bubbles: true}));
    const shown = Number(document.getElementById("count").textContent.split(" ")[0]);
    return link.ariaLabel.match(/\\d+(?= claim| denial)/g).reduce((sum, n) => sum + Number(n), 0) !== shown;
}).map(link => link.ariaLabel)"""
CARD = "[...document.querySelectorAll('.cards')].filter(c => c.checkVisibility()).map(c => c.innerText).join('|')"
LATER = "new Promise(done => setTimeout(done, 60))"


def make(program, page, *operands):
    subprocess.run([program, "--format=html", f"--output={page}", *operands], check=True)
    return page.as_uri()


def write_dated(path):
    """Texts with a record each, and their months: one, two and none in the third."""
    with open(path, "w", encoding="utf-8") as lines:
        for day in ("2026-01-31", "2026-02-01T10:00:00Z", "2026-02-28T23:30:00-02:00", "2026-04-30"):
            lines.write(json.dumps({"date": day, "text": "Norland accused Suderia of piracy."}) + "\n")
        lines.write(json.dumps({"date": "lately", "text": "Norland accused Suderia of piracy."}) + "\n")


def check_timeline(program, browser, folder, shots):
    write_dated(folder / "dated.jsonl")
    page = folder / "dated.html"
    address = make(program, page, "--input=jsonl", "--keep=date", folder / "dated.jsonl")
    bars = re.findall(r'data-from="(.*?)" data-to="(.*?)" aria-label="(.*?)"', page.read_text(encoding="utf-8"))
    want = [("2026-01-01", "2026-01-31", "2026-01: 1 claim"), ("2026-02-01", "2026-02-28", "2026-02: 1 claim"),
            ("2026-03-01", "2026-03-31", "2026-03: 1 claim"), ("2026-04-01", "2026-04-30", "2026-04: 1 claim")]
    yield "a bar for each month", bars == want
    for fragment, shown in (("", 5), ("#from=2026-02-01", 3), ("#to=2026-02-01", 2), ("#from=2026-02-01&to=2026-03-01", 2)):
        tab = browser.open(address + fragment)
        yield f"records of {fragment or 'all time'}", tab.value(COUNT) == [shown, 5]
    tab = browser.open(address)
    tab.click("svg [data-from='2026-02-01']")
    yield "a bar leads to its records", tab.value(COUNT) == [1, 5]
    tab.screenshot(shots / "timeline.png")


def check_hostile(browser, address):
    """Every card is unfolded, too."""
    tab = browser.open(address)
    tab.value("document.querySelectorAll('.s > button').forEach(button => button.focus())")
    tab.value(LATER)
    yield "all cards are unfolded", tab.value("document.querySelectorAll('noscript').length") == 0
    yield "a hostile text runs nothing", tab.value("document.title") == "allege"
    yield "a hostile text is no markup", tab.value("document.querySelectorAll('img, main script, main svg').length") == 0


def check_filters(browser, address, records, shots):
    total = len(records)
    labels = [record["label"] for record in records]
    tab = browser.open(address)
    yield "all records are shown", tab.value(COUNT) == [total, total]
    tab.screenshot(shots / "wide.png")
    tab.click("[name=label][value=claim]")
    yield "a label can be left out", tab.value(COUNT) == [total - labels.count("claim"), total]
    tab.click("[type=reset]")
    tab.value(LATER)
    yield "and all come back", tab.value(COUNT) == [total, total]
    tab.click("svg [data-s]")
    first = tab.value("Number([...document.querySelectorAll('svg [data-s] text')][0].textContent)")
    yield "a number of the matrix leads to its records", 0 < first <= tab.value(COUNT)[0] < total
    tab.screenshot(shots / "matrix.png")
    yield "each leads to as many as it says", tab.value(MISLEADING) == []
    tab.click("svg [data-t='']")
    nobodys = sum(record["label"] == "denial" and "target" not in record for record in records)
    yield "denials that name nobody are in the matrix", 0 < tab.value(COUNT)[0] <= nobodys
    denials = browser.open(address + "#label=denial")
    yield "a label from the address", denials.value(COUNT) == [labels.count("denial"), total]
    named = browser.open(address + "#target=iran&label=claim")
    yield "a target from the address", 0 < named.value(COUNT)[0] < labels.count("claim")
    yield "texts without any are hidden", named.value("document.querySelectorAll('article[hidden]').length") > 0


def check_cards(browser, address, shots):
    tab = browser.open(address)
    yield "no card before somebody looks", tab.value("document.querySelectorAll('.card *:not(noscript)').length") == 0
    tab.hover(".s.claim")
    yield "hover shows the record and the rule", re.search(r"claim \w+\n(.+\n)*rule claim\.", tab.value(CARD)) is not None
    tab.screenshot(shots / "hover.png")
    tab.press("Escape")
    yield "Escape closes what is hovered over", tab.value(CARD) == ""
    tab.send("Input.dispatchMouseEvent", type="mouseMoved", x=1, y=1)
    for _ in range(2):
        tab.press("j")
    buttons = "[...document.querySelectorAll('.s > button:first-of-type')]"
    yield "j goes on", tab.value(f"{buttons}.indexOf(document.activeElement)") == 1
    yield "and shows the record", tab.value(CARD).count("rule ") >= 1
    described = "document.getElementById(document.activeElement.getAttribute('aria-describedby')).textContent"
    yield "also to a screen reader", "rule" in tab.value(described)
    tab.screenshot(shots / "keyboard.png")
    tab.press("k")
    yield "k goes back", tab.value(f"{buttons}.indexOf(document.activeElement)") == 0
    tab.press("Escape")
    yield "Escape closes", tab.value(CARD) == ""
    tab.press("/")
    yield "/ goes to the filter", tab.value("document.activeElement.name") == "source"
    bare = browser.open(address, script=False)
    bare.hover(".s.claim")
    yield "hover does it without script", "rule claim" in bare.value(CARD)
    bare.screenshot(shots / "noscript.png")


def check_small_and_dark(browser, address, shots):
    tab = browser.open(address, width=390, height=800)
    yield "a phone need not scroll sideways", tab.value("document.documentElement.scrollWidth") <= 390
    tab.click(".s.claim > button")
    inside = tab.value("""(() => { const box = document.activeElement.parentNode.lastElementChild.getBoundingClientRect();
        return box.height > 0 && box.left >= 0 && box.right <= 390 && box.bottom <= 800; })()""")
    yield "a tap shows the card on the screen", inside
    tab.screenshot(shots / "phone.png")
    dark = browser.open(address, dark=True)
    yield "dark where the system is", dark.value("getComputedStyle(document.body).backgroundColor") == "rgb(22, 23, 26)"
    dark.screenshot(shots / "dark.png")


def check_all(program, root, browser, folder, shots):
    hostile = folder / f"a{ATTACK.replace('/', '')}.txt"
    hostile.write_text(HOSTILE, encoding="utf-8")
    address = make(program, folder / "page.html", hostile, root / "corpus")
    lines = subprocess.run([program, hostile, root / "corpus"], check=True, capture_output=True).stdout.decode().splitlines()
    yield "a hostile text has records", any("onerror" in line for line in lines)
    yield from check_hostile(browser, address)
    yield from check_filters(browser, address, [json.loads(line) for line in lines], shots)
    yield from check_cards(browser, make(program, folder / "corpus.html", root / "corpus"), shots)
    yield from check_small_and_dark(browser, address, shots)
    yield from check_timeline(program, browser, folder, shots)


def main():
    program, root = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2])
    chromium = devtools.find()
    if not chromium:
        print("SKIPPED: no Chromium here; install the package chromium")
        return SKIPPED
    with tempfile.TemporaryDirectory(prefix="allege-html-", ignore_cleanup_errors=True) as scratch:
        shots = pathlib.Path(sys.argv[3] if len(sys.argv) > 3 else scratch)
        shots.mkdir(parents=True, exist_ok=True)
        with devtools.Browser(chromium, scratch) as browser:
            checks = list(check_all(program, root, browser, pathlib.Path(scratch), shots))
    for name, passed in checks:
        if not passed:
            print(f"failed: {name}")
    failed = sum(not passed for _, passed in checks)
    print(f"{len(checks) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
