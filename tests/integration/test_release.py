# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a release needs: a changelog, workflows that call what there is, and the same promise everywhere."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml
from gates import CORES
from release import missing, pending

from support.clone import ROOT

MAKEFILE = (ROOT / "Makefile").read_text()
WORKFLOWS = {
    path.name: yaml.safe_load(path.read_text()) for path in (ROOT / ".github/workflows").glob("*.yml")
}


def jobs() -> list[dict[str, Any]]:
    return [job for workflow in WORKFLOWS.values() for job in workflow["jobs"].values()]


def test_a_version_without_changelog_is_not_built(tmp_path: Path) -> None:
    assert missing() == ""
    (tmp_path / "galaxy.yml").write_text("version: 9.9.9\n")
    (tmp_path / "changelogs").mkdir()
    (tmp_path / "changelogs/changelog.yaml").write_text("releases: {1.0.0: {}}\n")
    assert missing(tmp_path).endswith("does not tell of version 9.9.9; run: make changelog")


def test_changes_that_are_not_in_the_archive_are_told(tmp_path: Path) -> None:
    (tmp_path / "changelogs/fragments").mkdir(parents=True)
    assert pending(tmp_path) == ""
    (tmp_path / "changelogs/fragments/new.yml").touch()
    assert pending(tmp_path).startswith("1 files of changelogs/fragments")


def test_workflows_call_what_there_is() -> None:
    targets = set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))
    runs = [step["run"] for job in jobs() for step in job["steps"] if "run" in step]
    called = {target for run in runs for target in re.findall(r"\bmake ([a-z-]+)", run)}
    called |= {
        target for job in jobs() for target in job.get("strategy", {}).get("matrix", {}).get("target", ())
    }
    assert {"test", "floor", "fire", "gates"} == called
    assert called <= targets


def test_every_promised_core_is_tested() -> None:
    matrix = WORKFLOWS["test.yml"]["jobs"]["all"]["strategy"]["matrix"]["include"]
    assert [entry["core"] for entry in matrix] == [*CORES, "devel"]
    assert all(entry["python"] in CORES.get(entry["core"], [entry["python"]]) for entry in matrix)
    oldest, newest = min(CORES), max(CORES)
    requires = yaml.safe_load((ROOT / "meta/runtime.yml").read_text())["requires_ansible"]
    assert requires == f">={oldest}.0"
    readme = (ROOT / "README.md").read_text()
    assert (
        f"ansible-core {oldest} to {newest}" in readme and f"| ansible-core | {oldest} or newer |" in readme
    )
