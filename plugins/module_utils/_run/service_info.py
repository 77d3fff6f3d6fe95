# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reading what the service offers and what the account may use of it. Private to classic.elb."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ansible_collections.classic.elb.plugins.module_utils._model.protocols import PROTOCOLS
from ansible_collections.classic.elb.plugins.module_utils._model.regions import region_facts
from ansible_collections.classic.elb.plugins.module_utils._model.render import without_unknown
from ansible_collections.classic.elb.plugins.module_utils._run.module import Result, Task
from ansible_collections.classic.elb.plugins.module_utils._service.client import Client
from ansible_collections.classic.elb.plugins.module_utils._service.reading import read_descriptions

Shape = Mapping[str, Any]

COUNTED = {"classic-listeners": "ListenerDescriptions", "classic-registered-instances": "Instances"}
"""What the limits for each balancer count (facts 3.3), by its place in a description."""


def describe_service(task: Task, include: frozenset[str]) -> Result:
    """The parts that are asked for. What takes a single call is on its way while the limits are paged."""
    started = {part: READERS[part](task.client) for part in sorted(include)}
    return {
        "changed": False,
        "protocols": list(PROTOCOLS),
        "region_facts": region_facts(task.client.connection.region),
        **{part: finish() for part, finish in started.items()},
    }


def _policy_types(client: Client) -> Callable[[], list[Shape]]:
    answer = client.start("DescribeLoadBalancerPolicyTypes")
    return lambda: sorted(
        (_policy_type(item) for item in answer.result().get("PolicyTypeDescriptions", ())),
        key=lambda item: item["name"],
    )


def _policy_type(item: Shape) -> dict[str, Any]:
    return {
        "name": item.get("PolicyTypeName", ""),
        "description": item.get("Description", ""),
        "attributes": [
            _attribute(attribute) for attribute in item.get("PolicyAttributeTypeDescriptions", ())
        ],
    }


def _attribute(item: Shape) -> dict[str, str]:
    """AWS leaves out the description and the default of most."""
    return without_unknown(
        {
            "name": item.get("AttributeName"),
            "type": item.get("AttributeType"),
            "cardinality": item.get("Cardinality"),
            "description": item.get("Description"),
            "default_value": item.get("DefaultValue"),
        }
    )


def _predefined_policies(client: Client) -> Callable[[], list[Shape]]:
    answer = client.start("DescribeLoadBalancerPolicies")
    return lambda: [_predefined_policy(item) for item in answer.result().get("PolicyDescriptions", ())]


def _predefined_policy(item: Shape) -> dict[str, Any]:
    attributes = item.get("PolicyAttributeDescriptions", ())
    enabled = [
        entry["AttributeName"]
        for entry in attributes
        if "AttributeName" in entry and entry.get("AttributeValue", "").lower() == "true"
    ]
    return {"name": item.get("PolicyName", ""), "type": item.get("PolicyTypeName", ""), "enables": enabled}


def _account_limits(client: Client) -> Callable[[], list[Shape]]:
    def finish() -> list[Shape]:
        limits = [limit for page in client.pages("DescribeAccountLimits") for limit in page.get("Limits", ())]
        balancers = read_descriptions(client)
        return sorted((_limit(limit, balancers) for limit in limits), key=lambda limit: limit["name"])

    return finish


def _limit(limit: Shape, balancers: list[Shape]) -> dict[str, Any]:
    """A maximum is a text (facts 1.9); one that is no number is left out."""
    shown: dict[str, Any] = {"name": limit.get("Name", "")}
    if limit.get("Max", "").isdecimal():
        shown["max"] = int(limit["Max"])
    if shown["name"] == "classic-load-balancers":
        return {**shown, "used": len(balancers)}
    if shown["name"] not in COUNTED:
        return shown
    counted = COUNTED[shown["name"]]
    if not balancers:
        return {**shown, "used": 0}
    most = max(balancers, key=lambda balancer: len(balancer.get(counted, ())))
    used = {"used": len(most.get(counted, ())), "balancer": most.get("LoadBalancerName")}
    return {**shown, **without_unknown(used)}


READERS = {
    "policy_types": _policy_types,
    "predefined_policies": _predefined_policies,
    "account_limits": _account_limits,
}
