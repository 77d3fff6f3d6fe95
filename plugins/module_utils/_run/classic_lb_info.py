# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The work of elb_classic_lb_info: AWS' own descriptions, in snake_case. Private to classic.elb."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible.module_utils.common.dict_transformations import camel_dict_to_snake_dict

from ansible_collections.classic.elb.plugins.module_utils._model.aws import tags_from_aws
from ansible_collections.classic.elb.plugins.module_utils._model.errors import Unreadable, needed
from ansible_collections.classic.elb.plugins.module_utils._model.members import (
    IN_SERVICE,
    OUT_OF_SERVICE,
    UNKNOWN,
)
from ansible_collections.classic.elb.plugins.module_utils._model.notes import is_note
from ansible_collections.classic.elb.plugins.module_utils._run.balancer_info import Description, list_items
from ansible_collections.classic.elb.plugins.module_utils._run.module import Result, Task
from ansible_collections.classic.elb.plugins.module_utils._service.client import Client
from ansible_collections.classic.elb.plugins.module_utils._service.reading import Question, read_tags

STATES = {"inservice": IN_SERVICE, "outofservice": OUT_OF_SERVICE, "unknownservice": UNKNOWN}
"""By what the keys of a result call them."""


def describe_classic_lbs(task: Task, names: tuple[str, ...] | None) -> Result:
    """One for each of ``names``, without them all; those that do not exist, or no more meanwhile, are left out."""
    if names == ():
        return {"changed": False, "elbs": []}
    listed, nameless = list_items(task.client, tuple(dict.fromkeys(names or ())))
    for odd in nameless:
        task.warn(odd.message)
    chosen = [name for name in dict.fromkeys(listed if names is None else names) if name in listed]
    started = {name: _start(task.client, listed[name]) for name in chosen}
    tags = read_tags(task.client, chosen)
    described = {}
    for name in chosen:
        try:
            described[name] = _described(listed[name], started[name], tags.get(name))
        except Unreadable as odd:
            task.warn(odd.of(name).message)
    return {"changed": False, "elbs": [described[name] for name in names or chosen if described.get(name)]}


def _start(client: Client, item: Description) -> dict[str, Question]:
    name = item["LoadBalancerName"]
    asked = {"attributes": Question(client, "DescribeLoadBalancerAttributes", name)}
    if item.get("Instances"):
        asked["health"] = Question(client, "DescribeInstanceHealth", name)
    return asked


def _described(
    item: Description, questions: Mapping[str, Question], tags: list[dict[str, str]] | None
) -> dict[str, Any] | None:
    """``None`` if it was deleted meanwhile. Raises ``Unreadable``."""
    attributes = questions["attributes"].answer()
    health = questions["health"].answer() if "health" in questions else {}
    if tags is None or attributes is None or health is None:
        return None
    shown: dict[str, Any] = camel_dict_to_snake_dict(_in_order(item))
    if "CreatedTime" in item:
        shown["created_time"] = item["CreatedTime"].isoformat()
    for key, state in STATES.items():
        members = [
            needed(member, "InstanceId", "a member")
            for member in health.get("InstanceStates", ())
            if member.get("State") == state
        ]
        shown[f"instances_{key}"] = sorted(members)
        shown[f"instances_{key}_count"] = len(members)
    shown["attributes"] = camel_dict_to_snake_dict(_in_order(attributes.get("LoadBalancerAttributes", {})))
    shown["tags"] = {key: value for key, value in tags_from_aws(tags).items() if not is_note(key)}
    return shown


def _in_order(answer: Any) -> Any:
    """AWS gives its lists in any order, and in another one the next time."""
    if isinstance(answer, Mapping):
        return {key: _in_order(value) for key, value in answer.items()}
    return sorted(map(_in_order, answer), key=str) if isinstance(answer, list) else answer
