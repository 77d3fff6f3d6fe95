# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Run a playbook as a user does, with ansible-playbook, and judge what it said."""

from __future__ import annotations

import json
import os
import re
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from support import standby
from support.secrets import SECRETS, leaks

INVENTORY = Path(__file__).with_name("inventory.yml")

BY_PROCESS = {"classic_elb_in_worker": False}
"""Variables with which modules run in processes of their own. Of each kind of playbook, one test does that."""

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_RECAP = re.compile(r"^\S+ +: ok=\d+ +changed=(?P<changed>\d+) +unreachable=\d+ +failed=\d+", re.MULTILINE)
_COMPLAINT = re.compile(r"^\[(?:[A-Z ]*WARNING|ERROR)\].*", re.MULTILINE)


class Service(Protocol):
    """What a playbook has to know of a running emulator."""

    @property
    def url(self) -> str:
        """The address that takes the place of AWS."""

    @property
    def network(self) -> Mapping[str, Any]:
        """The VPCs, subnets, instances, certificates, ... that the emulator starts with."""


def emulator_variables(emulator: Service) -> dict[str, Any]:
    """Return the extra variables that send a playbook to the emulator and tell it what is there to build on."""
    return {
        "endpoint_url": emulator.url,
        "region": emulator.network["region"],
        "access_key": SECRETS["access_key"],
        "secret_key": SECRETS["secret_key"],
        "network": emulator.network,
    }


@dataclass(frozen=True)
class PlaybookRun:
    """
    What ansible-playbook left behind: its exit status and its output, without colours.

    The output has standard output and standard error in the order in which they were written.
    """

    status: int
    output: str

    @property
    def changed(self) -> int:
        """The number of tasks that changed something, by the recap; a run without a recap is an error."""
        recaps = [int(recap["changed"]) for recap in _RECAP.finditer(self.output)]
        if not recaps:
            raise ValueError(f"ansible-playbook ended without a recap:\n{self.output}")
        return sum(recaps)

    @property
    def complaints(self) -> list[str]:
        """The warnings and deprecations that the run printed."""
        return _COMPLAINT.findall(self.output)


def log() -> Path:
    """Return where Ansible logs: always the same file, as it is opened when Ansible is loaded."""
    return Path(os.environ["ANSIBLE_HOME"], "ansible.log")


def emptied_log() -> Path:
    log().parent.mkdir(exist_ok=True)
    log().write_text("")
    return log()


def run_playbook(
    playbook: Path, variables: Mapping[str, Any], *arguments: str, echo: bool = False
) -> PlaybookRun:
    """
    Run ``playbook`` on localhost in the environment of this process.

    With ``echo``, show the output as it comes; without, have Ansible tell and log all that it can, and find none of the
    credentials in that.
    """
    lines = []
    environment, program = dict(os.environ), ["ansible-playbook"]
    if not echo:
        environment |= {"ANSIBLE_VERBOSITY": "4", "ANSIBLE_LOG_PATH": str(emptied_log())}
        if standby.is_prepared():
            program = standby.command(environment)
    with tempfile.TemporaryDirectory() as folder:
        # Ansible shows the variables of a command line, but not those of a file.
        extra = Path(folder, "variables.json")
        extra.write_text(json.dumps(variables))
        command = [*program, "--inventory", str(INVENTORY), "--extra-vars", f"@{extra}"]
        with subprocess.Popen(
            [*command, *arguments, str(playbook)],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ) as process:
            assert process.stdout is not None
            for line in process.stdout:
                lines.append(_COLOUR.sub("", line))
                if echo:
                    print(line, end="", flush=True)
        written = "".join(lines)
        logged = "" if echo else log().read_text()
        assert leaks(written + logged) == [], f"credentials are in the output or the log of {playbook}"
    return PlaybookRun(process.returncode, written)
