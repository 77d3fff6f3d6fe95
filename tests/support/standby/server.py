# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""``server.py SOCKET TEMPLATES``: load Ansible, and run a program for each client, in a fork.

SOCKET is the number of an open file, TEMPLATES a folder for compiled ones. The server's own standard input, output and
error are of the kind that the clients have, a terminal or not: by that, Python and Ansible decide how to write as they
are loaded.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import json
import os
import random
import runpy
import select
import shutil
import signal
import socket
import sys
import threading
import traceback
from dataclasses import dataclass
from pathlib import Path

from support.standby.templates import keep_compiled

ACTIONS = Path(__file__).parents[3] / "plugins/action"
KINDS = "action become cache connection filter inventory lookup shell strategy test vars".split()
"""The kinds of plugins of which Ansible's own are loaded."""
OURS = [f"classic.elb.{file.stem}" for file in ACTIONS.glob("elb_*.py")]
LEAN = "ansible_collections.classic.elb.plugins.module_utils._service.lean"


@dataclass(frozen=True)
class Call:
    """What a client wants to have run."""

    command: list[str]
    environment: dict[str, str]
    folder: str
    files: list[int]
    """Its standard input, output and error."""


def load(templates: Path) -> None:
    """Import what a playbook imports."""
    keep_compiled(templates)
    cli = importlib.import_module("ansible.cli")
    importlib.import_module("ansible.cli.playbook")
    from ansible.plugins import loader

    loader.init_plugin_loader()
    # A playbook begins with it, and once is enough.
    cli.init_plugin_loader = lambda *_paths: None  # type: ignore[attr-defined]
    for kind in KINDS:
        list(getattr(loader, f"{kind}_loader").all(class_only=True))
    loader.callback_loader.get("default", class_only=True)
    for name in OURS:
        loader.action_loader.get(name, class_only=True)
    # Our plugins have read what the client of their own service needs; for that of EC2, each worker would take 0.1 s.
    importlib.import_module(LEAN)._lean_loader().load_service_model("ec2", "service-2")
    _remove_temporary_folder()
    # What is here already is garbage for no fork, and to look through it would copy it.
    gc.collect()
    gc.freeze()


def serve(listener: socket.socket) -> Call:
    """
    Answer clients until the parent has ended.

    It returns in a new process for each call. Another one, between that and this, waits for its end and tells the
    client.
    """
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    parent = os.getppid()
    while True:
        while not select.select([listener], [], [], 1)[0]:
            if os.getppid() != parent:
                sys.exit()
        connection, _address = listener.accept()
        if os.fork() == 0:
            listener.close()
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            call = _received(connection)
            if runner := os.fork():
                for file in call.files:
                    os.close(file)
                threading.Thread(target=_end_with, args=[connection, runner], daemon=True).start()
                _pid, status = os.waitpid(runner, 0)
                connection.sendall(bytes([os.waitstatus_to_exitcode(status) & 0xFF]))
                os._exit(0)
            connection.close()
            return call
        connection.close()


def _end_with(connection: socket.socket, runner: int) -> None:
    """A client says nothing more until it ends."""
    if not connection.recv(1):
        os.kill(runner, signal.SIGTERM)


def _received(connection: socket.socket) -> Call:
    _mark, files, _flags, _address = socket.recv_fds(connection, 1, 3)
    with connection.makefile("rb") as stream:
        return Call(**json.loads(stream.readline()), files=files)


def adopt(call: Call) -> None:
    """Become the process that the client would have been."""
    for number, file in enumerate(call.files):
        os.dup2(file, number)
        os.close(file)
    os.environ.clear()
    os.environ.update(call.environment)
    os.chdir(call.folder)
    sys.path[0] = str(Path(call.command[0]).parent)
    sys.argv = call.command
    random.seed()
    _make_temporary_folder()


def _remove_temporary_folder() -> None:
    """Undo what Ansible did as it was loaded."""
    from ansible import constants
    from ansible.utils.path import cleanup_tmp_file

    atexit.unregister(cleanup_tmp_file)
    shutil.rmtree(vars(constants)["DEFAULT_LOCAL_TMP"])


def _make_temporary_folder() -> None:
    """Make the one of this call, which Ansible removes as it ends."""
    from ansible import constants

    setting, known = "DEFAULT_LOCAL_TMP", vars(constants)
    constants.set_constant(setting, constants.config.get_config_value(setting, variables=known))


def main() -> None:
    listening, templates = sys.argv[1:]
    listener = socket.socket(fileno=int(listening))
    try:
        load(Path(templates))
    except Exception:
        Path(f"{listener.getsockname()}.error").write_text(traceback.format_exc())
        raise
    call = serve(listener)
    adopt(call)
    runpy.run_path(call.command[0], run_name="__main__")


if __name__ == "__main__":
    main()
