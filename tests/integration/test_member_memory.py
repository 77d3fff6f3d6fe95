# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""elb_member notes on the balancers whom it takes out, and finds them again whatever happens in between."""

from __future__ import annotations

from typing import Any

import pytest

from emulator import Emulator, Network
from support.lag import just_behind
from support.members import NAMES, balancers, four_in_three, shown
from support.modules import Runner
from support.options import small

pytestmark = pytest.mark.usefixtures("healthy_at_once")

Meddle = Any

REGISTER = "RegisterInstancesWithLoadBalancer"


@pytest.fixture
def shop(run: Runner, network: Network) -> list[str]:
    return four_in_three(run, network)


def test_memory_survives_a_dead_play(run: Runner, shop: list[str], network: Network, aws: Any) -> None:
    balancers(run, network, ["other"], tags={"env": "prod"})
    run("elb_member", instances=shop[0], state="absent", remember=True)
    run("elb_member", instances=shop[1], state="absent", remember=True)
    assert not run("elb_member", instances=shop[0], state="absent", remember=True)["changed"]
    run("elb_balancer", name="shop", tags={"env": "test"})
    back = run("elb_member", instances=shop[0], remember=True)
    assert back["registered_with"] == NAMES
    assert not run("elb_member", instances=shop[0], remember=True)["changed"]
    run("elb_member", instances=shop[1], remember=True)
    for tags in aws.describe_tags(LoadBalancerNames=NAMES)["TagDescriptions"]:
        assert [tag for tag in tags["Tags"] if tag["Key"].startswith("classic.elb")] == []


def test_a_note_stays_until_a_task_that_remembers_puts_back(run: Runner, shop: list[str]) -> None:
    """Also where somebody is back by name, and out again for good."""
    member = {"instances": shop[0]}
    run("elb_member", **member, state="absent", remember=True)
    for state in ("present", "absent"):
        run("elb_member", **member, balancers=NAMES, state=state)
    assert run("elb_member", **member, remember=True)["registered_with"] == NAMES
    run("elb_member", **member, state="absent", remember=True)
    assert run("elb_member", **member, balancers=NAMES, remember=True)["registered_with"] == NAMES
    run("elb_member", **member, balancers=NAMES, state="absent")
    assert not run("elb_member", **member, remember=True)["changed"]


def test_a_note_holds_a_batch(run: Runner, emulator: Emulator, network: Network, aws: Any) -> None:
    balancers(run, network, ["shop"])
    fifty = network["instances"][:50]
    run("elb_member", instances=fifty, balancers="shop")
    emulator.clear_log()
    run("elb_member", instances=fifty[:49], state="absent", remember=True)
    assert [name for name, _parameters in run.writes()] == ["AddTags", "DeregisterInstancesFromLoadBalancer"]
    assert len(aws.describe_tags(LoadBalancerNames=["shop"])["TagDescriptions"][0]["Tags"]) == 5
    run("elb_member", instances=fifty[:25], remember=True)
    run("elb_member", instances=fifty[25:49], remember=True)
    assert aws.describe_tags(LoadBalancerNames=["shop"])["TagDescriptions"][0]["Tags"] == []


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("skip", range(3))
def test_a_play_that_dies_at_any_call_is_made_good(
    run: Runner, emulator: Emulator, shop: list[str], network: Network, skip: int, when: str
) -> None:
    """Out with memory, then back; one of the writes fails for good, and both tasks are run again."""
    answer = {"code": "AccessDenied", "status": 403, "message": "no"}
    for operation in (
        "AddTags",
        "DeregisterInstancesFromLoadBalancer",
        "RegisterInstancesWithLoadBalancer",
        "RemoveTags",
    ):
        fault = {"operation": operation, "skip": skip, "times": 1, "when": when}
        emulator.knobs(faults=[{**fault, "answer": answer}])
        for _attempt in range(2):
            out = run.attempt("elb_member", instances=shop[0], state="absent", remember=True)
            back = run.attempt("elb_member", instances=shop[0], remember=True)
        assert not out.get("failed") and not back.get("failed")
        seen = run("elb_member", instances=shop, balancers=NAMES)
        assert not seen["changed"], f"after {operation} failed: {seen['actions']}"
        assert shown(seen) == dict.fromkeys(NAMES, (4, 4))


def test_a_way_back_that_timed_out_is_waited_for_again(
    run: Runner, emulator: Emulator, shop: list[str]
) -> None:
    run("elb_member", instances=shop[0], state="absent", remember=True)
    emulator.knobs(registration_s=3600)
    for _attempt in range(2):
        failed = run.fails("elb_member", instances=shop[0], remember=True, wait_timeout=1)
        assert "are not in service" in failed["msg"]
    emulator.knobs(registration_s=0)
    assert run("elb_member", instances=shop[0], remember=True)["balancers"][0]["in_service"] == 4


def test_two_that_come_back_at_the_same_moment_leave_no_note(
    run: Runner, shop: list[str], aws: Any, meddle: Meddle
) -> None:
    """The second comes and serves after the first has read who is noted."""
    run("elb_member", instances=shop[:2], state="absent", remember=True)
    meddle(REGISTER, lambda: run("elb_member", instances=shop[1], remember=True))
    run("elb_member", instances=shop[0], remember=True)
    assert all(not tags["Tags"] for tags in aws.describe_tags(LoadBalancerNames=NAMES)["TagDescriptions"])
    assert run("elb_member", instances=shop[:2], remember=True)["balancers"] == []


@pytest.mark.parametrize("tags", [0, 25], ids=["a note each", "one note"])
def test_one_of_a_batch_that_leaves_again_does_not_lose_the_others(
    run: Runner, shop: list[str], tags: int
) -> None:
    for name in NAMES:
        run("elb_balancer", name=name, tags={f"tag{number}": "" for number in range(tags)})
    two = sorted(shop[:2])
    run("elb_member", instances=two, state="absent", remember=True)
    run("elb_member", instances=two[0], remember=True)
    run("elb_member", instances=two[0], state="absent", remember=True)
    for member in two:
        assert run("elb_member", instances=member, remember=True)["registered_with"] == NAMES


def test_a_failure_in_between_tells_what_the_way_back_needs(
    run: Runner, emulator: Emulator, shop: list[str]
) -> None:
    answer = {"code": "AccessDenied", "status": 403, "message": "no"}
    fault = {"operation": "DeregisterInstancesFromLoadBalancer", "skip": 1, "times": 1, "when": "before"}
    emulator.knobs(faults=[{**fault, "answer": answer}])
    failed = run.fails("elb_member", instances=shop[0], balancers=NAMES, state="absent")
    assert failed["deregistered_from"] == ["api"]
    assert failed["failed_action"]["parameters"]["LoadBalancerName"] == "shop"
    assert [action["parameters"]["LoadBalancerName"] for action in failed["actions_left"]] == ["web"]


def test_a_percentage_counts_those_that_are_out_for_a_while(run: Runner, shop: list[str]) -> None:
    options = {"state": "absent", "remember": True, "min_in_service": "50%"}
    for member in shop[:2]:
        run("elb_member", instances=member, **options)
    failed = run.fails("elb_member", instances=shop[2], **options)
    away = ", ".join(sorted(shop[:2]))
    assert (
        f"would keep 1 of 2 healthy members and needs 2 (counting {away}, noted as taken out)"
        in failed["msg"]
    )


@pytest.mark.parametrize("check", [True, False])
def test_who_finds_no_room_for_the_note_stays_everywhere(
    run: Runner, shop: list[str], aws: Any, check: bool
) -> None:
    tags = [{"Key": f"key-{number}", "Value": ""} for number in range(50)]
    aws.add_tags(LoadBalancerNames=[NAMES[-1]], Tags=tags)
    run.emulator.clear_log()
    failed = run.fails("elb_member", instances=shop[0], state="absent", remember=True, check=check)
    assert failed["msg"].startswith(
        f"remember: {NAMES[-1]} has 50 tags, 0 of them notes of elb_member, and takes at most 50"
    )
    assert run.writes() == []


def test_a_noted_drain_is_waited_for_without_naming_balancers(
    run: Runner, emulator: Emulator, network: Network
) -> None:
    balancers(run, network, ["shop"], connection_draining={"timeout": 60})
    two = network["instances"][:2]
    run("elb_member", instances=two, balancers="shop")
    run("elb_member", instances=two[0], state="absent", remember=True, wait=False)
    emulator.knobs(clock_speed=60)
    assert run("elb_member", instances=two[0], state="absent", remember=True)["waited"] > 0


@pytest.mark.parametrize("state", [{"State": "Unknown"}, {"State": "InService"}], ids=str)
def test_a_drain_of_which_aws_tells_nothing_at_first_is_waited_for(
    run: Runner, emulator: Emulator, network: Network, state: dict[str, str]
) -> None:
    """A transient answer does not say that the connections have ended (facts 4.1)."""
    balancers(run, network, ["shop"], connection_draining={"timeout": 60})
    two = network["instances"][:2]
    run("elb_member", instances=two, balancers="shop")
    run("elb_member", instances=two[0], state="absent", remember=True, wait=False)
    emulator.knobs(clock_speed=60, health_scripts={two[0]: [state]})
    assert run("elb_member", instances=two[0], state="absent", remember=True)["waited"] > 0


def test_who_may_not_leave_is_not_noted_as_out(run: Runner, shop: list[str], aws: Any) -> None:
    """Such a note would bring it back one day, also where it had left for good."""
    answer = {"code": "AccessDenied", "status": 403, "message": "no"}
    operation = "DeregisterInstancesFromLoadBalancer"
    run.emulator.knobs(faults=[{"operation": operation, "when": "before", "answer": answer}])
    failed = run.fails("elb_member", instances=shop[:2], state="absent", remember=True)
    assert "The note about it was taken off again." in failed["msg"]
    assert [action["operation"] for action in failed["actions"]] == ["AddTags"]
    assert all(not tags["Tags"] for tags in aws.describe_tags(LoadBalancerNames=NAMES)["TagDescriptions"])


def test_who_may_have_left_stays_noted(run: Runner, shop: list[str]) -> None:
    """The answers got lost, and nobody may look; or of a list, that AWS refused for one, each was sent alone."""
    operation = "DeregisterInstancesFromLoadBalancer"
    unknown = {"code": "InvalidInstance", "status": 400, "message": "no"}
    denied = {"code": "AccessDenied", "status": 403, "message": "no"}
    run.emulator.knobs(
        faults=[
            {"operation": operation, "times": None, "when": "after", "answer": "drop"},
            {"operation": "DescribeLoadBalancers", "skip": 1, "times": None, "answer": denied},
        ]
    )
    failed = run.fails("elb_member", instances=shop[0], state="absent", remember=True)
    assert "note about it" not in failed["msg"]
    assert f"It may have worked: {shop[0]} may be out of {NAMES[0]}." in failed["msg"]
    assert failed["deregistered_from"] == NAMES[:1]
    run.emulator.knobs(
        faults=[
            {"operation": operation, "when": "before", "answer": unknown},
            {"operation": operation, "skip": 1, "when": "before", "answer": denied},
        ]
    )
    failed = run.fails("elb_member", instances=shop[1:3], balancers=NAMES[0], state="absent", remember=True)
    assert "AccessDenied" in failed["msg"]
    assert "note about it" not in failed["msg"]
    left, refused = sorted(shop[1:3])
    assert failed["actions"][-1]["parameters"]["Instances"] == [{"InstanceId": left}]
    assert f"It may have worked: {refused} may be out of {NAMES[0]}." in failed["msg"]
    run.emulator.knobs(faults=[])
    assert run("elb_member", instances=shop[:3], remember=True)["registered_with"] == NAMES[:1]


@pytest.mark.parametrize(
    "operation", ["DeregisterInstancesFromLoadBalancer", "RegisterInstancesWithLoadBalancer"]
)
def test_what_aws_shows_as_done_is_done(run: Runner, shop: list[str], operation: str) -> None:
    """Every answer gets lost, and each call has its effect."""
    moves = [
        {"instances": shop[:2], "balancers": NAMES, "state": state, "wait": False}
        for state in ("absent", "present")
    ]
    run.emulator.knobs(faults=[{"operation": operation, "times": None, "when": "after", "answer": "drop"}])
    for move in moves:
        done = run("elb_member", **move)
        assert done["changed"] and len(done["actions"]) == len(NAMES)
        assert not run("elb_member", **move)["changed"]


def test_a_note_that_aws_still_shows_is_written_again(
    run: Runner, emulator: Emulator, shop: list[str]
) -> None:
    """It was taken off a moment ago; who leaves now would have none when AWS has caught up."""
    member = {"instances": shop[0], "balancers": "shop", "remember": True, "wait": False}
    run("elb_member", **member, state="absent", min_in_service=0)
    with just_behind(emulator, "DescribeTags"):
        run("elb_member", instances=shop[0], remember=True)
    done = run("elb_member", **member, state="absent", min_in_service=0)
    assert [action["operation"] for action in done["actions"]][:1] == ["AddTags"]
    emulator.knobs(lag_ms=0)
    back = run("elb_member", instances=shop[0], remember=True)
    assert back["registered_with"] == ["shop"]


def notes(aws: Any) -> list[dict[str, str]]:
    (described,) = aws.describe_tags(LoadBalancerNames=["shop"])["TagDescriptions"]
    return [tag for tag in described["Tags"] if tag["Key"].startswith("classic.elb:out:")]


REFUSED = {"code": "AccessDenied", "status": 403, "message": "no"}


def test_a_note_of_before_stays_where_aws_refuses(run: Runner, emulator: Emulator, shop: list[str]) -> None:
    """It is taken off when its instance serves, so that a run after a time-out waits again."""
    member = {"instances": shop[0], "remember": True}
    run("elb_member", **member, state="absent", min_in_service=0, wait=False)
    run("elb_member", **member, wait=False)
    run("elb_member", instances=shop[0], balancers="shop")
    noted = run("elb_member", **member, state="absent", min_in_service=0, wait=False)
    assert noted["changed"]
    emulator.knobs(registration_s=3600)
    assert run.fails("elb_member", **member, wait_timeout=1)["changed"]
    emulator.knobs(faults=[{"operation": "DeregisterInstancesFromLoadBalancer", "answer": REFUSED}])
    failed = run.fails("elb_member", **member, state="absent", min_in_service=0)
    assert "was taken off again" not in failed["msg"]
    assert "wait_timeout" in run.fails("elb_member", **member, wait_timeout=1)["msg"]


def test_a_new_note_beside_an_older_one_is_taken_off(
    run: Runner, emulator: Emulator, network: Network, aws: Any
) -> None:
    """The older one is shared with somebody who is out."""
    run("elb_balancer", **small(network), tags={f"k{number}": "v" for number in range(30)})
    new, back, out, *_others = network["instances"]
    run("elb_member", instances=network["instances"][:4], balancers="shop", wait=False)
    away = {"balancers": "shop", "state": "absent", "remember": True, "min_in_service": 0, "wait": False}
    run("elb_member", instances=[back, out], **away)
    before = notes(aws)
    run("elb_member", instances=back, balancers="shop", wait=False)
    fault = {"operation": "DeregisterInstancesFromLoadBalancer", "times": None, "answer": REFUSED}
    emulator.knobs(faults=[fault])
    failed = run.fails("elb_member", instances=[new, back], **away)
    assert "The note about it was taken off again." in failed["msg"]
    assert notes(aws) == before
