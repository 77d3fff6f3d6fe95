# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""`make bench`: compare, tell as it goes, and write the page and its picture."""

from __future__ import annotations

import argparse
import time
from datetime import date
from pathlib import Path

from benchmark.cases import CASES, Case
from benchmark.machine import load, machine, versions
from benchmark.measure import MODULE, PEER, WORKER, Bench, Measured
from benchmark.picture import picture
from benchmark.report import page
from benchmark.service import serve
from benchmark.world import World
from support.clone import ROOT
from support.secrets import ENVIRONMENT
from support.workspace import Workspace

LATENCIES = (0, 20, 50, 100)
ROUNDS = 3
DRAWN = 50
"""The latency that the picture is about."""


def main() -> None:
    options = _options()
    cases = [CASES[name] for name in options.cases or CASES]
    started = time.monotonic()
    with Workspace.temporary() as workspace, serve() as service:
        connection = {"AWS_ENDPOINT_URL": service.url, "AWS_REGION": service.network["region"]}
        environment = {**workspace.environment(), **ENVIRONMENT, **connection}
        peer = options.peer.absolute() / "bin"
        facts = {**machine(), **versions(peer / "python"), "date": date.today().isoformat()}
        bench = Bench(World(service), peer / "ansible-playbook", environment)
        results = []
        for case in cases:
            latencies = options.latencies or case.latencies or LATENCIES
            for measured in bench.measure(case, latencies, options.rounds or case.rounds or ROUNDS):
                print(_told(measured), flush=True)
                results.append(measured)
        facts["load at the end"] = load()
    print(f"{(time.monotonic() - started) / 60:.0f} minutes")
    _write(results, facts, options.output or _usual_place(cases))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("--peer", type=Path, required=True, help="the environment with the package ansible")
    parser.add_argument("--cases", nargs="*", choices=[*CASES], metavar="CASE", help=", ".join(CASES))
    parser.add_argument(
        "--latencies", nargs="*", type=int, metavar="MS", help="instead of those of each case"
    )
    parser.add_argument("--rounds", type=int, help="instead of those of each case")
    parser.add_argument("--output", type=Path, help="the page; the picture goes beside it")
    return parser.parse_args()


def _usual_place(cases: list[Case]) -> Path:
    """The page in docs is about all cases."""
    return ROOT / ("docs" if len(cases) == len(CASES) else ".cache") / "benchmarks.md"


def _told(measured: Measured) -> str:
    sides = ", ".join(
        f"{side} {measured.wall(side):.2f} s ({measured.gain(side):.1f})" for side in (MODULE, WORKER)
    )
    calls = f"{measured.calls(PEER)} and {measured.calls(MODULE)} calls"
    return f"{measured.case.name}, {measured.latency} ms: peer {measured.wall(PEER):.2f} s, {sides}; {calls}"


def _write(results: list[Measured], facts: dict[str, str], path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    drawn = DRAWN if any(each.latency == DRAWN for each in results) else results[-1].latency
    drawing = path.with_suffix(".svg")
    drawing.write_text(picture([measured for measured in results if measured.latency == drawn]))
    path.write_text(page(results, facts, drawing.name))
    print(f"{path.relative_to(ROOT) if path.is_relative_to(ROOT) else path} and {drawing.name} are written.")


if __name__ == "__main__":
    main()
