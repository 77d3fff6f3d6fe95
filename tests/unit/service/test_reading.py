# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Answers that the emulator does not give, and AWS may: a reading of the facts that is not ours."""

from __future__ import annotations

import contextlib
from concurrent.futures import Future
from typing import Any

import pytest

from ansible_collections.classic.elb.plugins.module_utils._model.errors import ElbError
from ansible_collections.classic.elb.plugins.module_utils._model.members import UNREGISTERED
from ansible_collections.classic.elb.plugins.module_utils._service.interfaces import wait_for_interfaces
from ansible_collections.classic.elb.plugins.module_utils._service.members import Checkup
from ansible_collections.classic.elb.plugins.module_utils._service.reading import (
    read_balancer,
    read_named,
    read_tags,
)

CHECK = {"Target": "TCP:80", "Interval": 30, "Timeout": 5, "HealthyThreshold": 10, "UnhealthyThreshold": 2}


class Answers:
    """In the place of a client: what AWS says, by operation."""

    def __init__(self, **answers: Any) -> None:
        self._answers = answers

    def read(self, operation: str, **_parameters: Any) -> Any:
        return self._answers[operation]

    def bounded(self, _seconds: float) -> contextlib.AbstractContextManager[None]:
        return contextlib.nullcontext()

    def pages(self, operation: str, **_parameters: Any) -> Any:
        yield self._answers[operation]

    def start(self, operation: str, **_parameters: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_result(self._answers[operation])
        return future


def described(name: str) -> dict[str, Any]:
    return {"LoadBalancerDescriptions": [{"LoadBalancerName": name, "HealthCheck": CHECK}]}


def test_a_balancer_without_tags_may_be_left_out() -> None:
    """Also all that may be absent instead of empty (facts 2.1)."""
    client: Any = Answers(
        DescribeLoadBalancers=described("shop"),
        DescribeLoadBalancerAttributes={"LoadBalancerAttributes": {}},
        DescribeTags={"TagDescriptions": []},
        DescribeLoadBalancerPolicies={},
    )
    balancer = read_balancer(client, "shop")
    assert balancer is not None
    assert balancer.tags == {}
    assert read_tags(client, ["shop"]) == {"shop": []}


def test_names_may_be_known_in_another_case() -> None:
    """Whether AWS tells them apart is not certain (facts 1.0)."""
    client: Any = Answers(DescribeLoadBalancers=described("Shop"))
    assert [balancer.name for balancer in read_named(client, ["shop"])] == ["Shop"]


def test_who_is_not_registered_has_no_reason() -> None:
    """AWS says ELB or N/A (facts 4.1); check mode predicts one of them."""
    words = "Instance is not currently registered with the LoadBalancer."
    state = {"InstanceId": "i-1", "State": "OutOfService", "ReasonCode": "ELB", "Description": words}
    client: Any = Answers(DescribeInstanceHealth={"InstanceStates": [state]})
    assert Checkup(client, "shop", frozenset(("i-1",))).health() == {"i-1": UNREGISTERED}


class Asked(Answers):
    """Tags without the names of their balancers, and who was asked about."""

    def start(self, operation: str, **parameters: Any) -> Future[Any]:
        tag = {"Key": "of", "Value": ",".join(parameters["LoadBalancerNames"])}
        return Answers(**{operation: {"TagDescriptions": [{"Tags": [tag]}]}}).start(operation)


def test_tags_of_nobody_are_asked_for_one_by_one() -> None:
    client: Any = Asked()
    assert read_tags(client, ["a", "b"]) == {name: [{"Key": "of", "Value": name}] for name in ("a", "b")}


@pytest.mark.parametrize("state", [{}, {"Status": "odd"}])
def test_an_interface_that_is_not_in_use_is_waited_for(state: dict[str, str]) -> None:
    client: Any = Answers()
    client.pages = lambda _operation, **_more: [{}, {"NetworkInterfaces": [state]}]
    with pytest.raises(ElbError, match="not in use yet: eni-"):
        wait_for_interfaces(client, "shop", gone=False, timeout=0)
