# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What Ansible's workers inherit, because the action plugins have imported it before the fork."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator

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
