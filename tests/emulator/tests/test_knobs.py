# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The knobs: what a test can make the emulator do that AWS does only when it hurts."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError, ConnectionClosedError

from .service import Balancer, Service, as_tags, listener, refused
from .tables import HEALTHY, REGISTERING, WARMING_UP

BUSY = {"code": "Throttling", "status": 400, "message": "Rate exceeded"}


def code_of(caught: pytest.ExceptionInfo[ClientError]) -> tuple[str, int]:
    response = caught.value.response
    return response["Error"]["Code"], response["ResponseMetadata"]["HTTPStatusCode"]


def plan(service: Service, operation: str = "CreateLoadBalancer", **fault: Any) -> None:
    service.knobs(faults=[{"operation": operation, "answer": BUSY} | fault])


def last(service: Service) -> dict[str, Any]:
    return dict(service.emulator.log[-1])


DEFAULTS: dict[str, Any] = {
    "latency_ms": 0,
    "faults": [],
    "denied": [],
    "requests_per_second": None,
    "lag_ms": 0,
    "lagging": ["*"],
    "certificate_delay_s": 0,
    "clock_speed": 1,
    "registration_s": 10,
    "health_delay_s": None,
    "unhealthy": [],
    "health_scripts": {},
    "interface_delay_s": 0,
    "interface_linger_s": 0,
    "credentials": None,
}


def test_the_service_is_healthy_by_default(service: Service) -> None:
    knobs = service.emulator.knobs()
    assert {name: knobs[name] for name in DEFAULTS} == DEFAULTS


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_call_fails_before_or_after_its_effect(service: Service, when: str) -> None:
    plan(service, when=when)
    with refused("Throttling", text="Rate exceeded"):
        service.create()
    assert service.names() == ([] if when == "before" else ["web"])


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_connection_drops_before_or_after_the_effect(service: Service, when: str) -> None:
    plan(service, when=when, answer="drop")
    with pytest.raises(ConnectionClosedError):
        service.create()
    assert last(service)["fault"] == f"drop-{when}"
    assert last(service)["status"] is None
    assert service.names() == ([] if when == "before" else ["web"])


def test_a_fault_strikes_once_by_default(service: Service) -> None:
    plan(service)
    with refused("Throttling"):
        service.create()
    service.create()


def test_a_fault_skips_and_counts(service: Service) -> None:
    plan(service, "DescribeLoadBalancers", skip=1, times=2)
    service.names()
    for _twice in range(2):
        with refused("Throttling"):
            service.names()
    service.names()


def test_a_fault_strikes_its_operation_only(service: Service) -> None:
    plan(service, "DeleteLoadBalancer")
    service.create()
    with pytest.raises(ClientError, match="Rate exceeded"):
        service.elb.delete_load_balancer(LoadBalancerName="web")


def test_a_fault_strikes_everything(service: Service) -> None:
    plan(service, "*", times=2, answer={"code": "InternalFailure", "status": 500, "message": "oops"})
    for call in (service.names, service.elb.describe_account_limits):
        with pytest.raises(ClientError) as caught:
            call()
        assert code_of(caught) == ("InternalFailure", 500)
    service.names()


def test_several_faults(service: Service) -> None:
    answers = [BUSY, {"code": "ServiceUnavailable", "status": 503, "message": "later"}]
    service.knobs(faults=[{"operation": "DescribeLoadBalancers", "answer": answer} for answer in answers])
    with refused("Throttling"):
        service.names()
    with pytest.raises(ClientError) as caught:
        service.names()
    assert code_of(caught) == ("ServiceUnavailable", 503)
    service.names()


def test_faults_of_other_services(service: Service) -> None:
    plan(service, "ec2:DescribeSubnets")
    service.names()
    with pytest.raises(ClientError, match="Rate exceeded"):
        service.ec2.describe_subnets()
    service.ec2.describe_subnets()


@pytest.mark.parametrize("operation", ["DescribeLoadBalancers", "ec2:DescribeSubnets"])
def test_a_fault_without_a_message(service: Service, operation: str) -> None:
    plan(service, operation, answer={"code": "AccessDenied", "status": 403, "message": None})
    with pytest.raises(ClientError) as caught:
        service.ec2.describe_subnets() if operation.startswith("ec2:") else service.names()
    assert code_of(caught) == ("AccessDenied", 403)


def test_a_client_s_retries_get_through(service: Service) -> None:
    plan(service, "DescribeLoadBalancers", times=2)
    patient = boto3.Session("testing", "testing", region_name="us-east-1").client(
        "elb", endpoint_url=service.url, config=Config(retries={"total_max_attempts": 4, "mode": "standard"})
    )
    answer = patient.describe_load_balancers()
    assert answer["ResponseMetadata"]["RetryAttempts"] == 2


def test_denied_operations(service: Service) -> None:
    service.create()
    service.knobs(denied=["DeleteLoadBalancer", "ec2:DescribeSubnets"])
    with pytest.raises(ClientError, match="elasticloadbalancing:DeleteLoadBalancer") as caught:
        service.elb.delete_load_balancer(LoadBalancerName="web")
    assert code_of(caught) == ("AccessDenied", 403)
    with pytest.raises(ClientError, match="ec2:DescribeSubnets") as caught:
        service.ec2.describe_subnets()
    assert code_of(caught) == ("UnauthorizedOperation", 403)
    service.ec2.describe_vpcs()
    assert service.names() == ["web"]
    service.knobs(denied=["acm:ListCertificates"])
    with pytest.raises(ClientError, match="acm:ListCertificates") as caught:
        service.client("acm").list_certificates()
    assert code_of(caught)[0] == "AccessDeniedException"


def test_tags_of_a_create_need_their_own_right(service: Service) -> None:
    service.knobs(denied=["AddTags"])
    service.create(name="plain")
    with refused("AccessDenied", text="elasticloadbalancing:AddTags"):
        service.create(name="tagged", Tags=as_tags({"a": "b"}))
    assert service.names() == ["plain"]


def test_unknown_credentials(service: Service) -> None:
    service.knobs(credentials={"known": "secret"})
    with pytest.raises(ClientError) as caught:
        service.names()
    assert code_of(caught) == ("InvalidClientTokenId", 403)
    known = boto3.Session("known", "secret", region_name="us-east-1").client("elb", endpoint_url=service.url)
    known.describe_load_balancers()
    assert last(service)["access_key"] == "known"


def test_the_rate_is_limited(service: Service) -> None:
    service.knobs(requests_per_second=3)
    for _burst in range(3):
        service.names()
    with refused("Throttling", text="Rate exceeded"):
        for _more in range(50):
            service.names()
    service.knobs(requests_per_second=None)
    for _often in range(10):
        service.names()


def test_latency(service: Service) -> None:
    service.knobs(latency_ms=150)
    start = time.monotonic()
    service.names()
    assert time.monotonic() - start >= 0.15


def in_parallel(call: Callable[[int], Any], times: int) -> None:
    with ThreadPoolExecutor(times) as pool:
        list(pool.map(call, range(times)))


def test_latency_of_parallel_calls_overlaps(service: Service) -> None:
    service.names()
    service.knobs(latency_ms=300)
    start = time.monotonic()
    in_parallel(lambda _number: service.names(), 4)
    assert 0.3 <= time.monotonic() - start < 1.1


def test_parallel_writes_are_all_kept(service: Service) -> None:
    balancer = service.create()
    in_parallel(lambda number: balancer.add_tags({f"k{number}": "v"}), 8)
    assert balancer.tags() == {f"k{number}": "v" for number in range(8)}


def test_reads_lag_behind_writes(service: Service) -> None:
    service.knobs(lag_ms=60_000)
    service.create()
    assert service.names() == []
    web = Balancer(service.elb, "web")
    web.add_sticky()
    web.set_policies(80, "sticky")
    with refused("LoadBalancerNotFound"):
        web.attributes()
    service.knobs(lag_ms=0)
    assert web.policies_of(80) == ["sticky"]


def test_some_reads_lag_and_others_do_not(service: Service) -> None:
    balancer = service.create()
    service.knobs(lag_ms=60_000, lagging=["DescribeTags"])
    assert service.names() == ["web"]
    with refused("LoadBalancerNotFound"):
        balancer.tags()


def test_reads_catch_up(service: Service) -> None:
    service.knobs(lag_ms=100)
    service.create()
    assert service.names() == []
    deadline = time.monotonic() + 10
    while not service.names():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_fresh_certificate_takes_a_while(service: Service) -> None:
    service.knobs(certificate_delay_s=60)
    balancer = service.create()
    secure = [listener("HTTPS:443->HTTP:80", service.certificate())]
    with refused("CertificateNotFound"):
        balancer.create_load_balancer_listeners(Listeners=secure)
    service.advance(61)
    balancer.create_load_balancer_listeners(Listeners=secure)


def test_phases_of_health_are_adjusted(service: Service) -> None:
    service.knobs(registration_s=100, health_delay_s=50)
    balancer = service.create()
    balancer.register(service.instances(0))
    for seconds, expected in ((99, REGISTERING), (2, WARMING_UP), (48, WARMING_UP), (2, HEALTHY)):
        service.advance(seconds)
        assert balancer.health() == [expected]


def test_members_may_be_healthy_at_once(service: Service) -> None:
    service.knobs(registration_s=0, health_delay_s=0)
    balancer = service.create()
    balancer.register(service.instances(0))
    assert balancer.health() == [HEALTHY]


def test_the_clock_may_run_faster(service: Service) -> None:
    service.knobs(clock_speed=10_000)
    service.create().register(service.instances(0))
    service.elb.get_waiter("instance_in_service").wait(
        LoadBalancerName="web",
        Instances=service.instances(0),
        WaiterConfig={"Delay": 0.02, "MaxAttempts": 500},
    )


def test_health_follows_a_script(service: Service) -> None:
    instance = service.network["instances"][0]
    lines = [
        {"State": "OutOfService", "ReasonCode": "Instance", "Description": "down"},
        {"error": "Throttling"},
        {"State": "Unknown", "ReasonCode": "ELB", "Description": "who knows"},
    ]
    service.knobs(registration_s=0, health_delay_s=0, health_scripts={instance: lines})
    balancer = service.create()
    balancer.register(service.instances(0, 1))
    one = service.instances(0)
    assert balancer.health(*service.instances(1)) == [HEALTHY]
    assert balancer.health(*one) == [("OutOfService", "Instance", "down")]
    with refused("Throttling"):
        balancer.health(*one)
    assert balancer.health(*one) == [("Unknown", "ELB", "who knows")]
    assert balancer.health(*one) == [HEALTHY]


def test_members_recover(service: Service) -> None:
    service.knobs(registration_s=0, health_delay_s=0, unhealthy=[service.network["instances"][0]])
    balancer = service.create()
    balancer.register(service.instances(0))
    assert balancer.health() != [HEALTHY]
    service.knobs(unhealthy=[])
    assert balancer.health() == [HEALTHY]


def test_limits(service: Service) -> None:
    service.knobs(limits={"classic-listeners": 2, "classic-registered-instances": 1})
    balancer = service.create("TCP:80->TCP:80", "TCP:81->TCP:80")
    with refused("InvalidConfigurationRequest"):
        balancer.create_load_balancer_listeners(Listeners=[listener("TCP:82->TCP:80")])
    balancer.register(service.instances(0))
    with pytest.raises(ClientError):  # the code is unknown
        balancer.register(service.instances(1))
    limits = {each["Name"]: each["Max"] for each in service.elb.describe_account_limits()["Limits"]}
    assert limits == {
        "classic-load-balancers": "20",
        "classic-listeners": "2",
        "classic-registered-instances": "1",
    }


def test_interfaces_go_with_the_balancer_by_default(service: Service) -> None:
    service.create()
    service.elb.delete_load_balancer(LoadBalancerName="web")
    assert service.interfaces() == []


def test_none_puts_the_default_back(service: Service) -> None:
    service.knobs(registration_s=0, faults=[{"operation": "*", "answer": BUSY}])
    assert service.emulator.knobs(registration_s=None, faults=None)["registration_s"] == 10
    service.names()


@pytest.mark.parametrize(
    "bad",
    [
        {"nonsense": 1},
        {"latency_ms": "long"},
        {"latency_ms": -1},
        {"clock_speed": 0},
        {"denied": "AddTags"},
        {"faults": [{"times": 1}]},
        {"faults": [{"operation": "*", "times": -1, "answer": "drop"}]},
        {"faults": [{"operation": "*", "when": "during", "answer": "drop"}]},
        {"faults": [{"operation": "*", "answer": "explode"}]},
        {"health_scripts": {"i-1": [{"Status": "InService"}]}},
    ],
    ids=str,
)
def test_bad_knobs_are_refused_as_a_whole(service: Service, bad: dict[str, Any]) -> None:
    before = service.emulator.knobs()
    with pytest.raises(ValueError, match=r"."):
        service.knobs(registration_s=1, **bad)
    assert service.emulator.knobs() == before
