# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""
Ansible on standby: ansible-playbook without its start, which costs more than most playbooks of the tests do.

``standby.command(environment)`` gives what to call in the place of ``ansible-playbook``. A process in which Ansible is
loaded, the *server*, forks for each call; what is called, the *client*, gives it arguments, environment, folder and
open files, and ends as the fork ends. What Ansible reads of its settings while it is loaded cannot be changed later: so
each set of them has a server of its own, from the second call on.

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
from pathlib import Path

CLIENT = Path(__file__).with_name("client.py")
TESTS = Path(__file__).parents[2]
READ_AT_START = ("ANSIBLE_", "HOME", "PATH", "PYTHON", "LANG", "LC_")
"""How the names of variables begin that matter while Ansible is loaded."""

TEMPLATES = "CLASSIC_ELB_COMPILED_TEMPLATES"
"""The variable that names the folder which all workers of a test run share."""

Settings = frozenset[tuple[str, str]]

_called: set[Settings] = set()
_servers: dict[Settings, Path] = {}


def command(environment: Mapping[str, str], *, terminal: bool = False) -> list[str]:
    """Return what to call, in this environment, in the place of ansible-playbook; in a terminal it has colours."""
    settings = frozenset(item for item in environment.items() if item[0].startswith(READ_AT_START))
    settings |= {("terminal", str(terminal))}
    if settings not in _called:
        _called.add(settings)
        return ["ansible-playbook"]
    if settings not in _servers:
        _servers[settings] = _started(environment, terminal)
    program = shutil.which("ansible-playbook", path=environment["PATH"])
    return [sys.executable, "-I", "-S", str(CLIENT), str(_servers[settings]), str(program)]


def _started(environment: Mapping[str, str], terminal: bool) -> Path:
    """Start a server that lives as long as this process, and return where it listens."""
    folder = Path(tempfile.mkdtemp(prefix="classic-elb-standby-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    address = folder / "socket"
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(address))
        listener.listen()
        files = pty.openpty() if terminal else os.pipe()
        server = subprocess.Popen(
            [sys.executable, "-m", "support.standby.server", str(listener.fileno()), os.environ[TEMPLATES]],
            cwd=TESTS,
            env=dict(environment),
            stdin=files[1] if terminal else subprocess.DEVNULL,
            stdout=files[1],
            stderr=files[1],
            pass_fds=[listener.fileno()],
        )
    atexit.register(_stop, server)
    return address


def _stop(server: subprocess.Popen[bytes]) -> None:
    server.terminate()
    server.wait()
