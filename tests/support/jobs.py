# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Run a playbook as AWX runs it: by ansible-runner, with answers of a survey, and with a look at what it leaves."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ansible_runner.interface import init_runner

from support import standby
from support.playbook import Service, emptied_log, log
from support.secrets import ENVIRONMENT, leaking_files, leaks

# AWX' inventory knows a localhost as often as not, with or without a word on its Python, or one that is for all hosts.
STRANGE_LOCALHOST = {
    "localhost": {
        "ansible_python_interpreter": "/no/python",
        "ansible_become": True,
        "ansible_become_user": "nobody",
        "ansible_become_exe": "/no/sudo",
        "ansible_connection": "ssh",
        "ansible_port": 1,
    }
}


@dataclass(frozen=True)
class JobRun:
    """How a job ended, and its events."""

    status: str
    events: list[dict[str, Any]]

    @property
    def artifacts(self) -> dict[str, Any]:
        """What the job hands on to the next of its workflow."""
        (stats,) = [event for event in self.events if event["event"] == "playbook_on_stats"]
        found: dict[str, Any] = stats["event_data"].get("artifact_data", {})
        return found

    @property
    def output(self) -> str:
        return "\n".join(event["stdout"] for event in self.events)

    @property
    def count(self) -> int:
        return len(self.events)

    @property
    def longest_result(self) -> int:
        results = [event.get("event_data", {}).get("res", {}) for event in self.events]
        return max(len(json.dumps(result)) for result in results)

    def results(self, task: str) -> list[dict[str, Any]]:
        """The results of a task, those of the items of a loop left out."""
        ends = ("runner_on_ok", "runner_on_failed")
        data = [event["event_data"] for event in self.events if event["event"] in ends]
        return [each["res"] for each in data if each["task"] == task]

    def said(self) -> str:
        """What the last task that says something said."""
        data = [event.get("event_data", {}).get("res", {}) for event in self.events]
        return str([result["msg"] for result in data if "msg" in result][-1])


def run_job(
    folder: Path,
    service: Service,
    playbook: str,
    answers: Mapping[str, Any],
    *arguments: str,
    hosts: Mapping[str, Any] | None = None,
) -> JobRun:
    """
    Run a playbook of this collection, with the credentials in the environment.

    Each job gets a new folder in ``folder``, because a later one would find the arguments of an earlier.
    """
    folder = Path(tempfile.mkdtemp(dir=folder))
    for name, content in (
        ("inventory/hosts.json", {"all": {"hosts": dict(hosts or STRANGE_LOCALHOST)}}),
        (
            "env/envvars",
            {**ENVIRONMENT, "AWS_ENDPOINT_URL": service.url, "AWS_REGION": service.network["region"]},
        ),
        ("env/extravars", dict(answers)),
    ):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(json.dumps(content))
    (folder / "project").mkdir(exist_ok=True)
    return launched(folder, f"classic.elb.{playbook}", *arguments)


def launched(folder: Path, playbook: str, *arguments: str, verbosity: int = 0) -> JobRun:
    """Run what a folder holds; nothing that ansible-runner keeps of it may hold the credentials."""
    runner = init_runner(
        private_data_dir=str(folder),
        playbook=playbook,
        cmdline=" ".join(arguments) or None,
        verbosity=verbosity,
        fact_cache_type="",  # as in AWX; its place is a setting that would differ from job to job
        quiet=True,
    )
    # Alike for all, which then share an Ansible on standby.
    runner.config.env["ANSIBLE_LOG_PATH"] = str(emptied_log())
    runner.config.command[:1] = standby.command(runner.config.env, terminal=True)
    runner.run()
    assert leaking_files(folder / "artifacts") == {}
    assert leaks(log().read_text()) == []
    return JobRun(runner.status, list(runner.events))
