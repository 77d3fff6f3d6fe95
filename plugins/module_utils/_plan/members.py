# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Plans for members: who is registered, who is taken out, and what is noted about it. Private to classic.elb."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ansible_collections.classic.elb.plugins.module_utils._model.aws import (
    instances_to_aws,
    tag_keys_to_aws,
    tags_to_aws,
)
from ansible_collections.classic.elb.plugins.module_utils._model.errors import INVALID_INSTANCE, ElbError
from ansible_collections.classic.elb.plugins.module_utils._model.members import Instance, Minimum, Pool
from ansible_collections.classic.elb.plugins.module_utils._model.notes import tags_for_notes
from ansible_collections.classic.elb.plugins.module_utils._model.state import MOST_TAGS, Network
from ansible_collections.classic.elb.plugins.module_utils._model.step import BRIEFLY, REDUCED_CAPACITY
from ansible_collections.classic.elb.plugins.module_utils._plan.network import put_zones
from ansible_collections.classic.elb.plugins.module_utils._plan.plan import Plan

REGISTER = "RegisterInstancesWithLoadBalancer"
DEREGISTER = "DeregisterInstancesFromLoadBalancer"


def zones_to_open(pool: Pool, instances: Iterable[str], known: Mapping[str, Instance]) -> frozenset[str]:
    """The zones of these instances that the balancer does not serve, as far as both are known."""
    return frozenset(
        known[each].zone for each in instances if each in known and is_unserved(pool, known[each])
    )


def plan_opening(pool: Pool, zones: frozenset[str], network: Network) -> Plan:
    """Enable zones; outside the default VPC a balancer takes subnets alone (facts 1.4), and ``ElbError`` says so."""
    plan = Plan(pool.balancer, network)
    if zones:
        served = pool.balancer.availability_zones or frozenset()
        put_zones(plan, served | zones, purge=False)
    return plan


def plan_registration(pool: Pool, instances: Iterable[str]) -> Plan:
    """Register those that are not registered; one call. Whether AWS takes them, it tells itself."""
    plan = Plan(pool.balancer)
    _add(plan, REGISTER, set(instances) - pool.members)
    return plan


def register_again(plan: Plan, instances: Iterable[str]) -> None:
    """For a balancer that is made again: AWS may refuse for a while what it has taken before."""
    _add(plan, REGISTER, instances, settles={INVALID_INSTANCE: BRIEFLY})


def plan_forgetting(pool: Pool, instances: Iterable[str]) -> Plan:
    """Take instances off the notes of who was taken out."""
    plan = Plan(pool.balancer)
    back = set(instances)
    touched = {key: noted for key, noted in pool.notes.items() if noted & back}
    shortened = {key: " ".join(sorted(noted - back)) for key, noted in touched.items() if noted - back}
    finished = touched.keys() - shortened.keys()
    names = [pool.name]
    if shortened:
        plan.add("AddTags", {"LoadBalancerNames": names, "Tags": tags_to_aws(shortened)})
    if finished:
        plan.add("RemoveTags", {"LoadBalancerNames": names, "Tags": tag_keys_to_aws(finished)})
    return plan


def plan_deregistration(pool: Pool, instances: Iterable[str], remember: bool) -> Plan:
    """Take out those that are registered; one call, after the note about it. Raises if there is no room for that.

    A note that is there is written again: it may be one that was removed a moment ago, and that AWS still shows.
    """
    plan = Plan(pool.balancer)
    leaving = pool.members & set(instances)
    unnoted = leaving - pool.noted
    if remember and leaving:
        there = pool.balancer.tag_count
        # As long as that leaves half of the tags to others.
        singly = there + len(unnoted) <= MOST_TAGS // 2
        notes = tags_for_notes(unnoted, pool.balancer.notes, singly)
        if there + len(notes) > MOST_TAGS:
            raise ElbError(
                f"remember: {pool.name} has {there} tags, {len(pool.balancer.notes)} of them notes of elb_member, "
                f"and takes at most {MOST_TAGS}: there is no room to note who leaves. Remove some tags, or set "
                "remember to false. Nothing was changed."
            )
        notes.update((key, pool.balancer.notes[key]) for key, noted in pool.notes.items() if noted & leaving)
        plan.add("AddTags", {"LoadBalancerNames": [pool.name], "Tags": tags_to_aws(notes)})
    _add(plan, DEREGISTER, leaving, impact=REDUCED_CAPACITY)
    return plan


def _add(plan: Plan, operation: str, instances: Iterable[str], **details: Any) -> None:
    members = instances_to_aws(instances)
    if members:
        plan.add(operation, {"LoadBalancerName": plan.balancer.name, "Instances": members}, **details)


def require_in_service(
    pools: Iterable[Pool],
    leaving: Mapping[str, frozenset[str]],
    arriving: Mapping[str, frozenset[str]],
    minimum: Minimum,
) -> None:
    """Raise if too few healthy members would remain in a balancer; the ids are those of ``shortages``."""
    short = shortages(pools, leaving, arriving, minimum)
    if short:
        is_last = any(not each.remaining and not each.may_serve for each in short)
        raise ElbError(
            f"min_in_service: {'; '.join(map(str, short))}. Nothing was changed; min_in_service is {minimum.text}."
            + (" To take out the last one that serves, set min_in_service: 0." if is_last else "")
        )


@dataclass(frozen=True)
class Shortage:
    """A balancer in which too few healthy members would remain: ``remaining``, and ``may_serve`` of whom AWS does not
    know it at the moment; ``leaves`` are those that go."""

    pool: Pool
    leaves: frozenset[str]
    remaining: int
    minimum: Minimum

    @property
    def may_serve(self) -> frozenset[str]:
        return self.pool.unknown - self.leaves

    @property
    def needed(self) -> int:
        return self.minimum.of(len(self.pool.belonging))

    @property
    def is_in_doubt(self) -> bool:
        """Whether another look may tell otherwise: that enough serve, or that those that go do not."""
        return self.remaining + len(self.may_serve) >= self.needed or self.leaves <= self.pool.unknown

    def __str__(self) -> str:
        pool = self.pool
        noted = sorted(pool.belonging - pool.members) if self.minimum.is_percentage else ()
        return (
            f"{pool.name} would keep {self.remaining} of {len(pool.serving)} healthy members and needs "
            f"{self.needed}"
            + (f" (counting {', '.join(noted)}, noted as taken out)" if noted else "")
            + (
                f" (of {', '.join(sorted(pool.unknown))}, AWS does not know the health at the moment)"
                if pool.unknown
                else ""
            )
        )


def shortages(
    pools: Iterable[Pool],
    leaving: Mapping[str, frozenset[str]],
    arriving: Mapping[str, frozenset[str]],
    minimum: Minimum,
) -> list[Shortage]:
    """Where too few would remain.

    ``leaving`` and ``arriving`` (those that are waited for before anyone leaves) are ids by balancer. Members of which
    AWS says that they do not serve may always leave.
    """
    short = []
    for pool in pools:
        remaining = len((pool.serving | arriving.get(pool.name, frozenset())) - leaving[pool.name])
        leaves = (leaving[pool.name] & pool.members) - pool.not_serving
        if leaves and remaining < minimum.of(len(pool.belonging)):
            short.append(Shortage(pool, leaves, remaining, minimum))
    return short


@dataclass(frozen=True)
class Obstacle:
    """Why an instance would not serve: AWS refuses to register it, or else sends it no traffic."""

    sentence: str
    is_refusal: bool

    @property
    def remark(self) -> str:
        return f"instances: {self.sentence}; AWS registers it, and sends it no traffic."


def obstacles(
    pools: Iterable[Pool],
    arriving: Mapping[str, frozenset[str]],
    known: Mapping[str, Instance],
    region: str,
) -> list[Obstacle]:
    """What is in the way of those that come, in order, each once (facts 1.5)."""
    found = (
        _obstacle(pool, each, known, region) for pool in pools for each in sorted(arriving.get(pool.name, ()))
    )
    return list(dict.fromkeys(filter(None, found)))


def in_words(found: Iterable[Obstacle]) -> str:
    return f"instances: {'; '.join(obstacle.sentence for obstacle in found)}."


def _obstacle(pool: Pool, instance_id: str, known: Mapping[str, Instance], region: str) -> Obstacle | None:
    if instance_id not in known:
        return Obstacle(f"{instance_id} does not exist in {region} and this account", is_refusal=True)
    instance = known[instance_id]
    if not instance.is_running:
        return Obstacle(
            f"{instance_id} is {instance.state}, and only a running instance can be registered",
            is_refusal=True,
        )
    if pool.balancer.vpc_id and instance.vpc_id not in ("", pool.balancer.vpc_id):
        return Obstacle(
            f"{instance_id} is in {instance.vpc_id}, and {pool.name} is in {pool.balancer.vpc_id}",
            is_refusal=True,
        )
    if is_unserved(pool, instance):
        zones = ", ".join(sorted(pool.balancer.availability_zones or ()))
        return Obstacle(
            f"{instance_id} is in {instance.zone}, and {pool.name} serves only {zones}", is_refusal=False
        )
    return None


def is_unserved(pool: Pool, instance: Instance) -> bool:
    """Whether it is in a zone that the balancer does not serve, as far as both are known."""
    served = pool.balancer.availability_zones or frozenset()
    return bool(served) and instance.zone not in {"", *served}
