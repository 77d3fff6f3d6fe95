# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reads that are behind what was written."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from emulator import Emulator

SLOWLY_MS = 150
"""For each call within, so that what is written comes late enough for the next task not to see it."""


@contextmanager
def just_behind(emulator: Emulator, operation: str) -> Iterator[None]:
    """After it, reads by this operation show what there was when it began, and then what was done within it."""
    began = time.monotonic()
    emulator.knobs(latency_ms=SLOWLY_MS)
    yield
    passed = time.monotonic() - began
    emulator.knobs(latency_ms=0, lag_ms=passed * 1000, lagging=[operation])
