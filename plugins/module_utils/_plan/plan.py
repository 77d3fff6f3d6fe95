# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Steps, their impact on traffic, and the plan that planners write. Private to classic.elb.

A plan is computed once from what was read. Check mode shows it, a real run executes it, and because every
step is predicted as it is added, a planner always looks at the balancer as it will be at that point.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from ansible_collections.classic.elb.plugins.module_utils._model.errors import ElbError
from ansible_collections.classic.elb.plugins.module_utils._model.state import Balancer, Network
from ansible_collections.classic.elb.plugins.module_utils._plan.predict import predict

NONE = "none"
RESET = "reset"
REDUCED_CAPACITY = "reduced_capacity"
OUTAGE = "outage"
REPLACEMENT = "replacement"
SETTLE = 120.0
"""Seconds for what AWS is known to need time for after a call of ours: certificates, ports, subnets, instances."""
BRIEFLY = 20.0
"""Seconds for what is more often a mistake than a matter of time."""

IMPACTS = (NONE, RESET, REDUCED_CAPACITY, OUTAGE, REPLACEMENT)


MEANING = {
    NONE: "traffic goes on",
    RESET: "open connections drop",
    REDUCED_CAPACITY: "fewer zones or members serve",
    OUTAGE: "a port or the balancer stops answering",
    REPLACEMENT: "the balancer is deleted and created again, under a new DNS name",
}


@dataclass(frozen=True)
class Step:
    """One API call that writes.

    ``parameters`` are those of the API, exactly as they are sent. ``settles`` maps error codes that AWS may
    answer for a while although nothing is wrong (facts 3.1) to the seconds for which the client repeats the call.
    """

    operation: str
    parameters: Mapping[str, Any]
    impact: str = NONE
    settles: Mapping[str, float] = field(default_factory=dict)

    def describe(self) -> dict[str, Any]:
        """The step as the ``actions`` of a result show it."""
        return {"operation": self.operation, "parameters": dict(self.parameters), "impact": self.impact}


class Plan:
    """The steps so far, and the balancer as they leave it (``None``: there is none)."""

    def __init__(self, before: Balancer | None, network: Network | None = None) -> None:
        self.before = before
        self.now = before
        self.network = network or Network()
        self.steps: list[Step] = []
        self.notes: list[str] = []
        """What the user should read although it stops nothing; shown as warnings."""

    @property
    def balancer(self) -> Balancer:
        """The balancer at this point of the plan, where a planner knows that there is one."""
        if self.now is None:
            raise ElbError("The plan changes a balancer that does not exist.")
        return self.now

    @property
    def creates(self) -> bool:
        """Whether it makes a new balancer, the first one or a successor."""
        return any(step.operation == "CreateLoadBalancer" for step in self.steps)

    @property
    def impact(self) -> str:
        return worst_impact(self.steps)

    def add(
        self,
        operation: str,
        parameters: Mapping[str, Any],
        impact: str = NONE,
        settles: Mapping[str, float] | None = None,
    ) -> None:
        step = Step(operation, parameters, impact, settles or {})
        self.steps.append(step)
        self.now = predict(self.now, operation, parameters, self.network)


def worst_impact(steps: Iterable[Step]) -> str:
    return max((step.impact for step in steps), key=IMPACTS.index, default=NONE)


def operations(steps: Iterable[Step]) -> str:
    """Their names, for messages; what is sent several times in a row is named once."""
    runs = [(name, len(list(same))) for name, same in groupby(step.operation for step in steps)]
    return ", ".join(name if times == 1 else f"{name} ({times} times)" for name, times in runs)


def refuse_beyond(steps: Sequence[Step], max_impact: str) -> None:
    """Raise if a step exceeds the worst impact that the user accepts."""
    worst = worst_impact(steps)
    for number, step in enumerate(steps, 1):
        if IMPACTS.index(step.impact) > IMPACTS.index(max_impact):
            raise ElbError(
                f"max_impact: step {number} of the plan, {step.operation}, has the impact '{step.impact}' "
                f"({MEANING[step.impact]}), and at most '{max_impact}' is accepted. Nothing was changed; "
                f"set max_impact to '{worst}' to accept the whole plan.",
                actions=[planned.describe() for planned in steps],
                impact=worst,
            )
