# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Waiting for what AWS does after a call has been answered. Private to classic.elb."""

from __future__ import annotations

import random
import time

from ansible_collections.classic.elb.plugins.module_utils._model.errors import ElbError
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
    ``timeout`` seconds.
    """
    started = time.monotonic()
    deadline = started + timeout
    pause = SHORTEST_PAUSE
    while True:
        states = _read_states(client, name)
        awaited = states.keys() - older
        pending = [interface for interface in awaited if gone or states[interface] != "in-use"]
        begun = gone or awaited or time.monotonic() - started > APPEARANCE
        if begun and not pending:
            return
        left = deadline - time.monotonic()
        if left <= 0:
            state = "gone" if gone else "in use"
            raise ElbError(
                f"wait_timeout: after {timeout:g} seconds these network interfaces of {name} are not {state} yet: "
                f"{', '.join(sorted(pending)) or 'none has appeared'}. The balancer itself is as wanted."
            )
        time.sleep(min(left, pause * random.uniform(0.8, 1.2)))
        pause = min(LONGEST_PAUSE, pause * 1.5)
