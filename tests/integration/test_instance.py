# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""elb_instance and elb_classic_lb_info: the options and results of community.aws and amazon.aws."""

from __future__ import annotations

from typing import Any

import pytest

from emulator import Emulator, Network
from support.modules import Runner
from support.options import http, small

NAMES = ["api", "shop"]


@pytest.fixture(autouse=True)
def quick(emulator: Emulator) -> None:
    """Members are healthy, and out, at the next look."""
    emulator.knobs(registration_s=0, health_delay_s=0)


@pytest.fixture
def member(run: Runner, network: Network) -> str:
    """An instance of the first zone, the only one of two balancers."""
    for name in NAMES:
        run("elb_balancer", **small(network, name))
    run.emulator.clear_log()
    return str(network["instances"][0])


def moves(run: Runner, **options: Any) -> list[str]:
    """What is updated, as check mode tells it; a second run updates nothing."""
    told = run("elb_instance", check=True, **options)
    assert run.writes() == []
    done = run("elb_instance", **options)
    assert told["updated_elbs"] == done["updated_elbs"]
    assert told["actions"] == done["actions"]
    assert done["changed"] == bool(done["updated_elbs"])
    if "ec2_elbs" in options or not done["balancers"]:
        assert "ansible_facts" not in done, "it would hide a variable of the name"
    else:
        assert done["ansible_facts"] == {"ec2_elbs": done["updated_elbs"]}
    again = run("elb_instance", **options)
    assert not again["changed"]
    assert again["updated_elbs"] == []
    run.emulator.clear_log()
    return list(done["updated_elbs"])


def test_in_and_out_and_back(run: Runner, member: str) -> None:
    assert moves(run, instance_id=member, state="present", ec2_elbs=NAMES) == NAMES
    out = moves(run, instance_id=member, state="absent")
    assert out == NAMES
    assert moves(run, instance_id=member, state="present", ec2_elbs=",".join(out)) == NAMES
    assert moves(run, instance_id=member, state="absent", ec2_elbs=["shop"]) == ["shop"]
    assert moves(run, instance_id=member, state="absent") == ["api"]
    assert moves(run, instance_id=member, state="absent") == []


def test_nowhere_is_nowhere(run: Runner, member: str) -> None:
    """The way back of an instance that was in no balancer."""
    assert moves(run, instance_id=member, state="present", ec2_elbs=[]) == []
    failed = run.fails("elb_instance", instance_id=member, state="absent", ec2_elbs=[])
    assert failed["msg"] == "ec2_elbs: it is empty; give names, or leave it out where all are meant."


def test_the_default_wait_waits(run: Runner, emulator: Emulator, member: str) -> None:
    """Where community.aws looks once and fails."""
    emulator.knobs(registration_s=3, health_delay_s=0, clock_speed=20)
    done = run("elb_instance", instance_id=member, state="present", ec2_elbs=["shop"])
    assert done["balancers"][0]["in_service"] == 1
    assert done["wait_timeout"] > 60


def test_it_waits_again_for_one_that_is_there(run: Runner, emulator: Emulator, member: str) -> None:
    emulator.knobs(unhealthy=[member])
    options = {"instance_id": member, "state": "present", "ec2_elbs": ["shop"], "wait_timeout": 1}
    failed = run.fails("elb_instance", **options)
    assert failed["updated_elbs"] == ["shop"]
    assert run.fails("elb_instance", **options)["updated_elbs"] == []


def test_a_zone_is_enabled_for_it(run: Runner, ec2: Any, network: Network) -> None:
    run("elb_balancer", name="shop", zones=["us-east-1a"], listeners=[http()])
    launched = ec2.run_instances(
        ImageId="ami-12c6146b",
        MinCount=1,
        MaxCount=1,
        SubnetId=network["default_vpc"]["subnets"]["us-east-1b"],
    )
    options = {
        "instance_id": launched["Instances"][0]["InstanceId"],
        "state": "present",
        "ec2_elbs": ["shop"],
    }
    run.emulator.clear_log()
    failed = run.fails("elb_instance", **options, enable_availability_zone=False)
    assert "serves only us-east-1a" in failed["msg"]
    assert failed["msg"].startswith("instance_id: ")
    assert run.writes() == []
    assert moves(run, **options) == ["shop"]
    (found,) = run("elb_classic_lb_info")["elbs"]
    assert sorted(found["availability_zones"]) == ["us-east-1a", "us-east-1b"]


def test_a_zone_of_another_vpc_than_the_default_one(run: Runner, network: Network, member: str) -> None:
    elsewhere = {"instance_id": network["instances"][2], "state": "present", "ec2_elbs": ["shop"]}
    for check in (True, False):
        failed = run.fails("elb_instance", check=check, **elsewhere)
        assert failed["msg"].startswith(
            "enable_availability_zone: the default subnet of us-east-1b is in vpc-"
        )
    assert run.writes() == []


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"ec2_elbs": ["nowhere"]}, "ec2_elbs: there is no balancer 'nowhere' in us-east-1."),
        ({}, "ec2_elbs: it is missing; with state=present"),
        (
            {"ec2_elbs": ""},
            "ec2_elbs: it is missing; with state=present it takes the names of the balancers, or []",
        ),
        ({"ec2_elbs": None}, "ec2_elbs: it is missing; with state=present"),
        ({"ec2_elbs": ["shop"], "instance_id": "junk"}, "instance_id: 'junk' is not an instance id"),
        (
            {"ec2_elbs": ["shop"], "instance_id": "i-0123456789abcdef0"},
            "instance_id: i-0123456789abcdef0 does not",
        ),
        ({"ec2_elbs": ["shop"], "wait_timeout": -1}, "wait_timeout: -1 is out of range; it takes 1 to 86400"),
        ({"ec2_elbs": ["under_score"]}, "ec2_elbs: 'under_score' is not a valid balancer name"),
    ],
)
def test_what_is_wrong_is_said_in_the_words_of_community_aws(
    run: Runner, member: str, options: dict[str, Any], sentence: str
) -> None:
    failed = run.fails("elb_instance", **{"instance_id": member, "state": "present", **options})
    assert failed["msg"].startswith(sentence)
    assert run.writes() == []


def test_information_comes_in_the_order_of_the_names(run: Runner, emulator: Emulator, member: str) -> None:
    emulator.clear_log()
    found = run("elb_classic_lb_info", names=["shop", "nowhere", "api", "shop"])["elbs"]
    assert [item["load_balancer_name"] for item in found] == ["shop", "api", "shop"]
    assert [item["load_balancer_name"] for item in run("elb_classic_lb_info", elb_ids="api")["elbs"]] == [
        "api"
    ]
    assert len(run("elb_classic_lb_info", names=[])["elbs"]) == 2
    emulator.clear_log()
    assert run("elb_classic_lb_info", names="shop.us-east-1.elb.amazonaws.com")["elbs"] == []
    assert emulator.log == [], "no balancer can have that name"
    assert run.fails("elb_classic_lb_info", names="")["msg"].startswith("names: it is blank; give names")


def test_information_on_health(run: Runner, emulator: Emulator, network: Network, member: str) -> None:
    run("elb_member", instances=network["instances"][:1], balancers="shop", wait=False)
    emulator.knobs(unhealthy=[member])
    (found,) = run("elb_classic_lb_info", names="shop")["elbs"]
    assert found["instances"] == [{"instance_id": member}]
    assert (found["instances_inservice"], found["instances_inservice_count"]) == ([], 0)
    assert (found["instances_outofservice"], found["instances_outofservice_count"]) == ([member], 1)
    assert (found["instances_unknownservice"], found["instances_unknownservice_count"]) == ([], 0)


def test_warnings_name_the_options_of_the_module(run: Runner, network: Network, member: str) -> None:
    """One that is registered in a zone that the balancer does not serve, and waited for in check mode."""
    abroad = network["instances"][2]
    run("elb_member", instances=[abroad], balancers="shop", wait=False)
    predicted = run("elb_instance", check=True, state="present", instance_id=abroad, ec2_elbs="shop")
    (warning,) = predicted["warnings"]
    assert f"instance_id: {abroad} does not serve in shop" in str(warning)


def test_no_zone_of_a_balancer_is_opened_that_is_not_there_yet(run: Runner, member: str) -> None:
    done = run("elb_instance", check=True, instance_id=member, state="present", ec2_elbs=["coming"])
    assert [action["operation"] for action in done["actions"]] == ["RegisterInstancesWithLoadBalancer"]
