# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Since when each instance is in its present EC2 state, as far as the emulator has seen it."""

from __future__ import annotations

from collections.abc import Iterable

from .estate import Instance

ALWAYS = float("-inf")


class InstanceWatch:
    """moto does not say when an instance was stopped or started; so look at every call and remember."""

    def __init__(self) -> None:
        self._since: dict[str, tuple[str, float]] = {}

    def observe(self, instances: Iterable[Instance], now: float) -> None:
        for instance in instances:
            state, _since = self._since.get(instance.id, (None, ALWAYS))
            if state is None:
                self._since[instance.id] = (instance.state, ALWAYS)
            elif state != instance.state:
                self._since[instance.id] = (instance.state, now)

    def since(self, instance_id: str) -> float:
        return self._since.get(instance_id, ("", ALWAYS))[1]

    def reset(self) -> None:
        self._since = {}
