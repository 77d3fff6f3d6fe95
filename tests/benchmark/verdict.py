# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What went wrong in a run, by botocore's view of the balancers before and after it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from benchmark.playbook import Outcome
from benchmark.world import State

Listeners = dict[int, dict[str, Any]]


@dataclass(frozen=True)
class Run:
    """The tasks of a case, once, by one side."""

    outcome: Outcome
    log: Sequence[dict[str, Any]]
    before: State
    after: State


def flaws(run: Run, reference: Run) -> list[str]:
    """What a user would complain about; ``reference`` is a run that ended as it should."""
    if run.outcome.failed:
        return [f"fails: {run.outcome.message}"]
    found = [*_interruptions(run), *_losses(run), *_differences(run, reference)]
    return list(dict.fromkeys(found))


def _interruptions(run: Run) -> Iterator[str]:
    """Listeners that were there before and are there afterwards, but were deleted in between."""
    for entry in run.log:
        if entry["operation"] == "DeleteLoadBalancerListeners":
            name = entry["parameters"]["LoadBalancerName"]
            for port in entry["parameters"]["LoadBalancerPorts"]:
                if port in _listeners(run.before, name) and port in _listeners(run.after, name):
                    yield f"port {port} is closed in between"


def _losses(run: Run) -> Iterator[str]:
    """Policies that were enabled on listeners which are still there, and are not any more."""
    for name in run.before.keys() & run.after.keys():
        yield from _without(_listeners(run.before, name), _listeners(run.after, name), "loses")


def _differences(run: Run, reference: Run) -> Iterator[str]:
    if run.outcome.changed != reference.outcome.changed:
        yield f"says `changed: {str(run.outcome.changed).lower()}`"
    if run.after.keys() != reference.after.keys():
        yield "leaves other balancers"
        return
    for name, balancer in run.after.items():
        wanted = reference.after[name]
        if name not in run.before:
            yield from _without(wanted["listeners"], balancer["listeners"], "is without")
        for key in balancer.keys() - {"listeners", "policies"}:
            if balancer[key] != wanted[key]:
                yield f"leaves other {key}"
        if _bare(balancer["listeners"]) != _bare(wanted["listeners"]):
            yield "leaves other listeners"


def _bare(listeners: Listeners) -> Listeners:
    """Listeners without their policies."""
    return {port: {**listener, "policies": set()} for port, listener in listeners.items()}


def _without(wanted: Listeners, present: Listeners, verb: str) -> Iterator[str]:
    for port in wanted.keys() & present.keys():
        missing = wanted[port]["policies"] - present[port]["policies"]
        if missing:
            yield f"port {port} {verb} {' and '.join(f'`{policy}`' for policy in sorted(missing))}"


def _listeners(state: State, name: str) -> Listeners:
    listeners: Listeners = state.get(name, {}).get("listeners", {})
    return listeners
