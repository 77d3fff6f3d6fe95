# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A playbook on standby finds what it finds when it is called, and ends alike."""

from __future__ import annotations

import os
import pty
import re
import select
import subprocess
from pathlib import Path

import pytest

from support import standby

PLAY = """\
- hosts: localhost
  gather_facts: false
  tasks:
    - ansible.builtin.debug:
        msg:
          - "{{ lookup('ansible.builtin.env', 'FOR_THIS_CALL') }} in {{ lookup('ansible.builtin.pipe', 'pwd') }}"
          - "{{ ansible_playbook_python }} {{ lookup('ansible.builtin.pipe', 'echo $PATH; umask') }}"
          - "{{ ansible_version.full }} {{ ansible_search_path }} {{ playbook_dir }} {{ ansible_verbosity }}"
          - "{{ lookup('ansible.builtin.pipe', 'echo $ANSIBLE_HOME/tmp/*') }}"
    - ansible.builtin.pause: {prompt: Go on}
    - ansible.builtin.command: cat
    - classic.elb.elb_balancer: {nam: shop}
"""
FOLDER = re.compile(r"ansible-local-\w+")
NEVER_THE_SAME = re.compile(r'(?m)^.*ansible-local-.*\n|"(delta|end|start)": "[^"]*"|\d\d:\d\d:\d\d\.\d+')


TEMPORARY = Path(os.environ["ANSIBLE_HOME"], "tmp")


def called(command: list[str], folder: Path, environment: dict[str, str]) -> tuple[int, str]:
    done = subprocess.run(
        [*command, "-v", "play.yml"],
        cwd=folder,
        env=environment,
        input="\n",
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout


def test_a_call_is_the_same(tmp_path: Path) -> None:
    (tmp_path / "play.yml").write_text(PLAY)
    environment = {**os.environ, "ANSIBLE_FORKS": "3"}
    TEMPORARY.mkdir(parents=True, exist_ok=True)
    commands, texts, folders = [], [], []
    for number in range(3):
        before = set(FOLDER.findall(" ".join(os.listdir(TEMPORARY))))
        call = {**environment, "FOR_THIS_CALL": f"<{number}>"}
        commands.append(standby.command(call) if number else ["ansible-playbook"])
        status, text = called(commands[-1], tmp_path, call)
        assert status == 2, text
        assert f"<{number}> in {tmp_path}" in text
        assert "nam" in text
        folders.append(set(FOLDER.findall(text)) - before)
        left = set(os.listdir(TEMPORARY)) - before
        assert not left & folders[-1]
        texts.append(NEVER_THE_SAME.sub("", text.replace(f"<{number}>", "")))
    assert commands[1] == commands[2]
    assert texts[0] == texts[1] == texts[2]
    assert [len(own) for own in folders] == [1, 1, 1]


@pytest.mark.parametrize("terminal", [True, False], ids=["terminal", "pipe"])
def test_colours_are_for_terminals(tmp_path: Path, terminal: bool) -> None:
    (tmp_path / "play.yml").write_text("- hosts: localhost\n  gather_facts: false\n  tasks: [debug: ]\n")
    leader, follower = pty.openpty() if terminal else os.pipe()
    environment = {**os.environ, "ANSIBLE_FORKS": "4", "TERM": "xterm"}
    seen = []
    for command in ["ansible-playbook"], standby.command(environment, terminal=terminal):
        subprocess.run([*command, "play.yml"], cwd=tmp_path, env=environment, stdout=follower, check=True)
        said = b""
        while select.select([leader], [], [], 0)[0]:
            said += os.read(leader, 100_000)
        seen.append(b"\x1b[" in said)
    os.close(leader)
    os.close(follower)
    assert seen == [terminal, terminal]
