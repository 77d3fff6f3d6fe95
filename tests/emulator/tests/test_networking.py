# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Security groups, subnets and zones (facts 1.4, 2.3)."""

from __future__ import annotations

import pytest

from .rows.networking import attach, detach, disable, enable, in_zones, subnets, zones
from .service import REGION, Balancer, Service, refused


def apply(balancer: Balancer, *groups: str) -> list[str]:
    answer = balancer.apply_security_groups_to_load_balancer(SecurityGroups=list(groups))
    return list(answer["SecurityGroups"])


def test_security_groups_are_replaced(service: Service) -> None:
    balancer = service.create()
    for names in (["db", "admin"], ["db", "admin"], ["admin", "db", "web"], ["default"]):
        groups = [service.group(name) for name in names]
        assert apply(balancer, *groups) == groups
        found = balancer.describe()
        assert found["SecurityGroups"] == groups
        assert found["SourceSecurityGroup"]["GroupName"] == names[0]


def test_interfaces_get_the_new_groups(service: Service) -> None:
    apply(service.create(), service.group("db"))
    assert [each["GroupId"] for each in service.interfaces()[0]["Groups"]] == [service.group("db")]


def test_groups_of_another_vpc_are_refused(service: Service) -> None:
    balancer = service.create()
    foreign = service.group("web", "other_vpc")
    text = f"Security group '{foreign}' does not belong to VPC '{service.network['vpc']['id']}'"
    with refused("InvalidConfigurationRequest", text=text):
        apply(balancer, service.group("db"), foreign)
    assert balancer.describe()["SecurityGroups"] == [service.group("web")]


def test_names_of_groups_are_not_accepted(service: Service) -> None:
    with refused("InvalidSecurityGroup"):
        apply(service.create(), "web")


def test_attach_and_detach_are_idempotent(service: Service) -> None:
    balancer = in_zones(service, "a")
    both = {service.subnet("a"), service.subnet("b")}
    for _twice in range(2):
        assert attach(balancer, service.subnet("b")) == both
    assert attach(balancer, service.subnet("a"), service.subnet("b")) == both
    for _twice in range(2):
        assert detach(balancer, service.subnet("b")) == {service.subnet("a")}
    assert subnets(balancer) == {service.subnet("a")}


@pytest.mark.parametrize("vpc", ["other_vpc", "isolated_vpc"])
def test_subnets_of_another_vpc_are_refused(service: Service, vpc: str) -> None:
    balancer = in_zones(service, "a")
    with refused("InvalidSubnet", "InvalidConfigurationRequest"):
        attach(balancer, service.subnet("b", vpc=vpc))
    assert subnets(balancer) == {service.subnet("a")}


def test_subnets_are_swapped_one_by_one(service: Service) -> None:
    balancer = in_zones(service, "ab")
    for zone in "ab":
        detach(balancer, service.subnet(zone))
        attach(balancer, service.subnet(zone, 1))
    assert subnets(balancer) == {service.subnet("a", 1), service.subnet("b", 1)}
    assert zones(balancer) == "ab"


def test_a_single_subnet_is_swapped_through_a_spare_zone(service: Service) -> None:
    balancer = in_zones(service, "a")
    attach(balancer, service.subnet("c"))
    detach(balancer, service.subnet("a"))
    attach(balancer, service.subnet("a", 1))
    detach(balancer, service.subnet("c"))
    assert subnets(balancer) == {service.subnet("a", 1)}


def test_enable_and_disable_are_idempotent(service: Service) -> None:
    balancer = service.create_by_zone(zones="a")
    for _twice in range(2):
        assert enable(balancer, "b") == {f"{REGION}a", f"{REGION}b"}
    for _twice in range(2):
        assert disable(balancer, "b") == {f"{REGION}a"}
    assert disable(balancer, "f") == {f"{REGION}a"}
    assert zones(balancer) == "a"
    assert subnets(balancer) == {service.default_subnet("a")}


def test_a_failing_batch_enables_nothing(service: Service) -> None:
    balancer = service.create_by_zone(zones="a")
    with refused("ValidationError"):
        balancer.enable_availability_zones_for_load_balancer(AvailabilityZones=[f"{REGION}b", "mars-1a"])
    assert zones(balancer) == "a"


def test_zones_are_enabled_in_the_default_vpc_only(service: Service) -> None:
    balancer = in_zones(service, "a")
    with refused("ValidationError"):
        enable(balancer, "b")
    assert zones(balancer) == "a"


@pytest.mark.parametrize(
    ("operation", "member"),
    [
        ("attach_load_balancer_to_subnets", "Subnets"),
        ("detach_load_balancer_from_subnets", "Subnets"),
        ("enable_availability_zones_for_load_balancer", "AvailabilityZones"),
        ("disable_availability_zones_for_load_balancer", "AvailabilityZones"),
    ],
)
def test_empty_lists_change_nothing(service: Service, operation: str, member: str) -> None:
    balancer = service.create_by_zone(zones="ab")
    with refused("ValidationError"):
        getattr(balancer, operation)(**{member: []})
    assert zones(balancer) == "ab"


def test_groups_and_subnets_in_use_are_not_deleted(service: Service) -> None:
    service.create(SecurityGroups=[service.group("db")])
    with pytest.raises(service.ec2.exceptions.ClientError, match="DependencyViolation"):
        service.ec2.delete_security_group(GroupId=service.group("db"))
    with pytest.raises(service.ec2.exceptions.ClientError, match="DependencyViolation"):
        service.ec2.delete_subnet(SubnetId=service.subnet("a"))
