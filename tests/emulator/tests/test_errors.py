# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every error of the API, and every way to provoke it (facts 4.3)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from .service import STATUSES, Service, as_tags, listener, model
from .tables import DESYNC

NOWHERE = "00000000000000000"


def fault(operation: str, code: str) -> Callable[[Service], Any]:
    """What a healthy service does not answer, planned."""

    def provoke(service: Service) -> Any:
        answer = {"code": code, "status": 400, "message": "planned"}
        service.knobs(faults=[{"operation": operation, "answer": answer}])
        return (
            service.elb.describe_load_balancers()
            if operation == "DescribeLoadBalancers"
            else service.create()
        )

    return provoke


def too_many_balancers(service: Service) -> None:
    service.knobs(limits={"classic-load-balancers": 1})
    for name in ("one", "two"):
        service.create(name=name)


def duplicate_name(service: Service) -> None:
    for port in (80, 81):
        service.create(f"TCP:{port}->TCP:80")


def too_many_policies(service: Service) -> None:
    balancer = service.create()
    for number in range(99):
        balancer.add_sticky(f"p{number}")


def duplicate_policy(service: Service) -> None:
    balancer = service.create()
    for period in (1, 2):
        balancer.add_sticky(CookieExpirationPeriod=period)


PROVOKED: dict[str, Callable[[Service], Any]] = {
    "LoadBalancerNotFound": lambda service: service.elb.describe_load_balancer_attributes(
        LoadBalancerName="ghost"
    ),
    "CertificateNotFound": lambda service: service.create(Listeners=[listener("SSL:443->TCP:80", "ghost")]),
    "DependencyThrottle": fault("DescribeLoadBalancers", "DependencyThrottle"),
    "DuplicateLoadBalancerName": duplicate_name,
    "DuplicateListener": lambda service: service.create().create_load_balancer_listeners(
        Listeners=[listener("TCP:80->TCP:81")]
    ),
    "DuplicatePolicyName": duplicate_policy,
    "DuplicateTagKeys": lambda service: service.create(Tags=as_tags({"a": "1"}) * 2),
    "InvalidConfigurationRequest": lambda service: service.create().detach_load_balancer_from_subnets(
        Subnets=[service.subnet("a")]
    ),
    "InvalidInstance": lambda service: service.create().register([{"InstanceId": f"i-{NOWHERE}"}]),
    "InvalidScheme": lambda service: service.create(Scheme="private"),
    "InvalidSecurityGroup": lambda service: service.create(SecurityGroups=[f"sg-{NOWHERE}"]),
    "InvalidSubnet": lambda service: service.create(
        Subnets=[service.subnet("a", vpc="isolated_vpc")], SecurityGroups=None
    ),
    "ListenerNotFound": lambda service: service.create().set_policies(81),
    "LoadBalancerAttributeNotFound": lambda service: service.create().modify(
        AdditionalAttributes=[{"Key": f"{DESYNC}.unknown", "Value": "true"}]
    ),
    "OperationNotPermitted": fault("CreateLoadBalancer", "OperationNotPermitted"),
    "PolicyNotFound": lambda service: service.create().set_policies(80, "ghost"),
    "PolicyTypeNotFound": lambda service: service.elb.describe_load_balancer_policy_types(
        PolicyTypeNames=["ghost"]
    ),
    "SubnetNotFound": lambda service: service.create().attach_load_balancer_to_subnets(
        Subnets=[f"subnet-{NOWHERE}"]
    ),
    "TooManyLoadBalancers": too_many_balancers,
    "TooManyPolicies": too_many_policies,
    "TooManyTags": lambda service: service.create(Tags=[{"Key": f"k{number}"} for number in range(51)]),
    "UnsupportedProtocol": lambda service: service.create().set_load_balancer_listener_ssl_certificate(
        LoadBalancerPort=80, SSLCertificateId=service.certificate()
    ),
}
SHAPES = {shape.metadata["error"]["code"]: shape.name for shape in model().error_shapes}


def test_every_modelled_error_is_provoked() -> None:
    assert PROVOKED.keys() == SHAPES.keys()


@pytest.mark.parametrize("code", PROVOKED)
def test_errors(service: Service, code: str) -> None:
    with pytest.raises(ClientError) as caught:
        PROVOKED[code](service)
    response: dict[str, Any] = dict(caught.value.response)
    assert response["Error"]["Code"] == code
    assert response["Error"]["Type"] == "Sender"
    assert response["Error"]["Message"]
    assert response["ResponseMetadata"]["HTTPStatusCode"] == STATUSES.get(code, 400)
    assert isinstance(caught.value, getattr(service.elb.exceptions, SHAPES[code]))


@pytest.mark.parametrize("name", ["elb", "ec2"])
def test_a_region_that_there_is_not(service: Service, name: str) -> None:
    client = service.client(name, "mars-1")
    call = client.describe_load_balancers if name == "elb" else client.describe_subnets
    with pytest.raises(ClientError, match="scoped to a valid region, not 'mars-1'"):
        call()
