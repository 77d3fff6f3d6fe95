# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The short way: a task of the controller itself runs inside Ansible's worker. Private to classic.elb.

Ansible sends a module as a program, and for a task on the controller that costs far more than its work. Where the task
would run here anyway, as this user and with this very Python, the worker calls the module's ``main`` instead, with the
arguments that it would send, and takes what it prints for the result. So both ways end in the same code, and no result
tells which it was. Ansible loads action plugins before it forks its workers: what is imported here, they inherit.

Some of this rests on the inside of ansible-core. Where a release is built otherwise, the task goes Ansible's own way.
"""

from __future__ import annotations

import contextlib
import io
import json
import logging
import os
import re
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping
from types import ModuleType
from typing import Any

from ansible import constants
from ansible.module_utils import basic
from ansible.module_utils.common import warnings
from ansible.module_utils.parsing.convert_bool import boolean
from ansible.plugins.action import normal
from ansible.utils.display import Display
from ansible.vars import clean

from ansible_collections.classic.elb.plugins.module_utils._options import refusals
from ansible_collections.classic.elb.plugins.module_utils._run import execute, surroundings, undone
from ansible_collections.classic.elb.plugins.module_utils._service import interfaces
from ansible_collections.classic.elb.plugins.module_utils._service.connection import warm_up
from ansible_collections.classic.elb.plugins.module_utils._service.sdk import has_sdk
from ansible_collections.classic.elb.plugins.module_utils._service.settings import own_name

SWITCH = "classic_elb_in_worker"
"""The variable that, where it is false, has tasks go Ansible's own way."""
PROFILE = "legacy"
"""How ansible-core since 2.19 writes the arguments and the result of a module."""
HAS_PROFILES = hasattr(basic, "_ANSIBLE_PROFILE")
INHERITED = (execute, interfaces, refusals, surroundings, undone)
"""What a process of its own imports where it takes it, and the planners with it, while AWS answers; workers have it
from their parent."""
PLAIN_NAME = re.compile(r"[A-Za-z_]\w*", re.ASCII)
"""Other names of variables are beyond the shell that would run the module."""
AT_START = ("LD_", "OPENSSL_", "PYTHON")
"""Variables that begin so are read when a process starts."""
FOREIGN_GROUPS = {"group/ansible.builtin.aws", "group/amazon.aws.aws"}
"""The defaults of amazon.aws, under the names to which Ansible completes them; only its own modules have them."""

Variables = Mapping[str, Any]
Result = dict[str, Any]

display = Display()


class InWorker(normal.ActionModule):
    """What Ansible does for any module, but for sending it. A subclass names the ``module``."""

    module: ModuleType

    def _execute_module(  # type: ignore[override] # Ansible's own caller gives no more
        self, *, task_vars: Variables, wrap_async: Any
    ) -> Result:
        self._tell_of_lost_defaults()
        with contextlib.ExitStack() as borrowed:
            here = not wrap_async and self._move_in(borrowed, task_vars)
            if here:
                display.vvv(f"Running {self._task.action} in this worker")
                ended = _run(self.module.main)
        if here:
            return self._result(ended)
        result: Result = super()._execute_module(task_vars=task_vars, wrap_async=wrap_async)
        return result

    def _tell_of_lost_defaults(self) -> None:
        """Of the group that a play has kept from amazon.aws: Ansible ignores it here without a word."""
        groups = dict(item for defaults in self._task.module_defaults or () for item in defaults.items())
        given = [groups[group] or {} for group in groups.keys() & FOREIGN_GROUPS]
        # What a template would give, is not known here.
        lost = {
            own_name(name) for values in given for name in (values if isinstance(values, Mapping) else [""])
        }
        is_told = any(name.startswith("group/classic.elb.") for name in groups)
        if not is_told and not lost <= set(map(own_name, self._task.args)):
            display.warning(
                f"module_defaults: group/aws does not reach {self._task.action}, which has its defaults from "
                "group/classic.elb.elb."
            )

    def _move_in(self, borrowed: contextlib.ExitStack, task_vars: Variables) -> bool:
        """Put in place all that the module would find in a process of its own; whether it can be called then."""
        try:
            environment: dict[str, Any] = {}
            self._compute_environment_string(environment)
            if not self._is_at_home(task_vars, environment):
                return False
            parameters = dict(self._task.args)
            self._update_module_args(self._task.action, parameters, task_vars)
            folder = self._loader.get_basedir()
            borrowed.enter_context(_as_in_a_process(_encoded(parameters), environment, folder))
            self._result({"stdout": "{}", "stderr": "", "rc": 0})
        except Exception as doubt:
            display.vvv(f"Not running {self._task.action} in this worker: {doubt}")
            return False
        return True

    def _is_at_home(self, task_vars: Variables, environment: Variables) -> bool:
        """Whether Ansible would run the task here, as this user, with this Python and its SDK."""
        if self._task.delegate_to:
            task_vars = task_vars["ansible_delegated_vars"][self._task.delegate_to]
        interpreter = constants.config.get_config_value("INTERPRETER_PYTHON", variables=task_vars)
        return (
            has_sdk()
            and self._is_ours()
            and self._connection.transport == "local"
            and self._connection.become is None
            and not constants.config.get_config_value("DEFAULT_KEEP_REMOTE_FILES")
            and self._templar.template(interpreter) == sys.executable
            and boolean(self._templar.template(task_vars.get(SWITCH, True)), strict=False)
            and all(PLAIN_NAME.fullmatch(name) and not name.startswith(AT_START) for name in environment)
        )

    def _is_ours(self) -> bool:
        """Ansible looks up actions and modules apart: in a play's ``collections``, another's module may come first."""
        found = self._shared_loader_obj.module_loader.find_plugin_with_context(
            self._task.action, collection_list=self._task.collections
        )
        name: str = found.resolved_fqcn
        return name == "classic.elb." + self.module.__name__.rpartition(".")[2]

    def _result(self, ended: dict[str, Any]) -> Result:
        """What Ansible makes of how a module ended."""
        parsed: Any = self._parse_returned_data(ended, *([PROFILE] if HAS_PROFILES else []))
        if isinstance(parsed, dict):  # before ansible-core 2.21
            clean.remove_internal_keys(parsed)
            return parsed
        parsed.remove_internal_keys()
        result: Result = parsed.as_result_dict(for_round_trip=True)
        return result


def _run(main: Callable[[], None]) -> dict[str, Any]:
    """Call a module as if it were a process: what it has printed, and how it ended, whatever it raised."""
    out, err, status = io.StringIO(), io.StringIO(), 0
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), _unlogged():
        try:
            try:
                main()
            except Exception as bug:
                _crash(bug)
        except SystemExit as end:
            status = int(end.code or 0)
        except BaseException as stop:  # a time-out, which whatever it has interrupted did not cause
            raise stop from None
    return {"stdout": out.getvalue(), "stderr": err.getvalue(), "rc": status}


def _crash(bug: Exception) -> None:
    """Tell of a bug as the process of a module does."""
    with contextlib.suppress(ImportError):  # before ansible-core 2.19
        from ansible.module_utils._internal._ansiballz import _loader

        _loader._handle_exception(bug, PROFILE)
    traceback.print_exception(type(bug), bug, bug.__traceback__)
    sys.exit(1)


@contextlib.contextmanager
def _unlogged() -> Iterator[None]:
    """Silence the SDK: in a process of its own it logs nowhere, and here it would write into Ansible's log."""
    loggers = [logging.getLogger(name) for name in ("botocore", "urllib3")]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels):
            logger.setLevel(level)


def _encoded(parameters: Variables) -> bytes:
    """The arguments as a module gets them."""
    whole = {"ANSIBLE_MODULE_ARGS": parameters}
    if HAS_PROFILES:
        from ansible.module_utils.common.json import Direction, get_module_encoder

        return json.dumps(whole, cls=get_module_encoder(PROFILE, Direction.CONTROLLER_TO_MODULE)).encode()
    from ansible.parsing import ajson

    encoder: Any = ajson.AnsibleJSONEncoder  # type: ignore[attr-defined]
    return json.dumps(whole, cls=encoder, vault_to_text=True).encode()


@contextlib.contextmanager
def _as_in_a_process(arguments: bytes, environment: Variables, folder: str) -> Iterator[None]:
    """What a process of its own has for itself: arguments, environment, warnings, and no controller around it.

    It works in the ``folder`` of the playbook, wherever Ansible was called.
    """
    before, caller = dict(os.environ), os.getcwd()
    with contextlib.ExitStack() as stack:
        stack.enter_context(_set(basic, "_ANSIBLE_ARGS", arguments))
        if HAS_PROFILES:
            from ansible.module_utils import _internal

            stack.enter_context(_set(basic, "_ANSIBLE_PROFILE", PROFILE))
            stack.enter_context(_set(_internal, "is_controller", False))
        warnings._global_warnings.clear()
        warnings._global_deprecations.clear()
        try:
            os.chdir(folder)
            os.environ["PWD"] = os.getcwd()
            os.environ.update({name: str(value) for name, value in environment.items()})
            yield
        finally:
            os.environ.clear()
            os.environ.update(before)
            with contextlib.suppress(OSError):  # somebody may have removed it meanwhile
                os.chdir(caller)


@contextlib.contextmanager
def _set(owner: ModuleType, name: str, value: Any) -> Iterator[None]:
    before = getattr(owner, name)
    setattr(owner, name, value)
    try:
        yield
    finally:
        setattr(owner, name, before)


# What is wrong with the user's settings is for a task to tell, if it needs them.
with contextlib.suppress(Exception), _unlogged():
    warm_up()
