#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The picture of the README: what `allege --pretty` shows of a text, as SVG.

    python3 src/tools/picture.py build/allege > src/install/pretty.svg
"""

import html
import os
import re
import subprocess
import sys

TEXT = "corpus/aviation/airliner-wire.txt"
COLUMNS, CELL, LINE, SIZE, PAD = 88, 8.4, 19, 14, 14  # columns; pixels: of a letter, between lines, of the font, at the edge
COLORS = {"31": "#ff7b72", "32": "#7ee787", "33": "#e3b341", "34": "#79c0ff", "35": "#d2a8ff", "36": "#56d4dd"}
GROUND, INK = "#0d1117", "#e6edf3"


def output(program):
    wide = {**os.environ, "COLUMNS": str(COLUMNS)}
    command = [program, "--pretty", "--color=always", TEXT]
    return subprocess.run(command, env=wide, stdout=subprocess.PIPE, text=True, check=True).stdout


def attributes(codes):
    """Of what stands behind an escape sequence."""
    found = [f'fill="{COLORS[c]}"' for c in codes if c in COLORS]
    names = {"1": 'font-weight="bold"', "2": 'opacity=".6"', "3": 'font-style="italic"'}
    return "".join(" " + a for a in found + [names[c] for c in codes if c in names])


def pieces(line):
    """Column, attributes and text of each run of one style."""
    column, style = 0, ""
    for codes, text in re.findall(r"\x1b\[([\d;]*)m|([^\x1b]+)", line):
        if text:
            yield column, style, text
            column += len(text)
        else:
            style = attributes(codes.split(";"))


def draw(lines):
    width, height = COLUMNS * CELL + 2 * PAD, len(lines) * LINE + 2 * PAD
    yield f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height}" role="img">'
    yield f"<!-- SPDX-License-Identifier: MIT; made by src/tools/picture.py --><title>allege --pretty {TEXT}</title>"
    yield f'<rect width="100%" height="100%" rx="8" fill="{GROUND}"/>'
    yield f'<g font-family="ui-monospace, DejaVu Sans Mono, Menlo, Consolas, monospace" font-size="{SIZE}" fill="{INK}">'
    for row, line in enumerate(lines):
        for column, style, text in pieces(line):
            words = text.strip(" ")
            if words:
                x, y = PAD + (column + len(text) - len(text.lstrip(" "))) * CELL, PAD + (row + 0.75) * LINE
                place = f'x="{x:.1f}" y="{y:.1f}" textLength="{len(words) * CELL:.1f}" lengthAdjust="spacingAndGlyphs"'
                yield f"<text {place}{style}>{html.escape(words, quote=False)}</text>"
    yield "</g></svg>"


if __name__ == "__main__":
    shown = [f"$ allege --pretty {TEXT}", *output(sys.argv[1]).rstrip("\n").split("\n")]
    print("\n".join(draw(shown)))
