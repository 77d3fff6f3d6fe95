# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The breakages that have to be noticed still fit the code; `make breakages` tries them."""

from __future__ import annotations

import shlex

from breakages import breakages, misfits

from support.clone import ROOT


def test_every_breakage_still_breaks_something() -> None:
    assert misfits() == []


def test_every_breakage_names_tests_that_exist() -> None:
    words = {word for breakage in breakages() for word in shlex.split(breakage["tests"])}
    assert not [word for word in words if word.startswith("tests/") and not (ROOT / word).exists()]
