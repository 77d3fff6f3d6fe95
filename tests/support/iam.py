# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The IAM policies in docs/iam, and whether the modules keep to them."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping

from support.clone import MODULES, ROOT


@functools.cache
def allowed_actions(module: str) -> frozenset[str]:
    """The actions in the IAM policy of a module."""
    policy = json.loads((ROOT / "docs" / "iam" / f"{module}.json").read_text())
    return frozenset(action for statement in policy["Statement"] for action in statement["Action"])


def trespasses(callers: Mapping[str, set[str]]) -> dict[str, list[str]]:
    """What modules have called without their policies' leave; ``callers`` are the actions by user agent."""
    called: dict[str, set[str]] = {module: set() for module in MODULES}
    for agent, actions in callers.items():
        if "classic.elb/" in agent:
            called[agent.split()[-1]] |= actions
    found = {module: sorted(actions - allowed_actions(module)) for module, actions in called.items()}
    return {module: actions for module, actions in found.items() if actions}
