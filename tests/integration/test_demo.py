# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The demo keeps its promises in a home with hostile settings, and the README's picture shows what it shows."""

from __future__ import annotations

import html
import os
import re
import subprocess
import sys

from support.clone import ROOT

HOSTILE = {
    "AWS_PROFILE": "none",
    "AWS_ENDPOINT_URL": "http://127.0.0.1:1",
    "ANSIBLE_STDOUT_CALLBACK": "minimal",
}


OF_A_USER = ["HOME", "PATH"]
"""What is around the demo: nothing of what the tests prepare for themselves."""


def words(text: str) -> list[str]:
    """But for the number of reads: how often a wait looks depends on the machine."""
    return re.sub(r"\d+ reads", "reads", text).split()


def test_the_demo_shows_what_its_picture_shows() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "support", "python", "tests/demo/run.py"],
        cwd=ROOT,
        env={name: os.environ[name] for name in OF_A_USER} | HOSTILE | {"PYTHONPATH": "tests"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "\033" not in done.stdout, "colours are for terminals"
    spans = re.findall(r"<text[^>]*>(.*?)</text>", (ROOT / "docs/demo.svg").read_text())
    title, *shown = words(html.unescape(" ".join(spans)).replace("\u00a0", " "))
    assert title == "classic.elb"
    assert shown == ["$", "make", "demo", *words(done.stdout)], "draw it again with: make picture"
    assert "<h1" in (ROOT / ".cache/demo/report.html").read_text()
