# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One task under fire: the state before, the one that it has to reach, and what it may say when it cannot."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from typing import Any, ClassVar

from emulator import Saved
from support.modules import READER, Runner

from .campaigns import Campaign
from .reader import Reader, Seen
from .scenarios import Scenario, send

Result = dict[str, Any]

THROTTLES = ("Throttling", "RequestLimitExceeded")
LAG = 0.4
"""Seconds by which reads lag behind, in the tests that look at that."""
QUICK = {"registration_s": 0, "health_delay_s": 0, "clock_speed": 1e6}


class Front:
    """A scenario on the emulator: its state before, and the one that its task has to reach."""

    explored: ClassVar[dict[str, tuple[Saved, Seen | None, Seen | None]]] = {}
    """Both, and how to begin, by scenario: the emulator has the same network whenever it is reset."""

    def __init__(self, run: Runner, reader: Reader, scenario: Scenario) -> None:
        self.run = run
        self.emulator = run.emulator
        self.reader = reader
        self.scenario = scenario
        self.options = scenario.options(self.emulator.network)
        self.emulator.knobs(antique=scenario.is_antique)
        if scenario.name not in self.explored:
            self.explored[scenario.name] = self.explore()
        saved, self.before, self.wanted = self.explored[scenario.name]
        self.emulator.restore(saved)
        self.emulator.clear_log()

    def explore(self) -> tuple[Saved, Seen | None, Seen | None]:
        """What there is before and after the task where nothing goes wrong."""
        send(self.reader.aws, self.scenario.before(self.emulator.network))
        saved = self.emulator.save()
        before = self.seen()
        done = self.run(self.scenario.module, **self.options)
        assert Counter(action["operation"] for action in done["actions"]) == Counter(self.scenario.writes)
        return saved, before, self.seen()

    def seen(self) -> Seen | None:
        return self.reader.balancers().get("shop")

    def attempt(self, *faults: dict[str, Any]) -> Result:
        """Run the task once, while calls fail as planned."""
        self.emulator.knobs(faults=faults)
        result = self.run.attempt(self.scenario.module, **self.options)
        self.emulator.knobs(faults=[])
        return result

    def calls(self) -> list[dict[str, Any]]:
        """The calls of modules; the reader's are not counted."""
        return [entry for entry in self.emulator.log if entry["access_key"] != READER]


def strike(
    front: Front, campaign: Campaign, operation: str, skip: int, check_failure: Callable[..., None]
) -> None:
    """A call fails as planned: the task succeeds, or fails as it has to; and it can be made good."""
    result = front.attempt(campaign.fault(operation, skip))
    calls = front.calls()
    assert [entry for entry in calls if entry["fault"]], "the task does not call this"
    assert result["api_calls"] == counted(calls)
    if campaign.survives:
        assert not result.get("failed"), result["msg"]
        check_success(front, result)
    else:
        assert result["failed"]
        check_message(result["msg"])
        check_failure(front, result, operation, calls)
    make_good(front, result)


def counted(calls: list[dict[str, Any]]) -> dict[str, int]:
    return {
        "total": len(calls),
        "writes": sum(entry["write"] for entry in calls),
        "throttled": sum(entry["error"] in THROTTLES for entry in calls),
    }


def check_success(front: Front, result: Result) -> None:
    seen = front.seen()
    assert lasting(seen) == lasting(front.wanted)
    assert Counter(action["operation"] for action in result["actions"]) == Counter(front.scenario.writes)
    if "balancer" in result:
        assert result["balancer"] == (seen.shown if seen else {})


def lasting(seen: Seen | None) -> Any:
    return seen and (seen.lasting, seen.noted)


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


def check_told(result: Result, before: Seen | None, now: Seen | None, wanted: Seen | None) -> None:
    """A failed run says of all that was lost that it is missing."""
    told = missing(result)
    lost = losses(before, now, wanted)
    assert [thing for thing in lost if not is_told(thing, told)] == [], result["msg"]


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
    """A policy that is being rebuilt stands in under a name of its own; a port has policies by their kinds.

    AWS' own policies come with their listeners.
    """
    shown = seen.shown
    names = {policy["name"].removesuffix("-elb-successor"): policy["type"] for policy in shown["policies"]}
    types = {policy["name"]: policy["type"] for policy in shown["policies"]}
    ports = [*shown["listeners"], *shown["backend_servers"]]
    return {
        "listeners": {item["load_balancer_port"] for item in shown["listeners"]},
        "policies": {name for name in names if not name.startswith("ELBSecurityPolicy-")},
        "enabled": {
            (port.get("load_balancer_port", -port["instance_port"]), types[name])
            for port in ports
            for name in port["policy_names"]
        },
        "availability_zones": set(shown["availability_zones"]),
        "tags": set(shown["tags"]),
        "instances": set(shown["instances"]),
        "notes": set(seen.noted),
    }


def is_told(thing: tuple[str, Any], told: dict[str, Any]) -> bool:
    kind, what = thing
    if kind == "enabled":
        return "listeners" in told or "backend_servers" in told
    if kind == "availability_zones":
        return "subnets" in told or what in told.get(kind, ())
    keys = {"listeners": "load_balancer_port", "policies": "name"}
    return what in [item[keys[kind]] if kind in keys else item for item in told.get(kind, ())]


def make_good(front: Front, result: Result) -> None:
    """Set again what a failed run says is missing, run it again, and all is as wanted; once more is silent."""
    if result.get("failed"):
        restore(front, dict(missing(result)))
        again = front.attempt()
        assert not again.get("failed"), again["msg"]
        assert lasting(front.seen()) == lasting(front.wanted)
    front.emulator.clear_log()
    once_more = front.attempt()
    assert not once_more["changed"], once_more["actions"]
    assert [entry for entry in front.calls() if entry["write"]] == []


def restore(front: Front, told: dict[str, Any]) -> None:
    instances = told.pop("instances", [])
    additive = {f"purge_{key}": False for key in ("listeners", "policies", "backend_servers", "tags")}
    if told:
        front.run("elb_balancer", **{"name": "shop", **additive, **told})
    if instances:
        front.run("elb_member", instances=instances, balancers="shop")
