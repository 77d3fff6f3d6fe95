# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the members of a balancer are like, as far as their registration and health go. Private to classic.elb."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ansible_collections.classic.elb.plugins.module_utils._aws import NOTE_PREFIX
from ansible_collections.classic.elb.plugins.module_utils._state import Balancer

IN_SERVICE = "InService"
OUT_OF_SERVICE = "OutOfService"

DEAD_ENDS = ("stopped state", "terminated state", "not configured to route traffic")
"""What AWS says of a member that no passing of time makes healthy (facts 4.1)."""
FAILING = "UnhealthyThreshold"


@dataclass(frozen=True)
class Health:
    """AWS' words on one member (facts 4.1)."""

    state: str
    reason_code: str = "N/A"
    description: str = "N/A"

    @property
    def is_draining(self) -> bool:
        """AWS calls a member that is on its way out ``InService`` (facts 1.5)."""
        return "deregistration" in self.description.lower()

    @property
    def serves(self) -> bool:
        return self.state == IN_SERVICE and not self.is_draining

    @property
    def is_out(self) -> bool:
        """Of a member that was deregistered: whether its connections have ended."""
        return self.state != IN_SERVICE and not self.is_draining

    @property
    def is_hopeless(self) -> bool:
        return any(reason in self.description for reason in DEAD_ENDS)

    @property
    def is_failing(self) -> bool:
        return FAILING in self.description

    def __str__(self) -> str:
        reason = "" if self.description in ("N/A", "") else f" ({self.description.rstrip('.')})"
        return self.state + reason


REGISTERED = Health(OUT_OF_SERVICE, "ELB", "Instance registration is still in progress.")
SERVING = Health(IN_SERVICE)
UNREGISTERED = Health(OUT_OF_SERVICE, "N/A", "Instance is not currently registered with the LoadBalancer.")


@dataclass(frozen=True)
class Group:
    """The members of one balancer: ``balancer`` as DescribeLoadBalancers shows it, ``health`` by instance id.

    ``health`` covers all that are registered, and of the others those that were asked for. ``notes`` are the
    instances that an earlier run noted as taken out, by the key of the tag that says so.
    """

    balancer: Balancer
    health: Mapping[str, Health] = field(default_factory=dict)
    notes: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.balancer.name

    @property
    def serving(self) -> frozenset[str]:
        return frozenset(
            member for member in self.balancer.instances if self.health.get(member, UNREGISTERED).serves
        )


def health_from_aws(states: Iterable[Mapping[str, Any]]) -> dict[str, Health]:
    return {
        state["InstanceId"]: Health(
            state.get("State", "Unknown"), state.get("ReasonCode", "N/A"), state.get("Description", "N/A")
        )
        for state in states
    }


IDS_IN_A_NOTE = 12
"""A tag value takes 256 characters (facts 1.8), an id 19 and a space."""


def notes_from_tags(tags: Mapping[str, str]) -> dict[str, frozenset[str]]:
    return {key: frozenset(value.split()) for key, value in tags.items() if key.startswith(NOTE_PREFIX)}


def tags_for_note(instances: Iterable[str]) -> dict[str, str]:
    """The tags that note these instances: one for a batch, as far as it fits into a value.

    The first instance makes the key unique, so that hosts that are taken out one by one do not overwrite each other.
    """
    listed = sorted(instances)
    batches = [listed[start : start + IDS_IN_A_NOTE] for start in range(0, len(listed), IDS_IN_A_NOTE)]
    return {NOTE_PREFIX + batch[0]: " ".join(batch) for batch in batches}
