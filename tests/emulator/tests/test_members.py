# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Members, their health, and botocore's waiters (facts 1.5, 4.1, 4.2)."""

from __future__ import annotations

import pytest
from botocore.exceptions import WaiterError

from .rows.members import UNKNOWN
from .rows.networking import disable, in_zones
from .service import Balancer, Service, health_check, refused
from .tables import (
    CLOSING_ZONE,
    DRAINING,
    FAILING,
    HEALTHY,
    NOT_REGISTERED,
    REGISTERING,
    STOPPED,
    TERMINATED,
    WARMING_UP,
    ZONE_NOT_ENABLED,
    Health,
)


def zone_of(service: Service, number: int) -> str:
    (instance,) = service.ec2.describe_instances(InstanceIds=[service.network["instances"][number]])[
        "Reservations"
    ]
    return str(instance["Instances"][0]["Placement"]["AvailabilityZone"])[-1]


def with_member(service: Service, zones: str = "") -> Balancer:
    balancer = in_zones(service, zones or zone_of(service, 0))
    balancer.register(service.instances(0))
    return balancer


def in_service(service: Service, zones: str = "") -> Balancer:
    balancer = with_member(service, zones)
    service.advance(1000)
    assert balancer.health() == [HEALTHY]
    return balancer


def is_not_registered(health: list[Health]) -> bool:
    return [(state, text) for state, _reason, text in health] == [("OutOfService", NOT_REGISTERED)]


def test_health_of_nobody(service: Service) -> None:
    assert service.create().health() == []


def test_phases_take_their_time(service: Service) -> None:
    balancer = with_member(service)
    balancer.configure_health_check(HealthCheck=health_check(Interval=5, Timeout=2, HealthyThreshold=2))
    for seconds, expected in ((5, REGISTERING), (7, WARMING_UP), (6, WARMING_UP), (6, HEALTHY)):
        service.advance(seconds)
        assert balancer.health() == [expected]


def test_health_of_the_named(service: Service) -> None:
    balancer = with_member(service)
    balancer.register(service.instances(1, 2))
    named = service.instances(0, 2)
    answer = balancer.describe_instance_health(Instances=named)["InstanceStates"]
    assert {each["InstanceId"] for each in answer} == {each["InstanceId"] for each in named}
    assert len(balancer.health()) == 3


def test_unhealthy_members_fail(service: Service) -> None:
    balancer = in_service(service)
    service.knobs(unhealthy=[service.network["instances"][0]])
    assert balancer.health() == [FAILING]


def test_stopped_members_stay(service: Service) -> None:
    balancer = in_service(service)
    instance = service.network["instances"][0]
    service.ec2.stop_instances(InstanceIds=[instance])
    assert balancer.health() == [STOPPED]
    assert balancer.members() == [instance]
    service.ec2.start_instances(InstanceIds=[instance])
    service.advance(1000)
    assert balancer.health() == [HEALTHY]


def test_terminated_members_go_after_a_while(service: Service) -> None:
    balancer = in_service(service)
    service.ec2.terminate_instances(InstanceIds=[service.network["instances"][0]])
    assert balancer.health() == [TERMINATED]
    service.advance(3600)
    assert balancer.health() == []
    assert balancer.members() == []


def test_terminated_strangers_are_left_out(service: Service) -> None:
    balancer = in_service(service)
    balancer.deregister(service.instances(0))
    service.ec2.terminate_instances(InstanceIds=[service.network["instances"][0]])
    assert balancer.health(*service.instances(0)) == []


def test_members_in_other_zones_get_no_traffic(service: Service) -> None:
    here = zone_of(service, 0)
    balancer = with_member(service, "".join(zone for zone in "abc" if zone != here)[0])
    service.advance(1000)
    assert balancer.health() == [ZONE_NOT_ENABLED]


def test_disabling_a_zone_closes_it(service: Service) -> None:
    here, instance = zone_of(service, 0), service.instances(0)
    service.knobs(antique=True)
    balancer = service.create_by_zone(zones="ab")
    balancer.modify(ConnectionDraining={"Enabled": True, "Timeout": 60})
    balancer.register(instance)
    service.advance(1000)
    assert balancer.health() == [HEALTHY]
    disable(balancer, here)
    assert balancer.health() == [CLOSING_ZONE]
    service.advance(90)
    assert balancer.health() == [ZONE_NOT_ENABLED]
    assert balancer.members() == [instance[0]["InstanceId"]]


def test_a_zone_that_is_closing_takes_no_new_member(service: Service) -> None:
    """Nor one that leaves and comes back meanwhile."""
    here, instance = zone_of(service, 0), service.instances(0)
    service.knobs(antique=True)
    balancer = service.create_by_zone(zones="ab")
    balancer.modify(ConnectionDraining={"Enabled": True, "Timeout": 3600})
    balancer.register(instance)
    service.advance(1000)
    disable(balancer, here)
    assert balancer.health() == [CLOSING_ZONE]
    balancer.deregister(instance)
    balancer.register(instance)
    service.advance(1000)
    assert balancer.health() == [ZONE_NOT_ENABLED]


def test_without_draining_members_leave_at_once(service: Service) -> None:
    balancer = in_service(service)
    balancer.deregister(service.instances(0))
    assert is_not_registered(balancer.health(*service.instances(0)))
    assert balancer.health() == []


def test_a_draining_member_comes_back(service: Service) -> None:
    balancer = in_service(service)
    balancer.modify(ConnectionDraining={"Enabled": True, "Timeout": 60})
    balancer.deregister(service.instances(0))
    assert balancer.health(*service.instances(0)) == [DRAINING]
    balancer.register(service.instances(0))
    assert balancer.health() == [REGISTERING]
    assert balancer.members() == [service.network["instances"][0]]


def test_deregistering_again_is_fine(service: Service) -> None:
    balancer = with_member(service)
    for _twice in range(2):
        assert balancer.deregister(service.instances(0)) == set()


def test_registering_again_keeps_the_health(service: Service) -> None:
    balancer = in_service(service)
    balancer.register(service.instances(0))
    assert balancer.health() == [HEALTHY]


@pytest.mark.parametrize("operation", ["register", "deregister"])
def test_one_bad_id_spoils_the_list(service: Service, operation: str) -> None:
    balancer = with_member(service)
    before = balancer.members()
    good = service.instances(1) if operation == "register" else service.instances(0)
    with refused("InvalidInstance"):
        getattr(balancer, operation)([*good, UNKNOWN])
    assert balancer.members() == before


@pytest.mark.parametrize("end", ["stop", "terminate"])
def test_instances_that_do_not_run_cannot_be_registered(service: Service, end: str) -> None:
    """The code and text of a stopped one: facts 10a, from kubernetes#74694; a terminated one by analogy."""
    getattr(service.ec2, f"{end}_instances")(InstanceIds=[service.network["instances"][0]])
    balancer = service.create()
    with refused("InvalidInstance", text="is not in running state."):
        balancer.register(service.instances(0, 1))
    assert balancer.members() == []


@pytest.mark.parametrize("operation", ["register", "deregister"])
def test_lists_of_instances_are_not_empty(service: Service, operation: str) -> None:
    balancer = with_member(service)
    with refused("ValidationError"):
        getattr(balancer, operation)([])
    assert len(balancer.members()) == 1


def test_many_members(service: Service) -> None:
    balancer = service.create()
    everyone = service.instances(*range(len(service.network["instances"])))
    assert balancer.register(everyone) == {each["InstanceId"] for each in everyone}
    assert len(balancer.health()) == len(everyone)


def wait(service: Service, name: str, **changes: object) -> None:
    request = {"LoadBalancerName": "web", "Instances": service.instances(0, 1)} | changes
    service.elb.get_waiter(name).wait(**request, WaiterConfig={"Delay": 0, "MaxAttempts": 5})


def test_waiters(service: Service) -> None:
    balancer = with_member(service)
    balancer.register(service.instances(1))
    for name in ("instance_in_service", "any_instance_in_service"):
        with pytest.raises(WaiterError, match="Max attempts exceeded"):
            wait(service, name)
    service.advance(1000)
    wait(service, "instance_in_service")
    wait(service, "any_instance_in_service")
    service.knobs(unhealthy=[service.network["instances"][0]])
    wait(service, "any_instance_in_service")
    with pytest.raises(WaiterError, match="Max attempts exceeded"):
        wait(service, "instance_in_service")
    balancer.modify(ConnectionDraining={"Enabled": True, "Timeout": 60})
    balancer.deregister(service.instances(0, 1))
    with pytest.raises(WaiterError, match="Max attempts exceeded"):
        wait(service, "instance_deregistered")
    service.advance(90)
    wait(service, "instance_deregistered")
    wait(service, "instance_deregistered", Instances=[UNKNOWN])


@pytest.mark.parametrize("name", ["instance_in_service", "any_instance_in_service", "instance_deregistered"])
def test_waiters_end_when_there_is_no_balancer(service: Service, name: str) -> None:
    with pytest.raises(WaiterError, match="LoadBalancerNotFound"):
        wait(service, name)
