# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Security groups, subnets and zones of a balancer (facts 1.4 and 10a)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ..call import Answer, Call, shuffled
from ..errors import conflict, validation_error
from ..rules.network import (
    check_gateway,
    check_one_per_zone,
    check_one_vpc,
    check_zones,
    default_subnets,
    places,
    require_security_groups,
    require_subnets,
    require_vpc,
)
from ..state import Balancer, Closing, SubnetPlace


def apply_security_groups_to_load_balancer(call: Call) -> Answer:
    balancer = call.balancer
    groups = require_security_groups(call, call.items("SecurityGroups"), require_vpc(balancer))
    call.save(replace(balancer, security_groups=groups))
    return {"SecurityGroups": groups}


def attach_load_balancer_to_subnets(call: Call) -> Answer:
    """One that is attached already is no error; one that is listed twice is, as in a creation."""
    balancer = call.balancer
    vpc_id = require_vpc(balancer)
    attached = {subnet.id for subnet in balancer.subnets}
    listed = call.items("Subnets")
    subnets = require_subnets(call, [each for each in listed if each not in attached])
    check_one_vpc(subnets, vpc_id)
    check_gateway(call, vpc_id, balancer.scheme)
    check_one_per_zone(listed)
    changed = _with_subnets(balancer, (*balancer.subnets, *places(subnets)))
    check_one_per_zone(subnet.zone for subnet in changed.subnets)
    call.save(changed)
    return {"Subnets": shown_subnets(changed)}


def detach_load_balancer_from_subnets(call: Call) -> Answer:
    """One that is not attached is no error; instances in its zone stay registered."""
    balancer = call.balancer
    require_vpc(balancer)
    leaving = call.items("Subnets")
    changed = _with_subnets(balancer, (subnet for subnet in balancer.subnets if subnet.id not in leaving))
    if not changed.subnets:
        raise conflict(
            f'Requested configuration change for LoadBalancer "{balancer.name}" is invalid because you attempted '
            "to detach all the subnets for this LoadBalancer and a LoadBalancer cannot be attached to zero "
            "subnets in VPC."
        )
    call.save(changed)
    return {"Subnets": shown_subnets(changed)}


def enable_availability_zones_for_load_balancer(call: Call) -> Answer:
    """In the default VPC, a new zone brings its default subnet (facts 1.4); in another one, refused (choice U25)."""
    balancer = call.balancer
    zones = call.items("AvailabilityZones")
    check_zones(call, zones)
    _require_changeable_zones(call, "enable")
    if balancer.vpc_id:
        new = default_subnets(call, (zone for zone in zones if zone not in balancer.zones))
        changed = _with_subnets(balancer, (*balancer.subnets, *places(new)))
    else:
        changed = _with_zones(balancer, (*balancer.zones, *zones))
    call.save(changed)
    return {"AvailabilityZones": shown_zones(changed)}


def disable_availability_zones_for_load_balancer(call: Call) -> Answer:
    """Where zones can be enabled. One that is not is no error; instances there drain (choice U6)."""
    balancer = call.balancer
    leaving = call.items("AvailabilityZones")
    check_zones(call, leaving)
    _require_changeable_zones(call, "disable")
    if balancer.vpc_id:
        changed = _with_subnets(balancer, (each for each in balancer.subnets if each.zone not in leaving))
    else:
        changed = _with_zones(balancer, (zone for zone in balancer.zones if zone not in leaving))
    if not changed.zones:
        raise conflict(
            f'Requested configuration change for LoadBalancer "{balancer.name}" is invalid because a LoadBalancer '
            "must have at least one enabled Availability Zone."
        )
    if balancer.attributes.draining_enabled:
        closes = Closing(call.now, call.now + balancer.attributes.draining_timeout)
        closing = dict.fromkeys(set(balancer.zones) - set(changed.zones), closes)
        changed = replace(changed, closing_zones={**changed.closing_zones, **closing})
    call.save(changed)
    return {"AvailabilityZones": shown_zones(changed)}


def _require_changeable_zones(call: Call, verb: str) -> None:
    """In the default VPC and in EC2-Classic they are; a balancer of another VPC has subnets alone (facts 10a)."""
    if call.balancer.vpc_id not in (None, call.estate.default_vpc()):
        raise validation_error(f"You cannot {verb} Availability Zones for ELBs in VPC.")


def shown_subnets(balancer: Balancer) -> list[str]:
    return shuffled(subnet.id for subnet in balancer.subnets)


def shown_zones(balancer: Balancer) -> list[str]:
    return shuffled(balancer.zones)


def _with_subnets(balancer: Balancer, subnets: Iterable[SubnetPlace]) -> Balancer:
    return replace(balancer, subnets=tuple(subnets))


def _with_zones(balancer: Balancer, zones: Iterable[str]) -> Balancer:
    return replace(balancer, classic_zones=tuple(dict.fromkeys(zones)))
