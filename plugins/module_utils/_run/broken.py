# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A plan that failed in the middle: what it has done by then, and what others have. Private to classic.elb."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ansible_collections.classic.elb.plugins.module_utils._model.state import Balancer
from ansible_collections.classic.elb.plugins.module_utils._model.step import Step
from ansible_collections.classic.elb.plugins.module_utils._plan.plan import Plan


@dataclass(frozen=True)
class BrokenPlan:
    """A plan of which the step ``number`` (from 0) failed; it ``may_have_worked`` all the same."""

    plan: Plan
    number: int
    may_have_worked: bool

    @property
    def accepted(self) -> list[Step]:
        return self.plan.steps[: self.number]

    @property
    def failed(self) -> Step:
        return self.plan.steps[self.number]

    @property
    def sent(self) -> list[Step]:
        return [*self.accepted, self.failed]

    @property
    def left(self) -> list[Step]:
        return [*self.plan.steps[self.number + 1 :], *self.plan.following]

    @property
    def effects(self) -> set[str]:
        """The operations that may have had their effect: what is there, or gone, without them is the work of others."""
        return {step.operation for step in (self.sent if self.may_have_worked else self.accepted)}

    def reopened(self) -> frozenset[int]:
        """The ports that were to be closed for a moment only."""
        if self.plan.before is None or self.plan.now is None:
            return frozenset()
        taken = given(self.sent, "DeleteLoadBalancerListeners", "LoadBalancerPorts")
        return frozenset(self.plan.before.listeners.keys() & self.plan.now.listeners.keys() & taken)

    def foreign(self, now: Balancer) -> frozenset[int]:
        """Those on which somebody else has made a listener meanwhile: it is neither the old one nor the new one."""
        sources = [source for source in (self.plan.before, self.plan.now) if source]
        return frozenset(
            port
            for port in self.reopened() & now.listeners.keys()
            if now.listeners[port].route not in [source.listeners[port].route for source in sources]
        )


def given(steps: list[Step], operation: str, parameter: str) -> frozenset[Any]:
    """The items that these steps give for a parameter of an operation."""
    return frozenset(
        item for step in steps if step.operation == operation for item in step.parameters[parameter]
    )
