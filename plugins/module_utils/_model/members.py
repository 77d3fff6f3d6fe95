# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the members of a balancer are like, as far as their registration and health go. Private to classic.elb."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ansible_collections.classic.elb.plugins.module_utils._model.errors import Unreadable, needed
from ansible_collections.classic.elb.plugins.module_utils._model.notes import noted, noted_by_key
from ansible_collections.classic.elb.plugins.module_utils._model.state import Balancer, HealthCheck

IN_SERVICE = "InService"
OUT_OF_SERVICE = "OutOfService"
UNKNOWN = "Unknown"

CLOSING_ZONE = "Disable Availability Zone"
NOT_REGISTERED = "not currently registered"
DEAD_ENDS = (
    "stopped state",
    "terminated state",
    "not configured to route traffic",
    CLOSING_ZONE,
    NOT_REGISTERED,
)
"""What AWS says of a member that does not become healthy by itself (facts 4.1); it may be slow to notice a change."""
FAILING = "UnhealthyThreshold"
CHECKED = ("registration is still in progress", "Threshold")
"""What AWS says only of a member: it is about to be checked, or has passed or failed too few checks."""


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
    def has_arrived(self) -> bool:
        """Of a member that did not serve before: whether it does now.

        In a zone that is being closed AWS calls members ``InService``, and sends new ones nothing (facts 4.1, 10).
        """
        return self.serves and CLOSING_ZONE not in self.description

    @property
    def is_out(self) -> bool:
        """Of a member that was deregistered: whether its connections have ended. ``Unknown`` says nothing.

        One that is checked is registered still, or was when AWS looked.
        """
        is_in = self.is_draining or any(words in self.description for words in CHECKED)
        return self.state == OUT_OF_SERVICE and not is_in

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
UNSERVED = Health(
    OUT_OF_SERVICE,
    "ELB",
    "Instance is in the EC2 Availability Zone for which LoadBalancer is not configured to route traffic to.",
)
UNREGISTERED = Health(OUT_OF_SERVICE, "N/A", f"Instance is {NOT_REGISTERED} with the LoadBalancer.")


@dataclass(frozen=True)
class Pool:
    """The members of one balancer: ``balancer`` as DescribeLoadBalancers shows it, with its tags where they matter.

    ``health``, by instance id, covers all that are registered, and of the others those that were asked for.
    """

    balancer: Balancer
    health: Mapping[str, Health] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.balancer.name

    @property
    def health_check(self) -> HealthCheck:
        """With a blank target where AWS tells none: how long it takes can be guessed all the same."""
        return self.balancer.health_check or HealthCheck("")

    @property
    def notes(self) -> dict[str, frozenset[str]]:
        """The instances that an earlier run noted as taken out, by the key of the tag that says so."""
        return noted_by_key(self.balancer.notes)

    def health_of(self, member: str) -> Health:
        """Of whom nothing was read, nothing is registered."""
        return self.health.get(member, UNREGISTERED)

    @property
    def members(self) -> frozenset[str]:
        """Who is registered, without those on the way out; AWS may list these until their connections have ended."""
        return frozenset(
            member for member in self.balancer.instances if not self.health_of(member).is_draining
        )

    @property
    def noted(self) -> frozenset[str]:
        return noted(self.balancer.notes)

    @property
    def belonging(self) -> frozenset[str]:
        """The members, with those that are noted as taken out for a while."""
        return self.members | self.noted

    @property
    def serving(self) -> frozenset[str]:
        return frozenset(member for member in self.members if self.health_of(member).serves)

    @property
    def unknown(self) -> frozenset[str]:
        """Of which AWS does not know for now whether they serve."""
        return frozenset(member for member in self.members if self.health_of(member).state == UNKNOWN)

    @property
    def not_serving(self) -> frozenset[str]:
        return self.members - self.serving - self.unknown


@dataclass(frozen=True)
class Minimum:
    """How many healthy members have to remain: a number, or a percentage of those that belong to it."""

    text: str
    amount: int
    is_percentage: bool = False

    def of(self, total: int) -> int:
        return math.ceil(total * self.amount / 100) if self.is_percentage else self.amount


@dataclass(frozen=True)
class Instance:
    """What EC2 says of an instance that is to be registered; blank is what it does not tell."""

    state: str
    vpc_id: str
    zone: str

    @property
    def is_running(self) -> bool:
        """Or is about to; AWS registers no other (facts 1.5), and judges where EC2 told no state."""
        return self.state in ("pending", "running", "")


def health_from_aws(answer: Mapping[str, Any], balancer: str) -> dict[str, Health]:
    """By instance. Raises ``Unreadable``: whose health is left out must not be taken for one that is gone."""
    try:
        return {
            needed(state, "InstanceId", "the state of an instance"): _health_from_aws(state)
            for state in answer.get("InstanceStates", ())
        }
    except Unreadable as odd:
        raise odd.of(balancer) from odd


def _health_from_aws(state: Mapping[str, Any]) -> Health:
    """Who is not registered has no health; the reason code that AWS gives for it is not certain (facts 4.1)."""
    health = Health(
        state.get("State", UNKNOWN), state.get("ReasonCode", "N/A"), state.get("Description", "N/A")
    )
    is_out = health.state == OUT_OF_SERVICE and NOT_REGISTERED in health.description
    return UNREGISTERED if is_out else health
