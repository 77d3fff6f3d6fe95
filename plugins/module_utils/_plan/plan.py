# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The plan that planners write, step by step. Private to classic.elb.

A plan is computed once from what was read. Check mode shows it, a real run executes it, and because every
step is predicted as it is added, a planner always looks at the balancer as it will be at that point.

What is called ``plan_...`` makes a plan and returns it. What is called by what is to be done, as ``put_...`` or
``register_again``, adds the steps for a part to one; all else only looks at it, and at most leaves remarks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ansible_collections.classic.elb.plugins.module_utils._model.errors import (
    ACCESS_CODES,
    NOT_FOUND,
    ElbError,
)
from ansible_collections.classic.elb.plugins.module_utils._model.policy import Doubt
from ansible_collections.classic.elb.plugins.module_utils._model.state import Balancer, Network
from ansible_collections.classic.elb.plugins.module_utils._model.step import BRIEFLY, NONE, Step
from ansible_collections.classic.elb.plugins.module_utils._plan.consequences import consequences
from ansible_collections.classic.elb.plugins.module_utils._plan.predict import predict

MAKERS = {
    "ListenerNotFound": {"CreateLoadBalancer", "CreateLoadBalancerListeners"},
    "PolicyNotFound": {
        "CreateAppCookieStickinessPolicy",
        "CreateLBCookieStickinessPolicy",
        "CreateLoadBalancerPolicy",
    },
}
"""What AWS may answer for a moment after the plan itself has made it; nobody has reported that yet (facts 3.1)."""


class Plan:
    """The steps so far, and the balancer as they leave it (``None``: there is none)."""

    def __init__(self, before: Balancer | None, network: Network | None = None) -> None:
        self.before = before
        self.now = before
        self.network = network or Network()
        self.steps: list[Step] = []
        self.remarks: list[str] = []
        """What the user should read although it stops nothing."""
        self.doubts: dict[Doubt, None] = {}
        """What is to be cleared up before anything is sent, in order."""
        self.came_to: list[str] | None = None
        """The consequences, where the plan was not carried out as it is."""
        self.following: list[Step] = []
        """Steps that the task sends after this plan; they count as not done if it fails."""

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
    def consequences(self) -> list[str]:
        """What the user should read of what it makes of the balancer: where TLS is weaker, or policies are left."""
        return consequences(self.before, self.now) if self.came_to is None else self.came_to

    def came_as_far_as(self, steps: Sequence[Step], seen: Balancer | None) -> None:
        """Note that only these steps were accepted, and that AWS then showed ``seen``.

        That may be late, or somebody else's work; so only those consequences count that follow from both.
        """
        shown = consequences(self.before, seen)
        self.came_to = [each for each in consequences(self.before, self.after(steps)) if each in shown]

    def after(self, steps: Sequence[Step]) -> Balancer | None:
        """The balancer as these of its steps leave it."""
        then = self.before
        for step in steps:
            then = predict(then, step, self.network)
        return then

    def add(
        self,
        operation: str,
        parameters: Mapping[str, Any],
        impact: str = NONE,
        settles: Mapping[str, float] | None = None,
        about: str = "",
    ) -> None:
        """What is new may not be known everywhere yet, and a right that depends on tags be denied (facts 3.1, 10a)."""
        new = dict.fromkeys((*ACCESS_CODES, NOT_FOUND), BRIEFLY) if self.creates else {}
        if operation.startswith("Set"):
            sent = {step.operation for step in self.steps}
            new.update((code, BRIEFLY) for code, makers in MAKERS.items() if sent & makers)
        step = Step(operation, parameters, impact, {**new, **(settles or {})}, about)
        self.steps.append(step)
        self.now = predict(self.now, step, self.network)
