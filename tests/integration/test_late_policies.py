# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Policies that AWS lists, and does not describe as long as a task looks: nothing takes them away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from ansible_collections.classic.elb.plugins.module_utils._model.errors import CallFailed
from ansible_collections.classic.elb.plugins.module_utils._model.step import Step
from ansible_collections.classic.elb.plugins.module_utils._service.client import Call, Client
from emulator import Network
from support.modules import Runner
from support.options import PROXY, STICKY, TLS_1_2, Options, https, small

BY_NAME = {"load_balancer_port": 443, "instance_port": 8081}
ANOTHER = {"type": TLS_1_2["type"], "attributes": {"Reference-Security-Policy": "ELBSecurityPolicy-2015-05"}}
KEY = {"name": "key", "type": "PublicKeyPolicyType", "attributes": {"PublicKey": "QUFB"}}
REFUSED = {"code": "ValidationError", "status": 400, "message": "no"}


@pytest.fixture
def stand_still(aws: Any, intercept: Any) -> Callable[[], None]:
    """From the call of it on, AWS describes the policies that it describes then, whatever becomes of them."""

    def stand_still() -> None:
        shown = aws.describe_load_balancer_policies(LoadBalancerName="shop")

        def late(call: Call, send: Any) -> Any:
            is_late = (
                call.operation == "DescribeLoadBalancerPolicies" and "LoadBalancerName" in call.parameters
            )
            return shown if is_late else send(call)

        intercept(late)

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


def enabled(aws: Any, port: int = 443) -> set[str]:
    (shown,) = aws.describe_load_balancers(LoadBalancerNames=["shop"])["LoadBalancerDescriptions"]
    listeners = {item["Listener"]["LoadBalancerPort"]: item for item in shown["ListenerDescriptions"]}
    return set(listeners[port]["PolicyNames"])


def all_policies(aws: Any) -> set[str]:
    (shown,) = aws.describe_load_balancers(LoadBalancerNames=["shop"])["LoadBalancerDescriptions"]
    cookies = shown["Policies"]["LBCookieStickinessPolicies"]
    return {*shown["Policies"]["OtherPolicies"], *(cookie["PolicyName"] for cookie in cookies)}


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
    assert "shop: AWS lists 'proxy' and 'tls-1-2' among its policies without a description" in told
    assert "warnings" not in run("elb_balancer_info", include=["attributes"])


def test_one_that_no_port_uses_is_told_as_well(
    run: Runner, network: Network, stand_still: Callable[[], None]
) -> None:
    """Given back without it, the balancer would lose it."""
    run("elb_balancer", **small(network))
    stand_still()
    run("elb_policy", balancer="shop", **PROXY)
    assert "shop: AWS lists 'proxy' among its policies without a description" in str(
        run("elb_balancer_info")["warnings"]
    )


def test_one_that_is_a_moment_late_is_shown(run: Runner, network: Network, aws: Any, intercept: Any) -> None:
    run("elb_balancer", **small(network), policies=[PROXY])
    late = [{"PolicyDescriptions": []}]

    def behind(call: Call, send: Any) -> Any:
        answer = send(call)
        return late.pop() if call.operation == "DescribeLoadBalancerPolicies" and late else answer

    intercept(behind)
    shown = run("elb_balancer_info")
    assert [policy["name"] for policy in shown["balancers"][0]["policies"]] == ["proxy"]
    assert "warnings" not in shown


@pytest.mark.parametrize("operation", ["CreateLoadBalancerListeners", "SetLoadBalancerPoliciesOfListener"])
def test_they_come_back_with_the_old_listener(
    run: Runner, aws: Any, balancer: Options, operation: str
) -> None:
    run.emulator.knobs(faults=[{"operation": operation, "times": 1, "answer": REFUSED}])
    failed = run.fails("elb_listener", balancer="shop", **BY_NAME)
    assert "was put back" in failed["msg"] and "lost" not in failed
    assert enabled(aws) == {"tls-1-2", "sticky"}


def test_one_for_tls_can_be_enabled_elsewhere(run: Runner, aws: Any, balancer: Options) -> None:
    other = {**balancer, "load_balancer_port": 8443, "policy_names": ["tls-1-2"]}
    run("elb_listener", balancer="shop", **other)
    assert enabled(aws, 8443) == {"tls-1-2"}


def test_one_for_tls_gives_way_to_another(run: Runner, aws: Any, balancer: Options) -> None:
    options = {"balancer": "shop", "name": "tls-old", **ANOTHER, "load_balancer_ports": [443]}
    planned = run("elb_policy", check=True, **options, max_impact="altered")
    assert planned["impact"] == "altered"
    run("elb_policy", **options)
    assert enabled(aws) == {"tls-old", "sticky"}


def test_a_purge_spares_them_and_the_keys_that_they_may_use(
    run: Runner, network: Network, aws: Any, stand_still: Callable[[], None]
) -> None:
    run("elb_balancer", **small(network), policies=[KEY, STICKY])
    stand_still()
    run("elb_policy", balancer="shop", **PROXY)
    assert run("elb_balancer", name="shop", policies=[])["changed"]
    assert all_policies(aws) == {"key", "proxy"}


def test_they_are_deleted_by_their_names(run: Runner, aws: Any, balancer: Options) -> None:
    run("elb_listener", balancer="shop", load_balancer_port=443, policy_names=["sticky"])
    shown = all_policies(aws)
    for name in ("proxy", "tls-1-2"):
        assert run("elb_policy", balancer="shop", name=name, state="absent")["changed"]
    assert all_policies(aws) == shown - {"proxy", "tls-1-2"}


def test_what_has_their_names_is_told(run: Runner, aws: Any, balancer: Options) -> None:
    failed = run.fails("elb_policy", balancer="shop", name="tls-1-2", **ANOTHER)
    assert "or AWS does not describe yet what is there: run the task again." in failed["msg"]
    assert enabled(aws) == {"tls-1-2", "sticky"}


REFUSED_TASKS: dict[str, tuple[str, Options]] = {
    "by name": ("elb_policy", {"balancer": "shop", "name": "tls-1-2", "load_balancer_ports": [443]}),
    "by name and type": ("elb_policy", {"balancer": "shop", "name": "proxy", "type": PROXY["type"]}),
    "on a listener": (
        "elb_listener",
        {"balancer": "shop", "load_balancer_port": 443, "policy_names": ["proxy"]},
    ),
    "on a back end": (
        "elb_balancer",
        {"name": "shop", "backend_servers": [{"instance_port": 8081, "policy_names": ["proxy"]}]},
    ),
    "replacement": ("elb_balancer", {"name": "shop", "scheme": "internal", "max_impact": "replacement"}),
}


@pytest.mark.parametrize("task", REFUSED_TASKS)
def test_what_takes_more_than_their_names_is_refused(run: Runner, balancer: Options, task: str) -> None:
    module, options = REFUSED_TASKS[task]
    run.emulator.clear_log()
    refused = run.fails(module, **options)["msg"]
    assert "of shop, and does not describe it" in refused and "run the task again." in refused
    assert run.writes() == []


def test_a_successor_that_an_interrupted_run_left_is_not_replaced_by_an_empty_one(
    run: Runner, network: Network, aws: Any, stand_still: Callable[[], None]
) -> None:
    left = {**TLS_1_2, "name": "tls-1-2-elb-successor"}
    listener = https(network["certificates"]["iam"][0])
    run("elb_balancer", **{**small(network), "listeners": [listener]})
    stand_still()
    run("elb_policy", balancer="shop", **left, load_balancer_ports=[443])
    run.emulator.clear_log()
    for type_name in (None, TLS_1_2["type"]):
        refused = run.fails("elb_policy", balancer="shop", name="tls-1-2", type=type_name)
        assert "'tls-1-2-elb-successor'" in refused["msg"] or "type: it is missing" in refused["msg"]
    assert run.writes() == []


def test_a_policy_that_was_deleted_is_put_back_though_it_is_listed(
    run: Runner, network: Network, aws: Any, intercept: Any
) -> None:
    unused = {**TLS_1_2, "name": "unused"}
    run("elb_balancer", **small(network), policies=[unused])
    run.emulator.knobs(faults=[{"operation": "CreateLoadBalancerPolicy", "times": 1, "answer": REFUSED}])
    listing = aws.describe_load_balancers(LoadBalancerNames=["shop"])

    def late(call: Call, send: Any) -> Any:
        return listing if call.operation == "DescribeLoadBalancers" else send(call)

    intercept(late)
    failed = run.fails("elb_policy", balancer="shop", **{**unused, **ANOTHER})
    assert "was put back" in failed["msg"] and "lost" not in failed
    assert "unused" in {
        policy["PolicyName"]
        for policy in aws.describe_load_balancer_policies(LoadBalancerName="shop")["PolicyDescriptions"]
    }


@pytest.mark.parametrize("is_taken", [False, True], ids=["refused", "taken and not told"])
def test_those_of_a_predecessor_are_not_taken_for_those_of_its_successor(
    run: Runner,
    network: Network,
    aws: Any,
    monkeypatch: pytest.MonkeyPatch,
    stand_still: Callable[[], None],
    is_taken: bool,
) -> None:
    listener = https(network["certificates"]["iam"][0], policy_names=["tls-1-2", "sticky"])
    run("elb_balancer", **{**small(network), "listeners": [listener], "policies": [TLS_1_2, STICKY]})
    stand_still()
    write, failures = Client.write, ["CreateLoadBalancerPolicy"]

    def failing(client: Client, step: Step) -> Any:
        if step.operation not in failures:
            return write(client, step)
        failures.clear()
        if is_taken:
            write(client, step)
        raise CallFailed(step.operation, "InternalFailure", "It failed.", may_pass=is_taken)

    monkeypatch.setattr(Client, "write", failing)
    run.emulator.clear_log()
    failed = run.fails("elb_balancer", name="shop", scheme="internal", max_impact="replacement")
    assert "was put back" in failed["msg"] and "lost" not in failed
    assert enabled(aws) == {"tls-1-2", "sticky"}
    assert [name for name, _parameters in run.writes()].count("CreateLoadBalancerPolicy") == 1
