# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A balancer that AWS lists is there, whatever a part of AWS does not know of it yet (facts 3.1).

What follows from such an answer must not differ from what follows without it: nobody is missing, nothing is untagged.
"""

from __future__ import annotations

import pytest

from emulator import Emulator, Network
from support.modules import Result, Runner
from support.options import PROXY, STICKY, Options, everything, small

GONE = {
    "code": "LoadBalancerNotFound",
    "status": 400,
    "message": "There is no ACTIVE Load Balancer named 'shop'",
}
DETAILS = (
    "DescribeInstanceHealth",
    "DescribeLoadBalancerAttributes",
    "DescribeLoadBalancerPolicies",
    "DescribeTags",
)
TASKS: dict[str, tuple[str, Options]] = {
    "info": ("elb_balancer_info", {"names": "shop", "include": "all"}),
    "info of all": ("elb_balancer_info", {"include": "all"}),
    "info by tags": ("elb_balancer_info", {"filters": {"tags": {"env": "prod"}}}),
    "old info": ("elb_classic_lb_info", {"names": ["shop"]}),
    "balancer": ("elb_balancer", {"name": "shop", "idle_timeout": 77}),
    "listener": ("elb_listener", {"balancer": "shop", "load_balancer_port": 80, "instance_port": 81}),
    "policy": ("elb_policy", {"balancer": "shop", **STICKY, "load_balancer_ports": [80]}),
    "back": ("elb_member", {"instances": 0, "remember": True}),
    "back where it was": ("elb_member", {"instances": 0, "balancers": "shop", "remember": True}),
    "out": ("elb_member", {"instances": 1, "state": "absent", "remember": True, "min_in_service": 1}),
    "too many out": (
        "elb_member",
        {"instances": 1, "state": "absent", "remember": True, "min_in_service": "60%"},
    ),
    "old balancer": ("elb_classic_lb", {"name": "shop", "state": "present", "idle_timeout": 77}),
    "old member": ("elb_instance", {"instance_id": 1, "state": "absent"}),
}


@pytest.mark.parametrize("operation", DETAILS)
@pytest.mark.parametrize("task", TASKS)
def test_what_is_listed_is_there(
    run: Runner, network: Network, emulator: Emulator, task: str, operation: str
) -> None:
    emulator.knobs(registration_s=0, health_delay_s=0)
    ids = network["instances"][:3]
    run("elb_balancer", **{**everything(network), "tags": {"env": "prod"}})
    run("elb_member", instances=ids, balancers="shop")
    run("elb_member", instances=ids[:1], balancers="shop", state="absent", remember=True, wait=False)
    module, options = TASKS[task]
    options = {**options}
    for option in {"instances", "instance_id"} & options.keys():
        options[option] = ids[options[option]]
    expected = told(run.attempt(module, check=True, **options))
    emulator.knobs(faults=[{"operation": operation, "times": 2, "when": "before", "answer": GONE}])
    assert told(run.attempt(module, check=True, **options)) == expected


@pytest.mark.parametrize("operation", DETAILS)
def test_what_is_listed_and_never_known_is_a_failure(
    run: Runner, network: Network, emulator: Emulator, operation: str
) -> None:
    run("elb_balancer", **small(network), policies=[PROXY])
    run("elb_member", instances=network["instances"][:1], balancers="shop", wait=False)
    emulator.knobs(faults=[{"operation": operation, "times": 20, "when": "before", "answer": GONE}])
    failed = run.fails("elb_balancer_info", names="shop", include="all")
    assert failed["error"]["operation"] == operation


@pytest.mark.parametrize("code", ["PolicyNotFound", "ListenerNotFound"])
def test_what_the_task_has_just_made_is_waited_for(
    run: Runner, network: Network, emulator: Emulator, code: str
) -> None:
    """What it has not made, AWS knows or does not."""
    run("elb_balancer", **small(network), policies=[STICKY])
    answer = {"code": code, "status": 400, "message": "There is none"}
    fault = {"operation": "SetLoadBalancerPoliciesOfListener", "times": 2, "answer": answer}
    emulator.knobs(faults=[fault])
    assert (
        run.fails("elb_policy", balancer="shop", name="sticky", load_balancer_ports=[80])["error"]["code"]
        == code
    )
    emulator.knobs(faults=[fault])
    new = {"load_balancer_port": 81, "protocol": "HTTP", "instance_port": 8080, "policy_names": ["fresh"]}
    policies = [STICKY, {**STICKY, "name": "fresh"}]
    run("elb_balancer", name="shop", listeners=[new], purge_listeners=False, policies=policies)


def test_what_is_in_the_list_of_all_alone_is_there(run: Runner, network: Network, emulator: Emulator) -> None:
    """AWS may refuse the name, and list it: that is late as well."""
    run("elb_balancer", **everything(network))
    expected = told(run("elb_balancer_info"))
    late = {"times": 1, "when": "before", "answer": GONE}
    faults = [
        {"operation": "DescribeTags", **late},
        {"operation": "DescribeLoadBalancers", "skip": 1, **late},
    ]
    emulator.knobs(faults=faults)
    assert told(run("elb_balancer_info")) == expected
    assert [fault["times"] for fault in emulator.knobs()["faults"]] == [0, 0]


@pytest.mark.parametrize(
    ("module", "options", "operation"),
    [
        ("elb_balancer", {"name": "shop", "idle_timeout": 77}, "ModifyLoadBalancerAttributes"),
        (
            "elb_listener",
            {"balancer": "shop", "load_balancer_port": 81, "protocol": "HTTP", "instance_port": 81},
            "CreateLoadBalancerListeners",
        ),
        ("elb_policy", {"balancer": "shop", **STICKY}, "CreateLBCookieStickinessPolicy"),
        (
            "elb_classic_lb",
            {"name": "shop", "state": "present", "idle_timeout": 77},
            "ModifyLoadBalancerAttributes",
        ),
    ],
)
def test_a_right_that_depends_on_tags_may_come_late(
    run: Runner, network: Network, emulator: Emulator, module: str, options: Options, operation: str
) -> None:
    """To whichever task writes to the new balancer (facts 10a); without tags, a refusal is one."""
    denied = {"code": "AccessDenied", "status": 403, "message": "no"}
    fault = {"operation": operation, "times": 1, "answer": denied}
    run("elb_balancer", **small(network), tags={"team": "web"})
    emulator.knobs(faults=[fault])
    assert run(module, **options)["changed"]
    run("elb_balancer", name="shop", state="absent")
    run("elb_balancer", **small(network))
    emulator.knobs(faults=[fault])
    assert f"elasticloadbalancing:{operation}" in run.fails(module, **options)["msg"]


def told(result: Result) -> Result:
    return {key: value for key, value in result.items() if key not in ("api_calls", "invocation")}
