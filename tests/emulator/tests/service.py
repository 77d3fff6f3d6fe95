# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One running service, the emulator or stock moto, as the tests speak to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, partial
from typing import Any

import boto3
import botocore.session
from botocore.config import Config
from botocore.exceptions import ClientError

REGION = "us-east-1"
DEFAULT_POLICY = "ELBSecurityPolicy-2016-08"
STATUSES = {"InvalidConfigurationRequest": 409, "AccessDenied": 403, "UnauthorizedOperation": 403}
UNMODELLED = {"ValidationError", "Throttling", "AccessDenied", "UnauthorizedOperation"}


class Service:
    """Clients, names of the seeded network, and shorthands for what most tests do first."""

    def __init__(self, url: str, network: dict[str, Any], emulator: Any = None) -> None:
        self.url = url
        self.network = network
        self.emulator = emulator
        # Each session would read the files of services and regions anew.
        self._session = boto3.Session("testing", "testing")
        self.client = cache(self._client)
        self.elb = self.client("elb")
        self.ec2 = self.client("ec2")

    def _client(self, name: str, region: str = REGION, validate: bool = True) -> Any:
        config = Config(retries={"total_max_attempts": 1}, parameter_validation=validate)
        return self._session.client(name, region, endpoint_url=self.url, config=config)

    def reset(self) -> None:
        if self.emulator:
            self.emulator.reset()
            return
        for description in self.elb.describe_load_balancers()["LoadBalancerDescriptions"]:
            self.elb.delete_load_balancer(LoadBalancerName=description["LoadBalancerName"])

    def knobs(self, **values: Any) -> None:
        """Stock moto has no knobs: nothing happens there."""
        if self.emulator:
            self.emulator.knobs(**values)

    def advance(self, seconds: float) -> None:
        if self.emulator:
            self.emulator.advance(seconds)

    def subnet(self, zone: str = "a", nth: int = 0, vpc: str = "vpc") -> str:
        zone = REGION + zone
        return str([each["id"] for each in self.network[vpc]["subnets"] if each["zone"] == zone][nth])

    def default_subnet(self, zone: str) -> str:
        return str(self.network["default_vpc"]["subnets"][REGION + zone])

    def group(self, name: str = "web", vpc: str = "vpc") -> str:
        return str(self.network[vpc]["security_groups"][name])

    def certificate(self, nth: int = 0, issuer: str = "iam") -> str:
        return str(self.network["certificates"][issuer][nth])

    def certified(self, *listeners: dict[str, Any]) -> list[dict[str, Any]]:
        """The listeners, those with a secure front end with a certificate."""
        return [
            {"SSLCertificateId": self.certificate()} | each if each["Protocol"] in ("HTTPS", "SSL") else each
            for each in listeners
        ]

    def instances(self, *numbers: int) -> list[dict[str, str]]:
        return [{"InstanceId": self.network["instances"][number]} for number in numbers]

    def create(self, *listeners: str | dict[str, Any], name: str = "web", **changes: Any) -> Balancer:
        """A balancer in zone a of the seeded VPC; `changes` replace request members, None leaves one out."""
        wanted = [
            listener(each) if isinstance(each, str) else each for each in listeners or ["HTTP:80->HTTP:8080"]
        ]
        request = {
            "LoadBalancerName": name,
            "Listeners": self.certified(*wanted),
            "Subnets": [self.subnet("a")],
            "SecurityGroups": [self.group("web")],
        } | changes
        answer = self.elb.create_load_balancer(
            **{key: value for key, value in request.items() if value is not None}
        )
        return Balancer(self.elb, name, answer["DNSName"])

    def create_by_zone(self, *listeners: str, zones: str = "a", **changes: Any) -> Balancer:
        """A balancer in the default VPC, or in none with the knob `antique`."""
        named = {
            "AvailabilityZones": [REGION + zone for zone in zones],
            "Subnets": None,
            "SecurityGroups": None,
        }
        return self.create(*listeners, **(named | changes))

    def names(self) -> list[str]:
        balancers = self.elb.describe_load_balancers()["LoadBalancerDescriptions"]
        return [description["LoadBalancerName"] for description in balancers]

    def interfaces(self, name: str = "web") -> list[dict[str, Any]]:
        filters = [{"Name": "description", "Values": [f"ELB {name}"]}]
        return list(self.ec2.describe_network_interfaces(Filters=filters)["NetworkInterfaces"])


class Balancer:
    """Every operation of the client, with the balancer's name filled in, and what one reads most."""

    def __init__(self, elb: Any, name: str, dns: str = "") -> None:
        self.elb = elb
        self.name = name
        self.dns = dns

    def __getattr__(self, operation: str) -> Any:
        return partial(getattr(self.elb, operation), LoadBalancerName=self.name)

    def describe(self) -> dict[str, Any]:
        answer = self.elb.describe_load_balancers(LoadBalancerNames=[self.name])
        return dict(answer["LoadBalancerDescriptions"][0])

    def listeners(self) -> dict[int, dict[str, Any]]:
        described = [each["Listener"] for each in self.describe()["ListenerDescriptions"]]
        assert len({each["LoadBalancerPort"] for each in described}) == len(described), (
            "a port is listed twice"
        )
        return {each["LoadBalancerPort"]: each for each in described}

    def policies_of(self, port: int) -> list[str]:
        found = {
            each["Listener"]["LoadBalancerPort"]: each["PolicyNames"]
            for each in self.describe()["ListenerDescriptions"]
        }
        return list(found[port])

    def set_policies(self, port: int, *names: str) -> None:
        self.set_load_balancer_policies_of_listener(LoadBalancerPort=port, PolicyNames=list(names))

    def backend_policies(self) -> dict[int, list[str]]:
        return {
            each["InstancePort"]: each["PolicyNames"] for each in self.describe()["BackendServerDescriptions"]
        }

    def set_backend_policies(self, port: int, *names: str) -> None:
        self.set_load_balancer_policies_for_backend_server(InstancePort=port, PolicyNames=list(names))

    def add_policy(self, name: str, kind: str, *attributes: tuple[str, str]) -> str:
        """Create a policy; the kind is the type's name without `PolicyType`."""
        pairs = [{"AttributeName": key, "AttributeValue": value} for key, value in attributes]
        self.create_load_balancer_policy(
            PolicyName=name, PolicyTypeName=f"{kind}PolicyType", PolicyAttributes=pairs
        )
        return name

    def add_sticky(self, name: str = "sticky", **period: int) -> str:
        self.create_lb_cookie_stickiness_policy(PolicyName=name, **period)
        return name

    def add_ssl(self, name: str = "modern", reference: str = "ELBSecurityPolicy-TLS-1-2-2017-01") -> str:
        return self.add_policy(name, "SSLNegotiation", ("Reference-Security-Policy", reference))

    def add_proxy(self, name: str = "proxy") -> str:
        return self.add_policy(name, "ProxyProtocol", ("ProxyProtocol", "true"))

    def policy(self, name: str) -> dict[str, Any]:
        return dict(self.describe_load_balancer_policies(PolicyNames=[name])["PolicyDescriptions"][0])

    def attributes(self) -> dict[str, Any]:
        return dict(self.describe_load_balancer_attributes()["LoadBalancerAttributes"])

    def modify(self, **blocks: Any) -> dict[str, Any]:
        return dict(
            self.modify_load_balancer_attributes(LoadBalancerAttributes=blocks)["LoadBalancerAttributes"]
        )

    def add_tags(self, tags: dict[str, str]) -> None:
        self.elb.add_tags(LoadBalancerNames=[self.name], Tags=as_tags(tags))

    def remove_tags(self, *keys: str) -> None:
        self.elb.remove_tags(LoadBalancerNames=[self.name], Tags=[{"Key": key} for key in keys])

    def tags(self) -> dict[str, str]:
        found = self.elb.describe_tags(LoadBalancerNames=[self.name])["TagDescriptions"][0]["Tags"]
        return {tag["Key"]: tag.get("Value", "") for tag in found}

    def register(self, instances: list[dict[str, str]]) -> set[str]:
        return ids(self.register_instances_with_load_balancer(Instances=instances))

    def deregister(self, instances: list[dict[str, str]]) -> set[str]:
        return ids(self.deregister_instances_from_load_balancer(Instances=instances))

    def members(self) -> list[str]:
        return [each["InstanceId"] for each in self.describe()["Instances"]]

    def health(self, *instances: dict[str, str]) -> list[tuple[str, str, str]]:
        """(State, ReasonCode, Description) of the given or of all members."""
        answer = self.describe_instance_health(**({"Instances": list(instances)} if instances else {}))
        return [(each["State"], each["ReasonCode"], each["Description"]) for each in answer["InstanceStates"]]


def in_order(answer: Any) -> Any:
    """The same answer with every list in it sorted, so that two of them can be compared."""
    if isinstance(answer, dict):
        return {key: in_order(value) for key, value in answer.items()}
    return sorted(map(in_order, answer), key=str) if isinstance(answer, list) else answer


def listener(text: str, certificate: str | None = None) -> dict[str, Any]:
    """`HTTPS:443->HTTP:8080` as the API wants it; the instance protocol may be left out: `HTTP:80->8080`."""
    found = re.fullmatch(r"(\w+):(\d+)->(?:(\w+):)?(\d+)", text)
    assert found, text
    protocol, port, instance_protocol, instance_port = found.groups()
    made: dict[str, Any] = {
        "Protocol": protocol,
        "LoadBalancerPort": int(port),
        "InstancePort": int(instance_port),
    }
    if instance_protocol:
        made["InstanceProtocol"] = instance_protocol
    return made | ({"SSLCertificateId": certificate} if certificate else {})


def health_check(target: str = "HTTP:80/", /, **changes: int) -> dict[str, Any]:
    return {
        "Target": target,
        "Interval": 30,
        "Timeout": 5,
        "UnhealthyThreshold": 2,
        "HealthyThreshold": 10,
    } | changes


def as_tags(tags: dict[str, str]) -> list[dict[str, str]]:
    return [{"Key": key, "Value": value} for key, value in tags.items()]


def ids(answer: dict[str, Any]) -> set[str]:
    return {each["InstanceId"] for each in answer["Instances"]}


@contextmanager
def refused(*codes: str, text: str = "", modelled: bool = True) -> Iterator[None]:
    """The block must end in one of the wire codes, with that code's HTTP status, and modelled for the operation."""
    refusal: ClientError | None = None
    try:
        yield
    except ClientError as error:
        refusal = error
    assert refusal, f"accepted, where AWS answers {' or '.join(codes)}"
    code, message = refusal.response["Error"]["Code"], refusal.response["Error"]["Message"]
    assert code in codes, f"{code}: {message}"
    assert refusal.response["ResponseMetadata"]["HTTPStatusCode"] == STATUSES.get(code, 400), code
    assert text in message
    known = modelled_errors(refusal.operation_name) | UNMODELLED if modelled else codes
    assert code in known, f"{refusal.operation_name} has no {code}"


@cache
def model() -> Any:
    """botocore's model of the API."""
    return botocore.session.get_session().get_service_model("elb")


@cache
def modelled_errors(operation: str) -> set[str]:
    return {shape.metadata["error"]["code"] for shape in model().operation_model(operation).error_shapes}
