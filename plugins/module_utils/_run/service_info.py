# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reading what the service offers and what the account may use of it. Private to classic.elb."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ansible_collections.classic.elb.plugins.module_utils._model.regions import region_facts
from ansible_collections.classic.elb.plugins.module_utils._model.state import Balancer
from ansible_collections.classic.elb.plugins.module_utils._options.checks import PROTOCOLS
from ansible_collections.classic.elb.plugins.module_utils._run.module import Result, Task
from ansible_collections.classic.elb.plugins.module_utils._service.client import Client
from ansible_collections.classic.elb.plugins.module_utils._service.members import read_all

Shape = Mapping[str, Any]

COUNTED: Mapping[str, Callable[[Balancer], int]] = {
    "classic-listeners": lambda balancer: len(balancer.listeners),
    "classic-registered-instances": lambda balancer: len(balancer.instances),
}
"""What the limits for each balancer count (facts 3.3)."""


def describe_service(task: Task, include: frozenset[str]) -> Result:
    """The parts that are asked for, read at the same time."""
    started = {part: PARTS[part](task.client) for part in sorted(include)}
    return {
        "changed": False,
        "protocols": list(PROTOCOLS),
        "region_facts": region_facts(task.client.connection.region),
        **{part: finish() for part, finish in started.items()},
    }


def _policy_types(client: Client) -> Callable[[], list[Shape]]:
    answer = client.start("DescribeLoadBalancerPolicyTypes")
    return lambda: sorted(
        (_policy_type(item) for item in answer.result()["PolicyTypeDescriptions"]),
        key=lambda item: item["name"],
    )


def _policy_type(item: Shape) -> dict[str, Any]:
    return {
        "name": item["PolicyTypeName"],
        "description": item.get("Description", ""),
        "attributes": [
            _attribute(attribute) for attribute in item.get("PolicyAttributeTypeDescriptions", ())
        ],
    }


def _attribute(item: Shape) -> dict[str, str]:
    """AWS leaves out the description and the default of most."""
    shown = {
        "name": item["AttributeName"],
        "type": item.get("AttributeType"),
        "cardinality": item.get("Cardinality"),
        "description": item.get("Description"),
        "default_value": item.get("DefaultValue"),
    }
    return {name: value for name, value in shown.items() if value is not None}


def _predefined_policies(client: Client) -> Callable[[], list[Shape]]:
    answer = client.start("DescribeLoadBalancerPolicies")
    return lambda: [_predefined_policy(item) for item in answer.result()["PolicyDescriptions"]]


def _predefined_policy(item: Shape) -> dict[str, Any]:
    attributes = item.get("PolicyAttributeDescriptions", ())
    enabled = [
        entry["AttributeName"] for entry in attributes if entry.get("AttributeValue", "").lower() == "true"
    ]
    return {"name": item["PolicyName"], "type": item["PolicyTypeName"], "enables": enabled}


def _account_limits(client: Client) -> Callable[[], list[Shape]]:
    def finish() -> list[Shape]:
        limits = [limit for page in client.pages("DescribeAccountLimits") for limit in page["Limits"]]
        balancers = read_all(client)
        return sorted((_limit(limit, balancers) for limit in limits), key=lambda limit: limit["name"])

    return finish


def _limit(limit: Shape, balancers: list[Balancer]) -> dict[str, Any]:
    shown = {"name": limit["Name"], "max": int(limit["Max"])}
    if limit["Name"] == "classic-load-balancers":
        return {**shown, "used": len(balancers)}
    if limit["Name"] not in COUNTED:
        return shown
    count = COUNTED[limit["Name"]]
    if not balancers:
        return {**shown, "used": 0}
    most = max(balancers, key=count)
    return {**shown, "used": count(most), "balancer": most.name}


PARTS = {
    "policy_types": _policy_types,
    "predefined_policies": _predefined_policies,
    "account_limits": _account_limits,
}
