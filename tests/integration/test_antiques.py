# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Balancers from before autumn 2012, and a service that leaves out the health check (facts 2.1, 10a)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from ansible_collections.classic.elb.plugins.module_utils._service.client import Call
from emulator import Emulator, Network
from support.modules import Runner
from support.odd_answers import Recorder, elements
from support.options import STICKY, Options, http, https, small
from support.playbook import run_playbook

RELIC = {
    "load_balancer_port": 0,
    "protocol": "",
    "instance_port": 0,
    "instance_protocol": "",
    "policy_names": [],
}


@pytest.fixture
def antique(run: Runner, emulator: Emulator) -> Options:
    """A balancer of EC2-Classic with a listener 0 -> 0, as it is returned."""
    emulator.knobs(antique=True)
    run("elb_balancer", name="old", zones=["us-east-1a", "us-east-1b"], listeners=[http()])
    emulator.knobs(antique=False)
    emulator.clear_log()
    (returned,) = run("elb_balancer_info", include="all")["balancers"]
    return dict(returned)


def test_it_is_shown_as_it_is(antique: Options) -> None:
    assert antique["listeners"][0] == RELIC
    assert antique["availability_zones"] == ["us-east-1a", "us-east-1b"]
    assert antique["source_security_group"] == {"owner_alias": "amazon-elb", "group_name": "amazon-elb-sg"}
    assert not {"vpc_id", "subnets", "security_groups"} & antique.keys()


def test_given_back_it_changes_nothing(run: Runner, antique: Options) -> None:
    done = run.converges("elb_balancer", **antique)
    assert not done["changed"]
    assert done["balancer"]["listeners"] == antique["listeners"]


CHANGES: dict[str, tuple[Options, list[str]]] = {
    "purged": (
        {"listeners": [http(81)]},
        ["CreateLoadBalancerListeners", "DeleteLoadBalancerListeners"],
    ),
    "purged, with the relic": (
        {"listeners": [RELIC, http(81)]},
        ["CreateLoadBalancerListeners", "DeleteLoadBalancerListeners"],
    ),
    "none but the relic": ({"listeners": [RELIC]}, ["DeleteLoadBalancerListeners"]),
    "none": ({"listeners": []}, ["DeleteLoadBalancerListeners"]),
    "zones": (
        {"zones": ["us-east-1b", "us-east-1c"]},
        ["EnableAvailabilityZonesForLoadBalancer", "DisableAvailabilityZonesForLoadBalancer"],
    ),
    "zones, added": (
        {"zones": ["us-east-1f"], "purge_zones": False},
        ["EnableAvailabilityZonesForLoadBalancer"],
    ),
    "settings": (
        {"idle_timeout": 9, "health_check": {"interval": 20}},
        ["ConfigureHealthCheck", "ModifyLoadBalancerAttributes"],
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_the_rest_of_it_can_be_changed(run: Runner, antique: Options, change: str) -> None:
    options, operations = CHANGES[change]
    done = run.converges("elb_balancer", name="old", **options)
    assert [action["operation"] for action in done["actions"]] == operations
    assert done["balancer"]["listeners"][0] == RELIC
    for action in done["actions"]:
        assert 0 not in action["parameters"].get("LoadBalancerPorts", ())


def test_parts_of_it_can_be_changed(run: Runner, network: Network, antique: Options) -> None:
    run.converges("elb_listener", balancer="old", **http(82))
    run.converges("elb_policy", balancer="old", **STICKY, load_balancer_ports=[80, 82])
    run.converges("elb_policy", balancer="old", name="sticky", state="absent")
    run.converges("elb_listener", balancer="old", load_balancer_port=80, state="absent")
    run("elb_member", instances=network["instances"][0], balancers="old", wait=False)
    run("elb_member", instances=network["instances"][0], state="absent", wait=False)
    assert run.converges("elb_balancer", name="old", state="absent")["balancer"] == {}


def test_it_cannot_be_made(run: Runner, network: Network, antique: Options) -> None:
    run.emulator.clear_log()
    sentence = "listeners: the listener 0 is one from before autumn 2012"
    for options in ({**small(network), "listeners": [RELIC, http()]}, {**antique, "name": "twin"}):
        assert sentence in run.fails("elb_balancer", **options)["msg"]
    other = {**RELIC, "instance_port": 80}
    assert sentence in run.fails("elb_balancer", name="old", listeners=[other])["msg"]
    assert run.writes() == []


def test_a_replacement_goes_without_it_and_says_so(run: Runner, antique: Options) -> None:
    options = {"name": "old", "scheme": "internal", "max_impact": "replacement"}
    done = run("elb_balancer", **options)
    assert "The listener 0 is one from before autumn 2012" in str(done["warnings"])
    assert [item["load_balancer_port"] for item in done["balancer"]["listeners"]] == [80]
    assert not run("elb_balancer", **options)["changed"]


def test_members_that_do_not_come_back_with_the_old_balancer_are_told(
    run: Runner, emulator: Emulator, network: Network, antique: Options
) -> None:
    """It is made again in a VPC, where AWS does not take them: the successor was to go without them, not this one."""
    run("elb_member", instances=network["instances"][0], balancers="old", wait=False)
    refused = {"code": "ValidationError", "status": 400, "message": "no"}
    emulator.knobs(faults=[{"operation": "CreateLoadBalancer", "answer": refused}])
    failed = run.fails("elb_balancer", name="old", scheme="internal", max_impact="replacement")
    assert failed["lost"] == {"instances": [network["instances"][0]]}


def test_a_replacement_by_zones_takes_the_groups_of_the_default_vpc(
    run: Runner, network: Network, antique: Options
) -> None:
    there = network["default_vpc"]["security_groups"]["default"]
    options = {"name": "old", "scheme": "internal", "zones": ["us-east-1a"], "max_impact": "replacement"}
    failed = run.fails("elb_balancer", **options, security_groups=["web"])
    assert f"security_groups: there is no 'web' in the VPC {network['default_vpc']['id']}" in failed["msg"]
    assert run.writes() == []
    for group in ("default", there):
        done = run("elb_balancer", **options, security_groups=[group], check=True)
        assert done["balancer"]["security_groups"] == [there]
    run("elb_balancer", **options, security_groups=["default"])
    assert not run("elb_balancer", **options, security_groups=["default"])["changed"]


def test_a_replacement_of_which_only_the_scheme_is_said_leaves_for_the_default_vpc(
    run: Runner, network: Network, antique: Options
) -> None:
    """Its members cannot come along, and a group is looked for there before anything is sent."""
    run("elb_member", instances=network["instances"][0], balancers="old", wait=False)
    there = network["default_vpc"]["security_groups"]["default"]
    options = {"name": "old", "scheme": "internal", "max_impact": "replacement"}
    failed = run.fails("elb_balancer", **options, security_groups=["nowhere"])
    assert f"there is no 'nowhere' in the VPC {network['default_vpc']['id']}" in failed["msg"]
    for check in (True, False):
        done = run("elb_balancer", **options, security_groups=["default"], check=check)
        assert done["balancer"]["security_groups"] == [there]
        assert "moves to another VPC, and there without its members" in str(done["warnings"])


def test_a_replacement_by_subnets_leaves_the_zones(run: Runner, network: Network, antique: Options) -> None:
    subnet = network["vpc"]["subnets"][0]
    options = {"name": "old", "subnets": [subnet["id"]], "security_groups": ["web"]}
    assert "at most 'outage' is accepted" in run.fails("elb_balancer", **options)["msg"]
    done = run("elb_balancer", **options, max_impact="replacement")
    assert done["balancer"]["availability_zones"] == [subnet["zone"]]
    assert not run("elb_balancer", **options)["changed"]


@pytest.mark.parametrize("groups", [["web"], ["sg-0123456789abcdef0"]], ids=["name", "id"])
def test_security_groups_are_refused_where_there_are_none(
    run: Runner, antique: Options, groups: list[str]
) -> None:
    for check in (True, False):
        failed = run.fails("elb_balancer", name="old", security_groups=groups, idle_timeout=5, check=check)
        assert failed["msg"] == "security_groups: old is in EC2-Classic, where a balancer takes none."
    assert run.writes() == []


def without(intercept: Any, balancer: str, *path: str) -> None:
    """Take an element away from all that is answered on a balancer."""
    wanted = ("LoadBalancerDescriptions", "*", *path)
    (element,) = [each for each in elements("elb", "DescribeLoadBalancers") if each.path == wanted]

    def forgetful(call: Call, send: Any) -> Any:
        recorder = Recorder(balancer)
        recorder.element = element
        return recorder(call, send)

    intercept(forgetful)


def test_a_health_check_that_is_not_told_can_be_set(run: Runner, network: Network, intercept: Any) -> None:
    """As with plain moto."""
    run("elb_balancer", **small(network))
    without(intercept, "shop", "HealthCheck")
    (returned,) = run("elb_balancer_info", include="all")["balancers"]
    assert "health_check" not in returned
    assert not run("elb_balancer", **returned)["changed"]
    run.emulator.clear_log()
    failed = run.fails("elb_balancer", name="shop", health_check={"interval": 20})
    assert failed["msg"].startswith("health_check.target: it is missing")
    assert run.writes() == []
    done = run("elb_balancer", name="shop", health_check={"target": "TCP:81"})
    assert [action["operation"] for action in done["actions"]] == ["ConfigureHealthCheck"]


def test_an_instance_protocol_that_is_not_told_is_left_alone(
    run: Runner, network: Network, intercept: Any
) -> None:
    """AWS' default for HTTPS is not known; a guess that is written back would change where traffic goes."""
    one, two = network["certificates"]["iam"][:2]
    secure = https(one)
    run("elb_balancer", **{**small(network), "listeners": [secure]})
    without(intercept, "shop", "ListenerDescriptions", "*", "Listener", "InstanceProtocol")
    port = {"balancer": "shop", "load_balancer_port": 443}
    for back in ("HTTP", "HTTPS"):
        options = {**secure, "instance_protocol": back}
        assert not run("elb_listener", balancer="shop", **options)["changed"]
        assert not run("elb_balancer", name="shop", listeners=[options])["changed"]
    (returned,) = run("elb_balancer_info", include="all")["balancers"]
    assert not run("elb_balancer", **returned)["changed"]
    renewed = run("elb_listener", **port, ssl_certificate_id=two)
    assert [step["operation"] for step in renewed["actions"]] == ["SetLoadBalancerListenerSSLCertificate"]
    assert run("elb_balancer", name="shop", listeners=[http(80)], purge_listeners=False)["changed"]
    run.emulator.clear_log()
    sentence = (
        "instance_protocol: AWS does not tell that of listener 443, which is to be created again; give it."
    )
    assert run.fails("elb_listener", **port, instance_port=8081)["msg"] == sentence
    replaced = run.fails("elb_balancer", name="shop", scheme="internal", max_impact="replacement")
    assert replaced["msg"] == sentence
    assert run.writes() == []
    moved = run("elb_listener", **port, instance_port=8081, instance_protocol="HTTP")
    assert moved["actions"][1]["parameters"]["Listeners"][0]["InstanceProtocol"] == "HTTP"


def test_a_vpc_that_is_not_told_is_where_the_subnets_are(
    run: Runner, network: Network, ec2: Any, intercept: Any
) -> None:
    """A replacement by zones, which stays in the default VPC, leaves nobody behind."""
    zones = ["us-east-1a", "us-east-1b"]
    subnet = network["default_vpc"]["subnets"][zones[0]]
    launched = ec2.run_instances(ImageId="ami-12c6146b", MinCount=1, MaxCount=1, SubnetId=subnet)
    member = launched["Instances"][0]["InstanceId"]
    run("elb_balancer", name="shop", availability_zones=zones, listeners=[http()], scheme="internet-facing")
    run("elb_member", instances=member, balancers="shop", wait=False)
    without(intercept, "shop", "VPCId")
    wish: Options = {"name": "shop", "state": "present", "scheme": "internal", "zones": zones}
    done = run("elb_classic_lb", **wish, max_impact="replacement")
    ec2.terminate_instances(InstanceIds=[member])  # what happens to EC2 stays for the session
    assert "moves to another VPC" not in str(done.get("warnings"))
    assert done["balancer"]["instances"] == [member]


def test_a_scheme_that_is_not_told_is_found_by(run: Runner, network: Network, intercept: Any) -> None:
    run("elb_balancer", **{**small(network), "scheme": "internal"})
    without(intercept, "shop", "Scheme")
    for scheme, names in (("internal", ["shop"]), ("internet-facing", [])):
        found = run("elb_balancer_info", filters={"scheme": scheme})["balancers"]
        assert [balancer["name"] for balancer in found] == names


def test_one_that_cannot_be_read_leaves_the_others(run: Runner, network: Network, intercept: Any) -> None:
    for name in ("a", "b", "c"):
        run("elb_balancer", **small(network, name))
    run("elb_member", instances=network["instances"][:2], balancers=["a", "c"], wait=False)
    run("elb_member", instances=network["instances"][0], balancers=["b"], wait=False)
    without(intercept, "b", "ListenerDescriptions", "*", "Listener")
    reason = "a listener description without Listener"
    sentence = f"The balancer 'b' cannot be read and is left alone: AWS answered {reason}."

    read = run("elb_balancer_info")
    assert [item["name"] for item in read["balancers"]] == ["a", "c"]
    assert read["unreadable"] == [{"name": "b", "reason": reason}]
    assert sentence in str(read["warnings"])
    assert run("elb_balancer", name="a")["balancer"]["name"] == "a"
    assert run.fails("elb_balancer", name="b", idle_timeout=9)["msg"] == sentence
    assert run.fails("elb_listener", balancer="b", **http(81))["msg"] == sentence
    options: Options = {"state": "absent", "wait": False, "check": True}
    out = run("elb_member", instances=network["instances"][1], **options)
    assert out["deregistered_from"] == ["a", "c"]
    assert f"{sentence} None of the instances is in it." in str(out["warnings"])
    assert run.fails("elb_member", instances=network["instances"][0], **options)["msg"] == sentence


def test_a_member_that_comes_into_a_closing_zone_does_not_serve(
    run: Runner, emulator: Emulator, network: Network, antique: Options, ec2: Any
) -> None:
    """Who served before does so until the zone is closed, and counts; who comes now is not sent anything."""
    emulator.knobs(registration_s=0, health_delay_s=0)
    found = ec2.describe_instances(InstanceIds=network["instances"])["Reservations"]
    zones = {
        item["InstanceId"]: item["Placement"]["AvailabilityZone"]
        for reservation in found
        for item in reservation["Instances"]
    }
    first, late, *_others = [instance for instance, zone in zones.items() if zone == "us-east-1a"]
    run("elb_balancer", name="old", connection_draining={"timeout": 3600})
    run("elb_member", instances=first, balancers="old")
    run("elb_balancer", name="old", availability_zones=["us-east-1b"])
    kept = run("elb_member", instances=first, balancers="old", wait_timeout=5)
    assert kept["balancers"][0]["in_service"] == 1
    failed = run.fails("elb_member", instances=late, balancers="old", wait_timeout=5)
    assert "not configured to route traffic" in failed["msg"]


def test_it_is_exported_with_its_zones(run: Runner, antique: Options, shell: Path) -> None:
    done = run_playbook(Path("classic.elb.export"), {"export_file": "old.yml"})
    assert done.status == 0, done.output
    [play] = yaml.safe_load((shell / "old.yml").read_text())
    written = play["tasks"][0]["classic.elb.elb_balancer"]
    assert written["availability_zones"] == antique["availability_zones"]
    assert not {"subnets", "security_groups"} & written.keys()
    run.emulator.clear_log()
    assert run_playbook(Path("old.yml"), {}).changed == 0
    assert run.writes() == []
