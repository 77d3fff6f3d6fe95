# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is told of calls that were made."""

from __future__ import annotations

import pytest

from ansible_collections.classic.elb.plugins.module_utils._model.step import (
    NONE,
    OUTAGE,
    REDUCED_CAPACITY,
    Step,
    after_these,
)


@pytest.mark.parametrize(("before", "after"), [(OUTAGE, REDUCED_CAPACITY), (REDUCED_CAPACITY, OUTAGE)])
def test_of_two_parts_of_a_task_the_worse_one_counts(before: str, after: str) -> None:
    sent = [Step("DeleteLoadBalancerListeners", {"LoadBalancerName": "shop"}, before)]
    told = after_these(sent, {"changed": False, "impact": after, "actions": [{"operation": "Later"}]})
    assert told["impact"] == OUTAGE
    assert told["changed"]
    assert [action["operation"] for action in told["actions"]] == ["DeleteLoadBalancerListeners", "Later"]
    assert after_these(sent, {})["impact"] == before != NONE
