# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The README, as Galaxy shows it and a newcomer follows it."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from support.clone import ROOT

README = (ROOT / "README.md").read_text()
OURS = "https://github.com/classic-elb/classic.elb/blob/main/"
RAW = "https://raw.githubusercontent.com/classic-elb/classic.elb/main/"


PARTS = [
    "Description",
    "Requirements",
    "Installation",
    "Use cases",
    "Testing",
    "Support",
    "Release notes",
    "License",
]


def test_its_parts_are_those_of_the_certification() -> None:
    assert re.findall(r"^## (.*)$", README, re.MULTILINE) == PARTS


def test_its_links_lead_somewhere_from_everywhere() -> None:
    links = re.findall(r"\]\(([^)\s]+)", README)
    assert not [link for link in links if not link.startswith("https://")]
    here = {link.removeprefix(OURS).removeprefix(RAW) for link in links if link.startswith((OURS, RAW))}
    assert len(here) > 10
    assert not [name for name in here if not (ROOT / name).is_file()]


def test_its_commands_do_what_they_are_there_for(shell: Path) -> None:
    """In the environment that make shell gives: the emulator is AWS."""
    (block,) = re.findall(r"^\$ make shell\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    made, changed = (
        subprocess.run(command, shell=True, capture_output=True, text=True, check=True).stdout
        for command in block.removeprefix("$ ").split("\n$ ")
    )
    assert made.startswith("localhost | CHANGED")
    assert '+    "idle_timeout": 120' in changed
