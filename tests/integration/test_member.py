# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""elb_member: many with many, at the right moment, and nobody is forgotten."""

from __future__ import annotations

import contextlib
import fcntl
import threading
import time
from collections import Counter
from pathlib import Path
from typing import Any

import botocore.client
import botocore.exceptions
import pytest

from ansible_collections.classic.elb.plugins.module_utils._run import phases, turns
from ansible_collections.classic.elb.plugins.module_utils._service import client, waiting
from ansible_collections.classic.elb.plugins.module_utils._service.ec2 import read_instances
from emulator import Emulator, Network
from support.members import NAMES, balancers, calls, four_in_three, shown
from support.modules import Runner
from support.options import Options, small
from support.options import http as http_listener

pytestmark = pytest.mark.usefixtures("healthy_at_once")


@pytest.fixture
def shop(run: Runner, network: Network) -> list[str]:
    return four_in_three(run, network)


FAILING = {
    "State": "OutOfService",
    "ReasonCode": "Instance",
    "Description": "Instance has failed at least the UnhealthyThreshold number of health checks consecutively.",
}

COMING = {
    "State": "OutOfService",
    "ReasonCode": "ELB",
    "Description": "Instance registration is still in progress.",
}

LEAVING = {
    "State": "InService",
    "ReasonCode": "N/A",
    "Description": "Instance deregistration currently in progress.",
}

STOPPED = {"State": "OutOfService", "ReasonCode": "Instance", "Description": "Instance is in stopped state."}

THROTTLED = {
    "operation": "DescribeInstanceHealth",
    "answer": {"code": "Throttling", "status": 400, "message": "Rate exceeded"},
}


def untold(balancer: str, code: str) -> Options:
    """From the second question on, AWS does not say how the members of this balancer are."""
    answer = {"code": code, "status": 400, "message": f"{code}."}
    fault = {"operation": "DescribeInstanceHealth", "balancer": balancer, "skip": 1, "times": None}
    return {**fault, "answer": answer}


def aws_members(aws: Any) -> dict[str, set[str]]:
    """By balancer."""
    return {
        item["LoadBalancerName"]: {member["InstanceId"] for member in item["Instances"]}
        for item in aws.describe_load_balancers()["LoadBalancerDescriptions"]
    }


def test_who_gets_no_turn_says_so(
    run: Runner, shop: list[str], network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is registered already, and what is out, waits for none."""
    leaving: Options = {"instances": shop[0], "balancers": NAMES, "state": "absent", "wait": False}
    run("elb_member", **leaving)
    monkeypatch.setattr(turns, "LONGEST_WAIT", 0.05)
    with contextlib.ExitStack() as taken:
        for path in Path("~/.ansible/tmp/classic.elb").expanduser().iterdir():
            fcntl.flock(taken.enter_context(path.open("w")), fcntl.LOCK_EX)
        assert not run("elb_member", **leaving)["changed"]
        assert run("elb_member", **{**leaving, "state": "present"})["changed"]
        failed = run.fails("elb_member", **{**leaving, "instances": shop[1]})
        assert failed["msg"].startswith(
            "Another task of this machine has been changing the members of balancers for"
        )
        assert run("elb_member", **{**leaving, "instances": shop[1], "min_in_service": 0})["changed"]


def test_whoever_waits_for_a_turn_has_only_looked_who_is_there(
    run: Runner, shop: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Health and notes are read in one's turn."""
    leaving: Options = {"instances": shop[0], "balancers": NAMES, "state": "absent", "wait": False}
    run("elb_member", **{**leaving, "instances": shop[1]})
    monkeypatch.setattr(turns, "LONGEST_WAIT", 0.05)
    with contextlib.ExitStack() as taken:
        for path in Path("~/.ansible/tmp/classic.elb").expanduser().iterdir():
            fcntl.flock(taken.enter_context(path.open("a")), fcntl.LOCK_EX)
        run.emulator.clear_log()
        run.fails("elb_member", **leaving)
    assert set(run.reads()) == {"DescribeLoadBalancers"}


def test_whoever_waits_for_a_turn_waits_as_long_as_it_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From one task to the next: of a hundred hosts, the last has its turn as well."""
    monkeypatch.setattr(turns, "LONGEST_WAIT", 0.4)
    turn = turns.Turn(str(tmp_path), "here", "this")
    begun = threading.Event()

    def take_many() -> None:
        for _turn in range(8):
            with turn.taken(wait=True):
                begun.set()
                time.sleep(0.15)

    others = threading.Thread(target=take_many)
    others.start()
    begun.wait()
    with turn.taken(wait=True) as is_ours:
        assert is_ours
    others.join()


def test_fifty_instances_and_three_balancers(run: Runner, emulator: Emulator, network: Network) -> None:
    balancers(run, network, NAMES)
    fifty = network["instances"][:50]
    for options, operation in (
        ({}, "RegisterInstancesWithLoadBalancer"),
        ({"state": "absent", "min_in_service": 0}, "DeregisterInstancesFromLoadBalancer"),
        ({}, "RegisterInstancesWithLoadBalancer"),
    ):
        emulator.clear_log()
        predicted = run("elb_member", instances=fifty, balancers=NAMES, check=True, **options)
        assert run.writes() == []
        done = run("elb_member", instances=fifty, balancers=NAMES, **options)
        assert [name for name, _parameters in run.writes()] == [operation] * 3
        assert predicted["actions"] == done["actions"]
        assert predicted["balancers"] == done["balancers"]
        emulator.clear_log()
        again = run("elb_member", instances=fifty, balancers=NAMES, **options)
        assert not again["changed"]
        assert again["waited"] == 0
        assert again["balancers"][0]["total"] == done["balancers"][0]["total"]
        assert run.writes() == []
        assert calls(run, "DescribeInstanceHealth") == 3


def test_a_round_of_waiting_is_one_call_for_each_balancer(
    run: Runner, emulator: Emulator, network: Network
) -> None:
    balancers(run, network, NAMES)
    emulator.knobs(health_delay_s=100, clock_speed=100)
    run("elb_member", instances=network["instances"][:50], balancers=NAMES)
    asked = [
        entry["parameters"]["LoadBalancerName"]
        for entry in emulator.log
        if entry["operation"] == "DescribeInstanceHealth"
    ]
    assert min(Counter(asked).values()) > 2
    rounds: Counter[str] = Counter(dict.fromkeys(NAMES, 0))
    for number, name in enumerate(asked, 1):
        rounds[name] += 1
        # The others are as far, but for those whose members serve already: of them nobody is asked any more.
        waiting = [rounds[other] for other in {name, *asked[number:]}]
        assert max(waiting) - min(waiting) <= 1, "a balancer was asked more than once in a round"


def test_it_succeeds_at_the_right_moment_and_not_before(
    run: Runner, emulator: Emulator, network: Network
) -> None:
    balancers(run, network, ["shop"])
    member = network["instances"][0]
    script = [COMING, COMING, *[{"error": "Throttling"}] * 8, LEAVING]
    emulator.knobs(health_scripts={member: script})
    done = run("elb_member", instances=member, balancers="shop")
    assert done["api_calls"]["throttled"] == 8
    polls = [entry for entry in emulator.log if entry["operation"] == "DescribeInstanceHealth"]
    assert len(polls) == len(script) + 1
    assert done["balancers"][0]["members"][0]["after"]["state"] == "InService"


def test_a_member_that_fails_its_checks_ends_early_with_its_reason(
    run: Runner, emulator: Emulator, network: Network
) -> None:
    balancers(run, network, ["shop"])
    run("elb_balancer", name="shop", health_check={"interval": 5, "timeout": 2, "healthy_threshold": 10})
    member = network["instances"][0]
    emulator.knobs(unhealthy=[member], clock_speed=1000)
    failed = run.fails("elb_member", instances=member, balancers="shop", wait_timeout=40)
    assert 5 <= failed["waited"] < 20
    assert (
        f"{member} in shop: OutOfService (Instance has failed at least the UnhealthyThreshold"
        in failed["msg"]
    )


def test_a_member_that_is_only_said_to_fail_for_a_moment_is_waited_for(
    run: Runner, emulator: Emulator, network: Network
) -> None:
    balancers(run, network, ["shop"])
    member = network["instances"][0]
    emulator.knobs(health_scripts={member: [COMING, FAILING, FAILING]}, registration_s=0, health_delay_s=0)
    assert run("elb_member", instances=member, balancers="shop", wait_timeout=60)["waited"] < 30


def test_a_member_that_failed_before_is_not_given_up_too_early(
    run: Runner, emulator: Emulator, network: Network
) -> None:
    """It may have passed most of its checks meanwhile, and AWS still call it failing."""
    balancers(run, network, ["shop"])
    member = network["instances"][0]
    run("elb_member", instances=member, balancers="shop", wait=False)
    emulator.knobs(health_scripts={member: [FAILING, FAILING, FAILING]}, registration_s=0, health_delay_s=0)
    assert run("elb_member", instances=member, balancers="shop", wait_timeout=200)["waited"] < 100


def test_what_aws_has_not_noticed_yet_gives_nobody_up(
    run: Runner, emulator: Emulator, network: Network
) -> None:
    """It may be slow to see that an instance was started."""
    balancers(run, network, ["shop"])
    member = network["instances"][0]
    emulator.knobs(
        health_scripts={member: [STOPPED, STOPPED, TRANSIENT, FAILING, FAILING]},
        registration_s=0,
        health_delay_s=0,
    )
    done = run("elb_member", instances=member, balancers="shop", wait_timeout=60)
    assert done["balancers"][0]["members"][0]["after"]["state"] == "InService"


def test_a_time_out_tells_each_reason(run: Runner, emulator: Emulator, network: Network) -> None:
    balancers(run, network, ["api", "shop"])
    emulator.knobs(registration_s=3600)
    member = network["instances"][0]
    failed = run.fails("elb_member", instances=member, balancers=["api", "shop"], wait_timeout=1)
    assert "wait_timeout: after 1 seconds these members are not in service: " in failed["msg"]
    for name in ("api", "shop"):
        assert (
            f"{member} in {name}: OutOfService (Instance registration is still in progress)" in failed["msg"]
        )
    assert failed["changed"]
    assert len(failed["actions"]) == 2


def test_out_means_drained(run: Runner, emulator: Emulator, network: Network) -> None:
    balancers(run, network, ["shop"], connection_draining={"timeout": 60})
    two = network["instances"][:2]
    run("elb_member", instances=two, balancers="shop")
    emulator.knobs(clock_speed=60)
    done = run("elb_member", instances=two[0], balancers="shop", state="absent")
    assert done["waited"] >= 0.9
    assert done["wait_timeout"] == 90
    states = [
        entry["balancers"]["shop"]["instances"]
        for entry in emulator.log
        if entry["operation"] == "DescribeInstanceHealth"
    ]
    assert len(states) > 2


def test_a_drain_that_a_dead_run_left_is_waited_for(
    run: Runner, emulator: Emulator, network: Network
) -> None:
    balancers(run, network, ["shop"], connection_draining={"timeout": 60})
    two = network["instances"][:2]
    run("elb_member", instances=two, balancers="shop")
    run("elb_member", instances=two[0], balancers="shop", state="absent", wait=False)
    emulator.knobs(clock_speed=60)
    again = run("elb_member", instances=two[0], balancers="shop", state="absent")
    assert not again["changed"]
    assert again["waited"] > 0


def test_without_balancers_it_leaves_all(run: Runner, shop: list[str]) -> None:
    done = run("elb_member", instances=shop[0], state="absent")
    assert done["deregistered_from"] == NAMES
    assert shown(done) == dict.fromkeys(NAMES, (3, 3))
    back = run("elb_member", instances=shop[0], balancers=done["deregistered_from"])
    assert back["registered_with"] == NAMES
    assert shown(back) == dict.fromkeys(NAMES, (4, 4))


@pytest.mark.parametrize(
    ("leave", "minimum", "allowed"),
    [
        (4, None, False),
        (3, None, True),
        (4, 0, True),
        (2, 3, False),
        (1, 3, True),
        (2, "50%", True),
        (3, "50%", False),
        (2, "51%", False),
        (1, "100%", False),
        (1, 1000, False),
    ],
)
@pytest.mark.parametrize("check", [True, False])
def test_min_in_service(
    run: Runner, shop: list[str], leave: int, minimum: str | int | None, allowed: bool, check: bool
) -> None:
    options = {} if minimum is None else {"min_in_service": minimum}
    result = run.attempt("elb_member", instances=shop[:leave], state="absent", check=check, **options)
    if allowed:
        assert not result.get("failed"), result["msg"]
    else:
        for name in NAMES:
            assert f"{name} would keep {4 - leave} of 4 healthy members" in result["msg"]
        assert run.writes() == []


def test_members_that_do_not_serve_may_always_leave(
    run: Runner, emulator: Emulator, network: Network
) -> None:
    balancers(run, network, ["shop"])
    two = network["instances"][:2]
    emulator.knobs(unhealthy=two)
    run("elb_member", instances=two, balancers="shop", wait=False)
    assert run("elb_member", instances=two, balancers="shop", state="absent")["changed"]


def test_a_purge_leaves_when_the_others_serve(run: Runner, shop: list[str], network: Network) -> None:
    fresh = network["instances"][10:12]
    done = run("elb_member", instances=fresh, balancers="shop", purge=True)
    assert [name for name, _parameters in run.writes()] == [
        "RegisterInstancesWithLoadBalancer",
        "DeregisterInstancesFromLoadBalancer",
    ]
    assert done["balancers"][0]["instances"] == sorted(fresh)
    assert not run("elb_member", instances=fresh, balancers="shop", purge=True)["changed"]
    run("elb_member", instances=[], balancers="shop", purge=True, min_in_service=0)


def other(network: Network) -> str:
    return str(network["other_instances"][0])


BAD: list[tuple[Options, str]] = [
    ({"instances": []}, "instances: the list is empty; it takes ids like i-0123456789abcdef0, or self."),
    ({"instances": ["web-1"]}, "instances: 'web-1' is not an instance id"),
    ({"balancers": ""}, "balancers: it is missing; name the balancers, or set remember to true"),
    (
        {"balancers": "", "state": "absent"},
        "balancers: it is blank; give names, or leave it out where all are meant.",
    ),
    (
        {"balancers": "", "remember": True},
        "balancers: it is blank; give names, or leave it out where all are meant.",
    ),
    ({"balancers": ["a_b"]}, "balancers: 'a_b' is not a valid balancer name"),
    (
        {"balancers": ["none", "shop", "nil"]},
        "there is no balancer 'nil' and no 'none' in us-east-1. Nothing was changed.",
    ),
    ({"state": "absent", "purge": True}, "purge: it goes together with state=present and with balancers."),
    ({"min_in_service": "half"}, "min_in_service: 'half' is not an amount"),
    ({"min_in_service": "101%"}, "min_in_service: '101%' is not an amount"),
    ({"wait_timeout": -1}, "wait_timeout: -1 is out of range; it takes 1 to 86400 seconds."),
]


@pytest.mark.parametrize(("options", "sentence"), BAD, ids=str)
def test_bad_input(run: Runner, network: Network, options: Options, sentence: str) -> None:
    balancers(run, network, ["shop"])
    run.emulator.clear_log()
    options = {"instances": network["instances"][:1], "balancers": ["shop"], **options}
    assert sentence in run.fails("elb_member", **options)["msg"]
    assert run.writes() == []


def test_a_purge_is_not_of_all_balancers(run: Runner, network: Network) -> None:
    options = {"instances": network["instances"][:1], "remember": True, "purge": True}
    message = run.fails("elb_member", **options)["msg"]
    assert message == "purge: it goes together with state=present and with balancers."
    assert run.emulator.log == []


def test_what_aws_refuses_is_explained_and_predicted(run: Runner, network: Network) -> None:
    """A real run does not ask EC2 before AWS has refused: that costs more than all the rest."""
    balancers(run, network, ["shop"])
    for stranger, sentence in (
        ("i-0123456789abcdef0", "i-0123456789abcdef0 does not exist in us-east-1 and this account"),
        (other(network), f"{other(network)} is in vpc-"),
    ):
        options: Options = {"instances": [network["instances"][0], stranger], "balancers": ["shop"]}
        predicted = run.fails("elb_member", check=True, **options)
        refused = run.fails("elb_member", **options)
        assert f"instances: {sentence}" in predicted["msg"]
        assert f"instances: {sentence}" in refused["msg"]
        assert refused["error"]["code"] == "InvalidInstance"
        assert (refused["changed"], refused["actions"]) == (False, [])
        balancers(run, network, ["api"])
        options["balancers"] = ["api", "shop"]
        assert (
            run.fails("elb_member", check=True, **options)["msg"] == run.fails("elb_member", **options)["msg"]
        )
    run.emulator.clear_log()
    run("elb_member", instances=network["instances"][:1], balancers=["shop"], wait=False)
    assert not [entry for entry in run.emulator.log if entry["service"] == "ec2"]


@pytest.mark.parametrize(
    "limit", [{"min_in_service": 1}, {"min_in_service": 0, "max_impact": "none"}], ids=str
)
def test_of_two_reasons_check_mode_names_the_one_of_the_real_run(
    run: Runner, shop: list[str], network: Network, limit: Options
) -> None:
    """Limits come before what AWS alone knows: the real run refuses at a limit before AWS is asked."""
    options: Options = {"instances": [other(network)], "balancers": "shop", "purge": True, "wait": False}
    told = [run.fails("elb_member", check=check, **options, **limit)["msg"] for check in (True, False)]
    assert told[0] == told[1]
    assert next(reversed(limit)) in told[0]


def test_an_instance_that_ec2_does_not_show_yet_is_looked_for_again(
    run: Runner, network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody launched it a moment ago."""
    balancers(run, network, ["shop"])
    looks = [{}, {}]

    def late(client: Any, ids: Any) -> Any:
        return looks.pop() if looks else read_instances(client, ids)

    monkeypatch.setattr(phases, "read_instances", late)
    answer = {"code": "InvalidInstance", "status": 400, "message": "There is no such instance"}
    run.emulator.knobs(
        faults=[
            {"operation": "RegisterInstancesWithLoadBalancer", "when": "before", "answer": answer, "times": 3}
        ]
    )
    assert run("elb_member", instances=network["instances"][:1], balancers="shop")["changed"]
    assert looks == []


def test_who_has_left_before_a_refusal_is_told(run: Runner, emulator: Emulator, shop: list[str]) -> None:
    """Where AWS does not know one of a list, they leave one by one."""
    unknown = {"code": "InvalidInstance", "status": 400, "message": "There is no such instance"}
    denied = {"code": "AccessDenied", "status": 403, "message": "no"}
    operation = "DeregisterInstancesFromLoadBalancer"
    emulator.knobs(
        faults=[
            {"operation": operation, "when": "before", "answer": unknown},
            {"operation": operation, "when": "before", "answer": denied, "skip": 1},
        ]
    )
    failed = run.fails("elb_member", instances=shop[:2], balancers="shop", state="absent", min_in_service=0)
    assert failed["changed"]
    assert failed["deregistered_from"] == ["shop"]


def test_nobody_comes_to_the_first_of_two_vpcs(run: Runner, emulator: Emulator, network: Network) -> None:
    """An instance is in one; AWS would refuse it at the second balancer."""
    run("elb_balancer", **small(network))
    abroad = {"subnets": [network["other_vpc"]["subnets"][0]["id"]], "security_groups": None}
    run("elb_balancer", **{**small(network), "name": "web", **abroad})
    emulator.clear_log()
    failed = run.fails("elb_member", instances=network["instances"][:1], balancers=["shop", "web"])
    assert failed["msg"].endswith("Nothing was changed.")
    assert run.writes() == []


def test_each_obstacle_is_named(run: Runner, network: Network, ec2: Any) -> None:
    run("elb_balancer", **small(network))
    zones = {
        instance["InstanceId"]: instance["Placement"]["AvailabilityZone"]
        for reservation in ec2.describe_instances(InstanceIds=network["instances"])["Reservations"]
        for instance in reservation["Instances"]
    }
    elsewhere = next(member for member, zone in zones.items() if zone != "us-east-1a")
    stopped = next(member for member, zone in zones.items() if zone == "us-east-1a")
    ec2.stop_instances(InstanceIds=[stopped])
    ids = [elsewhere, stopped, other(network), "i-0123456789abcdef0"]
    message = run.fails("elb_member", instances=ids, balancers="shop")["msg"]
    assert f"{elsewhere} is in {zones[elsewhere]}, and shop serves only us-east-1a" in message
    assert f"{stopped} is stopped, and only a running instance can be registered" in message
    assert (
        f"{other(network)} is in {network['other_vpc']['id']}, and shop is in {network['vpc']['id']}"
        in message
    )
    assert "i-0123456789abcdef0 does not exist" in message


def test_taking_out_who_is_not_in_changes_nothing(run: Runner, shop: list[str], network: Network) -> None:
    ids = [network["instances"][20], other(network), "i-0123456789abcdef0"]
    assert not run("elb_member", instances=ids, balancers=NAMES, state="absent")["changed"]
    assert not run("elb_member", instances=ids, state="absent")["changed"]


def test_proxy_listener_is_no_obstacle(run: Runner, network: Network) -> None:
    balancers(run, network, ["shop"], listeners=[http_listener(81)])
    assert run("elb_member", instances=",".join(network["instances"][:2]), balancers="shop")["changed"]


def test_an_empty_list_of_balancers_is_none(run: Runner, shop: list[str]) -> None:
    done = run("elb_member", instances=shop[0], balancers=[], state="absent")
    assert not done["changed"]
    assert done["deregistered_from"] == []


TRANSIENT = {
    "State": "Unknown",
    "ReasonCode": "ELB",
    "Description": "A transient error occurred. Please try again later.",
}
UNKNOWN = "i-0123456789abcdef0"
NOT_FOUND = {"code": "InvalidInstance", "status": 400, "message": f"Could not find EC2 instance {UNKNOWN}."}


@pytest.fixture
def draining(run: Runner, network: Network, aws: Any) -> str:
    """A member whose connections go on for a minute."""
    balancers(run, network, ["shop"], connection_draining={"timeout": 60})
    member = network["instances"][0]
    run("elb_member", instances=member, balancers="shop")
    members = [{"InstanceId": member}]
    aws.deregister_instances_from_load_balancer(LoadBalancerName="shop", Instances=members)
    return str(member)


FAILING = {
    "State": "OutOfService",
    "ReasonCode": "Instance",
    "Description": "Instance has failed at least the UnhealthyThreshold number of health checks consecutively.",
}


@pytest.mark.parametrize("told", [TRANSIENT, FAILING], ids=["transient", "failing"])
def test_a_state_on_the_way_is_not_taken_for_drained(
    run: Runner, emulator: Emulator, aws: Any, draining: str, told: Options
) -> None:
    emulator.knobs(health_scripts={draining: [LEAVING, told]}, clock_speed=60)
    out = run("elb_member", instances=draining, balancers="shop", state="absent")
    assert out["waited"] > 0
    health = aws.describe_instance_health(LoadBalancerName="shop", Instances=[{"InstanceId": draining}])
    assert "not currently registered" in health["InstanceStates"][0]["Description"]


@pytest.mark.parametrize("check", [True, False])
def test_who_may_serve_counts_for_the_minimum(
    run: Runner, emulator: Emulator, shop: list[str], check: bool
) -> None:
    """Nobody is taken out blindly while AWS does not know who serves, above all not of those that stay."""
    emulator.knobs(health_scripts={member: [TRANSIENT] * 999 for member in shop[1:]})
    leaving = {"instances": shop[0], "balancers": "shop", "state": "absent"}
    message = run.fails("elb_member", check=check, **leaving)["msg"]
    unknown = ", ".join(sorted(shop[1:]))
    assert message == (
        "min_in_service: shop would keep 0 of 1 healthy members and needs 1 "
        f"(of {unknown}, AWS does not know the health at the moment). Nothing was changed; min_in_service is 1."
    )
    assert run.writes() == []


@pytest.mark.parametrize("check", [True, False])
def test_what_aws_does_not_know_for_a_moment_refuses_nobody(
    run: Runner, emulator: Emulator, shop: list[str], check: bool
) -> None:
    """It calls that a passing error (facts 4.1)."""
    emulator.knobs(health_scripts={member: [TRANSIENT] * 3 for member in shop})
    leaving = {"instances": shop[0], "balancers": "shop", "state": "absent", "wait": False}
    assert run("elb_member", check=check, **leaving)["changed"]
    emulator.knobs(health_scripts={member: [TRANSIENT] for member in shop})
    before = len(run.emulator.log)
    run("elb_member", check=True, **{**leaving, "instances": shop[1]}, min_in_service=0)
    looks = [entry["operation"] for entry in run.emulator.log[before:]].count("DescribeInstanceHealth")
    assert looks == 1, "it looked again though none has to remain"
    emulator.knobs(health_scripts={shop[2]: [TRANSIENT] * 9})
    before = len(run.emulator.log)
    hopeless = {**leaving, "instances": shop[1], "min_in_service": 4}
    assert "would keep" in run.fails("elb_member", check=True, **hopeless)["msg"]
    looks = [entry["operation"] for entry in run.emulator.log[before:]].count("DescribeInstanceHealth")
    assert looks == 1, "it looked again though it cannot tell anything else"


def test_the_last_one_may_be_told_to_leave_whose_health_is_unknown(
    run: Runner, emulator: Emulator, network: Network
) -> None:
    balancers(run, network, ["shop"])
    (member,) = network["instances"][:1]
    run("elb_member", instances=member, balancers="shop", wait=False)
    emulator.knobs(health_scripts={member: [TRANSIENT] * 99})
    message = run.fails("elb_member", instances=member, balancers="shop", state="absent")["msg"]
    assert message.endswith("To take out the last one that serves, set min_in_service: 0.")


def test_an_id_that_aws_does_not_know_does_not_hide_the_others(run: Runner, draining: str) -> None:
    both = [draining, UNKNOWN]
    late = run.fails("elb_member", instances=both, balancers="shop", state="absent", wait_timeout=1)
    assert f"these members are not drained: {draining} in shop: InService" in late["msg"]
    assert UNKNOWN not in late["msg"]


def test_a_member_that_aws_no_longer_knows_does_not_keep_the_others_in(
    run: Runner, emulator: Emulator, shop: list[str], aws: Any
) -> None:
    """AWS refuses the whole list for one of it, and that one alone."""
    gone, *others = sorted(shop)[:3]
    operation = "DeregisterInstancesFromLoadBalancer"
    emulator.knobs(faults=[{"operation": operation, "times": 2, "answer": NOT_FOUND}])
    run("elb_member", instances=[gone, *others], balancers="shop", state="absent", wait=False)
    sent = [parameters["Instances"] for name, parameters in run.writes() if name == operation]
    assert [len(instances) for instances in sent] == [3, 1, 1, 1]
    (shown_now,) = aws.describe_load_balancers(LoadBalancerNames=["shop"])["LoadBalancerDescriptions"]
    assert {item["InstanceId"] for item in shown_now["Instances"]} == {*shop} - {*others}


@pytest.mark.parametrize(
    "operation", ["AddTags", "DeregisterInstancesFromLoadBalancer", "DescribeLoadBalancerAttributes"]
)
def test_a_balancer_that_is_deleted_meanwhile_keeps_nobody_in_the_others(
    run: Runner, shop: list[str], aws: Any, operation: str, meddle: Any
) -> None:
    """It is not among those that the instance left: a next task may name these."""
    first, *others = sorted(aws_members(aws))
    meddle(operation, lambda: aws.delete_load_balancer(LoadBalancerName=first), before=True)
    done = run("elb_member", instances=shop[0], state="absent", remember=True, min_in_service=0)
    assert not any(shop[0] in members for members in aws_members(aws).values())
    assert done["deregistered_from"] == [item["name"] for item in done["balancers"]] == others
    assert {*done["diff"]["before"], *done["diff"]["after"]} == {*others}
    left = [item["parameters"]["LoadBalancerName"] for item in done["actions"] if "Deregister" in str(item)]
    assert left == others
    (warning,) = done["warnings"]
    assert f"{first} has been deleted meanwhile, so nobody had to leave it." in str(warning)


def test_a_balancer_that_is_only_said_to_be_gone_is_a_failure(
    run: Runner, emulator: Emulator, shop: list[str]
) -> None:
    gone = {"code": "LoadBalancerNotFound", "status": 400, "message": "There is no ACTIVE Load Balancer"}
    emulator.knobs(faults=[{"operation": "DeregisterInstancesFromLoadBalancer", "answer": gone}])
    failed = run.fails("elb_member", instances=shop[0], state="absent", min_in_service=0, wait=False)
    assert "LoadBalancerNotFound" in failed["msg"]
    assert not failed["changed"]


def test_who_is_out_by_a_lost_attempt_is_told_from_who_never_left(
    run: Runner, emulator: Emulator, shop: list[str], aws: Any
) -> None:
    """The connection drops before the effect, and the repetition is refused for one of the list."""
    operation = "DeregisterInstancesFromLoadBalancer"
    emulator.knobs(faults=[{"operation": operation}, {"operation": operation, "answer": NOT_FOUND}])
    done = run("elb_member", instances=shop[:2], balancers="shop", state="absent", wait=False)
    (shown_now,) = aws.describe_load_balancers(LoadBalancerNames=["shop"])["LoadBalancerDescriptions"]
    assert {item["InstanceId"] for item in shown_now["Instances"]} == {*shop[2:]}
    assert done["diff"]["after_header"] == "members (impact: reduced_capacity)"


def test_who_is_there_and_will_not_serve_is_not_predicted_to(run: Runner, network: Network) -> None:
    """Two instances, one of them in a zone that the balancer does not serve."""
    run("elb_balancer", **small(network))
    home, abroad = network["instances"][0], network["instances"][2]
    options = {"instances": [home, abroad], "balancers": "shop"}
    coming = run("elb_member", check=True, **options)
    assert "AWS registers it, and sends it no traffic" in str(coming["warnings"])
    assert shown(coming) == {"shop": (1, 2)}
    run("elb_member", **options, wait=False)
    predicted = run("elb_member", check=True, **options)
    (warning,) = predicted["warnings"]
    assert f"{abroad} does not serve in shop, and will not by itself: OutOfService" in str(warning)
    assert shown(predicted) == {"shop": (1, 2)}
    assert run("elb_member", **options, wait=False)["warnings"] == predicted["warnings"]
    assert abroad in run.fails("elb_member", **options, wait_timeout=1)["msg"]
    leaving = {**options, "state": "absent", "min_in_service": 0, "wait": False}
    assert "warnings" not in run("elb_member", check=True, **leaving)
    for check in (True, False):
        (warning,) = run("elb_member", check=check, **leaving, remember=True)["warnings"]
        assert f"{abroad} does not serve in shop, and will not when it comes back: " in str(warning)


def test_who_may_leave_is_told_by_the_balancer_that_is_short(run: Runner, network: Network) -> None:
    """Another balancer, of which the instance is the only member besides one that stays, is none of its business."""
    balancers(run, network, ["api", "shop"])
    first, second, third = network["instances"][:3]
    run("elb_member", instances=[first], balancers=["api"])
    run("elb_member", instances=[first, second, third], balancers=["shop"])
    leave = {"instances": [first, second], "balancers": ["api", "shop"], "state": "absent"}
    run("elb_member", instances=[third], balancers=["api"])
    run("elb_member", instances=[first], balancers=["api"], state="absent")
    message = run.fails("elb_member", **leave, min_in_service=2)["msg"]
    assert "shop would keep 1 of 3 healthy members and needs 2. Nothing was changed" in message
    assert "the only member" not in message


def test_who_has_nowhere_to_go_back_to_is_told(run: Runner, shop: list[str], network: Network) -> None:
    """A note that AWS does not show yet, or that nobody made, must not look like all is well."""
    stranger = network["instances"][20]
    done = run("elb_member", instances=[shop[0], stranger], remember=True)
    assert not done["changed"]
    (warning,) = done["warnings"]
    assert (
        f"instances: no balancer has {stranger}, or notes that it did; there is nowhere to go back to."
        in str(warning)
    )


def test_a_balancer_that_is_gone_is_not_waited_for(
    run: Runner, network: Network, aws: Any, meddle: Any
) -> None:
    run("elb_balancer", **small(network))
    gone = {"code": "LoadBalancerNotFound", "status": 400, "message": "There is no ACTIVE Load Balancer"}
    run.emulator.knobs(faults=[{"operation": "DescribeInstanceHealth", "times": None, "answer": gone}])
    failed = run.fails("elb_member", instances=network["instances"][:1], balancers="shop", wait_timeout=1)
    assert "wait_timeout: after 1" in failed["msg"] and "Unknown" in failed["msg"]
    run.emulator.knobs(faults=[])
    meddle("RegisterInstancesWithLoadBalancer", lambda: aws.delete_load_balancer(LoadBalancerName="shop"))
    failed = run.fails("elb_member", instances=network["instances"][1:2], balancers="shop", wait_timeout=30)
    assert "shop has been deleted meanwhile" in failed["msg"]
    assert failed["error"]["code"] == "LoadBalancerNotFound"
    assert "Done before it: RegisterInstancesWithLoadBalancer" in failed["msg"]


def test_what_is_done_and_left_is_told_by_balancer(run: Runner, network: Network) -> None:
    names = ["api", "shop", "web", "zoo"]
    balancers(run, network, names)
    denied = {"code": "AccessDenied", "status": 403, "message": "no"}
    fault = {"operation": "RegisterInstancesWithLoadBalancer", "skip": 1, "times": None, "answer": denied}
    run.emulator.knobs(faults=[fault])
    failed = run.fails("elb_member", instances=network["instances"][0], balancers=names, wait=False)
    assert "Done before it: RegisterInstancesWithLoadBalancer for api. " in failed["msg"]
    assert "Not done: RegisterInstancesWithLoadBalancer for web and zoo." in failed["msg"]
    assert [balancer["total"] for balancer in failed["balancers"]] == [1, 0, 0, 0]


@pytest.mark.parametrize("state", ["present", "absent"])
def test_a_wait_that_fails_tells_how_the_members_are(run: Runner, network: Network, state: str) -> None:
    balancers(run, network, ["shop"], connection_draining={"timeout": 60})
    run.emulator.knobs(registration_s=0 if state == "absent" else 60, health_delay_s=0)
    member = network["instances"][0]
    if state == "absent":
        run("elb_member", instances=member, balancers="shop")
    options = {
        "instances": member,
        "balancers": "shop",
        "state": state,
        "wait_timeout": 1,
        "min_in_service": 0,
    }
    failed = run.fails("elb_member", **options)
    (shop,) = failed["balancers"]
    (told,) = shop["members"]
    expected = "registration is still in progress" if state == "present" else "deregistration currently"
    assert expected in told["after"]["description"]
    assert (shop["total"], shop["in_service"]) == ((1, 0) if state == "present" else (0, 0))


def test_a_wait_for_one_that_left_before_tells_how_it_is(
    run: Runner, emulator: Emulator, draining: str
) -> None:
    failed = run.fails("elb_member", instances=draining, balancers="shop", state="absent", wait_timeout=1)
    (member,) = failed["balancers"][0]["members"]
    assert member["instance_id"] == draining
    assert "deregistration currently" in member["after"]["description"]
    assert failed["deregistered_from"] == []


def test_who_is_nowhere_is_told(run: Runner, network: Network) -> None:
    member = network["instances"][0]
    done = run("elb_member", instances=member, state="absent")
    assert done["msg"] == f"No balancer in us-east-1 has {member}."
    assert not done["changed"]


@pytest.mark.parametrize("state", ["absent", "present"])
def test_a_balancer_that_aws_lists_is_asked_again_for_its_members(
    run: Runner, network: Network, state: str
) -> None:
    """One that is new may not be known everywhere (facts 3.1); that is no word of its members."""
    instance = network["instances"][0]
    run("elb_balancer", **small(network))
    run("elb_member", instances=instance, balancers="shop")
    gone = {"code": "LoadBalancerNotFound", "status": 400, "message": "There is no ACTIVE Load Balancer"}
    run.emulator.knobs(faults=[{"operation": "DescribeInstanceHealth", "times": 3, "answer": gone}])
    asked = {"instances": instance, "balancers": "shop", "state": state}
    if state == "present":
        assert not run("elb_member", **asked)["changed"]
    else:
        assert "min_in_service: shop would keep 0 of 1" in run.fails("elb_member", **asked)["msg"]
    assert run.emulator.knobs()["faults"][0]["times"] == 0


def test_a_new_balancer_that_is_not_known_everywhere_is_waited_for(run: Runner, network: Network) -> None:
    run("elb_balancer", **small(network))
    gone = {"code": "LoadBalancerNotFound", "status": 400, "message": "There is no ACTIVE Load Balancer"}
    run.emulator.knobs(faults=[{"operation": "DescribeInstanceHealth", "times": 3, "answer": gone}])
    done = run("elb_member", instances=network["instances"][:1], balancers="shop")
    assert done["balancers"][0]["in_service"] == 1
    run.emulator.knobs(faults=[{"operation": "DescribeInstanceHealth", "times": 3, "answer": gone}])
    run("elb_classic_lb", name="shop", state="present", instance_ids=network["instances"][:1])


def test_a_balancer_that_aws_lists_is_not_called_missing(run: Runner, network: Network) -> None:
    """AWS may contradict itself about one that is new."""
    run("elb_balancer", **small(network))
    answer = {
        "code": "LoadBalancerNotFound",
        "status": 400,
        "message": "There is no ACTIVE Load Balancer named 'shop'",
    }
    run.emulator.knobs(faults=[{"operation": "DescribeLoadBalancers", "answer": answer}])
    failed = run.fails("elb_member", instances=network["instances"][0], balancers="shop", state="absent")
    assert failed["msg"].startswith(
        "DescribeLoadBalancers for shop failed: AWS answered LoadBalancerNotFound"
    )


@pytest.mark.parametrize("state", ["absent", "present"])
def test_a_wait_that_nobody_has_limited_outlasts_throttling(
    run: Runner, emulator: Emulator, shop: list[str], monkeypatch: pytest.MonkeyPatch, state: str
) -> None:
    """It has a second, AWS throttles for longer than that, and members are where they are to be after two."""
    health = {"interval": 5, "timeout": 2, "healthy_threshold": 2}
    run("elb_balancer", name="shop", connection_draining={"timeout": 2}, health_check=health)
    options = {"instances": shop[:1], "balancers": "shop"}
    if state == "present":
        run("elb_member", **options, state="absent", wait=False)
    monkeypatch.setattr(waiting, "GRACE", -1)
    monkeypatch.setattr(waiting, "REGISTRATION", -14)
    emulator.knobs(registration_s=2, faults=[{**THROTTLED, "skip": 1, "times": 60}])
    emulator.advance(3)  # the others have been there for long
    done = run("elb_member", **options, state=state)
    assert done["wait_timeout"] == 1 < done["waited"]


def test_a_wait_outlasts_the_throttling_of_a_role_as_well(
    run: Runner, shop: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is not sent for it does not count as a call; and AWS has told nothing meanwhile."""
    run("elb_balancer", name="shop", connection_draining={"timeout": 2})
    monkeypatch.setattr(waiting, "GRACE", -1)
    refused = {"Error": {"Code": "Throttling"}, "ResponseMetadata": {"HTTPStatusCode": 400}}
    refusals: list[Any] = [refused] * 60
    send = botocore.client.BaseClient._make_api_call

    def busy(client: Any, operation: str, parameters: Any) -> Any:
        if operation == "DescribeInstanceHealth" and run.writes() and refusals:
            raise botocore.exceptions.ClientError(refusals.pop(), "AssumeRole")
        return send(client, operation, parameters)

    monkeypatch.setattr(botocore.client.BaseClient, "_make_api_call", busy)
    run.emulator.clear_log()
    done = run("elb_member", instances=shop[:1], balancers="shop", state="absent")
    assert done["wait_timeout"] == 1 < done["waited"]
    assert done["api_calls"]["throttled"] == 0


def test_what_ends_a_wait_is_not_hidden_by_throttling(
    run: Runner, emulator: Emulator, shop: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of two balancers, AWS refuses to tell of one, and throttles what is asked of the other."""
    monkeypatch.setattr(client, "THROTTLE_BUDGET", 0.1)
    emulator.knobs(faults=[untold("api", "AccessDenied"), untold("shop", "Throttling")])
    failed = run.fails(
        "elb_member", instances=shop[:1], balancers=["api", "shop"], state="absent", wait_timeout=2
    )
    assert failed["error"]["code"] == "AccessDenied"


@pytest.mark.parametrize("code", ["Throttling", "AccessDenied"])
def test_of_whom_nobody_is_told_does_not_hide_the_others(
    run: Runner, emulator: Emulator, shop: list[str], monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    """Who drains in the last of three is out before AWS has been asked for the second one in vain."""
    run("elb_balancer", name="web", connection_draining={"timeout": 1})
    emulator.knobs(faults=[untold("shop", code)])
    options = {"instances": shop[:1], "balancers": ["shop", "web"], "state": "absent", "wait_timeout": 2}
    failed = run.fails("elb_member", **options)
    assert failed["wait_timeout"] == 2 and "waited" in failed
    if code == "Throttling":
        assert f"these members are not drained: {shop[0]} in shop: " in failed["msg"]
        assert " in web: " not in failed["msg"]


def test_a_wait_has_only_the_time_more_in_which_aws_throttled(
    run: Runner, emulator: Emulator, shop: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever never serves is told soon, in a busy account as well."""
    health = {"interval": 5, "timeout": 2, "healthy_threshold": 2}
    run("elb_balancer", name="shop", health_check=health)
    run("elb_member", instances=shop[:1], balancers="shop", state="absent")
    monkeypatch.setattr(waiting, "REGISTRATION", -14.0)
    emulator.knobs(unhealthy=shop[:1], faults=[{**THROTTLED, "skip": 1, "times": 3}])
    failed = run.fails("elb_member", instances=shop[:1], balancers="shop")
    assert failed["waited"] < 20


def test_a_wait_outlasts_the_throttling_of_a_single_call(
    run: Runner, emulator: Emulator, shop: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A look that AWS does not admit is no news."""
    monkeypatch.setattr(client, "THROTTLE_BUDGET", 0.1)
    run("elb_balancer", name="shop", connection_draining={"timeout": 60})
    emulator.knobs(clock_speed=60, faults=[{**THROTTLED, "skip": 2, "times": 20}])
    options = {"instances": shop[:1], "balancers": "shop", "state": "absent", "wait_timeout": 60}
    assert run("elb_member", **options)["api_calls"]["throttled"] == 20


def test_a_wait_ends_in_time_also_where_aws_throttles(
    run: Runner, emulator: Emulator, shop: list[str]
) -> None:
    """Each call alone may be repeated for minutes."""
    run("elb_balancer", name="shop", connection_draining={"timeout": 60})
    emulator.knobs(faults=[{**THROTTLED, "skip": 2, "times": None}])
    options = {"instances": shop[:1], "balancers": "shop", "state": "absent", "wait_timeout": 1}
    failed = run.fails("elb_member", **options)
    assert failed["msg"].startswith("wait_timeout: after 1 seconds these members are not drained: ")
    assert (
        "In the end AWS told nothing: DescribeInstanceHealth for shop failed: AWS answered Throttling"
        in failed["msg"]
    )
    assert failed["waited"] < 10
    assert failed["deregistered_from"] == ["shop"]
