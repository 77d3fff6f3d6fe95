# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Bars, as an SVG that can be read on a light and on a dark page."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from benchmark.measure import MODULE, PEER, SIDES, WORKER, Measured

WIDTH = 780
LEFT, RIGHT = 20, 120
TOP = 70
BAR, GAP = 11, 3
ROW = 20 + len(SIDES) * (BAR + GAP) + 14

LEGEND = {
    PEER: "amazon.aws, community.aws",
    MODULE: "classic.elb, in a module process",
    WORKER: "classic.elb, in Ansible's worker",
}

STYLE = """
  text { font: 13px system-ui, -apple-system, "Segoe UI", sans-serif; fill: #1f2328 }
  .small { font-size: 11px }
  .peer { fill: #8c959f } .module { fill: #2f81f7 } .worker { fill: #2da44e }
  .floor { stroke: #1f2328; stroke-width: 2 }
  @media (prefers-color-scheme: dark) { text { fill: #e6edf3 } .floor { stroke: #e6edf3 } }
"""


def picture(results: Sequence[Measured]) -> str:
    """The cases at one latency. The peer's bar always has the same length, the others are in proportion to it."""
    longest = max([1.0, *(1 / measured.gain(side) for measured in results for side in SIDES)])
    scale = (WIDTH - LEFT - RIGHT) / longest
    height = TOP + ROW * len(results)
    rows = "\n".join(_row(measured, TOP + ROW * number, scale) for number, measured in enumerate(results))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        f'role="img" aria-label="Time of whole tasks">\n<style>{STYLE}</style>\n'
        f"{_legend(results[0].latency)}\n{rows}\n</svg>\n"
    )


def _legend(latency: int) -> str:
    title = f"Time of whole tasks when each API call takes {latency} ms; shorter is faster"
    parts = [f'<text x="{LEFT}" y="22">{title}</text>']
    for number, side in enumerate(SIDES):
        x = LEFT + 215 * number
        parts.append(f'<rect class="{side}" x="{x}" y="36" width="{BAR}" height="{BAR}"/>')
        parts.append(f'<text class="small" x="{x + BAR + 5}" y="46">{LEGEND[side]}</text>')
    x = LEFT + 215 * len(SIDES)
    parts.append(f'<line class="floor" x1="{x}" y1="35" x2="{x}" y2="48"/>')
    parts.append(f'<text class="small" x="{x + 7}" y="46">the calls alone</text>')
    return "\n".join(parts)


def _row(measured: Measured, top: int, scale: float) -> str:
    """The title and the bars; a mark on the peer's tells where the calls alone, or the wait for AWS, would end."""
    parts = [f'<text x="{LEFT}" y="{top + 13}">{escape(measured.case.title.replace("`", ""))}</text>']
    y = top + 20
    for side in SIDES:
        length = scale / measured.gain(side)
        said = "1" if side == PEER else f"{measured.gain(side):.1f} times as fast"
        parts.append(f'<rect class="{side}" x="{LEFT}" y="{y}" width="{length:.1f}" height="{BAR}" rx="2"/>')
        if side != PEER:
            parts.append(f'<text class="small" x="{LEFT + length + 6:.1f}" y="{y + BAR - 1}">{said}</text>')
        y += BAR + GAP
    if measured.floor is not None:
        x = LEFT + scale * min(1.0, measured.floor / measured.wall(PEER))
        parts.append(f'<line class="floor" x1="{x:.1f}" y1="{top + 17}" x2="{x:.1f}" y2="{top + 23 + BAR}"/>')
    return "\n".join(parts)
