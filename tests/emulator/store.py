# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""All balancers of all regions, and how they were a moment ago."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Mapping
from types import MappingProxyType

from .state import Balancer

Balancers = Mapping[str, Balancer]

_NONE: Balancers = MappingProxyType({})
_MEMORY_S = 120.0


class Store:
    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        self._regions: Mapping[str, Balancers] = {}
        self._past: deque[tuple[float, Mapping[str, Balancers]]] = deque()
        self._remember()

    @property
    def regions(self) -> Mapping[str, Balancers]:
        return self._regions

    def present(self, region: str) -> Balancers:
        return self._regions.get(region, _NONE)

    def as_of(self, region: str, seconds_ago: float) -> Balancers:
        """The balancers as they were then; never older than two minutes."""
        then = time.monotonic() - seconds_ago
        state = next((state for since, state in reversed(self._past) if since <= then), self._past[0][1])
        return state.get(region, _NONE)

    def commit(self, region: str, changes: Mapping[str, Balancer | None]) -> bool:
        """Store the changes (None: gone); whether anything is different from before."""
        if not changes:
            return False
        before = self.present(region)
        merged = {**before, **changes}
        after = {name: balancer for name, balancer in merged.items() if balancer is not None}
        if after == before:
            return False
        self._regions = {**self._regions, region: after}
        self._remember()
        return True

    def _remember(self) -> None:
        now = time.monotonic()
        self._past.append((now, self._regions))
        while len(self._past) > 1 and self._past[1][0] < now - _MEMORY_S:
            self._past.popleft()
