# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Security groups, subnets and zones (facts 1.4, 2.3, 10a)."""

from __future__ import annotations

from typing import Any

import pytest

from .rows.networking import attach, detach, disable, enable, in_zones, subnets, zones
from .service import REGION, Balancer, Service, listener, refused


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


def antique(service: Service, zones: str = "a") -> Balancer:
    """One of EC2-Classic."""
    service.knobs(antique=True)
    return service.create_by_zone(zones=zones)


def test_enable_and_disable_are_idempotent(service: Service) -> None:
    balancer = antique(service)
    for _twice in range(2):
        assert enable(balancer, "b") == {f"{REGION}a", f"{REGION}b"}
    for _twice in range(2):
        assert disable(balancer, "b") == {f"{REGION}a"}
    assert disable(balancer, "f") == {f"{REGION}a"}
    assert zones(balancer) == "a"
    assert subnets(balancer) == set()


def test_a_failing_batch_enables_nothing(service: Service) -> None:
    balancer = antique(service)
    with refused("ValidationError", text="Invalid Availability Zone: mars-1a"):
        balancer.enable_availability_zones_for_load_balancer(AvailabilityZones=[f"{REGION}b", "mars-1a"])
    assert zones(balancer) == "a"


@pytest.mark.parametrize("letter", "ab")
def test_zones_of_a_balancer_in_a_vpc_are_refused(service: Service, letter: str) -> None:
    """Disabling: facts 10a, from vagrant-aws#250; enabling by analogy. Whether it would change something or not."""
    balancer = in_zones(service, "ac")
    for change in (enable, disable):
        with refused(
            "ValidationError", text=f"You cannot {change.__name__} Availability Zones for ELBs in VPC."
        ):
            change(balancer, letter)
    assert zones(balancer) == "ac"


@pytest.mark.parametrize("change", [enable, disable])
@pytest.mark.parametrize("is_antique", [True, False])
def test_unknown_zones_are_refused_by_name(service: Service, change: Any, is_antique: bool) -> None:
    """Facts 10 (vagrant-aws#354) for enabling; disabling by analogy."""
    balancer = antique(service) if is_antique else service.create_by_zone()
    with refused("ValidationError", text=f"Invalid Availability Zone: {REGION}z"):
        change(balancer, "z")


def test_a_subnet_that_is_listed_twice_is_refused_as_in_a_creation(service: Service) -> None:
    balancer = in_zones(service, "a")
    text = "ELB cannot be attached to multiple subnets in the same AZ."
    for letter in "ba":
        with refused("InvalidConfigurationRequest", text=text):
            attach(balancer, service.subnet(letter), service.subnet(letter))
    with refused("InvalidConfigurationRequest", text=text):
        service.create(name="other", Subnets=[service.subnet("b"), service.subnet("b")])
    assert subnets(balancer) == {service.subnet("a")}


def test_what_ec2_classic_has_and_has_not(service: Service) -> None:
    """Facts 2.1 (no VPC, subnets or groups; the source group) and 10a (the listener without protocols)."""
    balancer = antique(service, "ab")
    found = balancer.describe()
    assert "VPCId" not in found
    assert (found["Subnets"], found["SecurityGroups"], zones(balancer)) == ([], [], "ab")
    assert found["SourceSecurityGroup"] == {"OwnerAlias": "amazon-elb", "GroupName": "amazon-elb-sg"}
    assert balancer.listeners()[0] == {"LoadBalancerPort": 0, "InstancePort": 0}
    assert balancer.policies_of(0) == []
    assert service.interfaces() == []
    balancer.register(service.instances(0))
    for refusal in (
        lambda: attach(balancer, service.subnet("a")),
        lambda: detach(balancer, service.subnet("a")),
        lambda: apply(balancer, service.group("web")),
    ):
        with refused("InvalidConfigurationRequest"):
            refusal()


def test_the_listener_without_protocols_cannot_be_deleted(service: Service) -> None:
    """Facts 10a, from clouddriver#538."""
    balancer = antique(service)
    with refused("ValidationError"):
        balancer.delete_load_balancer_listeners(LoadBalancerPorts=[0, 80])
    balancer.create_load_balancer_listeners(Listeners=[listener("TCP:81->TCP:81")])
    balancer.delete_load_balancer_listeners(LoadBalancerPorts=[80])
    assert balancer.listeners().keys() == {0, 81}


def test_a_repeat_of_an_antique_creation_changes_nothing(service: Service) -> None:
    assert antique(service).dns == antique(service).dns


def test_subnets_make_no_antique(service: Service) -> None:
    service.knobs(antique=True)
    assert service.create().describe()["VPCId"] == service.network["vpc"]["id"]


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
    service.knobs(antique="zones" in operation)
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
