# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The runs: peer, module, worker, peer, module, worker, ..., each from the same state and at the same latency."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmark.cases import Case
from benchmark.playbook import NOTHING, Outcome, Playbook, Task
from benchmark.verdict import Run, flaws
from benchmark.world import World

PEER, MODULE, WORKER = "peer", "module", "worker"
SIDES = (PEER, MODULE, WORKER)
"""This collection runs twice: in a process of its own, as all modules do, and inside Ansible's worker."""


@dataclass(frozen=True)
class Sample:
    """One side, once."""

    outcome: Outcome
    calls: int
    floor: float | None
    """How long the same calls take that the module made, one after the other, and nothing else."""
    flaws: Sequence[str]


@dataclass(frozen=True)
class Measured:
    """One case at one latency."""

    case: Case
    latency: int
    samples: Mapping[str, Sequence[Sample]]

    @property
    def rounds(self) -> int:
        return len(self.samples[MODULE])

    def wall(self, side: str) -> float:
        return median(sample.outcome.wall for sample in self.samples[side])

    def cpu(self, side: str) -> float:
        return median(sample.outcome.cpu for sample in self.samples[side])

    def calls(self, side: str) -> int:
        return round(median(sample.calls for sample in self.samples[side]))

    def gain(self, side: str) -> float:
        """How many times as long the peer takes."""
        return self.wall(PEER) / self.wall(side)

    def fails(self, side: str) -> bool:
        return any(sample.outcome.failed for sample in self.samples[side])

    def flaws(self, side: str) -> list[str]:
        """Of all rounds, each once."""
        return list(dict.fromkeys(flaw for sample in self.samples[side] for flaw in sample.flaws))

    @property
    def floor(self) -> float | None:
        """What no module could do without, however fast it is; but some calls can be made at the same time."""
        floors = [sample.floor for sample in self.samples[MODULE] if sample.floor is not None]
        return self.case.service_s or (median(floors) if floors else None)


@dataclass(frozen=True)
class Bench:
    """Where everything runs: the state of the emulator, and Ansible with the peer's collections."""

    world: World
    ansible_playbook: Path
    environment: Mapping[str, str]

    def measure(self, case: Case, latencies: Sequence[int], rounds: int) -> Iterator[Measured]:
        """The case at each latency. The first task of each side only warms it up, unless that takes long."""
        warm_up = case.rounds is None
        count = rounds * len(latencies) + warm_up
        with ExitStack() as stack:
            books = {side: stack.enter_context(self._playbook(case, side, count)) for side in SIDES}
            if warm_up:
                self._round(case, books, latencies[0], SIDES)
            for latency in latencies:
                samples: dict[str, list[Sample]] = {side: [] for side in SIDES}
                for number in range(rounds):
                    turn = number % len(SIDES)
                    order = SIDES[turn:] + SIDES[:turn]
                    for side, sample in self._round(case, books, latency, order).items():
                        samples[side].append(sample)
                yield Measured(case, latency, samples)

    def _playbook(self, case: Case, side: str, count: int) -> Playbook:
        return Playbook(self.ansible_playbook, self._tasks(case, side) * count, self.environment)

    def _tasks(self, case: Case, side: str) -> list[Task]:
        if side == PEER:
            return case.peer(self.world.network)
        within = {"classic_elb_in_worker": side == WORKER}
        return [{**task, "vars": within} for task in case.ours(self.world.network)]

    def _round(
        self, case: Case, books: Mapping[str, Playbook], latency: int, order: Sequence[str]
    ) -> dict[str, Sample]:
        runs = {side: self._run(case, books[side], len(self._tasks(case, side)), latency) for side in order}
        reference = runs[MODULE]
        floor = self._floor(case, reference, latency) if case.service_s is None else None
        return {
            side: Sample(run.outcome, len(run.log), floor, flaws(run, reference))
            for side, run in runs.items()
        }

    def _run(self, case: Case, book: Playbook, tasks: int, latency: int) -> Run:
        service = self.world.service
        case.prepare(self.world)
        before = self.world.state()
        service.clear_log()
        service.knobs(latency_ms=latency)
        outcome = sum((book.step() for _task in range(tasks)), start=NOTHING)
        log = service.log
        service.knobs(latency_ms=0)
        return Run(outcome, log, before, self.world.state())

    def _floor(self, case: Case, run: Run, latency: int) -> float:
        case.prepare(self.world)
        self.world.service.knobs(latency_ms=latency)
        return self.world.repeat(run.log)
