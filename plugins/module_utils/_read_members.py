# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reading what is needed to plan for members. Private to classic.elb."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from concurrent.futures import Future
from typing import Any

from ansible_collections.classic.elb.plugins.module_utils._aws import balancer_from_aws, tags_from_aws
from ansible_collections.classic.elb.plugins.module_utils._client import Client
from ansible_collections.classic.elb.plugins.module_utils._errors import CallFailed, ElbError
from ansible_collections.classic.elb.plugins.module_utils._members import (
    UNREGISTERED,
    Group,
    Health,
    Instance,
    health_from_aws,
    noted_instances,
)
from ansible_collections.classic.elb.plugins.module_utils._read import NOT_FOUND
from ansible_collections.classic.elb.plugins.module_utils._state import Balancer

INVALID_INSTANCE = "InvalidInstance"


def read_named(client: Client, names: Iterable[str]) -> list[Balancer]:
    """These balancers, without attributes, tags and policies. Raises ``ElbError`` naming each that does not exist."""
    wanted = list(names)
    if not wanted:
        return []
    try:
        answer = client.read("DescribeLoadBalancers", LoadBalancerNames=wanted)
    except CallFailed as failure:
        if failure.code != NOT_FOUND:
            raise
        missing = sorted(set(wanted) - {balancer.name for balancer in read_all(client)})
        raise ElbError(
            f"balancers: there is no {' and no '.join(missing)} in {client.connection.region}. Nothing was changed."
        ) from failure
    found = {item["LoadBalancerName"]: item for item in answer["LoadBalancerDescriptions"]}
    return [balancer_from_aws(found[name], {}, (), ()) for name in wanted]


def read_all(client: Client) -> list[Balancer]:
    """Every balancer of the region, without attributes, tags and policies, by name."""
    pages = client.pages("DescribeLoadBalancers")
    found = [
        balancer_from_aws(item, {}, (), ()) for page in pages for item in page["LoadBalancerDescriptions"]
    ]
    return sorted(found, key=lambda balancer: balancer.name)


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
    registered = [
        client.start("DescribeInstanceHealth", LoadBalancerName=balancer.name) if balancer.instances else None
        for balancer in listed
    ]
    others = [
        start_health(client, balancer.name, frozenset(asked) - balancer.instances) for balancer in listed
    ]
    return [
        Group(
            balancer=balancer,
            health={**finish_health(other, ()), **finish_health(health, balancer.instances)},
            notes=noted_instances(tags_from_aws(tags.get(balancer.name, ()))),
        )
        for balancer, health, other in zip(listed, registered, others)
    ]


Answer = Future[dict[str, Any]]


def start_health(client: Client, balancer: str, instances: Iterable[str]) -> Answer | None:
    """Ask for the health of these instances; ``None`` where there is nothing to ask."""
    ids = [{"InstanceId": instance} for instance in sorted(instances)]
    if not ids:
        return None
    return client.start("DescribeInstanceHealth", LoadBalancerName=balancer, Instances=ids)


def finish_health(answer: Answer | None, instances: Iterable[str]) -> dict[str, Health]:
    """The answer, with those that AWS leaves out (terminated ones) or does not know as not registered."""
    health = dict.fromkeys(instances, UNREGISTERED)
    if answer is not None:
        try:
            health.update(health_from_aws(answer.result()["InstanceStates"]))
        except CallFailed as failure:
            if failure.code not in (INVALID_INSTANCE, NOT_FOUND):
                raise
    return health


FILTER_VALUES = 200
"""The most that EC2 takes in one request."""


def read_instances(client: Client, ids: Iterable[str]) -> Mapping[str, Instance]:
    """What EC2 says of these instances; those that do not exist are left out."""
    listed = sorted(ids)
    answers = [
        client.start(
            "DescribeInstances",
            service="ec2",
            Filters=[{"Name": "instance-id", "Values": listed[start : start + FILTER_VALUES]}],
        )
        for start in range(0, len(listed), FILTER_VALUES)
    ]
    return {
        instance["InstanceId"]: Instance(
            state=instance["State"]["Name"],
            vpc_id=instance.get("VpcId", ""),
            zone=instance["Placement"]["AvailabilityZone"],
        )
        for answer in answers
        for reservation in answer.result()["Reservations"]
        for instance in reservation["Instances"]
    }


def read_draining(client: Client, names: Iterable[str]) -> dict[str, int]:
    """Seconds for which connections to a member that leaves may go on, by balancer; 0 where draining is off."""
    answers = {name: client.start("DescribeLoadBalancerAttributes", LoadBalancerName=name) for name in names}
    blocks = {
        name: answer.result()["LoadBalancerAttributes"].get("ConnectionDraining", {})
        for name, answer in answers.items()
    }
    return {name: block.get("Timeout", 300) if block.get("Enabled") else 0 for name, block in blocks.items()}
