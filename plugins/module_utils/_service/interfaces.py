# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Waiting for what AWS does after a call has been answered. Private to classic.elb."""

from __future__ import annotations

import random
import time

from ansible_collections.classic.elb.plugins.module_utils._model.errors import CallFailed, ElbError
from ansible_collections.classic.elb.plugins.module_utils._service.client import Client
from ansible_collections.classic.elb.plugins.module_utils._service.ec2 import read_interfaces

SHORTEST_PAUSE = 0.5
LONGEST_PAUSE = 5.0
APPEARANCE = 10.0
"""Seconds within which the first interface of a new balancer is expected; AWS makes them in its own time."""


def interfaces_of(client: Client, name: str) -> frozenset[str]:
    """The ids of the network interfaces of the balancer, and of those that had its name before."""
    return frozenset(_read_states(client, name))


def _read_states(client: Client, name: str) -> dict[str, str]:
    """How the interfaces are, by their ids, whatever EC2 leaves out."""
    return {
        item.get("NetworkInterfaceId", "eni-?"): item.get("Status", "unknown")
        for item in read_interfaces(client, name)
    }


def wait_for_interfaces(
    client: Client, name: str, gone: bool, timeout: float, older: frozenset[str] = frozenset()
) -> None:
    """Until the network interfaces of a balancer are all in use, or all gone (facts 3.1).

    After a deletion they hold on to their subnets and security groups for some minutes; until then neither can be
    deleted. So there may be ``older`` ones, which a new balancer does not wait for. Raises ``ElbError`` after
    ``timeout`` seconds. What EC2 does not tell because it throttles is no news.
    """
    started = time.monotonic()
    deadline = started + timeout
    pause = SHORTEST_PAUSE
    states: dict[str, str] = {}
    while True:
        untold = None
        try:
            with client.bounded(deadline - time.monotonic()):
                states = _read_states(client, name)
        except CallFailed as failure:
            untold = failure
        awaited = states.keys() - older
        pending = [interface for interface in awaited if gone or states[interface] != "in-use"]
        begun = gone or awaited or time.monotonic() - started > APPEARANCE
        if begun and not pending and not untold:
            return
        left = deadline - time.monotonic()
        if untold and left > 0 and not untold.is_throttled:
            raise untold
        if left <= 0:
            state = "gone" if gone else "in use"
            nobody = "nobody knows which" if untold else "none of them has appeared"
            raise ElbError(
                f"wait_timeout: after {timeout:g} seconds these network interfaces of {name} are not {state} yet: "
                f"{', '.join(sorted(pending)) or nobody}. The balancer itself is {'deleted' if gone else 'as wanted'}."
                f"{f' In the end EC2 told nothing: {untold.message}' if untold else ''}",
                **(untold.details if untold else {}),
            ) from untold
        time.sleep(min(left, pause * random.uniform(0.8, 1.2)))
        pause = min(LONGEST_PAUSE, pause * 1.5)
