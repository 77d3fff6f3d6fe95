# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""docs/aws_behaviour.md: what code and tests rest on stands there, and every section of it says something."""

from __future__ import annotations

import re

from support.clone import ROOT, clone_files

PAGE = (ROOT / "docs/aws_behaviour.md").read_text()
HEADINGS = re.findall(r"^##+ (\d+[a-z]?(?:\.\d+)?) ", PAGE, re.MULTILINE)
NUMBER = r"\d+[a-z]?(?:\.\d+)?"
REFERENCE = re.compile(rf"\bfacts ({NUMBER}(?:(?:, | and ){NUMBER})*)", re.IGNORECASE)
TEXTUAL = {".py", ".yml", ".md", ".j2"}


def references() -> dict[str, set[str]]:
    """Which files refer to each section."""
    found: dict[str, set[str]] = {}
    for name in clone_files():
        if name.suffix in TEXTUAL and (ROOT / name).is_file():
            for listed in REFERENCE.findall((ROOT / name).read_text()):
                for number in re.findall(NUMBER, listed):
                    found.setdefault(number, set()).add(str(name))
    return found


def test_references_lead_somewhere() -> None:
    found = references()
    assert sum(map(len, found.values())) > 100
    assert {number: names for number, names in found.items() if number not in HEADINGS} == {}


def test_no_section_is_empty() -> None:
    sections = re.split(r"^##+ .*$", PAGE, flags=re.MULTILINE)[1:]
    titles = re.findall(r"^(##+) (.*)$", PAGE, re.MULTILINE)
    empty = [
        title
        for number, (level, title) in enumerate(titles)
        if not sections[number].strip() and not (number + 1 < len(titles) and titles[number + 1][0] > level)
    ]
    assert empty == []


def test_every_line_of_a_table_has_a_source() -> None:
    rows = re.findall(
        r"^\| (?!fact|source|---|\*\*|model|guide|rights|peer|terraform|kubernetes|custodian|fog)(.*) \|$",
        PAGE,
        re.MULTILINE,
    )
    tables_of_facts = [row for row in rows if row.count(" | ") == 1]
    assert tables_of_facts
    assert not [row for row in tables_of_facts if not re.search(r"\b[DRIU]\b", row.split(" | ")[1])]
