# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reading: AWS' answers composed into our state. Private to classic.elb.

A needed read that fails is a failure; nothing is ever planned on half of a picture.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from typing import Any, Callable

from ansible_collections.classic.elb.plugins.module_utils._model.aws import (
    balancer_from_aws,
    described_balancer,
)
from ansible_collections.classic.elb.plugins.module_utils._model.batches import batches
from ansible_collections.classic.elb.plugins.module_utils._model.errors import (
    CallFailed,
    ElbError,
    NotThere,
    Unreadable,
)
from ansible_collections.classic.elb.plugins.module_utils._model.policy_types import SSL
from ansible_collections.classic.elb.plugins.module_utils._model.state import Balancer
from ansible_collections.classic.elb.plugins.module_utils._model.step import SETTLE
from ansible_collections.classic.elb.plugins.module_utils._service.client import Client

NAMES_IN_A_TAG_CALL = 20
LOOKS = 10
MORE_LOOKS = 3
"""How often more, where answers contradict each other; from then on they are taken as they are."""
TLS_WORDS_PATIENCE = 5.0
"""Seconds after which a look into AWS' predefined policies is given up: without it, AWS judges itself."""
LOOK_PAUSE = 1.0
"""Seconds between two looks for what AWS may not show yet (facts 3.1)."""


def pause_before_look() -> None:
    time.sleep(LOOK_PAUSE)


def start_balancer(
    client: Client, name: str, looks: int = LOOKS, doubts: int = MORE_LOOKS
) -> Callable[[], Balancer | None]:
    """Ask for a balancer, its attributes, tags and policies, all at the same time.

    What is returned waits for the answers and composes them; it gives ``None`` if there is no such balancer, and raises
    ``Unreadable``.
    """
    descriptions = client.start("DescribeLoadBalancers", LoadBalancerNames=[name])
    attributes = client.start("DescribeLoadBalancerAttributes", LoadBalancerName=name)
    tags = client.start("DescribeTags", LoadBalancerNames=[name])
    policies = client.start("DescribeLoadBalancerPolicies", LoadBalancerName=name)

    def finish() -> Balancer | None:
        try:
            description = the_description(descriptions.result(), name)
        except NotThere:
            return None
        try:
            described = policies.result().get("PolicyDescriptions", ())
            if doubts <= 0 or _name_the_same(description, described):
                return balancer_from_aws(
                    description,
                    attributes.result().get("LoadBalancerAttributes", {}),
                    _tags_of_one(tags.result()),
                    described,
                )
            left = doubts - 1
        except NotThere:
            if looks <= 1:
                raise
            left = doubts
        # It was changed or deleted meanwhile, or it is so new that not all of AWS knows it: the next look tells.
        pause_before_look()
        return start_balancer(client, name, looks - 1, left)()

    return finish


def _name_the_same(description: Mapping[str, Any], policies: Iterable[Mapping[str, Any]]) -> bool:
    """Whether the listing has the policies that are described; where it tells of none at all, nobody knows."""
    lists = description.get("Policies")
    if not lists:
        return True
    named = [item for kind in lists.values() for item in kind]
    return {item.get("PolicyName") if isinstance(item, Mapping) else item for item in named} == {
        item.get("PolicyName") for item in policies
    }


def look_until_shown(look: Callable[[], Balancer | None], what: str, advice: str = "") -> Balancer:
    """Look again and again. Raises ``ElbError`` if AWS does not show it in time."""
    deadline = time.monotonic() + SETTLE
    while not (seen := look()):
        if time.monotonic() > deadline:
            raise ElbError(f"AWS does not show {what} even after {SETTLE:.0f} seconds{advice}.")
        pause_before_look()
    return seen


def read_descriptions(client: Client, **query: Any) -> list[Mapping[str, Any]]:
    """Every balancer of the region, or those of a query, as AWS describes them."""
    pages = client.pages("DescribeLoadBalancers", **query)
    return [item for page in pages for item in page.get("LoadBalancerDescriptions", ())]


def the_description(answer: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """Of the one balancer that was asked for. Raises ``Unreadable``: who does not exist is refused otherwise."""
    described = answer.get("LoadBalancerDescriptions") or [{}]
    if not described[0]:
        raise Unreadable("a list", "LoadBalancerDescriptions", name)
    return {"LoadBalancerName": name, **described[0]}


def read_balancer(client: Client, name: str) -> Balancer | None:
    return start_balancer(client, name)()


def read_described(client: Client, name: str) -> Balancer | None:
    """As DescribeLoadBalancers alone tells it; ``None`` if there is no such balancer."""
    try:
        answer = client.read("DescribeLoadBalancers", LoadBalancerNames=[name])
    except NotThere:
        return None
    return described_balancer(the_description(answer, name))


def read_tls_words(client: Client) -> frozenset[str]:
    """The predefined TLS policies, their protocols and their ciphers, as far as AWS tells them (facts 2.6)."""
    try:
        with client.bounded(TLS_WORDS_PATIENCE):
            listed = client.read("DescribeLoadBalancerPolicies").get("PolicyDescriptions", ())
    except CallFailed:
        return frozenset()
    policies = [policy for policy in listed if policy.get("PolicyTypeName") == SSL]
    attributes = (each for policy in policies for each in policy.get("PolicyAttributeDescriptions", ()))
    names = (policy.get("PolicyName", "") for policy in policies)
    return frozenset(filter(None, (*names, *(each.get("AttributeName", "") for each in attributes))))


def read_tags(client: Client, names: list[str]) -> dict[str, list[dict[str, str]]]:
    """The tags of many balancers by name, in twenties (facts 1.8), at the same time.

    A balancer that is deleted meanwhile makes AWS refuse its whole twenty; it is asked in halves then, and also if AWS
    does not tell whose tags it lists.
    """
    answers = [
        (some, client.start("DescribeTags", LoadBalancerNames=some))
        for some in batches(names, NAMES_IN_A_TAG_CALL)
    ]
    tags: dict[str, list[dict[str, str]]] = {}
    for some, answer in answers:
        try:
            described = answer.result()
        except NotThere:
            described = None
        named = {
            item.get("LoadBalancerName"): item.get("Tags", [])
            for item in (described or {}).get("TagDescriptions", ())
        }
        if len(some) > 1 and (described is None or None in named):
            for half in (some[::2], some[1::2]):
                tags.update(read_tags(client, half))
        elif described is not None:
            tags.update((name, named.get(name, named.get(None, []))) for name in some)
    return tags


def _tags_of_one(answer: Mapping[str, Any]) -> list[dict[str, str]]:
    """One without tags may be left out."""
    described = answer.get("TagDescriptions") or [{}]
    return list(described[0].get("Tags", ()))
