# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Any tasks in any order: each is predicted exactly, done exactly, silent the second time, and touches nothing else.

``make fire`` looks at many more sequences, and at longer ones.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import hypothesis
import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test

from emulator import Emulator
from support.modules import Runner
from support.options import Options

from .front import QUICK
from .length import EVERYTHING, EXAMPLES, PARTS, STEPS
from .model import balancer_after, listener_after, members_after, policy_after
from .reader import Reader, Seen
from .tasks import NAMES, SHOWN, AnyTask

Result = dict[str, Any]

CHANGING = ("elb_balancer", "elb_listener", "elb_policy", "elb_member")
DRAWS = st.integers(0, 2**64)


class Tasks(RuleBasedStateMachine):
    """Every task goes through ``do``, which holds it to the promises."""

    emulator: Emulator
    reader: Reader
    outcomes: Counter[str]

    def __init__(self) -> None:
        super().__init__()
        self.emulator.reset()
        # Members are healthy, and out, at once: nothing here is about waiting.
        self.emulator.knobs(**QUICK)
        self.network = self.emulator.network
        self.run = Runner(self.emulator)
        self.seen: dict[str, Seen] = {}

    def task(self, seed: int) -> AnyTask:
        return AnyTask(seed, self.network, self.seen)

    def do(self, module: str, options: Options) -> tuple[Result | None, dict[str, Seen]]:
        """Predict, run and repeat a task; return its result, or ``None`` if it was refused, and what is seen then."""
        hypothesis.note(f"{module} {options}")
        self.emulator.clear_log()
        predicted = self.run.attempt(module, check=True, **options)
        assert self.run.writes() == [], "check mode wrote"
        done = self.run.attempt(module, **options)
        after = self.reader.balancers()
        if any("yet, this is predicted" in str(warning) for warning in predicted.get("warnings", ())):
            assert done["msg"].startswith(("balancer: there is no ", "balancers: there is no "))
            assert self.run.writes() == [], "a refused task wrote"
            return None, after
        outcomes = [result.get("msg") for result in (predicted, done)]
        assert bool(outcomes[0]) == bool(outcomes[1]), f"predicted and done: {outcomes}"
        if done.get("failed"):
            self.outcomes[f"{module} refused"] += 1
            assert predicted["msg"] == done["msg"]
            sent = {operation for operation, _parameters in self.run.writes()}
            assert sent <= {"RegisterInstancesWithLoadBalancer"}, "a refused task wrote"
            assert after == self.seen, "a refused task changed something"
            return None, after
        for key in ("changed", "actions", "impact"):
            assert predicted[key] == done[key], key
        assert done["changed"] == bool(done["actions"])
        assert self.run.writes() == [
            (action["operation"], action["parameters"]) for action in done["actions"]
        ]
        self.outcomes[f"{module} {'changed' if done['changed'] else 'unchanged'}"] += 1
        self.emulator.clear_log()
        again = self.run.attempt(module, **options)
        assert not again.get("failed"), again
        assert not again["changed"], again["actions"]
        assert self.run.writes() == [], "the second run wrote"
        self.check_results(module, predicted, done, again, after)
        return done, after

    def check_results(
        self, module: str, predicted: Result, done: Result, again: Result, after: dict[str, Seen]
    ) -> None:
        if module == "elb_member":
            assert predicted["balancers"] == done["balancers"]
            for item in done["balancers"]:
                assert item["instances"] == after[item["name"]].shown["instances"]
            return
        assert done["balancer"] == again["balancer"]
        born = any(action["operation"] == "CreateLoadBalancer" for action in done["actions"])
        assert predicted["balancer"].keys() == done["balancer"].keys()
        for key, value in predicted["balancer"].items():
            assert done["balancer"][key] == value or (born and "predicted" in str(value)), key
        name = done["balancer"].get("name")
        assert done["balancer"] == (after[name].shown if name else {})

    def touched_only(
        self, name: str, after: dict[str, Seen], expected: Options | None, noted: Any = None
    ) -> None:
        """The balancer is as expected, and all others are as they were."""
        others = {each: seen for each, seen in self.seen.items() if each != name}
        assert {each: seen for each, seen in after.items() if each != name} == others
        if expected is None:
            assert name not in after
        else:
            for key in expected.keys() | after[name].shown.keys():
                assert after[name].shown.get(key) == expected.get(key), key
            before = self.seen[name].noted if name in self.seen else frozenset()
            assert after[name].noted == (before if noted is None else noted), "the notes of elb_member"
        self.seen = after

    @rule(seed=DRAWS, name=st.sampled_from(NAMES))
    def balancer(self, seed: int, name: str) -> None:
        options = self.task(seed).balancer(name)
        done, after = self.do("elb_balancer", options)
        if done:
            expected = balancer_after(self.seen.get(name), after[name], options, self.network, SHOWN)
            self.touched_only(name, after, expected)

    @precondition(lambda self: self.seen)
    @rule(seed=DRAWS)
    def balancer_that_is_there(self, seed: int) -> None:
        self.balancer(seed, self.task(seed).one(self.seen))

    @precondition(lambda self: len(self.seen) > 1)
    @rule(seed=DRAWS)
    def no_balancer(self, seed: int) -> None:
        task = self.task(seed)
        if task.chance(70):  # the more is there, the more happens
            return
        name = task.one(NAMES)
        done, after = self.do("elb_balancer", {"name": name, "state": "absent"} | task.impact())
        if done:
            self.touched_only(name, after, None)

    @precondition(lambda self: self.seen)
    @rule(seed=DRAWS)
    def give_back(self, seed: int) -> None:
        name = self.task(seed).one(self.seen)
        returned = self.run("elb_balancer", name=name)["balancer"]
        done, after = self.do("elb_balancer", returned)
        assert done
        assert not done["changed"], done
        assert after == self.seen

    @precondition(lambda self: self.seen)
    @rule(seed=DRAWS)
    def listener(self, seed: int) -> None:
        task = self.task(seed)
        name = task.one(self.seen) if task.chance(97) else "delta"
        options = task.a_listener(name)
        done, after = self.do("elb_listener", {"balancer": name, **options, **task.impact()})
        if done and name in self.seen:
            self.touched_only(name, after, listener_after(self.seen[name], options, SHOWN))

    @precondition(lambda self: self.seen)
    @rule(seed=DRAWS)
    def policy(self, seed: int) -> None:
        task = self.task(seed)
        name = task.one(self.seen) if task.chance(97) else "delta"
        options = task.a_policy(name)
        done, after = self.do("elb_policy", {"balancer": name, **options, **task.impact()})
        if done and name in self.seen:
            self.touched_only(name, after, policy_after(self.seen[name], options, SHOWN))

    @precondition(lambda self: self.seen)
    @rule(seed=DRAWS)
    def member(self, seed: int) -> None:
        task = self.task(seed)
        options = task.a_member()
        done, after = self.do("elb_member", options | task.impact())
        if not done:
            return
        assert after.keys() == self.seen.keys()
        for name, before in self.seen.items():
            expected, noted = members_after(before, options)
            assert after[name].shown == expected, name
            assert after[name].noted == noted, f"the notes on {name}"
        self.seen = after


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_any_sequence_of_tasks(emulator: Emulator, reader: Reader, part: int) -> None:
    """In parts that run beside each other. One of few sequences may need more of them until enough has happened."""
    Tasks.emulator = emulator
    Tasks.reader = reader
    Tasks.outcomes = Counter()
    for again in range(3):
        if not EVERYTHING:  # make fire looks at others every time
            hypothesis.seed(part + PARTS * again)(Tasks)
        run_state_machine_as_test(
            Tasks,
            settings=hypothesis.settings(
                max_examples=EXAMPLES // PARTS,
                stateful_step_count=STEPS,
                suppress_health_check=list(hypothesis.HealthCheck),
                print_blob=True,
                phases=[
                    hypothesis.Phase.generate
                ],  # to shrink takes minutes, and the tasks are listed anyway
                report_multiple_bugs=False,
            ),
        )
        print(dict(sorted(Tasks.outcomes.items())))
        if all(Tasks.outcomes[f"{module} changed"] > 2 for module in CHANGING):
            return
    raise AssertionError("too little happened")
