# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The page docs/benchmarks.md."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby

from benchmark.measure import MODULE, PEER, SIDES, WORKER, Measured

NAMES = {PEER: "the peer", MODULE: "this collection", WORKER: "this collection in the worker"}

EMULATOR = "https://github.com/classic-elb/classic.elb/blob/main/tests/emulator/README.md"
INTRODUCTION = f"""\
# Benchmarks

`make bench` runs this collection and its peer, `amazon.aws` and `community.aws` of the newest `ansible` package, side
by side on the [emulator]({EMULATOR}), and writes this page, all of it from one run. Seconds differ
from machine to machine and from hour to hour. Only ratios tell something, and a tenth more or less does not.

This collection is there twice: in a *module* process of its own, as any other, and in Ansible's *worker*, as tasks on
the local machine run unless `classic_elb_in_worker` is false.

"""

METHOD = """\
## How it is measured

- Both sides run under the same ansible-core and Python, each in an `ansible-playbook` of its own. These are started
  beforehand, and held before each task until it is their turn: peer, module, worker, and so on, beginning with another
  one in each round. So no start-up is in the figures, and what slows the machine slows all of them.
- A time is that of a whole task, from its start to its result, as a callback plugin sees it; of several tasks, it is
  the sum. The figures are medians. Quick tasks ran once before, unmeasured: the first task of its kind in a playbook
  also packs the module, on all sides.
- `ansible.builtin.ping` is the same task on all sides: what its ratios differ from 1 is chance.
- CPU is that of all processes that a task starts, Ansible's worker among them.
- The emulator is a process of its own on the loopback interface. It counts the calls, and delays each by the latency;
  those that are under way at the same time wait together.
- *The calls alone* is the time of the calls that the module makes, one after the other, by a botocore client that is
  there already. Where tasks wait for members, it is how long draining, registration and health checks take. These are
  shorter here than on AWS, where they are most of the time of both sides. No module can do anything about them, so the
  remarks tell the ratio of what they leave.
- Before and after each run botocore reads the balancers. That shows what was closed, what was lost, and what is other
  than the module leaves it.
- Each side takes its best way. For 50 instances the peer runs `elb_classic_lb` for each balancer, not `elb_instance`
  for each instance. When this collection reads, it includes all that the peer reads.

"""


def page(results: Sequence[Measured], facts: Mapping[str, str], shown: str) -> str:
    """Return the page; ``shown`` is the file name of the picture beside it."""
    cases = [list(group) for _name, group in groupby(results, lambda measured: measured.case.name)]
    return (
        "".join(
            [
                INTRODUCTION,
                f"![Bars: the time of each task, in proportion to the peer's]({shown})\n\n",
                "## How many times as long the peer takes\n\n",
                "As module / in the worker, by the latency of an API call. Below 1 the peer is faster.\n\n",
                _ratios(cases),
                "## API calls and CPU\n\n",
                "Calls at the first latency of the case; CPU as ratio, as above:\n\n",
                _costs(cases),
                "## What the times do not tell\n\n",
                _remarks(cases),
                METHOD,
                "## Where\n\n",
                _table(["", ""], ([key, value] for key, value in facts.items())),
                "## Seconds\n\n",
                "Of this machine in this run, by latency in ms:\n\n",
                _seconds(results),
            ]
        ).rstrip("\n")
        + "\n"
    )


def _ratios(cases: Sequence[Sequence[Measured]]) -> str:
    latencies = sorted({measured.latency for case in cases for measured in case})
    rows = []
    for case in cases:
        known = {measured.latency: measured for measured in case}
        cells = [_gains(known[each]) if each in known else "" for each in latencies]
        rows.append([case[0].case.title, *cells])
    return _table(["", *(f"{latency} ms" for latency in latencies)], rows)


def _costs(cases: Sequence[Sequence[Measured]]) -> str:
    rows = []
    for case in cases:
        first = case[0]

        def cpu(side: str, first: Measured = first) -> float:
            return first.cpu(PEER) / first.cpu(side)

        rows.append([first.case.title, str(first.calls(PEER)), str(first.calls(MODULE)), _pair(cpu)])
    return _table(["", "calls, peer", "calls, here", "CPU"], rows)


def _remarks(cases: Sequence[Sequence[Measured]]) -> str:
    lines = []
    for case in cases:
        if case[0].case.service_s:
            lines.append(f"- {_beyond_waiting(case[0])}\n")
        for side in SIDES:
            seen = dict.fromkeys(flaw for measured in case for flaw in measured.flaws(side))
            if seen:
                lines.append(f"- {case[0].case.title}: {NAMES[side]}: {'; '.join(seen)}.\n")
    return "".join(lines or ["Nothing failed, was lost, or closed in between.\n"]) + "\n"


def _beyond_waiting(measured: Measured) -> str:
    seconds = measured.case.service_s or 0

    def gain(side: str) -> float:
        return (measured.wall(PEER) - seconds) / (measured.wall(side) - seconds)

    return (
        f"{measured.case.title}: the service itself takes {seconds:g} seconds of each time; what comes on top of them "
        f"is {_pair(gain)} times as long with the peer."
    )


def _seconds(results: Sequence[Measured]) -> str:
    rows = [
        [
            measured.case.title,
            str(measured.latency),
            str(measured.rounds),
            *(f"{measured.wall(side):.2f}" for side in SIDES),
            "" if measured.floor is None else f"{measured.floor:.2f}",
            *(f"{measured.cpu(side):.2f}" for side in SIDES),
        ]
        for measured in results
    ]
    return _table(["", "ms", "runs", *SIDES, "the calls alone", *(f"CPU, {side}" for side in SIDES)], rows)


def _gains(measured: Measured) -> str:
    failing = [side for side in SIDES if measured.fails(side)]
    return f"{', '.join(failing)} fails" if failing else _pair(measured.gain)


def _pair(ratio: Callable[[str], float]) -> str:
    return f"{ratio(MODULE):.1f} / {ratio(WORKER):.1f}"


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines) + "\n"
