# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Policies that AWS lists, and does not describe as long as a task looks: nothing takes them away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from ansible_collections.classic.elb.plugins.module_utils._service.client import Client
from emulator import Network
from support.modules import Runner
from support.options import PROXY, STICKY, TLS_1_2, Options, https, small

BY_NAME = {"load_balancer_port": 443, "instance_port": 8081}
ANOTHER = {"type": TLS_1_2["type"], "attributes": {"Reference-Security-Policy": "ELBSecurityPolicy-2015-05"}}
REFUSED = {"code": "ValidationError", "status": 400, "message": "no"}


@pytest.fixture
def stand_still(aws: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """From the call of it on, AWS describes the policies that it describes then, whatever becomes of them."""

    def stand_still() -> None:
        shown = aws.describe_load_balancer_policies(LoadBalancerName="shop")
        send = Client._send

        def late(client: Client, service: str, name: str, parameters: Any, write: bool) -> Any:
            is_late = name == "DescribeLoadBalancerPolicies" and "LoadBalancerName" in parameters
            return shown if is_late else send(client, service, name, parameters, write)

        monkeypatch.setattr(Client, "_send", late)

    return stand_still


@pytest.fixture
def balancer(run: Runner, network: Network, stand_still: Callable[[], None]) -> Options:
    """One whose policies came so late that AWS describes none of them."""
    listener = https(network["certificates"]["iam"][0])
    run("elb_balancer", **{**small(network), "listeners": [listener]})
    late = {
        "listeners": [{**listener, "policy_names": ["tls-1-2", "sticky"]}],
        "policies": [TLS_1_2, STICKY, PROXY],
        "backend_servers": [{"instance_port": 8080, "policy_names": ["proxy"]}],
    }
    stand_still()
    run("elb_balancer", name="shop", **late)
    return listener


def enabled(aws: Any) -> set[str]:
    (shown,) = aws.describe_load_balancers(LoadBalancerNames=["shop"])["LoadBalancerDescriptions"]
    return set(shown["ListenerDescriptions"][0]["PolicyNames"])


TASKS: dict[str, Callable[[Options], tuple[str, Options]]] = {
    "listener": lambda _listener: ("elb_listener", {"balancer": "shop", **BY_NAME}),
    "balancer": lambda listener: ("elb_balancer", {"name": "shop", "listeners": [{**listener, **BY_NAME}]}),
    "old balancer": lambda listener: (
        "elb_classic_lb",
        {"name": "shop", "state": "present", "listeners": [{**listener, **BY_NAME}]},
    ),
}


@pytest.mark.parametrize("task", TASKS)
def test_they_survive_a_new_listener(run: Runner, aws: Any, balancer: Options, task: str) -> None:
    module, options = TASKS[task](balancer)
    planned = run(module, check=True, **options)
    done = run(module, **options)
    assert done["actions"] == planned["actions"]
    assert not any("'tls-1-2'" in warning or "'sticky'" in warning for warning in done.get("warnings", ()))
    assert enabled(aws) == {"tls-1-2", "sticky"}
    assert not run(module, **options)["changed"]


def test_a_balancer_that_is_not_told_whole_is_not_shown_without_a_word(
    run: Runner, balancer: Options
) -> None:
    told = str(run("elb_balancer_info")["warnings"])
    assert "shop: ports use proxy and tls-1-2, which AWS does not describe" in told
    assert "warnings" not in run("elb_balancer_info", include=["attributes"])


@pytest.mark.parametrize("operation", ["CreateLoadBalancerListeners", "SetLoadBalancerPoliciesOfListener"])
def test_they_come_back_with_the_old_listener(
    run: Runner, aws: Any, balancer: Options, operation: str
) -> None:
    run.emulator.knobs(faults=[{"operation": operation, "times": 1, "answer": REFUSED}])
    failed = run.fails("elb_listener", balancer="shop", **BY_NAME)
    assert "was put back" in failed["msg"] and "lost" not in failed
    assert enabled(aws) == {"tls-1-2", "sticky"}


def test_they_can_be_enabled_and_deleted_by_their_names(run: Runner, aws: Any, balancer: Options) -> None:
    run("elb_listener", **{**balancer, "balancer": "shop", "load_balancer_port": 8443})
    run("elb_policy", balancer="shop", name="tls-1-2", load_balancer_ports=[443, 8443])
    (shown,) = aws.describe_load_balancers(LoadBalancerNames=["shop"])["LoadBalancerDescriptions"]
    ports = {
        item["Listener"]["LoadBalancerPort"]: item["PolicyNames"] for item in shown["ListenerDescriptions"]
    }
    assert "tls-1-2" in ports[8443]
    run("elb_policy", balancer="shop", name="proxy", state="absent")
    (shown,) = aws.describe_load_balancers(LoadBalancerNames=["shop"])["LoadBalancerDescriptions"]
    assert "proxy" not in shown["Policies"]["OtherPolicies"]


@pytest.mark.parametrize(
    ("module", "options"),
    [
        ("elb_policy", {"balancer": "shop", "name": "tls-1-2", **ANOTHER}),
        ("elb_balancer", {"name": "shop", "policies": [TLS_1_2], "purge_policies": False}),
        ("elb_balancer", {"name": "shop", "scheme": "internal", "max_impact": "replacement"}),
    ],
    ids=["other content", "its content", "replacement"],
)
def test_what_takes_their_content_is_refused(
    run: Runner, balancer: Options, module: str, options: Options
) -> None:
    run.emulator.clear_log()
    refused = run.fails(module, **options)["msg"]
    assert "of shop, and does not describe it" in refused and "Run the task again." in refused
    assert run.writes() == []


def test_those_of_a_predecessor_are_not_taken_for_those_of_its_successor(
    run: Runner, network: Network, aws: Any, stand_still: Callable[[], None]
) -> None:
    listener = https(network["certificates"]["iam"][0], policy_names=["tls-1-2", "sticky"])
    policies = [TLS_1_2, STICKY]
    run("elb_balancer", **{**small(network), "listeners": [listener], "policies": policies})
    stand_still()
    answer = {"code": "TooManyPolicies", "status": 400, "message": "no"}
    run.emulator.knobs(faults=[{"operation": "CreateLoadBalancerPolicy", "times": 1, "answer": answer}])
    failed = run.fails("elb_balancer", name="shop", scheme="internal", max_impact="replacement")
    assert "was put back" in failed["msg"] and "lost" not in failed
    assert enabled(aws) == {"tls-1-2", "sticky"}
