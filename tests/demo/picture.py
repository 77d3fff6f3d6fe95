# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""
The picture of the demo in the README: ``make picture`` runs the demo and draws docs/demo.svg.

tests/integration/test_demo.py holds that the picture shows what a run does.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text

from demo.run import CALLS, COMMAND, PLAIN, TITLE, WIDTH, Line, performed
from support.clone import ROOT

PICTURE = ROOT / "docs/demo.svg"
STYLES = {TITLE: "bold bright_white", COMMAND: "cyan", CALLS: "green", PLAIN: "white"}

# Without the fonts that rich would have the reader's browser fetch.
FORMAT = """\
<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
  <title>make demo</title>
  <style>
  .{unique_id}-matrix {{
    font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
    font-size: {char_height}px; line-height: {line_height}px; font-variant-east-asian: full-width;
  }}
  .{unique_id}-title {{ font-size: 18px; font-weight: bold; font-family: arial, sans-serif; }}
  {styles}
  </style>
  <defs><clipPath id="{unique_id}-clip-terminal">
    <rect x="0" y="0" width="{terminal_width}" height="{terminal_height}"/>
  </clipPath>{lines}</defs>
  {chrome}
  <g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
    {backgrounds}
    <g class="{unique_id}-matrix">{matrix}</g>
  </g>
</svg>
"""


def drawn(lines: list[Line]) -> str:
    console = Console(record=True, width=WIDTH + 4, file=io.StringIO(), color_system="truecolor")
    console.print(Text("$ make demo", STYLES[COMMAND]))
    for style, text in lines:
        console.print(Text(text, STYLES[style]), soft_wrap=True)
    console.print()
    return console.export_svg(title="classic.elb", theme=MONOKAI, code_format=FORMAT, unique_id="demo") + "\n"


if __name__ == "__main__":
    PICTURE.write_text(drawn(list(performed())))
