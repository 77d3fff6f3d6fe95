# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Emulator time: what registration, draining, lingering and certificate delays are measured in."""

from __future__ import annotations

import time


class Clock:
    """Seconds since the last reset: real time, times a factor, plus whatever a test skips."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        self._elapsed = 0.0
        self._speed = 1.0
        self._anchor = time.monotonic()

    def now(self) -> float:
        return self._elapsed + (time.monotonic() - self._anchor) * self._speed

    def advance(self, seconds: float) -> None:
        self._elapsed += seconds

    def set_speed(self, factor: float) -> None:
        """Change the pace from now on; what has elapsed stays elapsed."""
        self._elapsed = self.now()
        self._anchor = time.monotonic()
        self._speed = factor
