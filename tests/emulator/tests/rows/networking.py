# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Rows 96-104: security groups, subnets, zones."""

from __future__ import annotations

from ..service import REGION, Balancer, Service, refused
from . import row


def in_zones(service: Service, letters: str) -> Balancer:
    return service.create(Subnets=[service.subnet(letter) for letter in letters])


def attach(balancer: Balancer, *subnets: str) -> set[str]:
    return set(balancer.attach_load_balancer_to_subnets(Subnets=list(subnets))["Subnets"])


def detach(balancer: Balancer, *subnets: str) -> set[str]:
    return set(balancer.detach_load_balancer_from_subnets(Subnets=list(subnets))["Subnets"])


def enable(balancer: Balancer, letters: str) -> set[str]:
    zones = [REGION + letter for letter in letters]
    return set(
        balancer.enable_availability_zones_for_load_balancer(AvailabilityZones=zones)["AvailabilityZones"]
    )


def disable(balancer: Balancer, letters: str) -> set[str]:
    zones = [REGION + letter for letter in letters]
    return set(
        balancer.disable_availability_zones_for_load_balancer(AvailabilityZones=zones)["AvailabilityZones"]
    )


def zones(balancer: Balancer) -> str:
    return "".join(sorted(zone.removeprefix(REGION) for zone in balancer.describe()["AvailabilityZones"]))


def subnets(balancer: Balancer) -> set[str]:
    return set(balancer.describe()["Subnets"])


@row(96)
def unknown_security_groups_are_refused(service: Service) -> None:
    balancer = service.create()
    with refused("InvalidSecurityGroup"):
        balancer.apply_security_groups_to_load_balancer(
            SecurityGroups=[service.group("db"), "sg-00000000000000000"]
        )
    assert balancer.describe()["SecurityGroups"] == [service.group("web")]


@row(97)
def no_security_groups_are_refused(service: Service) -> None:
    balancer = service.create()
    with refused("ValidationError"):
        balancer.apply_security_groups_to_load_balancer(SecurityGroups=[])
    assert balancer.describe()["SecurityGroups"] == [service.group("web")]


@row(98)
def attaching_an_unknown_subnet_is_refused(service: Service) -> None:
    balancer = in_zones(service, "a")
    with refused("SubnetNotFound"):
        attach(balancer, service.subnet("b"), "subnet-00000000000000000")
    assert subnets(balancer) == {service.subnet("a")}


@row(98)
def attaching_a_second_subnet_of_a_zone_is_refused(service: Service) -> None:
    balancer = in_zones(service, "a")
    with refused(
        "InvalidConfigurationRequest", text="ELB cannot be attached to multiple subnets in the same AZ."
    ):
        attach(balancer, service.subnet("a", 1))
    with refused("InvalidConfigurationRequest"):
        attach(balancer, service.subnet("b"), service.subnet("b", 1))
    assert subnets(balancer) == {service.subnet("a")}


@row(99, stock_agrees=True)
def attaching_adds(service: Service) -> None:
    balancer = in_zones(service, "a")
    wanted = {service.subnet(letter) for letter in "abc"}
    assert attach(balancer, service.subnet("c"), service.subnet("b")) == wanted
    assert subnets(balancer) == wanted


@row(100)
def the_last_subnet_stays(service: Service) -> None:
    balancer = in_zones(service, "ab")
    text = (
        'Requested configuration change for LoadBalancer "web" is invalid because you attempted to detach all the '
        "subnets for this LoadBalancer and a LoadBalancer cannot be attached to zero subnets in VPC."
    )
    with refused("InvalidConfigurationRequest", text=text):
        detach(balancer, service.subnet("a"), service.subnet("b"))
    assert zones(balancer) == "ab"


@row(101)
def zones_follow_attach_and_detach(service: Service) -> None:
    balancer = service.create_by_zone(zones="a")
    attach(balancer, service.default_subnet("b"))
    assert zones(balancer) == "ab"
    detach(balancer, service.default_subnet("a"))
    assert zones(balancer) == "b"


@row(102)
def enabling_an_unknown_zone_is_refused(service: Service) -> None:
    balancer = service.create_by_zone()
    with refused("ValidationError", text="Invalid Availability Zone: mars-1a" if service.emulator else ""):
        balancer.enable_availability_zones_for_load_balancer(AvailabilityZones=["mars-1a"])
    assert zones(balancer) == "a"


@row(103)
def the_last_zone_stays(service: Service) -> None:
    service.knobs(antique=True)
    balancer = service.create_by_zone(zones="ab")
    with refused("InvalidConfigurationRequest"):
        disable(balancer, "ab")
    assert zones(balancer) == "ab"


@row(104)
def in_the_default_vpc_zones_and_subnets_change_together(service: Service) -> None:
    """Choice U25: the model and the tests of amazon.aws against a report that does not say which VPC it was."""
    balancer = service.create_by_zone(zones="ab")
    for _twice in range(2):
        enable(balancer, "c")
        disable(balancer, "a")
        assert zones(balancer) == "bc"
        assert subnets(balancer) == {service.default_subnet(letter) for letter in "bc"}
    with refused("InvalidConfigurationRequest"):
        disable(balancer, "bc")
