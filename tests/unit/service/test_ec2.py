# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What EC2 tells of a subnet, as moto, which never runs out of addresses, does not."""

from __future__ import annotations

import pytest

from ansible_collections.classic.elb.plugins.module_utils._service.ec2 import _cramped


@pytest.mark.parametrize(
    ("subnet", "why"),
    [
        ({"AvailableIpAddressCount": 7, "CidrBlock": "10.0.0.0/24"}, "has 7 free addresses"),
        ({"AvailableIpAddressCount": 8, "CidrBlock": "10.0.0.0/27"}, ""),
        ({"AvailableIpAddressCount": 8, "CidrBlock": "10.0.0.0/28"}, "is a /28"),
        ({}, ""),
    ],
)
def test_a_subnet_needs_room_for_the_nodes_of_a_balancer(subnet: dict[str, object], why: str) -> None:
    assert _cramped(subnet).partition(",")[0] == why
