# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The log of calls, and the emulator's own HTTP interface."""

from __future__ import annotations

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError, ConnectionClosedError

from .service import DEFAULT_POLICY, REGION, Service, as_tags, listener
from .tables import HEALTHY, REGISTERING
from .test_idempotency import READS, WRITES, ZONE_CALLS, prepared
from .test_wire import request
from .wire import call, send

KEYS = {
    "index", "time", "service", "operation", "parameters", "write", "status", "error", "fault", "effect", "access_key",
    "user_agent", "balancers",
}  # fmt: skip


def control(service: Service, method: str, path: str, body: Any = None) -> tuple[int, Any]:
    text = body if isinstance(body, str) else None if body is None else json.dumps(body)
    status, headers, answer = send(
        service.url, method, f"/_emulator/{path}", text, **{"Content-Type": "application/json"}
    )
    assert headers["Content-Type"] == "application/json"
    return status, json.loads(answer)


def logged(tested: Service, /, **wanted: Any) -> dict[str, Any]:
    """The last entry, if it has the wanted values."""
    entry = dict(tested.emulator.log[-1])
    assert {key: entry[key] for key in wanted} == wanted
    return entry


def test_an_entry_of_a_write(service: Service) -> None:
    secure = listener("HTTPS:443->HTTP:8080", service.certificate())
    sent = {
        "LoadBalancerName": "web",
        "Listeners": [listener("HTTP:80->HTTP:8080"), secure],
        "Subnets": [service.subnet("a")],
        "SecurityGroups": [service.group("web")],
        "Tags": as_tags({"env": "dev"}),
    }
    service.elb.create_load_balancer(**sent)
    (entry,) = service.emulator.log
    assert entry.keys() == KEYS
    del entry["time"]
    agent = entry.pop("user_agent")
    assert "Boto3/" in agent
    assert "elasticloadbalancing:CreateLoadBalancer" in service.emulator.callers[agent]
    assert entry == {
        "index": 0,
        "service": "elasticloadbalancing",
        "operation": "CreateLoadBalancer",
        "parameters": sent,
        "write": True,
        "status": 200,
        "error": None,
        "fault": None,
        "effect": True,
        "access_key": "testing",
        "balancers": {
            "web": {
                "listeners": {
                    "80": listener("HTTP:80->HTTP:8080") | {"PolicyNames": []},
                    "443": secure | {"PolicyNames": [DEFAULT_POLICY]},
                },
                "backend_servers": {},
                "policies": {DEFAULT_POLICY: "SSLNegotiationPolicyType"},
                "instances": {},
                "subnets": [service.subnet("a")],
                "availability_zones": [f"{REGION}a"],
                "tags": {"env": "dev"},
            }
        },
    }


def test_the_state_after_each_write(service: Service) -> None:
    balancer = service.create("HTTP:80->HTTP:8080")
    balancer.set_policies(80, balancer.add_sticky())
    balancer.set_backend_policies(8080, balancer.add_proxy())
    balancer.register(service.instances(0))
    state = logged(service, operation="RegisterInstancesWithLoadBalancer")["balancers"]["web"]
    assert state["listeners"]["80"]["PolicyNames"] == ["sticky"]
    assert state["backend_servers"] == {"8080": ["proxy"]}
    assert state["policies"] == {"sticky": "LBCookieStickinessPolicyType", "proxy": "ProxyProtocolPolicyType"}
    instance = service.network["instances"][0]
    assert state["instances"] == {
        instance: dict(zip(("State", "ReasonCode", "Description"), REGISTERING, strict=True))
    }


def test_the_state_after_a_look_at_health(service: Service) -> None:
    balancer = service.create()
    balancer.register(service.instances(0))
    service.advance(1000)
    balancer.health()
    state = logged(service, operation="DescribeInstanceHealth", write=False)["balancers"]["web"]
    instance = service.network["instances"][0]
    assert state["instances"] == {
        instance: dict(zip(("State", "ReasonCode", "Description"), HEALTHY, strict=True))
    }


def test_reads_do_not_show_the_state(service: Service) -> None:
    balancer = service.create()
    balancer.describe()
    logged(service, operation="DescribeLoadBalancers", write=False, effect=False, balancers={})


@pytest.mark.parametrize("operation", [*WRITES, *sorted(READS)])
def test_every_operation_is_logged(service: Service, operation: str) -> None:
    service.knobs(antique=operation in ZONE_CALLS)
    if operation != "CreateLoadBalancer":
        prepared(service)
    sent = request(service, operation)
    call(service.url, operation, sent)
    write = operation in WRITES
    entry = logged(
        service, operation=operation, parameters=sent, write=write, effect=write, status=200, error=None
    )
    assert json.loads(json.dumps(entry)) == entry


def test_a_write_without_effect(service: Service) -> None:
    balancer = service.create()
    balancer.delete_load_balancer_listeners(LoadBalancerPorts=[81])
    logged(service, write=True, status=200, effect=False)


def test_a_refused_call(service: Service) -> None:
    with pytest.raises(ClientError):
        service.create("HTTP:80->TCP:80")
    logged(
        service, operation="CreateLoadBalancer", status=400, error="ValidationError", fault=None, effect=False
    )


ANSWER = {"code": "Throttling", "status": 400, "message": "Rate exceeded"}
FAULTS: dict[str, dict[str, Any]] = {
    "before": {"faults": [{"operation": "CreateLoadBalancer", "answer": ANSWER}]},
    "after": {"faults": [{"operation": "CreateLoadBalancer", "when": "after", "answer": ANSWER}]},
    "drop-before": {"faults": [{"operation": "CreateLoadBalancer", "answer": "drop"}]},
    "drop-after": {"faults": [{"operation": "CreateLoadBalancer", "when": "after", "answer": "drop"}]},
    "denied": {"denied": ["CreateLoadBalancer"]},
}


@pytest.mark.parametrize("fault", FAULTS)
def test_faults_are_told(service: Service, fault: str) -> None:
    service.knobs(**FAULTS[fault])
    with pytest.raises((ClientError, ConnectionClosedError)):
        service.create()
    entry = logged(service, operation="CreateLoadBalancer", fault=fault, effect="after" in fault)
    error = {"before": "Throttling", "after": "Throttling", "denied": "AccessDenied"}.get(fault)
    status = {"Throttling": 400, "AccessDenied": 403, None: None}[error]
    assert (entry["error"], entry["status"]) == (error, status)
    assert len(service.emulator.log) == 1


def test_throttled_calls_are_told(service: Service) -> None:
    service.knobs(requests_per_second=1)
    service.names()
    with pytest.raises(ClientError):
        service.names()
    logged(service, fault="throttled", status=400, error="Throttling", effect=False)


def test_other_services_are_logged(service: Service) -> None:
    service.ec2.describe_subnets(SubnetIds=[service.subnet("a")])
    logged(service, service="ec2", operation="DescribeSubnets", write=False, status=200, balancers={})
    with pytest.raises(ClientError):
        service.ec2.describe_subnets(SubnetIds=["subnet-00000000000000000"])
    logged(service, service="ec2", status=400, error="InvalidSubnetID.NotFound")


def test_secrets_are_not_logged(service: Service) -> None:
    service.client("iam").upload_server_certificate(
        ServerCertificateName="logged", CertificateBody="body", PrivateKey="secret"
    )
    parameters = logged(service, service="iam", operation="UploadServerCertificate")["parameters"]
    assert parameters == {"ServerCertificateName": "logged", "CertificateBody": "body"}
    service.client("iam").delete_server_certificate(ServerCertificateName="logged")


def test_the_order_of_the_log(service: Service) -> None:
    for _often in range(3):
        service.names()
    log = service.emulator.log
    assert [entry["index"] for entry in log] == [0, 1, 2]
    assert [entry["time"] for entry in log] == sorted(entry["time"] for entry in log)


def test_the_log_over_http(service: Service) -> None:
    for _often in range(3):
        service.names()
    assert control(service, "GET", "log") == (200, service.emulator.log)
    assert [entry["index"] for entry in control(service, "GET", "log?since=2")[1]] == [2]
    assert control(service, "GET", "log?since=3") == (200, [])
    assert control(service, "DELETE", "log")[0] == 200
    assert service.emulator.log == []
    for bad in ("some", "-1"):
        assert control(service, "GET", f"log?since={bad}")[0] == 400


def test_the_log_is_cleared(service: Service) -> None:
    service.create()
    service.emulator.clear_log()
    assert service.emulator.log == []
    assert service.names() == ["web"]


def test_the_knobs_over_http(service: Service) -> None:
    before = service.emulator.knobs()
    assert control(service, "GET", "knobs") == (200, before)
    status, after = control(service, "POST", "knobs", {"registration_s": 5, "denied": ["AddTags"]})
    assert (status, after) == (200, before | {"registration_s": 5, "denied": ["AddTags"]})
    assert service.emulator.knobs() == after
    bad_bodies: list[Any] = [{"nonsense": 1}, {"latency_ms": "long"}, "no JSON", []]
    for bad in bad_bodies:
        assert control(service, "POST", "knobs", bad)[0] == 400
    assert service.emulator.knobs() == after


def test_time_over_http(service: Service) -> None:
    balancer = service.create()
    balancer.register(service.instances(0))
    assert control(service, "POST", "advance", {"seconds": 1000})[0] == 200
    assert balancer.health() == [HEALTHY]
    for bad in ({}, {"seconds": "many"}, {"seconds": -1}):
        assert control(service, "POST", "advance", bad)[0] == 400


def test_the_network_over_http(service: Service) -> None:
    assert control(service, "GET", "network") == (200, service.network)


def test_unknown_paths(service: Service) -> None:
    assert control(service, "GET", "nothing")[0] == 404
    assert control(service, "GET", "reset")[0] in (404, 405)


def test_reset_fills_the_rate_up(service: Service) -> None:
    for _each in range(3):
        service.knobs(requests_per_second=1)
        service.names()
        service.reset()


@pytest.mark.parametrize("between", ["reset", "more"])
def test_restore_goes_back(service: Service, between: str) -> None:
    """To the balancers and their interfaces; who served then does so, although the clock began anew."""
    balancer = service.create()
    balancer.register(service.instances(0))
    service.advance(1000)

    def seen() -> list[Any]:
        return [balancer.describe(), balancer.health(), service.names(), len(service.interfaces())]

    before = seen()
    saved = service.emulator.save()
    if between == "reset":
        service.emulator.reset()
    else:
        service.create(name="more")
        balancer.delete_load_balancer()
    assert "web" not in service.names()
    assert service.interfaces() == []
    service.emulator.restore(saved)
    assert seen() == before


@pytest.mark.parametrize("way", ["http", "python"])
def test_reset_starts_anew(service: Service, way: str) -> None:
    defaults = service.emulator.knobs()
    service.create().register(service.instances(0))
    service.knobs(denied=["DeleteLoadBalancer"], registration_s=99)
    service.advance(5)
    service.ec2.stop_instances(InstanceIds=[service.network["instances"][0]])
    network = service.network
    if way == "http":
        assert control(service, "POST", "reset")[0] == 200
    else:
        service.emulator.reset()
    assert service.emulator.log == []
    assert service.emulator.knobs() == defaults
    assert service.emulator.network == network
    assert service.names() == []
    assert service.interfaces() == []
    states = service.ec2.describe_instances(InstanceIds=network["instances"][:1])["Reservations"][0][
        "Instances"
    ]
    assert states[0]["State"]["Name"] == "running"
