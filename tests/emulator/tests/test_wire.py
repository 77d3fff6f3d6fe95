# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The wire format (facts 6): the query protocol and the XML of all operations."""

from __future__ import annotations

import re
import socket
from typing import Any
from urllib.parse import urlsplit

import pytest

from .service import REGION, Service, as_tags, health_check, listener, model
from .test_idempotency import READS, WRITES, ZONE_CALLS, prepared, writes
from .wire import AUTHORIZATION, VERSION, call, error_of, flat, send

NAMES = {"AddTags", "RemoveTags", "DescribeTags", "DescribeLoadBalancers"}
NAMELESS = {"DescribeAccountLimits", "DescribeLoadBalancerPolicyTypes"}


def request(service: Service, operation: str) -> dict[str, Any]:
    name: dict[str, Any] = (
        {"LoadBalancerNames": ["web"]} if operation in NAMES else {"LoadBalancerName": "web"}
    )
    return ({} if operation in NAMELESS else name) | writes(service).get(operation, {})


@pytest.mark.parametrize("operation", [*WRITES, *sorted(READS)])
def test_every_operation_is_answered_in_its_envelope(service: Service, operation: str) -> None:
    service.knobs(antique=operation in ZONE_CALLS)
    if operation != "CreateLoadBalancer":
        prepared(service)
    for method in ("POST", "GET"):
        status, headers, root = call(service.url, operation, request(service, operation), method)
        assert status == 200
        assert headers["Content-Type"].split(";")[0] == "text/xml"
        assert root.tag == f"{operation}Response"
        assert [child.tag for child in root] == [f"{operation}Result", "ResponseMetadata"]
        request_id = root.findtext("ResponseMetadata/RequestId", "")
        assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", request_id)
        assert headers["x-amzn-requestid"] == request_id
        assert bool(list(root[0])) == bool(model().operation_model(operation).output_shape.members)


def test_request_ids_differ(service: Service) -> None:
    assert (
        len({call(service.url, "DescribeLoadBalancers")[1]["x-amzn-requestid"] for _again in range(3)}) == 3
    )


def description(service: Service) -> Any:
    _status, _headers, root = call(service.url, "DescribeLoadBalancers", {"LoadBalancerNames": ["web"]})
    assert root.find("DescribeLoadBalancersResult/NextMarker") is None
    return root.find("DescribeLoadBalancersResult/LoadBalancerDescriptions/member")


LISTS = [
    "ListenerDescriptions",
    "ListenerDescriptions/member/PolicyNames",
    "Policies/AppCookieStickinessPolicies",
    "Policies/LBCookieStickinessPolicies",
    "Policies/OtherPolicies",
    "BackendServerDescriptions",
    "AvailabilityZones",
    "Subnets",
    "Instances",
    "SecurityGroups",
]


def test_lists_are_there_even_when_empty(service: Service) -> None:
    service.create(Scheme="internal")
    found = description(service)
    for path in LISTS:
        assert found.find(path) is not None, path
    assert list(found.find("Instances")) == []
    assert found.find("Instances").text is None


def test_scalars_without_value_are_absent(service: Service) -> None:
    service.create(Scheme="internal")
    found = description(service)
    assert found.find("CanonicalHostedZoneName") is None
    assert found.find("ListenerDescriptions/member/Listener/SSLCertificateId") is None


def test_timestamps_are_iso_8601(service: Service) -> None:
    service.create()
    created = description(service).findtext("CreatedTime")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d\d0Z", created)


def test_numbers_and_booleans(service: Service) -> None:
    service.create()
    assert description(service).findtext("HealthCheck/Interval") == "30"
    _status, _headers, root = call(service.url, "DescribeLoadBalancerAttributes", {"LoadBalancerName": "web"})
    blocks = root.find("DescribeLoadBalancerAttributesResult/LoadBalancerAttributes")
    assert blocks is not None
    assert blocks.findtext("CrossZoneLoadBalancing/Enabled") == "false"
    assert blocks.findtext("AdditionalAttributes/member/Value") == "defensive"
    assert [child.tag for child in blocks.findall("AccessLog/*")] == ["Enabled"]


def test_the_example_of_the_facts(service: Service) -> None:
    web = listener("HTTPS:443->HTTP:8080", service.certificate())
    parameters = {
        "LoadBalancerName": "web-1",
        "Listeners": [web],
        "Subnets": [service.subnet("a")],
        "SecurityGroups": [service.group("web")],
        "Tags": as_tags({"env": "dev"}),
    }
    assert dict(flat(parameters))["Listeners.member.1.LoadBalancerPort"] == "443"
    status, _headers, root = call(service.url, "CreateLoadBalancer", parameters)
    assert status == 200
    dns = root.findtext("CreateLoadBalancerResult/DNSName", "")
    assert re.fullmatch(rf"web-1-\d+\.{REGION}\.elb\.amazonaws\.com", dns)


def test_an_empty_list_is_a_bare_key(service: Service) -> None:
    balancer = service.create()
    balancer.set_policies(80, balancer.add_sticky())
    body = (
        "Action=SetLoadBalancerPoliciesOfListener&Version=2012-06-01&LoadBalancerName=web&LoadBalancerPort=80"
    )
    form = {"Content-Type": "application/x-www-form-urlencoded", "Authorization": AUTHORIZATION}
    status, _headers, _body = send(service.url, "POST", "/", f"{body}&PolicyNames=", **form)
    assert status == 200
    assert balancer.policies_of(80) == []


def test_errors_have_the_namespace_and_no_metadata(service: Service) -> None:
    status, headers, root = call(service.url, "DescribeLoadBalancerAttributes", {"LoadBalancerName": "web-9"})
    assert status == 400
    assert headers["Content-Type"].split(";")[0] == "text/xml"
    assert [child.tag for child in root] == ["Error", "RequestId"]
    assert root.findtext("RequestId") == headers["x-amzn-requestid"]
    assert error_of(root) == (
        "Sender",
        "LoadBalancerNotFound",
        "There is no ACTIVE Load Balancer named 'web-9'",
    )


def test_server_faults_are_the_receiver_s(service: Service) -> None:
    answer = {"code": "ServiceUnavailable", "status": 503, "message": "later"}
    service.knobs(faults=[{"operation": "*", "answer": answer}])
    status, _headers, root = call(service.url, "DescribeLoadBalancers")
    assert (status, error_of(root)) == (503, ("Receiver", "ServiceUnavailable", "later"))


REQUIRED = [
    (operation, member)
    for operation in [*WRITES, *sorted(READS)]
    for member in model().operation_model(operation).input_shape.required_members
]


@pytest.mark.parametrize(("operation", "member"), REQUIRED)
def test_required_members_are_required(service: Service, operation: str, member: str) -> None:
    parameters = request(service, operation)
    del parameters[member]
    status, _headers, root = call(service.url, operation, parameters)
    assert status == 400
    assert error_of(root)[:2] == ("Sender", "ValidationError")


ILL_FORMED: dict[str, tuple[str, dict[str, Any]]] = {
    "text for a number": ("DeleteLoadBalancerListeners", {"LoadBalancerPorts": ["http"]}),
    "text for a page size": ("DescribeLoadBalancers", {"PageSize": "many"}),
    "text for a threshold": ("ConfigureHealthCheck", {"HealthCheck": health_check() | {"Interval": "long"}}),
    "text for a boolean": (
        "ModifyLoadBalancerAttributes",
        {"LoadBalancerAttributes": {"CrossZoneLoadBalancing": {"Enabled": "maybe"}}},
    ),
    "listener without port": ("CreateLoadBalancerListeners", {"Listeners": [{"Protocol": "HTTP"}]}),
    "tag without key": ("AddTags", {"LoadBalancerNames": ["web"], "Tags": [{"Value": "v"}]}),
}


@pytest.mark.parametrize(("operation", "parameters"), ILL_FORMED.values(), ids=ILL_FORMED)
def test_ill_formed_values_are_refused(service: Service, operation: str, parameters: dict[str, Any]) -> None:
    service.create()
    name = {} if operation in NAMES else {"LoadBalancerName": "web"}
    status, _headers, root = call(service.url, operation, name | parameters)
    assert (status, error_of(root)[:2]) == (400, ("Sender", "ValidationError"))


def test_the_newer_api_goes_elsewhere(service: Service) -> None:
    service.create()
    found = service.client("elbv2").describe_load_balancers()["LoadBalancers"]
    assert found == []


@pytest.mark.parametrize("missing", [1, 40])
def test_half_a_request_is_none(service: Service, missing: int) -> None:
    """A client that is killed while it sends has asked for nothing."""
    body = f"Action=DeleteLoadBalancer&LoadBalancerName=web&Version={VERSION}"
    head = [
        "POST / HTTP/1.1",
        "Host: localhost",
        f"Authorization: {AUTHORIZATION}",
        "Content-Type: application/x-www-form-urlencoded",
        f"Content-Length: {len(body)}",
    ]
    address = urlsplit(service.url)
    with socket.create_connection((address.hostname, address.port), timeout=30) as connection:
        connection.sendall("\r\n".join([*head, "", body[:-missing]]).encode())
        connection.shutdown(socket.SHUT_WR)
        assert connection.recv(1) == b""
    assert service.emulator.log == []
