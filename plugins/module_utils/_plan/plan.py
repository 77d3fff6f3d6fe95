# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The plan that planners write, step by step. Private to classic.elb.

A plan is computed once from what was read. Check mode shows it, a real run executes it, and because every
step is predicted as it is added, a planner always looks at the balancer as it will be at that point.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible_collections.classic.elb.plugins.module_utils._model.errors import ElbError
from ansible_collections.classic.elb.plugins.module_utils._model.state import Balancer, Network
from ansible_collections.classic.elb.plugins.module_utils._model.step import (
    NONE,
    Step,
    worst_impact,
)
from ansible_collections.classic.elb.plugins.module_utils._plan.predict import predict


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
