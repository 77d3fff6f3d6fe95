# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Blanks never widen: whatever blank an option is given, it does what leaving it out does, or it is refused."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest

from emulator import Emulator, Network
from support.clone import MODULES
from support.modules import Result, Runner
from support.options import PROXY, STICKY, TLS_1_2, everything, http, https, small
from support.secrets import ENVIRONMENT
from support.shortcuts import without_sockets
from support.specs import Spec, argument_spec, options_of

Options = dict[str, Any]
Path = tuple[str, ...]

BLANKS: list[Any] = ["", " ", None, [], [""], {}]

MEANT: dict[tuple[str, str], list[Any]] = {
    # The whole truth is that there is none; each is documented.
    ("elb_balancer", "listeners"): [[]],
    ("elb_balancer", "listeners.policy_names"): [[]],
    ("elb_balancer", "policies"): [[]],
    ("elb_balancer", "backend_servers"): [[]],
    ("elb_balancer", "backend_servers.policy_names"): [[]],
    ("elb_balancer", "tags"): [{}],
    ("elb_classic_lb", "tags"): [{}],
    ("elb_listener", "policy_names"): [[]],
    ("elb_policy", "load_balancer_ports"): [[]],
    ("elb_policy", "instance_ports"): [[]],
    # No balancers: nothing is done.
    ("elb_member", "balancers"): [[]],
    # No instances beside purge: the balancers are emptied.
    ("elb_member", "instances"): [[]],
    # No part: less is read than by default.
    ("elb_balancer_info", "include"): [[]],
    ("elb_service_info", "include"): [[]],
    # No prefix, beside other settings of the logs: so AWS and a returned balancer write it.
    ("elb_balancer", "access_logs.s3_bucket_prefix"): [""],
}
"""What is no blank but a value; so is an empty value of a tag. Whatever is not in here does as leaving it out does."""

REFUSED = {
    ("elb_member", "balancers"),
    ("elb_balancer_info", "names"),
    ("elb_classic_lb_info", "names"),
    ("elb_instance", "ec2_elbs"),
}
"""Left out, these mean all there are; so a blank is not taken for that."""


def tasks(module: str, network: Network) -> list[Options]:
    """Tasks to which every option makes a difference; what they leave out is there, and differs from all defaults."""
    certificate = network["certificates"]["iam"][1]
    first, second = network["instances"][:2]
    subnets = [subnet["id"] for subnet in network["vpc"]["subnets"]]
    listener = https(certificate, 443, instance_port=8081, policy_names=["sticky"])
    sticky = {**STICKY, "attributes": {"CookieExpirationPeriod": 77}}
    balancer = {
        **everything(network),
        "subnets": subnets[:1],
        "listeners": [listener],
        "policies": [sticky, PROXY],
        "backend_servers": [{"instance_port": 8082, "policy_names": []}],
        "health_check": dict.fromkeys(("interval", "healthy_threshold", "unhealthy_threshold"), 9)
        | {"target": "TCP:8081", "timeout": 8},
        "idle_timeout": 90,
        "access_logs": {"s3_bucket_name": "other-logs", "s3_bucket_prefix": "api", "emit_interval": 60},
        "tags": {"team": "checkout"},
    }
    return {
        "elb_balancer": [
            balancer,
            {"name": "shop", "connection_draining": {"enabled": True, "timeout": 60}},
            {
                "name": "shop",
                "availability_zones": [subnet["zone"] for subnet in network["vpc"]["subnets"][:1]],
            },
            {"name": "shop", "scheme": "internal", "max_impact": "replacement", "policies": [TLS_1_2]},
            {"name": "shop", "state": "absent"},
        ],
        "elb_balancer_info": [
            {
                "names": ["shop"],
                "filters": {"vpc_id": network["vpc"]["id"], "tags": {"env": "prod"}},
                "include": "all",
                "fail_on_missing": True,
            }
        ],
        "elb_listener": [
            {"balancer": "shop", "state": "present", **listener},
            {"balancer": "shop", "load_balancer_port": 443, "state": "absent", "max_impact": "outage"},
        ],
        "elb_member": [
            {"instances": [first], "balancers": ["shop"], "state": "absent", "min_in_service": 0},
            {"instances": [first], "balancers": ["api"], "state": "absent", "remember": True},
            {"instances": [first], "balancers": ["shop"], "purge": True, "min_in_service": 0},
            {"instances": [second], "balancers": ["api"], "remember": True, "wait_timeout": 9},
        ],
        "elb_policy": [
            {"balancer": "shop", **sticky, "load_balancer_ports": [443]},
            {"balancer": "shop", **TLS_1_2, "attributes": {"Protocol-TLSv1.2": True}},
            {"balancer": "shop", **PROXY, "instance_ports": [8083]},
            {"balancer": "shop", "name": "sticky", "state": "absent"},
        ],
        "elb_service_info": [{"include": ["policy_types"]}],
        "elb_classic_lb": [
            {
                "name": "shop",
                "state": "present",
                "subnets": subnets[:1],
                "purge_subnets": True,
                "security_group_ids": list(network["vpc"]["security_groups"].values())[:1],
                "listeners": [{"protocol": "http", "load_balancer_port": 81, "instance_port": 8081}],
                "health_check": {"ping_protocol": "tcp", "ping_port": 8081, "interval": 9, "timeout": 8}
                | {"healthy_threshold": 9, "unhealthy_threshold": 9},
                "connection_draining_timeout": 60,
                "idle_timeout": 90,
                "access_logs": {"s3_location": "other-logs", "s3_prefix": "api", "interval": 60},
                "stickiness": {"type": "loadbalancer", "expiration": 77},
                "instance_ids": [first],
                "tags": {"team": "checkout"},
            },
            {"name": "shop", "state": "absent"},
        ],
        "elb_classic_lb_info": [{"names": ["shop"]}],
        "elb_instance": [{"instance_id": first, "state": "absent", "ec2_elbs": ["shop"]}],
    }[module]


@pytest.fixture(scope="module")
def estate(service: Emulator) -> Iterator[Runner]:
    """Two balancers with members. Check mode changes nothing, so all tests share them, and the way to them.

    They are on an emulator of their own, whose shortcut stands behind that of the other one.
    """
    with Emulator() as emulator, without_sockets(emulator), pytest.MonkeyPatch.context() as patch:
        run, network = Runner(emulator), emulator.network
        subnets = [subnet["id"] for subnet in network["vpc"]["subnets"]][::2]
        off = {"connection_draining": {"enabled": False}, "tags": {"env": "prod", "owner": "me"}}
        run("elb_balancer", **{**everything(network), **off, "listeners": everything(network)["listeners"]})
        run("elb_balancer", **{**small(network, "api"), "subnets": subnets, "listeners": [http(81)]})
        run("elb_member", instances=network["instances"][:2], balancers=["api", "shop"], wait=False)
        emulator.knobs(registration_s=0, health_delay_s=0)
        run.connection = {}
        for name, value in ENVIRONMENT.items():
            patch.setenv(name, value)
        patch.setenv("AWS_ENDPOINT_URL", emulator.url)
        patch.setenv("AWS_REGION", network["region"])
        yield run


def blanks_of(option: Spec, path: Path, value: Any) -> list[Any]:
    """The blanks, and blocks of them: of the options within an option, or of the keys that a task has in it."""
    within: Any = option.get("options") or (value if isinstance(value, dict) and path[-1] != "tags" else {})
    blocks = [dict.fromkeys(within, blank) for blank in ("", " ", None)] if within else []
    listed = option["type"] == "list" and option.get("elements") == "dict"
    return [*BLANKS, *([[block] for block in [{}, *blocks]] if listed else blocks)]


def is_block(option: Spec) -> bool:
    return option["type"] == "dict" and "options" in option


def holder(task: Options, path: Path) -> Options:
    """Where in a task an option stands."""
    for name in path[:-1]:
        within = task.setdefault(name, {})
        task = within[0] if isinstance(within, list) else within
    return task


def done(run: Runner, module: str, task: Options) -> Any:
    """What a task would do, or tell; None if it is refused."""
    result: Result = run.attempt(module, check=True, **task)
    assert "Traceback" not in str(result)
    if result.get("failed"):
        return None
    told = {"invocation", "api_calls", "resource_actions", "warnings"}
    return result.get("actions", {name: value for name, value in result.items() if name not in told})


CONNECTION = argument_spec("elb_service_info").keys() - {"include"}
OPTIONS = [
    (module, path, option)
    for module in MODULES
    for path, option in options_of(argument_spec(module))
    if module == "elb_member" or path[0] not in CONNECTION  # these are the same ones in all modules
]
NAMES = [f"{module}-{'.'.join(path)}" for module, path, _option in OPTIONS]


@pytest.mark.slow
@pytest.mark.parametrize(("module", "path", "option"), OPTIONS, ids=NAMES)
def test_a_blank_does_what_leaving_out_does(estate: Runner, module: str, path: Path, option: Spec) -> None:
    name = (module, ".".join(path))
    all_tasks = tasks(module, estate.emulator.network)
    meant = []
    for task in [task for task in all_tasks if path[0] in task] or all_tasks[:1]:
        without = deepcopy(task)
        value = holder(without, path).pop(path[-1], None)
        left_out = done(estate, module, without)
        for blank in blanks_of(option, path, value):
            given = deepcopy(without)
            holder(given, path)[path[-1]] = blank
            outcome = done(estate, module, given)
            if blank in MEANT.get(name, []):
                meant += [blank] if outcome != left_out else []
            elif name in REFUSED and blank not in ([], {}):
                assert outcome is None, blank
            elif blank in ("", " ", None) or (isinstance(blank, dict) and is_block(option)):
                assert outcome == left_out, f"{blank!r}: a form sends it for nothing"
            else:
                assert outcome in (None, left_out), blank
    assert all(blank in meant for blank in MEANT.get(name, [])), "this is no exception any more"


@pytest.mark.parametrize("blank", ["", " \n", None, [""], [" ", None], ",", '[""]'], ids=repr)
@pytest.mark.parametrize("name", ["balancers", "balancer", "elbs"])
def test_a_blank_is_not_every_balancer(estate: Runner, name: str, blank: Any) -> None:
    member = estate.emulator.network["instances"][0]
    failed = estate.fails("elb_member", instances=member, state="absent", **{name: blank})
    assert failed["msg"] == "balancers: it is blank; give names, or leave it out where all are meant."
    failed = estate.fails("elb_balancer_info", names=blank)
    assert failed["msg"] == "names: it is blank; give names, or leave it out where all are meant."


@pytest.mark.parametrize(
    "block",
    [
        {"connection_draining": {"enabled": "", "timeout": ""}},
        {"connection_draining": {}},
        {"connection_draining": "{}"},
        {"access_logs": {"enabled": None, "s3_bucket_name": None, "s3_prefix": None, "interval": None}},
        {"access_logs": {"s3_location": "", "s3_bucket_prefix": ""}},
        {"health_check": {"target": " "}},
    ],
    ids=str,
)
def test_a_block_of_blanks_is_absent(estate: Runner, block: Options) -> None:
    for name in ("shop", "api"):
        assert estate("elb_balancer", check=True, name=name, **block)["actions"] == []


def test_a_word_that_no_block_knows_is_not_a_blank_one(estate: Runner) -> None:
    failed = estate.fails("elb_balancer", name="shop", health_check={"tarrget": ""})
    assert failed["msg"] == "health_check.tarrget: there is no such option; did you mean target?"
    for block in ("HTTP:80/", [], [""]):
        failed = estate.fails("elb_balancer", name="shop", health_check=block)
        assert "health_check" in failed["msg"] and "unhealthy_threshold" in failed["msg"]


def test_no_time_at_all_is_no_time_out(estate: Runner, run: Runner, network: Network) -> None:
    run.emulator.knobs(registration_s=0, health_delay_s=0)
    assert run("elb_balancer", **small(network), wait=True, wait_timeout=0)["changed"]
    asked = {"instances": network["instances"][:1], "balancers": "shop"}
    usual, zero = (run("elb_member", check=True, **asked, **more) for more in ({}, {"wait_timeout": "0"}))
    assert zero["wait_timeout"] == usual["wait_timeout"] > 0
