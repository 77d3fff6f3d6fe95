# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Credentials appear nowhere: not in results, not at the highest verbosity, not in the diff."""

from __future__ import annotations

from pathlib import Path

import pytest

from emulator import Emulator
from support.playbook import emulator_variables, run_playbook

HERE = Path(__file__).parent
TARGETS = sorted(path.parent.parent.name for path in HERE.glob("targets/elb_*/tasks/main.yml"))
SECRETS = {
    "AWS_ACCESS_KEY_ID": "AKIAZQ3DRSTUVWXY2345",
    "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMIK7MDENGbPxRfiCYzEXAMPLEKEYQ",
    "AWS_SESSION_TOKEN": "FwoGZXIvYXdzEJr1qgTESTTOKENxyz9876",
}
PLAY = """---
- hosts: localhost
  gather_facts: false
  module_defaults:
    group/classic.elb.elb:
      endpoint_url: "{{ endpoint_url }}"
      region: "{{ region }}"
  tasks:
    - ansible.builtin.include_role:
        name: "{{ target }}"
"""


@pytest.mark.slow
@pytest.mark.parametrize("target", TARGETS)
def test_nothing_of_them_is_shown(
    target: str, emulator: Emulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANSIBLE_ROLES_PATH", str(HERE / "targets"))
    monkeypatch.setenv("ANSIBLE_LOG_PATH", str(tmp_path / "ansible.log"))
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)
    play = tmp_path / "play.yml"
    play.write_text(PLAY)
    variables = {key: value for key, value in emulator_variables(emulator).items() if "_key" not in key}
    run = run_playbook(play, variables | {"target": target}, "-vvvv", "--diff")
    assert run.status == 0, run.output[-3000:]
    assert {entry["access_key"] for entry in emulator.log} == {SECRETS["AWS_ACCESS_KEY_ID"]}
    shown = run.output + (tmp_path / "ansible.log").read_text()
    for name, value in SECRETS.items():
        assert value not in shown, name


@pytest.mark.slow
def test_options_are_not_shown(emulator: Emulator, tmp_path: Path) -> None:
    """As options they come from variables, which a file with a vault would hold."""
    play = tmp_path / "play.yml"
    play.write_text(
        PLAY.replace('      region: "{{ region }}"\n', '      region: "{{ region }}"\n' + OPTIONS).replace(
            'ansible.builtin.include_role:\n        name: "{{ target }}"',
            "classic.elb.elb_balancer: {name: none, state: absent}",
        )
    )
    (tmp_path / "secrets.yml").write_text(
        "".join(f"{name.lower()}: {value}\n" for name, value in SECRETS.items())
    )
    variables = {key: value for key, value in emulator_variables(emulator).items() if "_key" not in key}
    run = run_playbook(play, variables, "-vvvv", "--extra-vars", f"@{tmp_path / 'secrets.yml'}")
    assert run.status == 0, run.output[-3000:]
    assert {entry["access_key"] for entry in emulator.log} == {SECRETS["AWS_ACCESS_KEY_ID"]}
    for name, value in SECRETS.items():
        assert value not in run.output, name


OPTIONS = """      access_key: "{{ aws_access_key_id }}"
      secret_key: "{{ aws_secret_access_key }}"
      session_token: "{{ aws_session_token }}"
"""
