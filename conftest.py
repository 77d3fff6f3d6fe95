# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Make this clone importable as ansible_collections.classic.elb, and keep the tests away from the user's own things."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path

import hypothesis
import pytest

sys.path.insert(0, str(Path(__file__).parent / "tests"))

from support import standby
from support.workspace import Workspace

WORKSPACE = Workspace.create()
# Ansible looks a thousand times a second whether a task has ended, for which a seventh of all its work goes.
(WORKSPACE.home / "ansible.cfg").write_text("[defaults]\ninternal_poll_interval = 0.01\n")
os.environ.setdefault(standby.TEMPLATES, str(WORKSPACE.path / "templates"))
# ansible-test units, which sets this variable, has made a place of its own for the tests.
if "ANSIBLE_CONTROLLER_MIN_PYTHON_VERSION" not in os.environ:
    WORKSPACE.enter()

os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = str(Path(__file__).parent / ".cache/hypothesis")
hypothesis.settings.register_profile("ci", derandomize=True, deadline=None, database=None)
hypothesis.settings.register_profile("explore", max_examples=2000, deadline=None, database=None)
hypothesis.settings.load_profile("ci")

# What is imported stays for good; to look through it for garbage again and again costs a tenth of all. The process that
# only hands out the tests never begins with one.
if "PYTEST_XDIST_WORKER" in os.environ:
    gc.disable()
gc.set_threshold(50_000, 20, 20)

LONGEST = """
    fire/test_together.py::test_forty_hosts
    integration/test_rolling_update
    fire/test_secrets.py
    fire/test_any_sequence.py
    integration/test_both_ways.py
    integration/test_demo.py
    test_job_templates.py::test_events_grow
    integration/test_odd_answers.py
    test_docs.py::test_snippets_do
    integration/test_export.py
    test_examples.py::test_examples_run
    integration/test_targets.py
    test_policy.py::test_other_kinds_are_untouched
    test_rows.py::test_stock
""".split()
"""What takes more than some seconds, the longest first."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes long, so that no worker is left alone with it in the end."""
    items.sort(key=_rank)


def _rank(item: pytest.Item) -> int:
    name, _bracket, _parameters = item.nodeid.partition("[")
    return next((rank for rank, part in enumerate(LONGEST) if part in name), len(LONGEST))


def pytest_collection_finish() -> None:
    """From here on, there is garbage."""
    gc.freeze()
    gc.enable()


def pytest_unconfigure() -> None:
    """Remove the workspace when the last test is done."""
    WORKSPACE.remove()
