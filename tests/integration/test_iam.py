# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The IAM policies of the modules: enough, not more, and a missing right is named.

That no run of the whole suite calls what its policy does not allow is checked after every test (``conftest.py``).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from emulator import Emulator, Network
from support.clone import MODULES
from support.iam import allowed_actions
from support.modules import Runner
from support.options import PROXY, STICKY, TLS_1_2, Options, everything, http, https, small

Task = tuple[str, Options]

APP = {"name": "app", "type": "AppCookieStickinessPolicyType", "attributes": {"CookieName": "id"}}


def balancer_tasks(network: Network) -> list[Options]:
    subnets = network["vpc"]["subnets"]
    certificates = network["certificates"]["iam"]
    return [
        {**everything(network), "wait": True},
        {"name": "shop", "policies": [APP, TLS_1_2], "backend_servers": []},
        {"name": "shop", "tags": {"other": "tag"}, "security_groups": ["admin"]},
        {"name": "shop", "subnets": [subnets[1]["id"], subnets[3]["id"]]},
        {"name": "shop", "listeners": [http(81), https(certificates[1])]},
        {"name": "shop", "scheme": "internal", "max_impact": "replacement"},
        {"name": "shop", "state": "absent", "wait": True},
        {"name": "classic", "zones": ["us-east-1b"]},
    ]


def listener_tasks(network: Network) -> list[Options]:
    certificates = network["certificates"]["iam"]
    return [
        {"balancer": "base", **https(certificates[0])},
        {"balancer": "base", "load_balancer_port": 443, "ssl_certificate_id": certificates[1]},
        {"balancer": "base", "load_balancer_port": 443, "policy_names": ["tls-1-2"]},
        {"balancer": "base", "load_balancer_port": 443, "state": "absent"},
    ]


def policy_tasks(_network: Network) -> list[Options]:
    return [
        {"balancer": "base", **PROXY, "instance_ports": [8080]},
        {"balancer": "base", **STICKY, "load_balancer_ports": [80]},
        {"balancer": "base", **APP},
        {"balancer": "base", "name": "sticky", "state": "absent"},
    ]


def member_tasks(network: Network) -> list[Options]:
    return [
        {"instances": network["instances"][:2], "balancers": "base", "check": True},
        {"instances": network["instances"][:2], "balancers": "base"},
        {"instances": network["instances"][0], "state": "absent", "remember": True},
        {"instances": network["instances"][0], "remember": True},
    ]


def classic_lb_tasks(network: Network) -> list[Options]:
    subnets = [subnet["id"] for subnet in network["vpc"]["subnets"]]
    certificates = network["certificates"]["iam"]

    def secure(certificate: str, port: int = 443) -> Options:
        return {"protocol": "https", "instance_protocol": "http", "ssl_certificate_id": certificate} | {
            "load_balancer_port": port,
            "instance_port": 8080,
        }

    check = {"ping_protocol": "tcp", "ping_port": 80, "interval": 10, "timeout": 5}
    thresholds = {"healthy_threshold": 2, "unhealthy_threshold": 2}
    made = {"name": "old", "state": "present"}
    zones = {**made, "name": "classic", "zones": ["us-east-1b"], "listeners": [http()]}
    return [
        {
            **made,
            "subnets": subnets[::2],
            "listeners": [secure(certificates[0])],
            "tags": {"a": "b"},
            "wait": True,
        },
        {**made, "health_check": {**check, **thresholds}, "idle_timeout": 50, "tags": {"c": "d"}},
        {**made, "stickiness": {"type": "application", "cookie": "id"}, "security_group_names": ["admin"]},
        {**made, "stickiness": {"type": "loadbalancer", "expiration": 60}},
        {**made, "stickiness": {"type": "loadbalancer", "expiration": 61}},
        {**made, "listeners": [secure(certificates[1])]},
        {**made, "listeners": [{**secure(certificates[1], 444), "proxy_protocol": True}]},
        {**made, "subnets": [subnets[1], subnets[3]], "purge_subnets": True},
        {**made, "instance_ids": network["instances"][:1], "wait": True},
        {**made, "instance_ids": [], "purge_instance_ids": True},
        {**made, "state": "absent"},
        zones,
        {**zones, "zones": ["us-east-1b"], "purge_zones": True},
    ]


def instance_tasks(network: Network) -> list[Options]:
    """The last ones come to balancers that do not serve their zone: in a VPC only one of the default VPC can."""
    instance = {"instance_id": network["instances"][0]}
    return [
        {**instance, "state": "present", "ec2_elbs": ["base"]},
        {**instance, "state": "absent"},
        {"instance_id": network["default_instance"], "state": "present", "ec2_elbs": ["default"]},
        {"instance_id": network["instances"][2], "state": "present", "ec2_elbs": ["classic"]},
    ]


TASKS: dict[str, Callable[[Network], list[Options]]] = {
    "elb_balancer": balancer_tasks,
    "elb_listener": listener_tasks,
    "elb_policy": policy_tasks,
    "elb_member": member_tasks,
    "elb_balancer_info": lambda _network: [{"include": "all, source_security_group"}],
    "elb_classic_lb": classic_lb_tasks,
    "elb_classic_lb_info": lambda _network: [{}],
    "elb_instance": instance_tasks,
    "elb_service_info": lambda _network: [{}],
}


def launched(ec2: Any, subnet: str) -> str:
    answer = ec2.run_instances(ImageId="ami-12c6146b", MinCount=1, MaxCount=1, SubnetId=subnet)
    return str(answer["Instances"][0]["InstanceId"])


@pytest.fixture(scope="session")
def built() -> dict[str, Any]:
    """What the first ``base`` has made: the balancers, saved, and an instance."""
    return {}


@pytest.fixture
def base(
    run: Runner, emulator: Emulator, network: Network, aws: Any, ec2: Any, built: dict[str, Any]
) -> None:
    """Balancers in all zones, with an unused TLS policy and a member; by zones; of EC2-Classic."""
    if not built:
        built["instance"] = launched(ec2, network["default_vpc"]["subnets"]["us-east-1b"])
        build(run, emulator, network, aws)
        built["balancers"] = emulator.save()
    network["default_instance"] = built["instance"]
    emulator.restore(built["balancers"])
    emulator.knobs(registration_s=0, health_delay_s=0)
    emulator.clear_log()


def build(run: Runner, emulator: Emulator, network: Network, aws: Any) -> None:
    zones = {"name": "default", "zones": ["us-east-1a"], "listeners": [http()]}
    run("elb_balancer", **zones)
    subnets = [subnet["id"] for subnet in network["vpc"]["subnets"][::2]]
    more = {"subnets": subnets, "security_groups": ["admin", "web"], "policies": [TLS_1_2]}
    run("elb_balancer", **{**small(network, "base"), **more})
    aws.register_instances_with_load_balancer(
        LoadBalancerName="base", Instances=[{"InstanceId": network["instances"][5]}]
    )
    emulator.knobs(antique=True)
    aws.create_load_balancer(
        LoadBalancerName="classic",
        Listeners=[{"Protocol": "HTTP", "LoadBalancerPort": 80, "InstancePort": 8080}],
        AvailabilityZones=["us-east-1a"],
    )
    emulator.knobs(antique=False)


def perform(
    run: Runner, module: str, network: Network, aws: Any, denied: list[str] | None = None
) -> list[dict[str, Any]]:
    """All tasks of a module, up to the first that fails for want of a right."""
    results = []
    for options in TASKS[module](network):
        if options.get("scheme") == "internal":
            aws.register_instances_with_load_balancer(
                LoadBalancerName="shop", Instances=[{"InstanceId": network["instances"][6]}]
            )
        run.emulator.knobs(denied=denied)
        results.append(run.attempt(module, **options))
        run.emulator.knobs(denied=None)
        if results[-1].get("failed"):
            break
    return results


def iam_action(operation: str, service: str) -> str:
    return f"{service}:{operation}"


@pytest.mark.parametrize("module", MODULES)
def test_a_policy_allows_what_is_called_and_no_more(
    run: Runner, emulator: Emulator, network: Network, base: None, aws: Any, module: str
) -> None:
    results = perform(run, module, network, aws)
    assert not results[-1].get("failed"), results[-1]["msg"]
    called = {iam_action(entry["operation"], entry["service"]) for entry in emulator.log}
    assert called == allowed_actions(module)


@pytest.mark.parametrize(
    ("module", "action"),
    [(module, action) for module in MODULES for action in sorted(allowed_actions(module))],
)
def test_a_missing_right_is_named(
    run: Runner, emulator: Emulator, network: Network, base: None, aws: Any, module: str, action: str
) -> None:
    results = perform(run, module, network, aws, denied=[action.removeprefix("elasticloadbalancing:")])
    last = results[-1]
    assert last.get("failed") or (module, action) in SPARED, "it went well without"
    said = last["msg"] if last.get("failed") else str([result.get("warnings") for result in results])
    assert f"The IAM policy of these credentials must allow {action}." in said


SPARED = [("elb_classic_lb", "ec2:DescribeInstances")]
"""Without it, a warning names the right: the module of amazon.aws does not take it."""


def test_writes_are_limited_to_balancers() -> None:
    """Reads know no resource (facts 5)."""
    for module in MODULES:
        for action in allowed_actions(module):
            assert not action.endswith("*")
