# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A reader of what the modules leave behind, and a service where nobody waits for members."""

from __future__ import annotations

from typing import Any

import pytest

from emulator import Emulator

from .front import QUICK
from .reader import Reader


@pytest.fixture
def reader(aws: Any) -> Reader:
    return Reader(aws)


@pytest.fixture(autouse=True)
def old(monkeypatch: pytest.MonkeyPatch) -> None:
    """No balancer is so new that a denied right may come late: a single refusal has to fail a task here."""
    monkeypatch.setattr("ansible_collections.classic.elb.plugins.module_utils._run.newborn.NEW_FOR", 0)


@pytest.fixture
def quick(emulator: Emulator) -> None:
    """Members serve, and are out, at once."""
    emulator.knobs(**QUICK)
