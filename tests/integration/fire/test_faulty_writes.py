# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every write fails in every way. What comes of it is success, or one clear error; and nothing is lost."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from support.modules import Runner

from .campaigns import (
    ALWAYS,
    CAMPAIGNS,
    DENIED,
    DENIED_ALWAYS,
    DENIED_ONCE,
    ESSENTIAL,
    UNANSWERED_ALWAYS,
    Campaign,
)
from .front import LAG, Front, Result, check_message, check_success, check_told, make_good, missing, strike
from .length import EVERYTHING
from .reader import Reader
from .scenarios import SCENARIOS, Scenario, all_of

REFUSED = {"code": "ValidationError", "status": 400, "message": "no"}
"""Unlike a right that is missing, it is never waited for."""
MOVES = ("DeregisterInstancesFromLoadBalancer", "RegisterInstancesWithLoadBalancer")

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("quick")]


def strikes(scenario: Scenario) -> Iterator[tuple[str, int]]:
    """Each operation of a task, the first time it is sent and the last."""
    for operation in dict.fromkeys(scenario.writes):
        yield operation, 0
        if scenario.writes.count(operation) > 1:
            yield operation, scenario.writes.count(operation) - 1


def battle_plan() -> Iterator[Any]:
    """All campaigns where an operation is met first, the essential ones wherever it is met."""
    met: set[str] = set()
    for scenario in SCENARIOS:
        for operation, skip in strikes(scenario):
            for campaign in ESSENTIAL if operation in met and not EVERYTHING else CAMPAIGNS:
                name = f"{scenario.name}-{operation}-{skip}-{campaign.name}"
                yield pytest.param(scenario, operation, skip, campaign, id=name)
            met.add(operation)


@pytest.mark.parametrize(("scenario", "operation", "skip", "campaign"), list(battle_plan()))
def test_a_write_fails(
    run: Runner, reader: Reader, scenario: Scenario, operation: str, skip: int, campaign: Campaign
) -> None:
    born = "CreateLoadBalancer" in scenario.writes and operation not in (
        "CreateLoadBalancer",
        "DeleteLoadBalancer",
    )
    if campaign is DENIED_ONCE and born:
        campaign = replace(campaign, survives=True)  # rights that depend on tags are late (facts 10a)
    if campaign is UNANSWERED_ALWAYS and operation in MOVES and scenario.module == "elb_member":
        campaign = replace(campaign, survives=True)  # AWS shows where the members are
    strike(Front(run, reader, scenario), campaign, operation, skip, check_failure)


def check_failure(front: Front, result: Result, operation: str, calls: list[dict[str, Any]]) -> None:
    """One sentence after the other, which say what failed, what was done, what was not, and what is missing."""
    message = result["msg"]
    assert message.startswith(f"{operation} for shop failed: "), message
    done = [action["operation"] for action in result["actions"]]
    effective = [entry["operation"] for entry in calls if entry["write"] and entry["fault"] is None]
    assert effective[: len(done)] == done, "what it says was done was not"
    seen = front.seen()
    looks = front.scenario.module not in ("elb_member", "elb_instance")
    took_effect = (seen and seen.shown) != (front.before and front.before.shown)
    assert result["changed"] == (bool(effective) or took_effect), "to put something back is a change, too"
    assert [name for name in done if name not in message] == []
    left = [action["operation"] for action in result["actions_left"]]
    assert [name for name in left if name not in message] == []
    assert result["failed_action"]["operation"] == operation
    assert Counter([*done, operation, *left]) == Counter(front.scenario.writes)
    if looks:
        shown = seen.shown if seen else {}
        if seen and any(entry["fault"] == "drop-after" for entry in calls):
            shown = as_told(result, shown)
        assert result["balancer"] == shown
    check_told(result, front.before, seen, front.wanted)


def as_told(result: Result, shown: dict[str, Any]) -> dict[str, Any]:
    """Where the answer to a creation was lost, a policy that shows as it was when it was deleted may be a late picture.

    It may be left out, if that loses nothing.
    """
    names = {policy["name"] for policy in shown["policies"]}
    lost = {policy["name"] for policy in missing(result).get("policies", ())}
    doubtful = {name for name in names if name in lost or f"{name}-elb-successor" in names}
    told = {policy["name"] for policy in result["balancer"]["policies"]}
    policies = [policy for policy in shown["policies"] if policy["name"] not in doubtful - told]
    return {**shown, "policies": policies}


def cuts() -> Iterator[Any]:
    """After each write of each task; in make test after some of them."""
    for scenario in SCENARIOS:
        last = len(scenario.writes)
        for sent in range(last + 1) if EVERYTHING else sorted({1, last // 2, last - 1} - {0}):
            yield pytest.param(scenario, sent, id=f"{scenario.name}-{sent}")


@pytest.mark.parametrize(("scenario", "sent"), list(cuts()))
def test_the_line_is_cut(run: Runner, reader: Reader, scenario: Scenario, sent: int) -> None:
    """After some writes AWS cannot be reached any more: nothing can be put back, nor even looked at."""
    front = Front(run, reader, scenario)
    run(scenario.module, check=True, **front.options)
    looked = len([entry for entry in front.calls() if entry["service"] == "elasticloadbalancing"])
    front.emulator.clear_log()
    result = front.attempt(Campaign("", ALWAYS).fault("*", looked + sent))
    if result.get("failed"):
        check_message(result["msg"])
        check_told(result, front.before, front.seen(), front.wanted)
    else:
        check_success(front, result)
    make_good(front, result)


def test_a_big_loss_is_told_whole(run: Runner, reader: Reader) -> None:
    """Forty listeners with a policy, and a hundred tags' worth of text: what is missing is told to the last."""
    network = run.emulator.network
    listeners = [
        {"load_balancer_port": port, "protocol": "HTTP", "instance_port": 8080, "policy_names": ["sticky"]}
        for port in range(1000, 1040)
    ]
    sticky = {"name": "sticky", "type": "LBCookieStickinessPolicyType"}
    tags = {f"key-{number}": "value " * 20 for number in range(40)}
    options = {"name": "shop", "listeners": listeners, "policies": [sticky], "tags": tags}
    run("elb_balancer", **options, subnets=[network["vpc"]["subnets"][0]["id"]])
    before = reader.balancers()["shop"]
    denied = Campaign("", ALWAYS, answer=DENIED).fault("CreateLoadBalancer", 0)
    run.emulator.knobs(faults=[denied])
    failed = run.fails("elb_balancer", name="shop", scheme="internal", max_impact="replacement")
    run.emulator.knobs(faults=[])
    assert reader.balancers() == {}
    assert len(failed["msg"]) > 4000
    told = missing(failed)
    assert told["listeners"] == before.shown["listeners"]
    assert told["tags"] == tags


def test_what_was_put_back_is_not_told_as_lost(run: Runner, reader: Reader) -> None:
    """Both listeners are put back, and of one of them the policy is not."""
    sticky = {"name": "sticky", "type": "LBCookieStickinessPolicyType"}
    listeners = [{"load_balancer_port": port, "protocol": "HTTP", "instance_port": 8080} for port in (80, 81)]
    listeners[0]["policy_names"] = ["sticky"]
    subnets = [run.emulator.network["vpc"]["subnets"][0]["id"]]
    run("elb_balancer", name="shop", subnets=subnets, listeners=listeners, policies=[sticky])
    elsewhere = [{**listener, "instance_port": 9090} for listener in listeners]
    run.emulator.knobs(
        faults=[
            {"operation": "CreateLoadBalancerListeners", "answer": REFUSED},
            {"operation": "SetLoadBalancerPoliciesOfListener", "times": None, "answer": REFUSED},
        ]
    )
    failed = run.fails("elb_balancer", name="shop", listeners=elsewhere, max_impact="outage")
    run.emulator.knobs(faults=[])
    shown = reader.balancers()["shop"].shown["listeners"]
    assert [(item["load_balancer_port"], item["policy_names"]) for item in shown] == [(80, []), (81, [])]
    assert [item["load_balancer_port"] for item in missing(failed)["listeners"]] == [80]


def test_every_write_is_under_fire() -> None:
    from ansible_collections.classic.elb.plugins.module_utils._plan.predict import EFFECTS, NETWORK_EFFECTS

    known = {*EFFECTS, *NETWORK_EFFECTS, "CreateLoadBalancer", "DeleteLoadBalancer"}
    assert {operation for scenario in SCENARIOS for operation in scenario.writes} == known
    assert all_of("Write") == known


TAKEN_AND_GIVEN = {
    "replacement": ("CreateLoadBalancer", "RegisterInstancesWithLoadBalancer", "ConfigureHealthCheck"),
    "other route": ("CreateLoadBalancerListeners",),
    "subnets": ("AttachLoadBalancerToSubnets",),
    "cookie not in use": ("CreateLBCookieStickinessPolicy",),
}
"""Scenarios that take away what they give again, and where that may fail."""


@pytest.mark.parametrize("campaign", [DENIED_ONCE, DENIED_ALWAYS], ids=lambda campaign: campaign.name)
@pytest.mark.parametrize(
    ("name", "operation"),
    [(name, operation) for name, operations in TAKEN_AND_GIVEN.items() for operation in operations],
)
def test_a_late_picture_does_not_hide_what_was_taken_away(
    run: Runner, reader: Reader, campaign: Campaign, name: str, operation: str
) -> None:
    """AWS still shows what it has deleted; it is put back, or told as missing."""
    front = Front(run, reader, next(each for each in SCENARIOS if each.name == name))
    time.sleep(LAG)
    run.emulator.knobs(lag_ms=LAG * 1000)
    result = front.attempt(replace(campaign, answer=REFUSED).fault(operation, 0))
    run.emulator.knobs(lag_ms=0)
    assert result["failed"]
    check_told(result, front.before, front.seen(), front.wanted)
    make_good(front, result)
