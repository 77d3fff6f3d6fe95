# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What DescribeInstanceHealth says of an instance: states, reason codes and texts of facts 4.1."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from .estate import Instance
from .knobs import Knobs
from .state import Balancer
from .watch import InstanceWatch

TERMINATED_SHOWN_S = 60.0
"""How long a terminated instance stays in the lists ("for a while", facts 4.1)."""


class Health(NamedTuple):
    state: str
    reason_code: str
    description: str

    def as_answer(self) -> dict[str, str]:
        return {"State": self.state, "ReasonCode": self.reason_code, "Description": self.description}


HEALTHY = Health("InService", "N/A", "N/A")
DRAINING = Health("InService", "N/A", "Instance deregistration currently in progress.")
ZONE_CLOSING = Health("InService", "N/A", "Disable Availability Zone is currently in progress.")
REGISTERING = Health("OutOfService", "ELB", "Instance registration is still in progress.")
FAILING = Health(
    "OutOfService",
    "Instance",
    "Instance has failed at least the UnhealthyThreshold number of health checks consecutively.",
)
WARMING_UP = Health(
    "OutOfService",
    "Instance",
    "Instance has not passed the configured HealthyThreshold number of health checks consecutively.",
)
ZONE_NOT_ENABLED = Health(
    "OutOfService",
    "ELB",
    "Instance is in the EC2 Availability Zone for which LoadBalancer is not configured to route traffic to.",
)
NOT_REGISTERED = Health("OutOfService", "N/A", "Instance is not currently registered with the LoadBalancer.")
# Texts are known for these three EC2 states; the passing ones borrow the text of where they lead.
_STATE_WORDS = {
    "pending": "pending",
    "stopping": "stopped",
    "stopped": "stopped",
    "shutting-down": "terminated",
    "terminated": "terminated",
}


@dataclass(frozen=True)
class HealthView:
    """Everything the health of an instance depends on, besides its balancer."""

    now: float
    knobs: Knobs
    instances: Mapping[str, Instance]
    watch: InstanceWatch

    def of(self, balancer: Balancer, instance_id: str) -> Health:
        instance = self.instances.get(instance_id)
        if instance_id not in balancer.members:
            draining = self.now < balancer.former_members.get(instance_id, self.now)
            running = instance is not None and instance.state == "running"
            return DRAINING if draining and running else NOT_REGISTERED
        if instance is None:
            return _not_running("terminated")
        if instance.state != "running":
            return _not_running(_STATE_WORDS.get(instance.state, instance.state))
        if instance.zone not in balancer.zones:
            return ZONE_CLOSING if self._serves_to_the_end(balancer, instance) else ZONE_NOT_ENABLED
        return self._of_running(balancer, instance_id)

    def is_gone(self, instance_id: str) -> bool:
        """Terminated for so long that the service has dropped it."""
        instance = self.instances.get(instance_id)
        terminated = instance is not None and instance.state == "terminated"
        return instance is None or (
            terminated and self.now >= self.watch.since(instance_id) + TERMINATED_SHOWN_S
        )

    def _serves_to_the_end(self, balancer: Balancer, instance: Instance) -> bool:
        """Whether it served when its zone was disabled, and the draining of that has not ended (choice 28)."""
        closing = balancer.closing_zones.get(instance.zone)
        if closing is None or self.now >= closing.until:
            return False
        return replace(self, now=closing.since)._of_running(balancer, instance.id) is HEALTHY

    def _of_running(self, balancer: Balancer, instance_id: str) -> Health:
        registered = balancer.members[instance_id] + self.knobs.registration_s
        if self.now < registered:
            return REGISTERING
        if instance_id in self.knobs.unhealthy:
            return FAILING
        check = balancer.health_check
        delay = self.knobs.health_delay_s
        if delay is None:
            delay = check.healthy_threshold * check.interval
        checked_since = max(registered, self.watch.since(instance_id))
        return WARMING_UP if self.now < checked_since + delay else HEALTHY


def _not_running(word: str) -> Health:
    return Health("OutOfService", "Instance", f"Instance is in {word} state.")
