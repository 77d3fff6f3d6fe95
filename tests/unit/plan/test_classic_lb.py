# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The planner of elb_classic_lb names its own options, and not those of elb_balancer."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.classic.elb.plugins.module_utils._model.errors import ElbError
from ansible_collections.classic.elb.plugins.module_utils._model.policy import Policy, canonical_policy
from ansible_collections.classic.elb.plugins.module_utils._model.policy_types import LB_COOKIE
from ansible_collections.classic.elb.plugins.module_utils._model.state import Balancer, Listener, Network
from ansible_collections.classic.elb.plugins.module_utils._model.wishes import (
    Stickiness,
    WantedBalancer,
    WantedClassicLb,
)
from ansible_collections.classic.elb.plugins.module_utils._plan.classic_lb import (
    PROXY_POLICY,
    plan_classic_lb,
)
from ansible_collections.classic.elb.plugins.module_utils._plan.policies import SUCCESSOR_SUFFIX

COOKIE = canonical_policy("cookie", LB_COOKIE, {"CookieExpirationPeriod": ("60",)})


@pytest.mark.parametrize(
    ("option", "policy", "wanted"),
    [
        ("proxy_protocol", PROXY_POLICY, {"proxy_protocol": {8080: True}}),
        ("stickiness", COOKIE, {"stickiness": Stickiness(COOKIE)}),
    ],
)
def test_what_an_interrupted_run_left_undescribed(
    option: str, policy: Policy, wanted: dict[str, Any]
) -> None:
    successor = policy.name + SUCCESSOR_SUFFIX
    current = Balancer(
        "shop",
        listeners={80: Listener(80, "HTTP", 8080, "HTTP")},
        undescribed={successor: Policy(successor, policy.type)},
    )
    with pytest.raises(ElbError) as failed:
        plan_classic_lb(current, WantedClassicLb(WantedBalancer("shop"), **wanted), Network())
    assert failed.value.message.startswith(f"{option}: AWS lists the policy '{successor}'")
