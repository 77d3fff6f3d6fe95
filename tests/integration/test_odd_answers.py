# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Any element that AWS' model does not require may be missing, and any may hold what nobody knows yet (facts 10a).

The elements are those of botocore's model, in the answers to all reads of all modules.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from emulator import Emulator, Network
from support.modules import Result, Runner
from support.odd_answers import Element, Recorder, elements, make_huge, make_odd, model, take_away
from support.options import STICKY, Options, everything

APP = {"name": "app", "type": "AppCookieStickinessPolicyType", "attributes": {"CookieName": "id"}}
BALANCERS = {"api", "web"}


def tasks(network: Network) -> dict[str, tuple[str, Options]]:
    """What makes the modules read all that they ever do. Those that write do it once: see ``Recorder``."""
    subnets = [network["vpc"]["subnets"][number]["id"] for number in (1, 3)]
    instances = network["instances"]
    return {
        "info": ("elb_balancer_info", {"include": "all"}),
        "info, filtered": (
            "elb_balancer_info",
            {"filters": {"tags": {"env": "prod"}, "instance": instances[0]}},
        ),
        "service": ("elb_service_info", {}),
        "balancer": ("elb_balancer", {"name": "web", "subnets": subnets, "security_groups": ["admin"]}),
        "balancer, check": (
            "elb_balancer",
            {"name": "web", "scheme": "internal", "max_impact": "replacement", "check": True},
        ),
        "listener": (
            "elb_listener",
            {"balancer": "web", "load_balancer_port": 443, "policy_names": ["tls-1-2"]},
        ),
        "route": ("elb_listener", {"balancer": "web", "load_balancer_port": 80, "instance_port": 81}),
        "policy": ("elb_policy", {"balancer": "web", **STICKY, "load_balancer_ports": [80]}),
        "member": ("elb_member", {"instances": instances[2], "balancers": ["web", "api"], "check": True}),
        "member, out": ("elb_member", {"instances": instances[0], "state": "absent", "wait_timeout": 1}),
        "old info": ("elb_classic_lb_info", {}),
        "old balancer": (
            "elb_classic_lb",
            {
                "name": "web",
                "state": "present",
                "instance_ids": list(instances[:2]),
                "idle_timeout": 70,
                "wait": False,
            },
        ),
        "instance": (
            "elb_instance",
            {"instance_id": instances[2], "state": "present", "ec2_elbs": ["web"], "check": True},
        ),
        "member, back": ("elb_member", {"instances": instances[0], "remember": True, "wait": False}),
    }


@pytest.fixture
def recorder(run: Runner, emulator: Emulator, network: Network, aws: Any, intercept: Any) -> Recorder:
    """Two balancers that have whatever an answer can hold."""
    emulator.knobs(registration_s=0, health_delay_s=0)
    wanted = {**everything(network), "connection_draining": {"enabled": False}}
    for name in sorted(BALANCERS):
        run("elb_balancer", **{**wanted, "name": name, "policies": [*wanted["policies"], APP]})
        members = [{"InstanceId": instance} for instance in network["instances"][:2]]
        aws.register_instances_with_load_balancer(LoadBalancerName=name, Instances=members)
    recorder = Recorder("web")
    intercept(recorder)
    return recorder


def judge(element: Element, result: Result, ideal: Result) -> None:
    """A success; or one sentence: on the balancer and the element, on an option that cannot be done then, or of AWS.

    AWS refuses a policy whose type was told wrong; the modules leave to it what they do not know.
    """
    if result.get("failed"):
        who = "The balancer '(api|web)'|A balancer"
        unreadable = rf"({who}) cannot be read and is left alone: .* without {element.name}\."
        option, refused = r"[a-z_.]+(, [a-z0-9 ]+)?: .*\.", r"Set\w+ for web failed: AWS answered .*\."
        assert re.fullmatch(f"{unreadable}|{option}|{refused}", result["msg"]), result["msg"]
        return
    if "unreadable" not in result:
        return
    shown = {item["name"]: item for item in result["balancers"]}
    for odd in result["unreadable"]:
        assert element.name in odd["reason"]
    assert len(result["unreadable"]) <= 1
    whole = [item for item in ideal["balancers"] if shown.get(item["name"]) == item]
    if len(element.path) > 1:
        assert whole, f"{element} of one balancer is lost to all"
        assert len(shown) + len(result["unreadable"]) >= len(ideal["balancers"]) or ideal["filtered"]


@pytest.mark.parametrize("change", [take_away, make_odd, make_huge])
def test_odd_elements(run: Runner, network: Network, recorder: Recorder, change: Any) -> None:
    met = set()
    for name, (module, options) in tasks(network).items():
        recorder.met.clear()
        recorder.forget()
        ideal = {**run(module, **options), "filtered": "filters" in options}
        met |= recorder.met
        recorder.change = change
        for element in sorted(recorder.met, key=str):
            if not APPLIES[change](element):
                continue
            recorder.element, recorder.struck = element, False
            result = run.attempt(module, **options)
            assert recorder.struck, f"{name}: {element} was not read"
            judge(element, result, ideal)
            if name == "info":
                taken_back(run, element, result)
        recorder.element = None
    unmet = {each for each in reads() if each not in met}
    assert {str(each) for each in unmet} == NOT_THERE


def taken_back(run: Runner, element: Element, result: Result) -> None:
    """What was read changes nothing when it is given back."""
    for balancer in result["balancers"]:
        if balancer["name"] == "web":
            again = run.attempt("elb_balancer", check=True, **balancer)
            if not (again.get("failed") and element.name in JUDGED_BEFORE):
                assert not again.get("failed"), f"{element}: {again['msg']}"
                assert not again["changed"], f"{element}: {again['actions']}"


APPLIES: dict[Any, Callable[[Element], bool]] = {
    take_away: lambda element: not element.is_required,
    make_odd: lambda element: element.name in ENUMS,
    make_huge: lambda element: element.type in ("integer", "long"),
}
JUDGED_BEFORE = {
    "InstancePort",
    "InstanceProtocol",
    "LoadBalancerPort",
    "S3BucketName",
    "Scheme",
    "SSLCertificateId",
    "VPCId",
}
"""Without these, or with ports and schemes that cannot be, the options make no balancer and are refused at once."""
ENUMS = set(
    "Scheme Protocol InstanceProtocol PolicyTypeName State ReasonCode Description AttributeType Cardinality Key Value "
    "AttributeName AttributeValue Target Max Name Status".split()
)
NOT_THERE = {
    "DescribeAccountLimits: NextMarker",
    "DescribeLoadBalancerPolicyTypes: PolicyTypeDescriptions.*.PolicyAttributeTypeDescriptions.*.DefaultValue",
    "DescribeLoadBalancers: NextMarker",
}
"""What AWS leaves out by itself (facts 2.5, 1.1)."""


def reads() -> set[Element]:
    """All that the service can answer to a read."""
    operations = [name for name in model("elb").operation_names if name.startswith("Describe")]
    return {element for operation in operations for element in elements("elb", operation)}
