# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Plans for subnets, zones and security groups. Private to classic.elb.

A balancer has at most one subnet in a zone and at least one in all, at every moment (facts 1.4); so subnets are
exchanged one by one, in an order that never passes through a conflict or an empty list.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from ansible_collections.classic.elb.plugins.module_utils._model.errors import ElbError, in_part
from ansible_collections.classic.elb.plugins.module_utils._model.state import Balancer, Network
from ansible_collections.classic.elb.plugins.module_utils._model.step import (
    BRIEFLY,
    NONE,
    REDUCED_CAPACITY,
    RELEASE,
)
from ansible_collections.classic.elb.plugins.module_utils._plan.plan import Plan

GROUPS_SETTLE = {"InvalidSecurityGroup": BRIEFLY, "InvalidConfigurationRequest": BRIEFLY}
"""What AWS may answer to a security group that is new (facts 3.1)."""


def put_subnets(plan: Plan, wanted: frozenset[str], purge: bool, option: str = "subnets") -> None:
    """Attach what collides with nothing, exchange zone by zone, detach the rest last; ``option`` asked for them.

    Raises ``ElbError`` for subnets that do not exist, that share a zone, or that only a spare zone could let in.
    """
    current = plan.balancer.subnets or frozenset()
    if wanted == current or (not purge and wanted <= current):
        return
    require_subnets(wanted, plan.network)
    require_room(wanted - current, plan.network, option)
    zones = plan.network.zones
    leaving = current - wanted if purge else frozenset()
    held = {zones[subnet]: subnet for subnet in current if subnet in zones}
    arriving = {zones[subnet]: subnet for subnet in wanted - current}
    exchanged = sorted(zone for zone in arriving if zone in held)

    for zone in exchanged:
        if held[zone] not in leaving:
            raise ElbError(
                f"subnets: {arriving[zone]} is in the zone {zone}, where {held[zone]} is attached already, and a "
                "balancer takes one subnet of a zone; leave one of them out, or set purge_subnets to true."
            )
    _attach(plan, (subnet for zone, subnet in arriving.items() if zone not in held), BRIEFLY)
    for zone in exchanged:
        if plan.balancer.subnets == frozenset((held[zone],)):
            raise ElbError(
                f"subnets: {held[zone]} cannot be exchanged for {arriving[zone]}: both are in {zone}, the only zone "
                "of the balancer, and AWS neither attaches two subnets of one zone nor detaches the last one; add "
                "a subnet of another zone first."
            )
        _detach(plan, [held[zone]])
        attach_in_place(plan, [arriving[zone]])
    _detach(plan, leaving - {held[zone] for zone in exchanged})


def attach_in_place(plan: Plan, subnets: Iterable[str]) -> None:
    """Into zones that a subnet has left a moment ago, which may still be in the way (facts 3.1)."""
    _attach(plan, subnets, RELEASE)


def _attach(plan: Plan, subnets: Iterable[str], release: float) -> None:
    """An earlier task may have detached another subnet of the zone, or made the gateway (facts 3.1)."""
    settles = {"InvalidConfigurationRequest": release, "InvalidSubnet": BRIEFLY}
    _change(plan, "AttachLoadBalancerToSubnets", "Subnets", subnets, settles=settles)


def _detach(plan: Plan, subnets: Iterable[str]) -> None:
    _change(plan, "DetachLoadBalancerFromSubnets", "Subnets", subnets, REDUCED_CAPACITY)


def put_zones(plan: Plan, wanted: frozenset[str], purge: bool) -> None:
    """In a VPC zones change with their subnets: AWS changes the zones themselves in the default one at most.

    That is not certain (facts 1.4 and 10a), and subnets do everywhere. The subnet that is attached in a wanted zone
    stays, whichever it is.
    """
    current = plan.balancer.availability_zones or frozenset()
    if wanted == current or (not purge and wanted <= current):
        return
    if not plan.balancer.is_in_vpc:
        _put_classic_zones(plan, current, wanted, purge)
        return
    put_subnets(plan, subnets_of_zones(plan, wanted), purge, "availability_zones")


def subnets_of_zones(plan: Plan, zones: frozenset[str]) -> frozenset[str]:
    """What stands for zones in the balancer's VPC: the subnet that is attached there, or else the default one.

    Raises ``ElbError`` for a zone that has neither.
    """
    zone_of = plan.network.zones
    held = {zone_of[subnet]: subnet for subnet in plan.balancer.subnets or () if subnet in zone_of}
    require_zones(zones - held.keys(), plan.network, plan.balancer)
    subnet_of = {**plan.network.default_subnets, **held}
    return frozenset(subnet_of[zone] for zone in zones)


def _put_classic_zones(plan: Plan, current: frozenset[str], wanted: frozenset[str], purge: bool) -> None:
    """In EC2-Classic: enable first, disable last."""
    _change(plan, "EnableAvailabilityZonesForLoadBalancer", "AvailabilityZones", wanted - current)
    leaving = current - wanted if purge else frozenset()
    _change(plan, "DisableAvailabilityZonesForLoadBalancer", "AvailabilityZones", leaving, REDUCED_CAPACITY)


def _change(
    plan: Plan,
    operation: str,
    key: str,
    members: Iterable[str],
    impact: str = NONE,
    settles: Mapping[str, float] | None = None,
) -> None:
    listed = sorted(members)
    if listed:
        plan.add(operation, {"LoadBalancerName": plan.balancer.name, key: listed}, impact, settles)


def put_security_groups(plan: Plan, wanted: tuple[str, ...], purge: bool) -> None:
    """The call replaces the whole set. ``wanted`` holds ids.

    The first one of a new set becomes the source group (facts 2.1); where groups are only added, that of today stays.
    """
    current = plan.balancer.security_groups or ()
    groups = list(wanted) if purge else list(dict.fromkeys([*current, *wanted]))
    if set(current) != set(groups):
        if not plan.balancer.is_in_vpc:
            raise ElbError(
                f"security_groups: {plan.balancer.name} is in EC2-Classic, where a balancer takes none."
            )
        parameters = {"LoadBalancerName": plan.balancer.name, "SecurityGroups": groups}
        plan.add("ApplySecurityGroupsToLoadBalancer", parameters, settles=GROUPS_SETTLE)


def require_zones(zones: frozenset[str], network: Network, home: Balancer | None = None) -> None:
    """Raise unless each zone has a default subnet, in the VPC of ``home`` if that is known, as far as EC2 was asked."""
    for zone in sorted(zones) if network.was_read else ():
        subnet = network.default_subnets.get(zone)
        if subnet is None:
            instead = f"attach a subnet of {zone} to {home.name}" if home else "give subnets instead"
            raise ElbError(
                f"availability_zones: {zone} has no default subnet in {network.region} and this account for a "
                f"balancer to use; {instead}."
            )
        if home and home.vpc_id and network.vpcs[subnet] != home.vpc_id:
            raise ElbError(
                f"availability_zones: the default subnet of {zone} is in {network.vpcs[subnet]}, and {home.name} is in "
                f"{home.vpc_id}, where it takes subnets only; attach a subnet of {home.vpc_id} in {zone}."
            )


def require_subnets(subnets: frozenset[str], network: Network) -> None:
    """Raise unless all subnets exist, in one VPC, each in a zone of its own."""
    unknown = sorted(subnets - network.zones.keys())
    if unknown:
        raise ElbError(
            f"subnets: there is no {' and no '.join(unknown)} in {network.region} and this account."
        )
    vpcs = sorted({network.vpcs[subnet] for subnet in subnets})
    if len(vpcs) > 1:
        raise ElbError(
            f"subnets: they belong to different VPCs ({', '.join(vpcs)}); a balancer lives in one."
        )
    by_zone = defaultdict(list)
    for subnet in sorted(subnets):
        by_zone[network.zones[subnet]].append(subnet)
    for zone, together in sorted(by_zone.items()):
        if len(together) > 1:
            raise ElbError(
                f"subnets: {' and '.join(together)} are both in {zone}; a balancer takes one subnet of a zone."
            )


def require_room(subnets: Iterable[str], network: Network, option: str = "subnets") -> None:
    """Raise for a subnet that a balancer does not get into, as far as EC2 was asked."""
    for subnet in sorted(subnets):
        if subnet in network.cramped:
            raise ElbError(f"{option}: {subnet} {network.cramped[subnet]}.")


def security_group_ids(wanted: Iterable[str], groups: Mapping[str, str], vpc_id: str) -> tuple[str, ...]:
    """Resolve ids and names of security groups to ids, in order and without repeats; ``groups`` maps id to name."""
    return tuple(dict.fromkeys(_security_group_id(group, groups, vpc_id) for group in wanted))


def _security_group_id(group: str, groups: Mapping[str, str], vpc_id: str) -> str:
    if group in groups:
        return group
    matches = sorted(group_id for group_id, name in groups.items() if name == group)
    if len(matches) == 1:
        return matches[0]
    if matches:
        raise ElbError(
            f"security_groups: {len(matches)} groups are named '{group}' in the VPC {vpc_id}: {', '.join(matches)}; "
            "give the id."
        )
    import difflib  # noqa: PLC0415 (few runs need it)

    known = [f"{name} ({group_id})" for group_id, name in groups.items()]
    alike_first = difflib.get_close_matches(group, known, n=len(known) or 1, cutoff=0)
    raise ElbError(
        f"security_groups: there is no '{group}' in the VPC {vpc_id}; it has {in_part(alike_first) or 'none'}."
    )


def require_zones_of_subnets(plan: Plan, subnets: frozenset[str], zones: frozenset[str]) -> None:
    """Raise where both are wanted and the zones are not those of the subnets, as far as EC2 was asked."""
    if subnets == plan.balancer.subnets and plan.balancer.availability_zones is not None:
        theirs = plan.balancer.availability_zones
    elif subnets <= plan.network.zones.keys():
        theirs = frozenset(plan.network.zones[subnet] for subnet in subnets)
    else:
        return
    for zone in [*sorted(zones - theirs), *sorted(theirs - zones)]:
        wrong = "is not a zone of the subnets" if zone in zones else "is a zone of the subnets and is missing"
        raise ElbError(
            f"availability_zones: {zone} {wrong}; leave the zones out, they follow the subnets "
            f"({', '.join(sorted(theirs))})."
        )
