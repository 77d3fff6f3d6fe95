# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""
Ansible on standby: ansible-playbook without its start, which costs more than most playbooks of the tests do.

``standby.command(environment)`` gives what to call in the place of ``ansible-playbook``. A process in which Ansible is
loaded, the *server*, forks for each call; what is called, the *client*, gives it arguments, environment, folder and
open files, and ends as the fork ends. What Ansible reads of its settings while it is loaded cannot be changed later: so
each set of them has a server of its own.

A playbook cannot tell the difference, but for an ``ansible.cfg`` in the folder that it is called in, which the server
has not seen. A test that is about processes (signals, kills, what a user's shell calls) calls ``ansible-playbook``
itself.
"""

from __future__ import annotations

import atexit
import os
import pty
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

CLIENT = Path(__file__).with_name("client.py")
TESTS = Path(__file__).parents[2]
READ_AT_START = ("ANSIBLE_", "HOME", "PATH", "PYTHON", "LANG", "LC_")
"""How the names of variables begin that matter while Ansible is loaded."""

TEMPLATES = "CLASSIC_ELB_COMPILED_TEMPLATES"
"""The variable that names the folder which all workers of a test run share."""

MOST_SERVERS = 5

Settings = frozenset[tuple[str, str]]

_servers: dict[Settings, Server] = {}
"""Those that were asked for last are at the end."""


@dataclass(frozen=True)
class Server:
    address: Path
    process: subprocess.Popen[bytes]

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait()
        shutil.rmtree(self.address.parent, ignore_errors=True)


def is_prepared() -> bool:
    """Whether this is a test run, and not a user with the demo, who gets Ansible as it is."""
    return TEMPLATES in os.environ


def command(environment: Mapping[str, str], *, terminal: bool = False) -> list[str]:
    """Return what to call, in this environment, in the place of ansible-playbook; in a terminal it has colours."""
    settings = frozenset(item for item in environment.items() if item[0].startswith(READ_AT_START))
    settings |= {("terminal", str(terminal))}
    server = _servers.pop(settings, None) or _started(environment, terminal)
    _servers[settings] = server
    if len(_servers) > MOST_SERVERS:
        _servers.pop(next(iter(_servers))).stop()
    program = shutil.which("ansible-playbook", path=environment["PATH"])
    return [sys.executable, "-I", "-S", str(CLIENT), str(server.address), str(program)]


def _started(environment: Mapping[str, str], terminal: bool) -> Server:
    address = Path(tempfile.mkdtemp(prefix="classic-elb-standby-")) / "socket"
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(address))
        listener.listen()
        files = pty.openpty() if terminal else os.pipe()
        process = subprocess.Popen(
            [sys.executable, "-m", "support.standby.server", str(listener.fileno()), os.environ[TEMPLATES]],
            cwd=TESTS,
            env=dict(environment),
            stdin=files[1] if terminal else subprocess.DEVNULL,
            stdout=files[1],
            stderr=files[1],
            pass_fds=[listener.fileno()],
        )
        # The other end stays open for as long as this process lives: who has nobody to talk to is told so by a signal.
        os.close(files[1])
    return Server(address, process)


@atexit.register
def _stop_all() -> None:
    for server in _servers.values():
        server.stop()
