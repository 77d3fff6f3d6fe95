# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where a balancer may be: subnets, zones, security groups (facts 1.1 and 1.4)."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable

from ..call import Call, digest
from ..errors import ServiceError, conflict, validation_error
from ..estate import SecurityGroup, Subnet
from ..state import Balancer, SubnetPlace

_MINIMUM_FREE_ADDRESSES = 8
_LONGEST_PREFIX = 27
_MOST_SECURITY_GROUPS = 5
DEFAULT_GROUP_PREFIX = "default_elb_"


def require_vpc(balancer: Balancer) -> str:
    if balancer.vpc_id is None:
        raise conflict(f"LoadBalancer {balancer.name} is not in a VPC")
    return balancer.vpc_id


def require_subnets(call: Call, ids: Iterable[str]) -> list[Subnet]:
    return [_require_subnet(call, subnet_id) for subnet_id in ids]


def _require_subnet(call: Call, subnet_id: str) -> Subnet:
    subnet = call.estate.subnet(subnet_id)
    if subnet is None:
        raise ServiceError("SubnetNotFound", f"The subnet ID '{subnet_id}' does not exist")
    if subnet.prefix_length > _LONGEST_PREFIX or subnet.free_addresses < _MINIMUM_FREE_ADDRESSES:
        raise ServiceError(
            "InvalidSubnet",
            f"Not enough IP space available in {subnet_id}. ELB requires at least "
            f"{_MINIMUM_FREE_ADDRESSES} free IP addresses in each subnet.",
        )
    return subnet


def check_one_vpc(subnets: Iterable[Subnet], vpc_id: str) -> None:
    for subnet in subnets:
        if subnet.vpc_id != vpc_id:
            raise conflict(f"Subnet {subnet.id} does not belong to VPC '{vpc_id}'")


def check_one_per_zone(zones: Iterable[str]) -> None:
    if any(count > 1 for count in Counter(zones).values()):
        raise conflict("ELB cannot be attached to multiple subnets in the same AZ.")


def check_gateway(call: Call, vpc_id: str, scheme: str) -> None:
    if scheme == "internet-facing" and not call.estate.has_internet_gateway(vpc_id):
        raise ServiceError("InvalidSubnet", f"VPC {vpc_id} has no internet gateway")


def check_zones(call: Call, zones: Iterable[str]) -> None:
    """Facts 10."""
    for zone in zones:
        if zone not in call.estate.zones():
            raise validation_error(f"Invalid Availability Zone: {zone}")


def default_subnets(call: Call, zones: Iterable[str]) -> list[Subnet]:
    """Zones stand for the default VPC's subnets since EC2-Classic is gone (facts 1.1)."""
    wanted = list(dict.fromkeys(zones))
    check_zones(call, wanted)
    if call.estate.default_vpc() is None:
        raise conflict("Default VPC not found")
    return [_default_subnet(call, zone) for zone in wanted]


def _default_subnet(call: Call, zone: str) -> Subnet:
    subnet = call.estate.default_subnet(zone)
    if subnet is None:
        raise validation_error(f"There is no default subnet in Availability Zone {zone}")
    return _require_subnet(call, subnet.id)


def places(subnets: Iterable[Subnet]) -> tuple[SubnetPlace, ...]:
    return tuple(SubnetPlace(subnet.id, subnet.zone) for subnet in subnets)


def require_security_groups(call: Call, ids: Iterable[str], vpc_id: str) -> tuple[str, ...]:
    """Ids only, no names; the order is kept (facts 1.4)."""
    wanted = tuple(dict.fromkeys(ids))
    for group_id in wanted:
        group = call.estate.security_group(group_id)
        if group is None:
            raise ServiceError("InvalidSecurityGroup", f"The security group '{group_id}' does not exist")
        if group.vpc_id != vpc_id:
            raise conflict(f"Security group '{group_id}' does not belong to VPC '{vpc_id}'")
    if len(wanted) > _MOST_SECURITY_GROUPS:
        raise conflict(f"A load balancer cannot have more than {_MOST_SECURITY_GROUPS} security groups")
    return wanted


def default_security_group(call: Call, vpc_id: str) -> SecurityGroup | None:
    """The group for a balancer that names none, if it exists already.

    In the default VPC that is one shared group `default_elb_<uuid>`, in any other the VPC's own default.
    """
    groups = call.estate.security_groups(vpc_id)
    if vpc_id == call.estate.default_vpc():
        return next((group for group in groups if group.name.startswith(DEFAULT_GROUP_PREFIX)), None)
    return next((group for group in groups if group.name == "default"), None)


def create_default_security_group(call: Call, vpc_id: str) -> SecurityGroup:
    """Once for a VPC; it outlives the balancers."""
    name = f"{DEFAULT_GROUP_PREFIX}{uuid.UUID(digest(vpc_id))}"
    description = (
        "ELB created security group used when no security group is specified during ELB creation - "
        "modifications could impact traffic to future ELBs"
    )
    return call.estate.create_security_group(name, description, vpc_id)
