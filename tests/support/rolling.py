# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A rolling update as AWX runs it: six hosts in two balancers, a project, jobs, and what can be seen of them."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from emulator import Emulator
from support.jobs import launched
from support.modules import Runner
from support.playbook import BY_PROCESS
from support.secrets import ENVIRONMENT

NAMES = ["api", "shop"]
HOSTS = [f"web{number}" for number in range(1, 7)]
NOTE = "classic.elb:out:"

QUESTIONS = """
    hosts serial max_fail_percentage instance_id run_on balancers min_in_service wait_timeout on_failure unknown_host
""".split()

WRAPPER = """\
- name: What the job template points at
  import_playbook: classic.elb.rolling_update
"""

UPDATE = """\
- name: Install the new version
  ansible.builtin.fail:
    msg: no space left on device
  when: inventory_hostname in broken | default([])

- name: Take a while
  ansible.builtin.command: sleep 60
  when: hangs | default(false)
"""


@dataclass(frozen=True)
class Job:
    """How a job ended; ``results`` are those of the hosts, in order, with ``host``, ``task``, ``ok``, ``res``."""

    status: str
    results: list[dict[str, Any]]
    statistics: dict[str, Any]
    output: str

    def message(self, host: str) -> str:
        """What the host said when it failed for good."""
        return str([item["msg"] for item in self.results if item["host"] == host and not item["ok"]][-1])

    def waited_for(self, *tasks: str) -> list[str]:
        """The hosts of which these tasks ended only when they served in both balancers."""
        return sorted(
            item["host"]
            for item in self.results
            if item["task"].endswith(tasks)
            and [
                member["after"]["state"]
                for balancer in item["res"].get("balancers", [])
                for member in balancer["members"]
            ]
            == ["InService"] * len(NAMES)
        )

    def order(self, task: str) -> list[str]:
        return [item["host"] for item in self.results if item["task"].endswith(task)]


class Estate:
    """Six hosts in two balancers, and a project with a playbook and an update."""

    def __init__(self, folder: Path, run: Runner, aws: Any) -> None:
        self.folder = folder
        self.run = run
        self.aws = aws
        self.emulator: Emulator = run.emulator
        self.blank: str | None = ""
        """What AWX makes of a blank answer, which is null in some versions."""
        self.instances = dict(zip(HOSTS, self.emulator.network["instances"], strict=False))
        (folder / "project").mkdir()
        (folder / "inventory").mkdir()
        (folder / "env").mkdir()
        self.write("project/site.yml", WRAPPER)
        self.write("project/update.yml", UPDATE)
        self.inventory()
        environment = {
            **ENVIRONMENT,
            "AWS_ENDPOINT_URL": self.emulator.url,
            "AWS_EC2_METADATA_SERVICE_ENDPOINT": "http://127.0.0.1:1",
        }
        self.write("env/envvars", json.dumps(environment))

    def write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text)

    def setting(self, **variables: str) -> None:
        """What else ansible.cfg may say."""
        environment = json.loads((self.folder / "env/envvars").read_text())
        self.write("env/envvars", json.dumps({**environment, **variables}))

    def inventory(self, **others: Any) -> None:
        """The hosts, and others with their variables."""
        hosts = {
            name: {"instance_id": instance, "ansible_connection": "local"}
            for name, instance in self.instances.items()
        }
        self.write("inventory/hosts.json", json.dumps({"all": {"hosts": {**hosts, **others}}}))

    def survey(self, **answers: Any) -> None:
        """The answers of a survey, of which many are blank."""
        blank = dict.fromkeys([f"rolling_update_{name}" for name in QUESTIONS], self.blank)
        given = {
            "rolling_update_region": self.emulator.network["region"],
            "rolling_update_tasks": "update.yml",
            **{
                name if name in ("broken", "hangs", *BY_PROCESS) else f"rolling_update_{name}": answers[name]
                for name in answers
            },
        }
        self.write("env/extravars", json.dumps({**blank, **given}))

    def job(self, *arguments: str, playbook: str = "site.yml", **answers: Any) -> Job:
        self.survey(**answers)
        ended = launched(self.folder, playbook, *arguments, verbosity=4)
        events = [event for event in ended.events if "event_data" in event]
        results = [
            {
                "host": event["event_data"]["host"],
                "task": event["event_data"].get("task", ""),
                "ok": event["event"] == "runner_on_ok" or bool(event["event_data"].get("ignore_errors")),
                "msg": event["event_data"].get("res", {}).get("msg", ""),
                "res": event["event_data"].get("res", {}),
            }
            for event in events
            if event["event"] in ("runner_on_ok", "runner_on_failed", "runner_on_unreachable")
        ]
        last = [event["event_data"] for event in events if event["event"] == "playbook_on_stats"]
        statistics = last[-1].get("artifact_data", {}) if last else {}
        statistics = {name: sorted(hosts) for name, hosts in statistics.items()}
        return Job(ended.status, results, statistics, "\n".join(event["stdout"] for event in events))

    def kill(self, when: Callable[[list[dict[str, Any]]], bool], **answers: Any) -> None:
        """Begin a job and kill every process of it, as soon as the emulator's log looks like that."""
        self.survey(**answers)
        command = [sys.executable, "-m", "ansible_runner", "run", str(self.folder), "-p", "site.yml", "-q"]
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        deadline = time.monotonic() + 120
        try:
            while not when(self.emulator.log):
                assert process.poll() is None, "the job ended before it was killed"
                assert time.monotonic() < deadline, "the moment to kill never came"
                time.sleep(0.002)
        finally:
            kill_tree(process.pid)
        process.wait()

    def members(self) -> dict[str, list[str]]:
        """The hosts in each balancer."""
        found = self.aws.describe_load_balancers(LoadBalancerNames=NAMES)["LoadBalancerDescriptions"]
        return {
            balancer["LoadBalancerName"]: self.named(item["InstanceId"] for item in balancer["Instances"])
            for balancer in found
        }

    def notes(self) -> dict[str, list[str]]:
        """The hosts that each balancer notes as taken out."""
        found = self.aws.describe_tags(LoadBalancerNames=NAMES)["TagDescriptions"]
        return {
            described["LoadBalancerName"]: self.named(
                instance
                for tag in described["Tags"]
                if tag["Key"].startswith(NOTE)
                for instance in tag["Value"].split()
            )
            for described in found
        }

    def named(self, instances: Iterable[str]) -> list[str]:
        names = {instance: name for name, instance in self.instances.items()}
        return sorted(names[instance] for instance in instances)

    def fewest(self) -> int:
        """The smallest number of members that served in a balancer at any moment in the log."""
        counts: Iterator[int] = (
            sum(
                state["State"] == "InService" and "deregistration" not in state["Description"]
                for state in balancer["instances"].values()
            )
            for entry in self.emulator.log
            for balancer in entry.get("balancers", {}).values()
        )
        return min(counts)

    def moment(self, operation: str, host: str) -> float | None:
        """The last time of that call for a host in the balancer shop."""
        times = [
            entry["time"]
            for entry in self.emulator.log
            if entry["operation"] == operation
            and entry["parameters"]["LoadBalancerName"] == "shop"
            and {"InstanceId": self.instances[host]} in entry["parameters"]["Instances"]
        ]
        return times[-1] if times else None


def kill_tree(pid: int) -> None:
    """Kill a process and all that descend from it; the workers of Ansible are in sessions of their own.

    It is stopped first, so that it has no child that was not seen.
    """
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGSTOP)
    children = [
        int(status.parent.name) for status in Path("/proc").glob("[0-9]*/stat") if parent_of(status) == pid
    ]
    for child in children:
        kill_tree(child)
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def parent_of(status: Path) -> int | None:
    try:
        return int(status.read_text().rpartition(")")[2].split()[1])
    except OSError:
        return None
