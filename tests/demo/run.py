# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""
The demo: six short acts on the emulator, each with what it shows and the calls that AWS would have seen.

It is run in a workspace (see support), so that nothing of the user's own takes part.

Every act is an ``ansible-playbook`` of its own. What it claims is looked up in what the modules returned, in the log of
the emulator, and by a plain client; the first claim that does not hold ends the demo.
"""

from __future__ import annotations

import json
import os
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import boto3

from emulator import Emulator
from support.clone import ROOT
from support.playbook import run_playbook
from support.secrets import ENVIRONMENT

PLAYBOOKS = Path(__file__).with_name("playbooks")
CALLBACKS = Path(__file__).parents[1] / "support/callbacks"
REPORT = Path(".cache/demo/report.html")
WIDTH = 100

TITLE, COMMAND, CALLS, PLAIN = "title", "command", "calls", "plain"
COLOURS = {TITLE: "\033[1m", COMMAND: "\033[36m", CALLS: "\033[32m", PLAIN: ""}

Line = tuple[str, str]
"""A style and a text."""
Call = tuple[str, dict[str, Any]]
"""An operation and its parameters."""


@dataclass(frozen=True)
class Played:
    """What an act left behind: the results of its tasks, and the calls that reached the service."""

    command: str
    results: list[dict[str, Any]]
    reads: int
    writes: list[Call]

    @property
    def planned(self) -> list[Call]:
        actions = [action for result in self.results for action in result.get("actions", ())]
        return [(action["operation"], action["parameters"]) for action in actions]

    @property
    def refusal(self) -> str:
        return next(str(result["msg"]) for result in self.results if "msg" in result)


class Stage:
    """Where the acts are played: an emulator, a home of its own, and a client that knows nothing of this collection."""

    def __init__(self, emulator: Emulator, folder: Path) -> None:
        self._emulator = emulator
        self._record = folder / "results"
        region = emulator.network["region"]
        os.environ.update(ENVIRONMENT, AWS_ENDPOINT_URL=emulator.url, AWS_REGION=region)
        os.environ.update(ANSIBLE_CALLBACK_PLUGINS=str(CALLBACKS), ANSIBLE_CALLBACKS_ENABLED="record")
        os.environ["RECORD_FILE"] = str(self._record)
        self._aws = boto3.client("elb", region_name=region)

    def play(self, playbook: str, *arguments: str, fails: bool = False, **variables: Any) -> Played:
        self._emulator.clear_log()
        self._record.unlink(missing_ok=True)
        path = PLAYBOOKS / playbook if playbook.endswith(".yml") else Path(playbook)
        run = run_playbook(path, {"network": self._emulator.network, **variables}, *arguments)
        require(bool(run.status) is fails, f"{playbook} ended with status {run.status}:\n{run.output}")
        log = self._emulator.log
        writes = [(call["operation"], call["parameters"]) for call in log if call["write"]]
        results = [json.loads(line)[1] for line in self._record.read_text().splitlines()]
        command = " ".join(["$ ansible-playbook", playbook, *arguments])
        return Played(command, results, len(log) - len(writes), writes)

    def listener(self, port: int) -> dict[str, Any]:
        (shop,) = self._aws.describe_load_balancers(LoadBalancerNames=["shop"])["LoadBalancerDescriptions"]
        found: dict[str, Any] = next(
            item for item in shop["ListenerDescriptions"] if item["Listener"]["LoadBalancerPort"] == port
        )
        return found


def require(holds: bool, otherwise: str) -> None:
    if not holds:
        sys.exit(f"The demo failed: {otherwise}")


def act(number: int, title: str, played: Played, shown: str) -> Iterator[Line]:
    yield TITLE, f"\n{number}  {title}"
    yield COMMAND, f"   {played.command}"
    for line in textwrap.wrap(shown, WIDTH - 3):
        yield PLAIN, f"   {line}"
    sent = f"{len(played.writes)} write{'s' * (len(played.writes) != 1)}: {names(played.writes)}"
    seen = f"AWS saw {played.reads} reads and {sent if played.writes else 'no write'}."
    for line in textwrap.wrap(seen, WIDTH - 3):
        yield CALLS, f"   {line}"


def names(calls: list[Call]) -> str:
    return ", ".join(operation for operation, _parameters in calls)


def story(stage: Stage) -> Iterator[Line]:
    """The acts, line by line. Exits where one does not keep its promise."""
    announced = stage.play("shop.yml", "--check")
    require(announced.writes == [] and len(announced.planned) > 3, "check mode wrote, or announced nothing.")
    yield from act(
        1,
        "Say before you do",
        announced,
        f"Nothing is there yet. These {len(announced.planned)} calls would build it: {names(announced.planned)}.",
    )

    built = stage.play("shop.yml")
    require(built.writes == announced.planned, f"announced were {announced.planned}, sent {built.writes}.")
    yield from act(2, "Do what was said", built, "Exactly those calls, with exactly those parameters.")

    again = stage.play("shop.yml")
    require(
        again.writes == [] and not any(result["changed"] for result in again.results), "it changed again."
    )
    yield from act(3, "Leave alone what is right", again, "The same playbook again: ok=2 changed=0.")

    before = stage.listener(443)
    renewed = stage.play("renew.yml")
    after = stage.listener(443)
    require(
        len(renewed.writes) == 1
        and before["Listener"]["SSLCertificateId"] != after["Listener"]["SSLCertificateId"]
        and before["PolicyNames"] == after["PolicyNames"],
        f"the listener was {before}, and is {after}.",
    )
    kept = ", ".join(sorted(after["PolicyNames"]))
    yield from act(
        4,
        "Renew a certificate without a gap",
        renewed,
        f"The listener kept running, and its policies are still there: {kept}.",
    )

    refused = stage.play("internal.yml", fails=True)
    require(refused.writes == [], f"it was refused, and sent {refused.writes}.")
    yield from act(5, "Refuse what would hurt", refused, f'"{refused.refusal}"')

    released = stage.play("release.yml")
    require(len(released.writes) == 2, f"two members left and came back by {released.writes}.")
    out, _guarded, back = released.results
    require(back["balancers"][0]["in_service"] == 4, f"not all serve again: {back}.")
    remaining = out["balancers"][0]["in_service"]
    yield from act(
        6,
        "Take members out, and bring them back",
        released,
        f"Two left once their connections had ended, {remaining} served meanwhile. A third one was not let go: "
        f'"{released.refusal}" Both are back, and 4 of 4 serve.',
    )

    stage.play("classic.elb.report", report_file=str(ROOT / REPORT))
    yield from ending()


def ending() -> Iterator[Line]:
    yield TITLE, "\nAnd now"
    yield PLAIN, f"   Open {REPORT}: a page of these balancers, and of what is wrong with them."
    yield (
        PLAIN,
        "   make emulator     serves the same AWS on port 5000 for your own playbooks; README.md begins there.",
    )
    yield (
        PLAIN,
        "   docs/README.md    the guides: policies, certificates, rolling updates, AWX, coming from other tools.",
    )
    yield PLAIN, "   tests/demo/playbooks  what was played here."
    yield PLAIN, "   make test         everything that holds these promises, in some minutes."


def performed() -> Iterator[Line]:
    """The story on a stage of its own."""
    (ROOT / REPORT).parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder, Emulator() as emulator:
        # Draining and health checks take as long as on AWS, on a clock that runs faster.
        emulator.knobs(clock_speed=60)
        yield from story(Stage(emulator, Path(folder)))


def main() -> None:
    colourful = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    for style, text in performed():
        print(f"{COLOURS[style]}{text}\033[0m" if colourful and COLOURS[style] else text, flush=True)


if __name__ == "__main__":
    main()
