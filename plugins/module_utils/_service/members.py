# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reading what is needed to plan for members. Private to classic.elb."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ansible_collections.classic.elb.plugins.module_utils._model.aws import instances_to_aws, tags_from_aws
from ansible_collections.classic.elb.plugins.module_utils._model.errors import INVALID_INSTANCE, CallFailed
from ansible_collections.classic.elb.plugins.module_utils._model.members import (
    UNREGISTERED,
    Health,
    Pool,
    health_from_aws,
)
from ansible_collections.classic.elb.plugins.module_utils._model.state import Balancer
from ansible_collections.classic.elb.plugins.module_utils._service.client import Client
from ansible_collections.classic.elb.plugins.module_utils._service.reading import LOOKS, Question


def read_pools(
    client: Client,
    balancers: Iterable[Balancer],
    asked: Iterable[str],
    tags: Mapping[str, Iterable[Mapping[str, str]]],
) -> list[Pool]:
    """The members of each balancer with their health, all read at the same time.

    ``asked`` are ids whose health is wanted also where they are not registered: they may still be draining. ``tags``
    are those of AWS by balancer; they hold the notes.
    """
    listed = list(balancers)
    registered = [Checkup(client, balancer.name, balancer.instances, are_all=True) for balancer in listed]
    others = [Checkup(client, balancer.name, frozenset(asked) - balancer.instances) for balancer in listed]
    return [
        Pool(
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
        ids = instances_to_aws(instances)
        query: dict[str, Any] = {} if are_all else {"Instances": ids}
        self.is_gone = False
        """Whether the balancer was deleted meanwhile, as far as an answer has told."""
        self._asked = Question(client, "DescribeInstanceHealth", balancer, **query) if ids else None

    def health(self, looks: int = LOOKS) -> dict[str, Health]:
        """By instance; those that AWS leaves out (terminated ones) or does not know are not registered.

        Of one that it does not know, AWS tells by refusing the whole question (facts 1.5): then each is asked alone.
        Raises ``NotThere`` as ``Question.answer`` does.
        """
        health = dict.fromkeys(self._instances, UNREGISTERED)
        if self._asked is None:
            return health
        try:
            answer = self._asked.answer(looks)
            self.is_gone = answer is None
            health.update(health_from_aws(answer or {}, self._balancer))
        except CallFailed as failure:
            if failure.code != INVALID_INSTANCE:
                raise
            if len(health) > 1:
                for alone in [Checkup(self._client, self._balancer, frozenset((each,))) for each in health]:
                    health.update(alone.health(looks))
        return health


def read_draining(client: Client, names: Iterable[str]) -> dict[str, int]:
    """Seconds for which connections to a member that leaves may go on, by balancer; 0 where draining is off.

    A balancer that is gone meanwhile has no connections.
    """
    asked = {name: Question(client, "DescribeLoadBalancerAttributes", name) for name in names}
    draining = dict.fromkeys(asked, 0)
    for name, question in asked.items():
        block = (question.answer() or {}).get("LoadBalancerAttributes", {}).get("ConnectionDraining", {})
        if block.get("Enabled"):
            draining[name] = block.get("Timeout", 300)
    return draining
