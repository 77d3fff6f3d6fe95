# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The breakages that have to be noticed still fit the code; `make breakages` tries them."""

from __future__ import annotations

from breakages import breakages, misfits

from support.clone import ROOT

TARGETS = [path.name for path in (ROOT / "tests/integration/targets").iterdir()]


def test_every_breakage_still_breaks_something() -> None:
    assert misfits() == []


def test_every_breakage_names_tests_that_exist() -> None:
    for tests in {breakage["tests"] for breakage in breakages()}:
        paths, _k, chosen = tests.partition(" -k ")
        files = [file for path in map(ROOT.joinpath, paths.split()) for file in (path, *path.rglob("*.py"))]
        texts = [file.read_text() for file in files if file.is_file()]
        assert len(texts) >= len(paths.split()), tests
        for word in chosen.strip("'").split(" or ") if chosen else []:
            assert any(word in text for text in (*texts, *TARGETS)), tests
