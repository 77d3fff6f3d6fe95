# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Steps of a plan and their impact on traffic. Private to classic.elb."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from ansible_collections.classic.elb.plugins.module_utils._model.errors import ElbError

NONE = "none"
ALTERED = "altered"
RESET = "reset"
REDUCED_CAPACITY = "reduced_capacity"
OUTAGE = "outage"
REPLACEMENT = "replacement"
IMPACTS = (NONE, ALTERED, RESET, REDUCED_CAPACITY, OUTAGE, REPLACEMENT)

RELEASE = 300.0
"""Seconds that AWS may take to let go of a port or a zone after a call of ours (facts 3.1)."""
SETTLE = 120.0
"""Seconds for what else AWS is known to need time for: certificates, instances, what it shows of its own."""
BRIEFLY = 20.0
"""Seconds for what is more often a mistake than a matter of time."""


MEANING = {
    NONE: "traffic goes on",
    ALTERED: "connections go on under other rules",
    RESET: "open connections drop",
    REDUCED_CAPACITY: "fewer zones or members serve",
    OUTAGE: "a port or the balancer stops answering",
    REPLACEMENT: "the balancer is deleted and created again, under a new DNS name",
}


SUBJECTS = {
    "LoadBalancerPort": "listener {}",
    "LoadBalancerPorts": "listener {}",
    "InstancePort": "instance port {}",
    "Subnets": "subnets {}",
    "AvailabilityZones": "availability_zones {}",
    "Instances": "the members",
    "PolicyName": "policy {}",
}
"""What a call is about, by the parameter that tells it."""


@dataclass(frozen=True)
class Step:
    """One API call that writes.

    ``parameters`` are those of the API, exactly as they are sent. ``settles`` maps error codes that AWS may
    answer for a while although nothing is wrong (facts 3.1) to the seconds for which the client repeats the call.
    ``about`` is the option that asks for it, where the parameters do not tell.
    """

    operation: str
    parameters: Mapping[str, Any]
    impact: str = NONE
    settles: Mapping[str, float] = field(default_factory=dict)
    about: str = ""

    @property
    def subject(self) -> str:
        """What the call changes, in the words of the options."""
        if self.about:
            return self.about
        for key, words in SUBJECTS.items():
            if key in self.parameters:
                value = self.parameters[key]
                return words.format(" and ".join(map(str, value)) if isinstance(value, list) else value)
        return "the balancer"

    @property
    def balancer(self) -> str:
        """The one that the call is about; no call of a plan is about several."""
        names = self.parameters.get("LoadBalancerNames") or [self.parameters["LoadBalancerName"]]
        return str(names[0])

    @property
    def creates_policy(self) -> bool:
        return self.operation.startswith("Create") and "PolicyName" in self.parameters

    def describe(self) -> dict[str, Any]:
        """The step as the ``actions`` of a result show it."""
        return {"operation": self.operation, "parameters": dict(self.parameters), "impact": self.impact}


def _worst(impacts: Iterable[str]) -> str:
    return max(impacts, key=IMPACTS.index, default=NONE)


def worst_impact(steps: Iterable[Step]) -> str:
    return _worst(step.impact for step in steps)


def exceeds(impact: str, limit: str) -> bool:
    return IMPACTS.index(impact) > IMPACTS.index(limit)


def operations(steps: Iterable[Step]) -> str:
    """Their names, for messages; what is sent several times in a row is named once."""
    runs = [(name, len(list(same))) for name, same in groupby(step.operation for step in steps)]
    return ", ".join(name if times == 1 else f"{name} ({times} times)" for name, times in runs)


def _operations_by_balancer(steps: Iterable[Step]) -> str:
    """The same where it matters for which balancers: each in a row is told with all of its balancers."""
    runs = [
        (name, dict.fromkeys(step.balancer for step in same))
        for name, same in groupby(steps, lambda step: step.operation)
    ]
    return ", ".join(f"{name} for {' and '.join(balancers)}" for name, balancers in runs)


def halfway(done: list[Step], failed: Step | None, left: list[Step]) -> tuple[list[str], dict[str, Any]]:
    """What a failure tells of the calls around it: sentences for its message, and its details."""
    told = {"Done before it": done, "Not done": left}
    balancers = {step.balancer for step in (*done, *filter(None, [failed]), *left)}
    named = operations if len(balancers) == 1 else _operations_by_balancer
    sentences = [f"{words}: {named(steps)}." for words, steps in told.items() if steps]
    return sentences, {
        **record(done),
        **({"failed_action": failed.describe()} if failed else {}),
        "actions_left": [step.describe() for step in left],
    }


def after_these(sent: Sequence[Step], details: Mapping[str, Any]) -> dict[str, Any]:
    """The details of a failure, with the calls that AWS had accepted before."""
    before = record(sent)
    return {
        **details,
        **before,
        "actions": [*before["actions"], *details.get("actions", ())],
        "impact": _worst((before["impact"], details.get("impact", NONE))),
    }


def record(done: Sequence[Step]) -> dict[str, Any]:
    """What every result tells of the calls that were made."""
    return {
        "changed": bool(done),
        "actions": [step.describe() for step in done],
        "impact": worst_impact(done),
    }


def refuse_beyond(steps: Sequence[Step], max_impact: str) -> None:
    """Raise if a step exceeds the worst impact that the user accepts."""
    whole = worst_impact(steps)
    for number, step in enumerate(steps, 1):
        if exceeds(step.impact, max_impact):
            raise ElbError(
                f"max_impact: {step.subject}: step {number} of the plan, {step.operation}, has the impact "
                f"'{step.impact}' ({MEANING[step.impact]}), and at most '{max_impact}' is accepted. Nothing was "
                f"changed; set max_impact to '{whole}' to accept the whole plan.",
                actions=[planned.describe() for planned in steps],
                impact=whole,
            )
