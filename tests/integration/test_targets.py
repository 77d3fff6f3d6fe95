# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every integration target ends well on the emulator."""

from __future__ import annotations

from pathlib import Path

import pytest

from emulator import Emulator
from support.playbook import BY_PROCESS, emulator_variables, run_playbook

HERE = Path(__file__).parent
TARGETS = sorted(path.parent.parent.name for path in HERE.glob("targets/elb_*/tasks/main.yml"))


@pytest.mark.parametrize("target", TARGETS)
def test_target(target: str, emulator: Emulator, monkeypatch: pytest.MonkeyPatch) -> None:
    """The target ends well, and Ansible has nothing to remark on the way."""
    monkeypatch.setenv("ANSIBLE_ROLES_PATH", str(HERE / "targets"))
    way = BY_PROCESS if target == "elb_member" else {}
    run = run_playbook(HERE / "target.yml", {**emulator_variables(emulator), "target": target, **way})
    assert run.status == 0, run.output
    assert not run.complaints, run.output
