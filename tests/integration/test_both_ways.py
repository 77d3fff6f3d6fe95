# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A task ends alike in Ansible's worker and in a process of its own."""

from __future__ import annotations

import json
import os
import re
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from emulator import Emulator
from support.playbook import PlaybookRun, emulator_variables, run_playbook

PLAYBOOK = Path(__file__).with_name("both_ways.yml")
CALLBACKS = Path(__file__).parents[1] / "support/callbacks"
MODULES = Path(__file__).parents[2] / "plugins/modules"
IN_WORKER = re.compile(r"^Running (classic\.elb\.\w+) in this worker", re.MULTILINE)
BY_ANSIBLE = re.compile(r"^Using module file \S+/(elb_\w+)\.py", re.MULTILINE)

NEVER_THE_SAME = {
    "canonical_hosted_zone_name",
    "created_time",
    "dns_name",
    "frame",
    "hosted_zone_name",
    "request_id",
}

Record = list[tuple[str, dict[str, Any]]]


@pytest.fixture
def silence() -> Iterator[str]:
    """The address of somebody who listens and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}"


class Recorder:
    """Runs the playbook, either way, and returns what each task returned."""

    def __init__(self, emulator: Emulator, folder: Path, patch: pytest.MonkeyPatch, silence: str) -> None:
        self._variables = {**emulator_variables(emulator), "slow_url": silence}
        self._emulator = emulator
        self._file = folder / "record"
        patch.setenv("ANSIBLE_CALLBACK_PLUGINS", str(CALLBACKS))
        patch.setenv("ANSIBLE_CALLBACKS_ENABLED", "record")
        patch.setenv("RECORD_FILE", str(self._file))

    def __call__(self, in_worker: bool, playbook: Path = PLAYBOOK) -> tuple[Record, PlaybookRun]:
        self._emulator.reset()
        self._file.unlink(missing_ok=True)
        run = run_playbook(playbook, {**self._variables, "classic_elb_in_worker": in_worker})
        assert self._file.exists(), run.output
        return [json.loads(line) for line in self._file.read_text().splitlines()], run


def comparable(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: None if key in NEVER_THE_SAME else comparable(item) for key, item in value.items()}
    if isinstance(value, list):
        return [comparable(item) for item in value]
    return value


@pytest.mark.slow
def test_no_result_tells_which_way_it_came(
    emulator: Emulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, silence: str
) -> None:
    record = Recorder(emulator, tmp_path, monkeypatch, silence)
    near, short = record(in_worker=True)
    far, long = record(in_worker=False)
    assert [title for title, _result in near] == [title for title, _result in far]
    for (title, one), (_title, other) in zip(near, far, strict=True):
        assert comparable(one) == comparable(other), title
    failed = [title for title, _result in near if title.endswith(": failed")]
    assert {"A loop: failed", "Too slow: failed", "With no region anywhere: failed"} < set(failed)
    assert len(near) > 2 * len(failed) > 20
    assert short.complaints == long.complaints
    assert _tried(near) == {
        f"classic.elb.{module.stem}": {"ok", "failed", "check"} for module in MODULES.glob("elb_*.py")
    }
    assert BY_ANSIBLE.findall(short.output) == IN_WORKER.findall(long.output) == []
    assert len(IN_WORKER.findall(short.output)) == len(BY_ANSIBLE.findall(long.output)) > 20


def _tried(record: Record) -> dict[str, set[str]]:
    """How the tasks of each module ended, and whether one of them succeeded in check mode."""
    [play] = yaml.safe_load(PLAYBOOK.read_text())
    [block] = play["tasks"]
    modules = {
        task["name"]: next(key for key in task if key.startswith("classic.elb.")) for task in block["block"]
    }
    predicted = {task["name"] for task in block["block"] if task.get("check_mode")}
    tried: dict[str, set[str]] = {module: set() for module in modules.values()}
    for title, _result in record:
        name, _colon, outcome = title.rpartition(": ")
        tried[modules[name]].add(
            "check" if outcome == "ok" and name in predicted else outcome.removeprefix("item ")
        )
    return tried


SURROUNDINGS = """\
- name: What a task finds around it
  hosts: localhost
  gather_facts: false
  collections: [strange.elb, classic.elb]
  environment: # which Ansible itself shows, so the tests' own keys are not in it
    AWS_PROFILE: ""
    AWS_ACCESS_KEY_ID: AKIAOFTHEENVIRONMENT
    AWS_SECRET_ACCESS_KEY: none
    AWS_ENDPOINT_URL: "{{ endpoint_url }}"
    AWS_REGION: "{{ region }}"
  tasks:
    - name: The tasks, of which none ends the play
      ignore_errors: true
      block:
        - name: The module of another collection
          elb_policy:
        - name: Nonsense as configuration, tried again
          classic.elb.elb_balancer_info:
          environment: {AWS_CONFIG_FILE: near/nonsense}
          register: answer
          until: answer is success
          retries: 1
          delay: 0
        - name: A program that is not there, excused
          classic.elb.elb_balancer_info:
          environment: {AWS_CONFIG_FILE: near/config, AWS_PROFILE: bare}
          failed_when: false
        - name: A profile from beside the playbook
          classic.elb.elb_balancer_info: {names: none, fail_on_missing: true, region: ""}
          environment: {AWS_CONFIG_FILE: near/config, AWS_PROFILE: near, AWS_REGION: ""}
        - name: A folder beside the playbook
          classic.elb.elb_balancer_info: {aws_ca_bundle: $PWD/near/none}
        - name: Whatever may be in an environment
          classic.elb.elb_balancer_info: {names: none, fail_on_missing: true}
          environment: "{{ item }}"
          loop:
            - {AWS_REGION: eu-west-1, B: "x\\0y"}
            - {NO-NAME: x}
            - {OPENSSL_CONF: near/none}
            - {}
"""
STRANGE = """\
from ansible.module_utils.basic import AnsibleModule
AnsibleModule({}).exit_json(strange=True)
"""


LOST = "module_defaults: group/aws does not reach classic.elb.elb_balancer_info"


@pytest.mark.parametrize("switch", [True, False], ids=["in the worker", "by process"])
def test_defaults_that_do_not_reach_a_module_are_told(emulator: Emulator, shell: Path, switch: bool) -> None:
    """Those of amazon.aws, which a play has kept; beside our own they are for others."""
    module = "classic.elb.elb_balancer_info"
    foreign = {"group/aws": {"region": "eu-west-1"}}
    plays = [
        {"module_defaults": {**foreign, **more}, "tasks": [{module: options}]}
        for more, options in (
            ({}, {"names": "shop"}),
            ({"group/classic.elb.elb": {"profile": ""}}, {}),
            ({module: {"aws_region": "us-east-1"}}, {}),
            ({}, {"ec2_region": "us-east-1"}),
            ({"group/aws": None}, {}),
        )
    ]
    here = {"hosts": "localhost", "gather_facts": False}
    (shell / "play.yml").write_text(json.dumps([{**here, **play} for play in plays]))
    done = run_playbook(shell / "play.yml", {"classic_elb_in_worker": switch})
    assert done.status == 0, done.output
    by_play = done.output.split("PLAY [")[1:]
    assert [LOST in " ".join(text.split()) for text in by_play] == [True, False, False, False, False]


@pytest.mark.parametrize(
    ("place", "sign"),
    [
        ({}, ""),
        ({"ansible_connection": "ssh"}, "UNREACHABLE"),
        ({"ansible_become": True}, "/no/sudo"),
        ({"ansible_python_interpreter": "/no/python"}, "/no/python"),
    ],
    ids=str,
)
def test_another_host_another_user_and_another_python_are_not_the_worker(
    emulator: Emulator, shell: Path, place: dict[str, Any], sign: str
) -> None:
    """Other credentials may be there."""
    variables = {
        "ansible_become_exe": "/no/sudo",
        "ansible_become_user": "nobody",
        "ansible_host": "127.0.0.1",
        "ansible_port": 1,
        "ansible_python_interpreter": "{{ ansible_playbook_python }}",
        **place,
    }
    play = {"hosts": "localhost", "gather_facts": False, "vars": variables}
    (shell / "play.yml").write_text(json.dumps([{**play, "tasks": [{"classic.elb.elb_balancer_info": {}}]}]))
    done = run_playbook(shell / "play.yml", {"classic_elb_in_worker": True})
    assert (done.status == 0) is not bool(sign), done.output
    assert sign in done.output


@pytest.mark.slow
def test_a_task_finds_the_same_around_it(
    emulator: Emulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, silence: str
) -> None:
    """Ansible itself is called elsewhere, and with a profile that there is not."""
    files = {
        "play.yml": SURROUNDINGS,
        "near/nonsense": "nonsense",
        "near/config": "[profile near]\nregion = eu-west-2\n[profile bare]\ncredential_process = near/none\n",
        "others/ansible_collections/strange/elb/plugins/modules/elb_policy.py": STRANGE,
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    monkeypatch.setenv(
        "ANSIBLE_COLLECTIONS_PATH", f"{os.environ['ANSIBLE_COLLECTIONS_PATH']}:{tmp_path}/others"
    )
    monkeypatch.setenv("AWS_PROFILE", "none")
    record = Recorder(emulator, tmp_path, monkeypatch, silence)
    near, short = record(True, tmp_path / "play.yml")
    far, long = record(False, tmp_path / "play.yml")
    assert near == far
    assert short.complaints == long.complaints
    results = dict(near)
    assert results["The module of another collection: ok"]["strange"]
    assert results["Nonsense as configuration, tried again: failed"]["attempts"] == 1
    assert "in eu-west-2" in results["A profile from beside the playbook: failed"]["msg"]
