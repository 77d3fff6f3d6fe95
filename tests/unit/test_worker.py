# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What Ansible's workers inherit, because the action plugins have imported it before the fork."""

from __future__ import annotations

import ast
import logging
import os
import subprocess
import sys
from collections.abc import Iterator

import pytest

from support.clone import ROOT

PLUGINS = "ansible_collections.classic.elb.plugins"


def imported_late() -> Iterator[str]:
    """The modules of this collection that its functions import when they are called."""
    for path in (ROOT / "plugins/module_utils").rglob("*.py"):
        for function in ast.walk(ast.parse(path.read_text())):
            if isinstance(function, ast.FunctionDef):
                for statement in ast.walk(function):
                    if isinstance(statement, ast.ImportFrom) and (statement.module or "").startswith(PLUGINS):
                        yield str(statement.module)


def test_a_worker_imports_nothing_of_this_collection() -> None:
    late = set(imported_late())
    assert len(late) > 5
    code = f"import sys; from {PLUGINS}.action import elb_member; print(*sys.modules)"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert late - set(done.stdout.split()) == set()


def test_a_bug_ends_as_in_a_process(caplog: pytest.LogCaptureFixture) -> None:
    """It fails the task, whose result, warnings of Python and log of the SDK Ansible does not show."""
    from ansible_collections.classic.elb.plugins.plugin_utils import _worker

    def main() -> None:
        logging.getLogger("botocore.credentials").warning("Found credentials")
        print("InsecureRequestWarning", file=sys.stderr)
        raise RuntimeError("alas")

    ended = _worker._run(main)
    assert ended["rc"] == 1
    assert "InsecureRequestWarning" in ended["stderr"]
    assert "alas" in ended["stdout" if _worker.HAS_PROFILES else "stderr"]
    assert caplog.text == ""
    assert logging.getLogger("botocore").level != logging.CRITICAL


def test_a_module_that_ends_is_taken_at_its_word() -> None:
    from ansible_collections.classic.elb.plugins.plugin_utils import _worker

    def main() -> None:
        print('{"changed": false}')
        sys.exit(0)

    assert _worker._run(main) == {"stdout": '{"changed": false}\n', "stderr": "", "rc": 0}


def test_what_interrupts_is_not_told_as_caused_by_what_it_has_interrupted() -> None:
    from ansible_collections.classic.elb.plugins.plugin_utils import _worker

    def main() -> None:
        try:
            raise ValueError("AWS answered Throttling")
        except ValueError:
            raise KeyboardInterrupt  # noqa: B904 - as an alarm does in the pause after a refusal

    with pytest.raises(KeyboardInterrupt) as stopped:
        _worker._run(main)
    assert stopped.value.__suppress_context__
