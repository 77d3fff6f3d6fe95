# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Run a module inside this process: the same code as under Ansible, without the cost of starting it."""

from __future__ import annotations

import contextlib
import importlib
import io
import json
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from ansible.module_utils.common import warnings

from support.secrets import SECRETS, leaks

try:
    from ansible.module_utils.testing import patch_module_args
except ImportError:  # before ansible-core 2.19
    from ansible.module_utils import basic
    from ansible.module_utils.common.text.converters import to_bytes

    @contextlib.contextmanager
    def patch_module_args(args: dict[str, Any] | None = None) -> Iterator[None]:
        basic._ANSIBLE_ARGS = to_bytes(json.dumps({"ANSIBLE_MODULE_ARGS": args}))
        try:
            yield
        finally:
            basic._ANSIBLE_ARGS = None


Result = dict[str, Any]

READER = "AKIAREADER"
"""The access key of clients that look on, by which the emulator's log tells them from the modules."""


class Runner:
    """Runs modules with the same connection options; ``emulator`` is what they talk to."""

    def __init__(self, emulator: Any) -> None:
        self.emulator = emulator
        self.connection = {
            "endpoint_url": emulator.url,
            "region": emulator.network["region"],
            "access_key": SECRETS["access_key"],
            "secret_key": SECRETS["secret_key"],
        }

    def __call__(self, module: str, check: bool = False, **options: Any) -> Result:
        """The result of a run, which must succeed."""
        result = self.attempt(module, check=check, **options)
        assert not result.get("failed"), result["msg"]
        return result

    def fails(self, module: str, check: bool = False, **options: Any) -> Result:
        """The result of a run, which must fail."""
        result = self.attempt(module, check=check, **options)
        assert result.get("failed"), result
        return result

    def attempt(self, module: str, check: bool = False, **options: Any) -> Result:
        """The result of a run, whatever it is."""
        imported = importlib.import_module(f"ansible_collections.classic.elb.plugins.modules.{module}")
        arguments = {
            **self.connection,
            **options,
            "_ansible_check_mode": check,
            "_ansible_diff": True,
            "_ansible_module_name": f"classic.elb.{module}",
        }
        output = io.StringIO()
        # Where a test has imported a part of the controller, ansible-core would show warnings itself.
        internal: Any = sys.modules.get("ansible.module_utils._internal")
        if hasattr(internal, "is_controller"):
            internal.is_controller = False
        for told in (warnings._global_warnings, warnings._global_deprecations):
            told.clear()  # a process of its own has told nothing yet
        with patch_module_args(arguments), contextlib.redirect_stdout(output), pytest.raises(SystemExit):
            imported.main()
        result: Result = json.loads(output.getvalue())
        # By this, ansible-core 2.22 tells the controller what to hide; there it is taken out first of all.
        result.pop("_ansible_new_secrets", None)
        assert leaks(json.dumps(result)) == []
        return result

    def converges(self, module: str, **options: Any) -> Result:
        """Run three times, as promised to users: predicted exactly, done, and silent the second time."""
        self.emulator.clear_log()
        predicted = self(module, check=True, **options)
        assert self.writes() == [], "check mode wrote"
        done = self(module, **options)
        assert predicted["changed"] == done["changed"]
        assert predicted["actions"] == done["actions"]
        assert self.writes() == [(action["operation"], action["parameters"]) for action in done["actions"]]
        assert predicted["balancer"].keys() == done["balancer"].keys()
        for key, value in predicted["balancer"].items():
            assert done["balancer"][key] == value or "predicted" in str(value), key
        self.emulator.clear_log()
        again = self(module, **options)
        assert not again["changed"], again["actions"]
        assert self.writes() == [], "the second run wrote"
        for key, value in again["balancer"].items():
            assert done["balancer"][key] == value, key
        return done

    def writes(self) -> list[tuple[str, dict[str, Any]]]:
        """The writes that reached the service since the log was cleared."""
        return [(entry["operation"], entry["parameters"]) for entry in self.emulator.log if entry["write"]]

    def reads(self) -> list[str]:
        return [entry["operation"] for entry in self.emulator.log if not entry["write"]]
