# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What AWS' words on a member mean (facts 4.1)."""

from __future__ import annotations

import pytest

from ansible_collections.classic.elb.plugins.module_utils._model.members import Health


@pytest.mark.parametrize(
    ("state", "description", "serves", "has_arrived", "is_out"),
    [
        ("InService", "N/A", True, True, False),
        ("InService", "Instance deregistration currently in progress.", False, False, False),
        ("InService", "Disable Availability Zone is currently in progress.", True, False, False),
        ("OutOfService", "Instance registration is still in progress.", False, False, False),
        ("OutOfService", "Instance is in stopped state.", False, False, True),
        ("OutOfService", "Instance is in terminated state.", False, False, True),
        ("OutOfService", "Instance has failed at least the UnhealthyThreshold.", False, False, False),
        ("OutOfService", "Instance is not currently registered with the LoadBalancer.", False, False, True),
        ("OutOfService", "N/A", False, False, True),
        ("Unknown", "A transient error occurred. Please try again later.", False, False, False),
    ],
)
def test_what_a_state_means(
    state: str, description: str, serves: bool, has_arrived: bool, is_out: bool
) -> None:
    health = Health(state, "N/A", description)
    assert (health.serves, health.has_arrived, health.is_out) == (serves, has_arrived, is_out)


@pytest.mark.parametrize(
    ("description", "is_hopeless"),
    [
        ("Instance is in stopped state.", True),
        ("Instance is in terminated state.", True),
        ("Instance is in an availability zone that is not configured to route traffic.", True),
        ("Disable Availability Zone is currently in progress.", True),
        ("Instance is not currently registered with the LoadBalancer.", True),
        ("Instance registration is still in progress.", False),
        ("Instance has failed at least the UnhealthyThreshold.", False),
    ],
)
def test_what_does_not_become_healthy_by_itself(description: str, is_hopeless: bool) -> None:
    assert Health("OutOfService", "N/A", description).is_hopeless == is_hopeless
