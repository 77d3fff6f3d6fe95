# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reading: AWS' answers composed into our state. Private to classic.elb.

A needed read that fails is a failure; nothing is ever planned on half of a picture.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from concurrent.futures import Future
from functools import partial
from typing import Any, Callable, NamedTuple

from ansible_collections.classic.elb.plugins.module_utils._model.aws import (
    balancer_from_aws,
    described_balancer,
)
from ansible_collections.classic.elb.plugins.module_utils._model.batches import batches
from ansible_collections.classic.elb.plugins.module_utils._model.errors import (
    CallFailed,
    ElbError,
    NoSuchBalancers,
    NotThere,
    Unreadable,
)
from ansible_collections.classic.elb.plugins.module_utils._model.policy_types import SSL
from ansible_collections.classic.elb.plugins.module_utils._model.state import Balancer
from ansible_collections.classic.elb.plugins.module_utils._model.step import SETTLE
from ansible_collections.classic.elb.plugins.module_utils._service.client import Client

Tags = dict[str, list[dict[str, str]]]
"""As AWS lists them, by balancer."""

NAMES_IN_A_TAG_CALL = 20
LOOKS = 10
"""How often AWS is asked again about a balancer that it lists and does not know yet."""
LOOKS_AT_DOUBTS = 3
"""How often where answers contradict each other; after that they are taken as they are."""
TLS_WORDS_TIME = 5.0
"""Seconds after which a look into AWS' predefined policies is given up: without it, AWS judges itself."""
LOOK_PAUSE = 1.0
"""Seconds between two looks for what AWS may not show yet (facts 3.1)."""


def pause_before_look() -> None:
    time.sleep(LOOK_PAUSE)


class Question:
    """About one balancer that AWS has listed; it is sent at once, and runs beside others.

    Because it was listed, *not found* does not count at first: a new balancer is not known everywhere at once (facts
    3.1). If it is no longer listed, it was deleted meanwhile.
    """

    def __init__(self, client: Client, operation: str, balancer: str, **parameters: Any) -> None:
        self._client = client
        self._balancer = balancer
        named: dict[str, Any] = {"LoadBalancerName": balancer}
        if operation == "DescribeTags":  # which takes several
            named = {"LoadBalancerNames": [balancer]}
        self._ask = partial(client.start, operation, **named, **parameters)
        self._asked = self._ask()

    def answer(self, looks: int = LOOKS) -> dict[str, Any] | None:
        """``None`` if the balancer is gone. Raises ``NotThere`` if it is unknown still after so many more looks."""
        while True:
            try:
                return self._asked.result()
            except NotThere:
                if not is_listed(self._client, self._balancer):
                    return None
                if looks == 0:
                    raise
            looks -= 1
            pause_before_look()
            self._asked = self._ask()


class _Answers(NamedTuple):
    """Those about one balancer, on their way at the same time."""

    descriptions: Future[dict[str, Any]]
    attributes: Future[dict[str, Any]]
    tags: Future[dict[str, Any]]
    policies: Future[dict[str, Any]]


def _ask_about(client: Client, name: str) -> _Answers:
    return _Answers(
        descriptions=client.start("DescribeLoadBalancers", LoadBalancerNames=[name]),
        attributes=client.start("DescribeLoadBalancerAttributes", LoadBalancerName=name),
        tags=client.start("DescribeTags", LoadBalancerNames=[name]),
        policies=client.start("DescribeLoadBalancerPolicies", LoadBalancerName=name),
    )


def start_balancer(client: Client, name: str) -> Callable[[], Balancer | None]:
    """Ask for a balancer, its attributes, tags and policies, all at the same time.

    What is returned waits for the answers and composes them; it gives ``None`` if there is no such balancer, and raises
    ``Unreadable``.
    """
    return partial(_composed, client, name, _ask_about(client, name))


def _composed(client: Client, name: str, answers: _Answers) -> Balancer | None:
    looks, doubts = LOOKS, LOOKS_AT_DOUBTS
    while True:
        try:
            description = _the_description(answers.descriptions.result(), name)
        except NotThere:
            return None
        try:
            described = answers.policies.result().get("PolicyDescriptions", ())
            if doubts <= 0 or name_the_same(description, described):
                return balancer_from_aws(
                    description,
                    answers.attributes.result().get("LoadBalancerAttributes", {}),
                    _tags_of_one(answers.tags.result()),
                    described,
                )
            doubts -= 1
        except NotThere:
            if looks <= 1:
                raise
        # It was changed or deleted meanwhile, or it is so new that not all of AWS knows it: the next look tells.
        looks -= 1
        pause_before_look()
        answers = _ask_about(client, name)


def name_the_same(description: Mapping[str, Any], policies: Iterable[Mapping[str, Any]]) -> bool:
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


def _the_description(answer: Mapping[str, Any], name: str) -> Mapping[str, Any]:
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
    return described_balancer(_the_description(answer, name))


def read_named(client: Client, names: Iterable[str]) -> list[Balancer]:
    """These balancers, without attributes, tags and policies. Raises ``ElbError`` naming each that does not exist."""
    wanted = list(names)
    if not wanted:
        return []
    try:
        found = [described_balancer(item) for item in read_descriptions(client, LoadBalancerNames=wanted)]
    except NotThere as failure:
        there = {item.get("LoadBalancerName") for item in read_descriptions(client)}
        missing = sorted(set(wanted) - there)
        if not missing:  # AWS contradicts itself: one is new, or about to go
            raise
        raise NoSuchBalancers(missing, client.connection.region) from failure
    unseen = {name.lower() for name in wanted} - {balancer.name.lower() for balancer in found}
    if unseen:
        raise Unreadable("a list", "LoadBalancerDescriptions", min(unseen))
    return sorted(found, key=lambda balancer: balancer.name)


def is_listed(client: Client, name: str) -> bool:
    """Whether AWS shows it, be it in the list of all alone."""
    try:
        read_named(client, [name])
    except NoSuchBalancers:
        return False
    except NotThere:
        pass  # by its name alone
    return True


def read_all(client: Client, instances: Iterable[str]) -> tuple[list[Balancer], list[Unreadable]]:
    """Every balancer of the region by name, without attributes, tags and policies; and those that cannot be read.

    Raises ``Unreadable`` for such a one if these instances are in it, or may be.
    """
    found: dict[str, Balancer] = {}  # pages may overlap where somebody makes or deletes one meanwhile
    unreadable = []
    for item in read_descriptions(client):
        try:
            balancer = described_balancer(item)
            found[balancer.name] = balancer
        except Unreadable as odd:
            members = {member.get("InstanceId") for member in item.get("Instances", ())}
            if members & {None, *instances}:
                raise
            unreadable.append(odd)
    return [found[name] for name in sorted(found)], unreadable


def read_tls_words(client: Client) -> frozenset[str]:
    """The predefined TLS policies, their protocols and their ciphers, as far as AWS tells them (facts 2.6)."""
    try:
        with client.bounded(TLS_WORDS_TIME):
            listed = client.read("DescribeLoadBalancerPolicies").get("PolicyDescriptions", ())
    except CallFailed:
        return frozenset()
    policies = [policy for policy in listed if policy.get("PolicyTypeName") == SSL]
    attributes = (each for policy in policies for each in policy.get("PolicyAttributeDescriptions", ()))
    names = (policy.get("PolicyName", "") for policy in policies)
    return frozenset(filter(None, (*names, *(each.get("AttributeName", "") for each in attributes))))


def read_tags(client: Client, names: list[str]) -> Tags:
    """The tags of many listed balancers by name, in twenties (facts 1.8), at the same time. What is left out is gone.

    One that is deleted meanwhile makes AWS refuse its whole twenty; it is asked in halves then, and also if AWS does
    not tell whose tags it lists.
    """
    if len(names) == 1:
        described = Question(client, "DescribeTags", names[0]).answer()
        return {} if described is None else {names[0]: _tags_of_one(described)}
    answers = [
        (some, client.start("DescribeTags", LoadBalancerNames=some))
        for some in batches(names, NAMES_IN_A_TAG_CALL)
    ]
    tags: Tags = {}
    for some, answer in answers:
        try:
            named = {
                item.get("LoadBalancerName"): item.get("Tags", [])
                for item in answer.result().get("TagDescriptions", ())
            }
        except NotThere:
            named = {None: []}
        if None not in named:
            tags.update((name, named.get(name, [])) for name in some)
            continue
        for part in filter(None, (some[::2], some[1::2])):
            tags.update(read_tags(client, part))
    return tags


def _tags_of_one(answer: Mapping[str, Any]) -> list[dict[str, str]]:
    """One without tags may be left out."""
    described = answer.get("TagDescriptions") or [{}]
    return list(described[0].get("Tags", ()))
