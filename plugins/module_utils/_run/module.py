# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What all modules share: options, errors, results. Private to classic.elb.

A module hands over how its options become a wish, and what is done about it.
"""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import Any, Callable, NoReturn, TypeVar

from ansible.module_utils.basic import AnsibleModule

from ansible_collections.classic.elb.plugins.module_utils._model.errors import ElbError
from ansible_collections.classic.elb.plugins.module_utils._options.normalize import (
    ambiguous,
    as_one,
    names_nothing,
    normalized,
)
from ansible_collections.classic.elb.plugins.module_utils._run.turns import Turn
from ansible_collections.classic.elb.plugins.module_utils._service.client import Client
from ansible_collections.classic.elb.plugins.module_utils._service.connection import connect, disconnect
from ansible_collections.classic.elb.plugins.module_utils._service.sdk import (
    BOTOCORE,
    OLDEST_BOTOCORE,
    has_sdk,
)
from ansible_collections.classic.elb.plugins.module_utils._service.secrets import hidden_values, without
from ansible_collections.classic.elb.plugins.module_utils._service.settings import AWS_OPTIONS

Options = dict[str, Any]
Result = dict[str, Any]
Wish = TypeVar("Wish")

LONGEST_MESSAGE = 4000


class Task:
    """One run of a module: its options, and what it may do."""

    def __init__(self, module: AnsibleModule, client: Client) -> None:
        self.options: Options = module.params
        self.max_impact: str = module.params.get("max_impact", "none")  # modules without it change nothing
        self.check_mode: bool = module.check_mode
        self.client = client
        self.warn: Callable[[str], None] = functools.cache(module.warn)
        """Not all of ansible-core leave out what was said before."""
        self.diff_mode: bool = module._diff
        self._locks = os.path.join(
            os.path.expanduser(getattr(module, "_remote_tmp", None) or "~/.ansible/tmp"), "classic.elb"
        )

    def turn(self, what: str) -> Turn:
        """The right to write to ``what``. It goes by the region: another task may give the same AWS another address."""
        return Turn(self._locks, self.client.connection.region, what)


class ElbModule(AnsibleModule):
    """An AnsibleModule that takes what AWX, surveys and templates hand over, and lets ansible-core refuse the rest."""

    is_checking = True
    """Whether ansible-core still looks at the options; what fails later has nothing to do with their names."""

    def __init__(self, name: str, argument_spec: Mapping[str, Any]) -> None:
        """``name`` is the module's own, whatever it may have been called by."""
        self.own_name = name
        # A copy, because ansible-core fills in what it finds as the default of a dictionary.
        super().__init__(deepcopy(dict(argument_spec)), supports_check_mode=True)
        self.is_checking = False

    def _load_params(self) -> None:
        super()._load_params()
        self.blank: set[str] = set()
        """The options that were given, and name nothing."""
        for name, option in self.argument_spec.items():
            given = sorted({name, *option.get("aliases", ())} & self.params.keys())
            values = {spelling: normalized(option, self.params.pop(spelling)) for spelling in given}
            stated = {spelling: value for spelling, value in values.items() if value is not None}
            self.params.update(as_one(name, stated))
            if values and all(map(names_nothing, values.values())):
                self.blank.add(name)
        self.given = dict(self.params)
        self.ambiguous = dict(ambiguous(self.argument_spec, self.params))
        """Which options have several values, and by which of their names."""
        self.no_log_values.update(hidden_values(self.argument_spec, self.params))

    def fail_json(self, msg: str, **details: Any) -> NoReturn:
        """ansible-core refuses an old word before anything else happens; our answer to it tells more."""
        if self.is_checking:
            from ansible_collections.classic.elb.plugins.module_utils._options.refusals import better_refusal

            msg = better_refusal(self.own_name, self.given, self.argument_spec) or msg
        super().fail_json(msg=msg, **details)


def run_module(
    name: str,
    argument_spec: Mapping[str, Any],
    parse: Callable[[Options], Wish],
    operate: Callable[[Task, Wish], Result],
    narrowing: Iterable[str] = (),
) -> None:
    """The ``main`` of every module: ``parse`` checks the options before any call, ``operate`` does the work.

    Without its ``narrowing`` options a task is about all there is; that has to be meant, so they must not be blank.
    """
    module = ElbModule(name, {**AWS_OPTIONS, **argument_spec})
    if not has_sdk():
        module.fail_json(msg=_without_sdk())
    client: Client | None = None
    end: Callable[..., Any] = module.exit_json
    try:
        _require_one_value(module.ambiguous)
        _require_names(narrowing, module.params, module.blank)
        wish = parse(module.params)
        with Client(connect(module.params, caller=name)) as client:
            result = operate(Task(module, client), wish)
    except ElbError as failure:
        disconnect()
        end = module.fail_json
        result = {"msg": _one_line(failure.message, module.no_log_values), **failure.details}
    # Outside of the handler: inside, Ansible would show a traceback with the sentence.
    end(**result, **_counted(module, client))


def _require_one_value(ambiguous: Mapping[str, list[str]]) -> None:
    """ansible-core takes one and drops the others."""
    for option, spellings in sorted(ambiguous.items()):
        raise ElbError(
            f"{option}: it was given more than once, as {' and as '.join(spellings)}, and not with the same value; "
            "give it once."
        )


def _require_names(narrowing: Iterable[str], options: Options, blank: Iterable[str]) -> None:
    """Whoever comes has to be told where to anyway, unless that is remembered."""
    if options.get("state") == "present" and not options.get("remember"):
        return
    for option in narrowing:
        if option in blank:
            raise ElbError(f"{option}: it is blank; give names, or leave it out where all are meant.")


def _one_line(message: str, secrets: Iterable[str]) -> str:
    """Whatever the user's values or AWS' words bring along, a message is one line of bearable length.

    What is too long is a value in the middle, as where a template gave a whole result; what is wrong stands at the end.
    Of a secret that is cut, ansible-core would not know the rest.
    """
    line = " ".join(message.split())
    if len(line) <= LONGEST_MESSAGE:
        return line
    line, half = " ".join(without(secrets, message).split()), LONGEST_MESSAGE // 2
    return f"{line[:half]} ... {line[-half:]}"


def _counted(module: AnsibleModule, client: Client | None) -> Result:
    if client is None:
        return {}
    counted: Result = {"api_calls": client.api_calls()}
    if module.params["debug_botocore_endpoint_logs"]:
        counted["resource_actions"] = sorted(client.actions)
    return counted


def _without_sdk() -> str:
    problem = (
        f"botocore {BOTOCORE} is too old" if BOTOCORE else "the libraries boto3 and botocore are missing"
    )
    return (
        f"In {sys.executable}, {problem}: install boto3 {OLDEST_BOTOCORE} or newer for it, or, where Ansible itself "
        "has another Python, set ansible_python_interpreter to '{{ ansible_playbook_python }}' for tasks on localhost."
    )
