# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every call fails in every way. What comes of it is success, or one clear error; and nothing is lost."""

from __future__ import annotations

import json
import os
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

import pytest

from emulator import Emulator
from support.fixtures import READER
from support.modules import Runner

from .reader import Reader, Seen
from .scenarios import SCENARIOS, Scenario, all_of, send

Result = dict[str, Any]

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def quick(emulator: Emulator) -> None:
    emulator.knobs(**QUICK)


@dataclass(frozen=True)
class Campaign:
    """How a call fails, and whether the task has to succeed all the same."""

    name: str
    times: int
    when: str = "before"
    answer: Any = "drop"
    survives: bool = True

    def fault(self, operation: str, skip: int) -> dict[str, Any]:
        fault = {"operation": operation, "skip": skip, "times": self.times, "when": self.when}
        return fault | {"answer": self.answer}


THROTTLED = {"code": "Throttling", "status": 400, "message": "Rate exceeded"}
BROKEN = {"code": "InternalFailure", "status": 500, "message": ""}
BUSY = {"code": "ServiceUnavailable", "status": 503, "message": ""}
DENIED = {"code": "AccessDenied", "status": 403, "message": "User: x is not authorized"}
ALWAYS = 1000

DROPPED_AFTER = Campaign("dropped after", 1, "after")
DENIED_ONCE = Campaign("denied once", 1, answer=DENIED, survives=False)
DENIED_ALWAYS = Campaign("denied always", ALWAYS, answer=DENIED, survives=False)
ESSENTIAL = [DROPPED_AFTER, DENIED_ONCE, DENIED_ALWAYS]
CAMPAIGNS = [
    *ESSENTIAL,
    Campaign("throttled eight times", 8, answer=THROTTLED),
    Campaign("500 before", 1, answer=BROKEN),
    Campaign("500 after", 1, "after", BROKEN),
    Campaign("503 before", 1, answer=BUSY),
    Campaign("503 after", 1, "after", BUSY),
    Campaign("dropped before", 1),
    Campaign("500 always", ALWAYS, answer=BROKEN, survives=False),
    Campaign("dropped always", ALWAYS, survives=False),
    Campaign("dropped after, always", ALWAYS, "after", survives=False),
]


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


EVERYTHING = "FIRE_EXAMPLES" in os.environ


class Front:
    """A scenario on the emulator: its state before, and the one that its task has to reach."""

    reached: ClassVar[dict[str, tuple[Seen | None, Seen | None]]] = {}
    """Both, by scenario: the emulator begins with the same network whenever it is reset."""

    def __init__(self, run: Runner, reader: Reader, scenario: Scenario) -> None:
        self.run = run
        self.emulator = run.emulator
        self.reader = reader
        self.scenario = scenario
        self.options = scenario.options(self.emulator.network)
        if scenario.name not in self.reached:
            self.reached[scenario.name] = self.explore()
        self.before, self.wanted = self.reached[scenario.name]
        self.prepare()
        self.emulator.clear_log()

    def explore(self) -> tuple[Seen | None, Seen | None]:
        """What there is before and after the task where nothing goes wrong."""
        self.prepare()
        before = self.seen()
        done = self.run(self.scenario.module, **self.options)
        assert Counter(action["operation"] for action in done["actions"]) == Counter(self.scenario.writes)
        wanted = self.seen()
        self.emulator.reset()
        self.emulator.knobs(**QUICK)
        return before, wanted

    def prepare(self) -> None:
        send(self.reader.aws, self.scenario.before(self.emulator.network))

    def seen(self) -> Seen | None:
        return self.reader.balancers().get("shop")

    def attempt(self) -> Result:
        return self.run.attempt(self.scenario.module, **self.options)

    def calls(self) -> list[dict[str, Any]]:
        """The calls of modules; the reader's are not counted."""
        return [entry for entry in self.emulator.log if entry["access_key"] != READER]


QUICK = {"registration_s": 0, "health_delay_s": 0, "clock_speed": 1e6}


@pytest.mark.parametrize(("scenario", "operation", "skip", "campaign"), list(battle_plan()))
def test_a_write_fails(
    run: Runner, reader: Reader, scenario: Scenario, operation: str, skip: int, campaign: Campaign
) -> None:
    front = Front(run, reader, scenario)
    run.emulator.knobs(faults=[campaign.fault(operation, skip)])
    result = front.attempt()
    run.emulator.knobs(faults=[])
    calls = front.calls()
    assert result["api_calls"] == counted(calls)
    if campaign.survives:
        assert not result.get("failed"), result["msg"]
        check_success(front, result)
    else:
        check_failure(front, result, operation, calls)
    make_good(front, result)


def counted(calls: list[dict[str, Any]]) -> dict[str, int]:
    return {
        "total": len(calls),
        "writes": sum(entry["write"] for entry in calls),
        "throttled": sum(entry["error"] == "Throttling" for entry in calls),
    }


def check_success(front: Front, result: Result) -> None:
    assert lasting(front.seen()) == lasting(front.wanted)
    assert Counter(action["operation"] for action in result["actions"]) == Counter(front.scenario.writes)
    if "balancer" in result:
        seen = front.seen()
        assert result["balancer"] == (seen.shown if seen else {})


def lasting(seen: Seen | None) -> Any:
    return seen and (seen.lasting, seen.noted)


def check_failure(front: Front, result: Result, operation: str, calls: list[dict[str, Any]]) -> None:
    """One sentence after the other, which say what failed, what was done, what was not, and what is missing."""
    assert result["failed"]
    message = result["msg"]
    check_message(message)
    assert message.startswith(f"{operation} for shop failed: "), message
    done = [action["operation"] for action in result["actions"]]
    effective = [entry["operation"] for entry in calls if entry["write"] and entry["fault"] is None]
    assert effective[: len(done)] == done, "what it says was done was not"
    assert result["changed"] == bool(done)
    assert [name for name in done if name not in message] == []
    left = [action["operation"] for action in result["actions_left"]]
    assert [name for name in left if name not in message] == []
    seen = front.seen()
    if front.scenario.module != "elb_member":
        assert result["failed_action"]["operation"] == operation
        assert Counter([*done, operation, *left]) == Counter(front.scenario.writes)
        assert result["balancer"] == (seen.shown if seen else {})
    told = missing(result)
    lost = losses(front.before, seen, front.wanted)
    assert [thing for thing in lost if not is_told(thing, told)] == [], message


def check_message(message: str) -> None:
    assert "\n" not in message
    assert "Traceback" not in message
    assert "<" not in message, "there is a Python object in it"


def missing(result: Result) -> dict[str, Any]:
    """What a failed run says is missing, in the words of the options; its message says it too, as far as it goes."""
    told: dict[str, Any] = result.get("lost", {})
    listed = "; ".join(f"{name}: {json.dumps(value)}" for name, value in told.items())
    for_sure, feared = f"Missing is now {listed}.", f"Missing may be {listed}."
    message = result.get("msg", "")
    assert not told or len(message) > 4000 or message.endswith((for_sure, feared)), message
    return told


def losses(before: Seen | None, now: Seen | None, wanted: Seen | None) -> list[tuple[str, Any]]:
    """What was there, is to be there, and is not."""
    if before is None or wanted is None:
        return []
    held = possessions(now) if now else {}
    to_be = possessions(wanted)
    return [
        (kind, thing)
        for kind, things in possessions(before).items()
        for thing in things & to_be[kind]
        if thing not in held.get(kind, ())
    ]


def possessions(seen: Seen) -> dict[str, set[Any]]:
    """A policy that is being rebuilt stands in under a name of its own; a port has policies by their kinds."""
    shown = seen.shown
    names = {policy["name"].removesuffix("-elb-successor"): policy["type"] for policy in shown["policies"]}
    types = {policy["name"]: policy["type"] for policy in shown["policies"]}
    ports = [*shown["listeners"], *shown["backend_servers"]]
    return {
        "listeners": {item["load_balancer_port"] for item in shown["listeners"]},
        "policies": set(names),
        "enabled": {
            (port.get("load_balancer_port", -port["instance_port"]), types[name])
            for port in ports
            for name in port["policy_names"]
        },
        "tags": set(shown["tags"]),
        "instances": set(shown["instances"]),
        "notes": set(seen.noted),
    }


def is_told(thing: tuple[str, Any], told: dict[str, Any]) -> bool:
    kind, what = thing
    if kind == "enabled":
        return "listeners" in told or "backend_servers" in told
    keys = {"listeners": "load_balancer_port", "policies": "name"}
    return what in [item[keys[kind]] if kind in keys else item for item in told.get(kind, ())]


def make_good(front: Front, result: Result) -> None:
    """Set again what the message says is missing, run the task again, and all is as wanted; once more is silent."""
    told = dict(missing(result))
    if told:
        instances = told.pop("instances", [])
        additive = {f"purge_{key}": False for key in ("listeners", "policies", "backend_servers", "tags")}
        front.run("elb_balancer", **{"name": "shop", **additive, **told})
        if instances:
            front.run("elb_member", instances=instances, balancers="shop")
    again = front.attempt()
    assert not again.get("failed"), again["msg"]
    assert lasting(front.seen()) == lasting(front.wanted)
    front.emulator.clear_log()
    once_more = front.attempt()
    assert not once_more["changed"], once_more["actions"]
    assert [entry for entry in front.calls() if entry["write"]] == []


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
    run.emulator.knobs(faults=[Campaign("", ALWAYS).fault("*", looked + sent)])
    result = front.attempt()
    run.emulator.knobs(faults=[])
    if result.get("failed"):
        check_message(result["msg"])
        told = missing(result)
        lost = losses(front.before, front.seen(), front.wanted)
        assert [thing for thing in lost if not is_told(thing, told)] == [], result["msg"]
    else:
        check_success(front, result)
    make_good(front, result)


def test_every_write_is_under_fire() -> None:
    from ansible_collections.classic.elb.plugins.module_utils._predict import EFFECTS, NETWORK_EFFECTS

    known = {*EFFECTS, *NETWORK_EFFECTS, "CreateLoadBalancer", "DeleteLoadBalancer"}
    assert {operation for scenario in SCENARIOS for operation in scenario.writes} == known
    assert all_of("Write") == known


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
            "ec2:DescribeNetworkInterfaces": 0,
        },
    ),
    Reading("certificate", {**LOOK, "DescribeLoadBalancers": 1}),
    Reading("cookie in use", LOOK),
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
            "ec2:DescribeInstances": 0,
        },
    ),
]
BUSY_EC2 = {"code": "RequestLimitExceeded", "status": 503, "message": "Request limit exceeded."}
ON_READS = [
    campaign for campaign in CAMPAIGNS if campaign.when == "before" and campaign.name != "503 before"
] + [Campaign("EC2 is throttled", 8, answer=BUSY_EC2)]


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
    front = Front(run, reader, scenario)
    run.emulator.knobs(faults=[campaign.fault(operation, skip)])
    result = front.attempt()
    run.emulator.knobs(faults=[])
    calls = front.calls()
    struck = [entry for entry in calls if entry["fault"]]
    assert struck, "the task does not read this"
    if campaign.survives:
        assert not result.get("failed"), result["msg"]
        check_success(front, result)
    else:
        check_failed_read(front, result, operation, calls)
    make_good(front, result)


def check_failed_read(front: Front, result: Result, operation: str, calls: list[dict[str, Any]]) -> None:
    """Nothing is written on half of a picture; after a write, it says what was done."""
    assert result["failed"]
    message = result["msg"]
    check_message(message)
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
    send(reader.aws, SCENARIOS[1].before(run.emulator.network))
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


LAG = 0.4


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)
def test_reads_lag_behind(run: Runner, reader: Reader, scenario: Scenario) -> None:
    """The task works on a picture of some time ago; so does its repetition at once, which must do no harm."""
    front = Front(run, reader, scenario)
    time.sleep(LAG)  # until the state before is what a late reader sees
    run.emulator.knobs(lag_ms=LAG * 1000)
    result = front.attempt()
    blind = front.attempt()
    run.emulator.knobs(lag_ms=0)
    assert not result.get("failed"), result["msg"]
    if result.get("balancer"):
        seen = Seen(result["balancer"], frozenset(), {})
        assert seen.lasting == front.wanted.lasting if front.wanted else False
    if blind.get("failed"):
        check_message(blind["msg"])
        told = missing(blind)
        lost = losses(front.wanted or front.before, front.seen(), front.wanted)
        assert [thing for thing in lost if not is_told(thing, told)] == [], blind["msg"]
    else:
        assert lasting(front.seen()) == lasting(front.wanted)
    make_good(front, blind)


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
