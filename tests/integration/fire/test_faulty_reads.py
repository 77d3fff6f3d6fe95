# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every read fails in every way. Nothing is done on half of a picture, and a late one does no harm."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from support.modules import Runner

from .campaigns import CAMPAIGNS, Campaign
from .front import LAG, Front, Result, check_message, check_success, check_told, lasting, make_good, strike
from .reader import Reader
from .scenarios import SCENARIOS, Scenario, all_of, begin

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("quick")]


@dataclass(frozen=True)
class Reading:
    """A task and what it reads, with the number of the last such call."""

    name: str
    reads: dict[str, int]


LOOK = {
    "DescribeLoadBalancers": 0,
    "DescribeLoadBalancerAttributes": 0,
    "DescribeLoadBalancerPolicies": 0,
    "DescribeTags": 0,
}
READINGS = [
    Reading(
        "creation",
        {
            "DescribeLoadBalancers": 1,
            "ec2:DescribeSubnets": 0,
            "ec2:DescribeSecurityGroups": 0,
            "ec2:DescribeNetworkInterfaces": 1,
        },
    ),
    Reading("replacement", {"ec2:DescribeInstances": 0}),
    Reading("certificate", {**LOOK, "DescribeLoadBalancers": 1}),
    Reading("cookie in use", {**LOOK, "DescribeLoadBalancers": 1}),
    Reading(
        "out, noted",
        {
            "DescribeLoadBalancers": 0,
            "DescribeTags": 0,
            "DescribeInstanceHealth": 1,
            "DescribeLoadBalancerAttributes": 0,
        },
    ),
    Reading(
        "back",
        {
            "DescribeLoadBalancers": 0,
            "DescribeTags": 0,
            "DescribeInstanceHealth": 1,
        },
    ),
]
BUSY_EC2 = {"code": "RequestLimitExceeded", "status": 503, "message": "Request limit exceeded."}
ON_READS = [campaign for campaign in CAMPAIGNS if campaign.when == "before"]
ON_READS += [Campaign("EC2 is throttled", 8, answer=BUSY_EC2)]
"""A read has no effect that a failure could come after."""


def reading_plan() -> Iterator[Any]:
    for reading in READINGS:
        for operation, last in reading.reads.items():
            for skip in sorted({0, last}):
                for campaign in ON_READS:
                    if (campaign.answer is BUSY_EC2) <= operation.startswith("ec2:"):
                        name = f"{reading.name}-{operation}-{skip}-{campaign.name}"
                        yield pytest.param(reading.name, operation, skip, campaign, id=name)


@pytest.mark.parametrize(("name", "operation", "skip", "campaign"), list(reading_plan()))
def test_a_read_fails(
    run: Runner, reader: Reader, name: str, operation: str, skip: int, campaign: Campaign
) -> None:
    scenario = next(scenario for scenario in SCENARIOS if scenario.name == name)
    strike(Front(run, reader, scenario), campaign, operation, skip, check_failed_read)


@pytest.mark.parametrize("reading", READINGS, ids=lambda reading: reading.name)
def test_the_last_read_of_each_kind_is_under_fire(run: Runner, reader: Reader, reading: Reading) -> None:
    scenario = next(scenario for scenario in SCENARIOS if scenario.name == reading.name)
    front = Front(run, reader, scenario)
    run.emulator.clear_log()
    front.attempt()
    reads = Counter(run.reads())
    assert {name: reads[name.removeprefix("ec2:")] - 1 for name in reading.reads} == reading.reads


def check_failed_read(front: Front, result: Result, operation: str, calls: list[dict[str, Any]]) -> None:
    """Nothing is written on half of a picture; after a write, it says what was done."""
    message = result["msg"]
    assert f"{operation.removeprefix('ec2:')} " in message
    written = [entry["operation"] for entry in calls if entry["write"]]
    assert [action["operation"] for action in result.get("actions", [])] == written
    assert result.get("changed", False) == bool(written)
    if written:
        assert [name for name in written if name not in message] == [], message
    else:
        assert lasting(front.seen()) == lasting(front.before)


INFORMATION = [
    ("elb_balancer_info", {"names": ["shop"], "include": ["all"]}, [*LOOK, "DescribeInstanceHealth"]),
    ("elb_balancer_info", {}, ["DescribeLoadBalancers"]),
    (
        "elb_service_info",
        {"include": ["account_limits", "policy_types", "predefined_policies"]},
        [
            "DescribeAccountLimits",
            "DescribeLoadBalancerPolicies",
            "DescribeLoadBalancerPolicyTypes",
            "DescribeLoadBalancers",
        ],
    ),
]


@pytest.mark.parametrize("campaign", ON_READS, ids=lambda campaign: campaign.name)
@pytest.mark.parametrize(
    ("module", "options", "operation"),
    [(module, options, read) for module, options, reads in INFORMATION for read in reads],
    ids=str,
)
def test_information_is_whole_or_refused(
    run: Runner, reader: Reader, module: str, options: dict[str, Any], operation: str, campaign: Campaign
) -> None:
    begin(run.emulator, reader.aws, SCENARIOS[1].before)
    whole = {**run(module, **options), "api_calls": None}
    run.emulator.knobs(faults=[campaign.fault(operation, 0)])
    result = run.attempt(module, **options)
    if campaign.survives:
        assert {**result, "api_calls": None} == whole
    else:
        assert result["failed"]
        check_message(result["msg"])
        assert f"{operation} " in result["msg"]


def test_every_read_is_under_fire() -> None:
    used = {read.removeprefix("elasticloadbalancing:") for read in all_of("Read")}
    fired = {read for reading in READINGS for read in reading.reads}
    fired |= {read for _module, _options, reads in INFORMATION for read in reads}
    assert fired == used


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)
def test_reads_lag_behind(run: Runner, reader: Reader, scenario: Scenario) -> None:
    """The task works on a picture of some time ago; so does its repetition at once, which must do no harm."""
    front = Front(run, reader, scenario)
    time.sleep(LAG)  # until the state before is what a late reader sees
    run.emulator.knobs(lag_ms=LAG * 1000)
    result = front.attempt()
    assert not result.get("failed"), result["msg"]
    run.emulator.knobs(lag_ms=0)
    check_success(front, result)
    run.emulator.knobs(lag_ms=LAG * 1000)
    blind = front.attempt()
    run.emulator.knobs(lag_ms=0)
    if blind.get("failed"):
        check_message(blind["msg"])
        check_told(blind, front.wanted or front.before, front.seen(), front.wanted)
    else:
        assert lasting(front.seen()) == lasting(front.wanted)
    make_good(front, blind)
