# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Rows 88-95: members and their health."""

from __future__ import annotations

from ..service import Service, refused
from ..tables import DRAINING, HEALTHY, NOT_REGISTERED, REGISTERING, WARMING_UP
from . import row

UNKNOWN = {"InstanceId": "i-00000000000000000"}


@row(88)
def registering_twice_lists_once(service: Service) -> None:
    balancer = service.create()
    (instance,) = service.instances(0)
    balancer.register([instance])
    balancer.register([instance, instance])
    assert balancer.members() == [instance["InstanceId"]]


@row(89, 94)
def unknown_instances_are_refused(service: Service) -> None:
    balancer = service.create()
    with refused("InvalidInstance", text=f"Could not find EC2 instance {UNKNOWN['InstanceId']}."):
        balancer.register([UNKNOWN])
    assert balancer.members() == []


@row(89)
def instances_of_another_vpc_are_refused(service: Service) -> None:
    balancer = service.create()
    with refused("InvalidInstance"):
        balancer.register([{"InstanceId": service.network["other_instances"][0]}])


@row(90)
def the_answers_list_the_members(service: Service) -> None:
    balancer = service.create()
    one, two = service.instances(0, 1)
    assert balancer.register([one]) == {one["InstanceId"]}
    assert balancer.register([two]) == {one["InstanceId"], two["InstanceId"]}
    assert balancer.deregister([one]) == {two["InstanceId"]}


@row(91)
def deregistering_a_stranger_is_refused(service: Service) -> None:
    balancer = service.create()
    member, stranger = service.instances(0, 1)
    balancer.register([member])
    with refused("InvalidInstance"):
        balancer.deregister([stranger, member])
    assert balancer.members() == [member["InstanceId"]]


@row(92)
def health_of_a_stranger(service: Service) -> None:
    ((state, _reason, description),) = service.create().health(*service.instances(0))
    assert (state, description) == ("OutOfService", NOT_REGISTERED)


@row(92)
def health_of_an_unknown_instance(service: Service) -> None:
    balancer = service.create()
    balancer.register(service.instances(0))
    with refused("InvalidInstance"):
        balancer.health(*service.instances(0), UNKNOWN)


@row(93)
def health_goes_through_phases(service: Service) -> None:
    balancer = service.create()
    balancer.register(service.instances(0))
    assert balancer.health() == [REGISTERING]
    service.advance(30)
    assert balancer.health() == [WARMING_UP]
    service.advance(300)
    assert balancer.health() == [HEALTHY]


@row(95)
def members_drain(service: Service) -> None:
    balancer = service.create()
    balancer.modify(ConnectionDraining={"Enabled": True, "Timeout": 60})
    members = service.instances(0)
    balancer.register(members)
    service.advance(400)
    balancer.deregister(members)
    assert balancer.members() == []
    assert balancer.health(*members) == [DRAINING]
    service.advance(90)
    assert [each[2] for each in balancer.health(*members)] == [NOT_REGISTERED]
