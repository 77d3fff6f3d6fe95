# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Security groups, subnets and zones of a balancer (facts 1.4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from .call import Answer, Call, shuffled
from .errors import conflict, validation_error
from .rules_network import (
    check_gateway,
    check_one_per_zone,
    check_one_vpc,
    check_zones,
    default_subnets,
    places,
    require_security_groups,
    require_subnets,
)
from .state import Balancer, SubnetPlace


def apply_security_groups_to_load_balancer(call: Call) -> Answer:
    balancer = call.balancer
    groups = require_security_groups(call, call.items("SecurityGroups"), balancer.vpc_id)
    call.save(replace(balancer, security_groups=groups))
    return {"SecurityGroups": groups}


def attach_load_balancer_to_subnets(call: Call) -> Answer:
    balancer = call.balancer
    attached = {subnet.id for subnet in balancer.subnets}
    new = [each for each in dict.fromkeys(call.items("Subnets")) if each not in attached]
    subnets = require_subnets(call, new)
    check_one_vpc(subnets, balancer.vpc_id)
    check_gateway(call, balancer.vpc_id, balancer.scheme)
    changed = _with_subnets(balancer, (*balancer.subnets, *places(subnets)))
    check_one_per_zone(subnet.zone for subnet in changed.subnets)
    call.save(changed)
    return {"Subnets": shown_subnets(changed)}


def detach_load_balancer_from_subnets(call: Call) -> Answer:
    """One that is not attached is no error; instances in its zone stay registered."""
    balancer = call.balancer
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
    balancer = call.balancer
    zones = call.items("AvailabilityZones")
    _check_in_default_vpc(call)
    check_zones(call, zones)
    subnets = default_subnets(call, [zone for zone in zones if zone not in balancer.zones])
    changed = _with_subnets(balancer, (*balancer.subnets, *places(subnets)))
    call.save(changed)
    return {"AvailabilityZones": shown_zones(changed)}


def disable_availability_zones_for_load_balancer(call: Call) -> Answer:
    """One that is not enabled is no error; instances there drain, if draining is on (choice U6)."""
    balancer = call.balancer
    leaving = call.items("AvailabilityZones")
    _check_in_default_vpc(call)
    check_zones(call, leaving)
    changed = _with_subnets(balancer, (subnet for subnet in balancer.subnets if subnet.zone not in leaving))
    if not changed.subnets:
        raise conflict(
            f'Requested configuration change for LoadBalancer "{balancer.name}" is invalid because a LoadBalancer '
            "must have at least one enabled Availability Zone."
        )
    if balancer.attributes.draining_enabled:
        ending = call.now + balancer.attributes.draining_timeout
        closing = dict.fromkeys(set(balancer.zones) - set(changed.zones), ending)
        changed = replace(changed, closing_zones={**changed.closing_zones, **closing})
    call.save(changed)
    return {"AvailabilityZones": shown_zones(changed)}


def shown_subnets(balancer: Balancer) -> list[str]:
    return shuffled(subnet.id for subnet in balancer.subnets)


def shown_zones(balancer: Balancer) -> list[str]:
    return shuffled(balancer.zones, balancer.name)


def _with_subnets(balancer: Balancer, subnets: Iterable[SubnetPlace]) -> Balancer:
    return replace(balancer, subnets=tuple(subnets))


def _check_in_default_vpc(call: Call) -> None:
    if call.balancer.vpc_id != call.estate.default_vpc():
        raise validation_error(
            f'Requested configuration change for LoadBalancer "{call.balancer.name}" is invalid because Availability '
            "Zones cannot be changed for a LoadBalancer in a VPC that is not the default one. Use subnets."
        )
