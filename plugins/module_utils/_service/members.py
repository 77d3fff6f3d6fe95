# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reading what is needed to plan for members. Private to classic.elb."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from concurrent.futures import Future
from itertools import count
from typing import Any

from ansible_collections.classic.elb.plugins.module_utils._model.aws import described_balancer, tags_from_aws
from ansible_collections.classic.elb.plugins.module_utils._model.errors import (
    CallFailed,
    NoSuchBalancers,
    NotThere,
    Unreadable,
)
from ansible_collections.classic.elb.plugins.module_utils._model.members import (
    UNREGISTERED,
    Group,
    Health,
    health_from_aws,
)
from ansible_collections.classic.elb.plugins.module_utils._model.state import Balancer
from ansible_collections.classic.elb.plugins.module_utils._service.client import Client
from ansible_collections.classic.elb.plugins.module_utils._service.reading import (
    LOOKS,
    pause_before_look,
    read_descriptions,
)

INVALID_INSTANCE = "InvalidInstance"


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
    try:
        read_named(client, [name])
    except NoSuchBalancers:
        return False
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


def read_groups(
    client: Client,
    balancers: Iterable[Balancer],
    asked: Iterable[str],
    tags: Mapping[str, Iterable[Mapping[str, str]]],
) -> list[Group]:
    """The members of each balancer with their health, all read at the same time.

    ``asked`` are ids whose health is wanted also where they are not registered: they may still be draining. ``tags``
    are those of AWS by balancer; they hold the notes.
    """
    listed = list(balancers)
    registered = [Checkup(client, balancer.name, balancer.instances, are_all=True) for balancer in listed]
    others = [Checkup(client, balancer.name, frozenset(asked) - balancer.instances) for balancer in listed]
    return [
        Group(
            balancer=balancer.with_tags(tags_from_aws(tags.get(balancer.name, ()))),
            health={**other.health(), **health.health()},
        )
        for balancer, health, other in zip(listed, registered, others)
    ]


class Checkup:
    """A question for the health of instances, which runs beside others.

    ``are_all`` says that these are all that are registered, so that AWS need not be given their ids.
    """

    def __init__(
        self, client: Client, balancer: str, instances: frozenset[str], are_all: bool = False
    ) -> None:
        self._client = client
        self._balancer = balancer
        self._instances = instances
        self._are_all = are_all
        self._answer = self._ask()

    def _ask(self) -> Future[dict[str, Any]] | None:
        ids = [{"InstanceId": instance} for instance in sorted(self._instances)]
        named: dict[str, Any] = {} if self._are_all else {"Instances": ids}
        if not ids:
            return None
        return self._client.start("DescribeInstanceHealth", LoadBalancerName=self._balancer, **named)

    def health(self, balancer_may_be_gone: bool = True, looks: int = LOOKS) -> dict[str, Health]:
        """By instance; those that AWS leaves out (terminated ones) or does not know are not registered.

        Of a balancer that AWS lists, the answer comes: a new one is not known everywhere at once (facts 3.1). It is
        asked for again so often, and then ``NotThere`` is raised.

        Of one that it does not know, AWS tells by refusing the whole question (facts 1.5): then each is asked alone.
        """
        health = dict.fromkeys(self._instances, UNREGISTERED)
        try:
            health.update(health_from_aws(self._answered(balancer_may_be_gone, looks), self._balancer))
        except CallFailed as failure:
            if failure.code != INVALID_INSTANCE:
                raise
            if len(health) > 1:
                for alone in [Checkup(self._client, self._balancer, frozenset((each,))) for each in health]:
                    health.update(alone.health(balancer_may_be_gone, looks))
        return health

    def _answered(self, balancer_may_be_gone: bool, looks: int) -> dict[str, Any]:
        for look in count():
            try:
                return self._answer.result() if self._answer else {}
            except NotThere:
                is_there = is_listed(self._client, self._balancer)
                if balancer_may_be_gone and not is_there:
                    break
                if not is_there or look == looks:
                    raise
            pause_before_look()
            self._answer = self._ask()
        return {}


def read_draining(client: Client, names: Iterable[str]) -> dict[str, int]:
    """Seconds for which connections to a member that leaves may go on, by balancer; 0 where draining is off.

    A balancer that is gone meanwhile has no connections.
    """
    answers = {name: client.start("DescribeLoadBalancerAttributes", LoadBalancerName=name) for name in names}
    draining = dict.fromkeys(answers, 0)
    for name, answer in answers.items():
        try:
            block = answer.result().get("LoadBalancerAttributes", {}).get("ConnectionDraining", {})
        except NotThere:
            continue
        if block.get("Enabled"):
            draining[name] = block.get("Timeout", 300)
    return draining
