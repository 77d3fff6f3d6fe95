# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The archive that users install: made of this clone's files alone, and complete."""

from __future__ import annotations

import subprocess
import tarfile
from pathlib import Path

import pytest

from support.clone import MODULES, ROOT, clone_files


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive, built in the clone itself, with all that tools may have left there."""
    folder = tmp_path_factory.mktemp("archive")
    subprocess.run(["ansible-galaxy", "collection", "build", "--output-path", folder], cwd=ROOT, check=True)
    return next(folder.glob("classic-elb-*.tar.gz"))


def test_archive_holds_what_is_committed(archive: Path) -> None:
    with tarfile.open(archive) as tar:
        packed = {Path(member.name) for member in tar if not member.isdir()}
    committed = set(clone_files())
    assert packed - committed == {Path("MANIFEST.json"), Path("FILES.json")}
    assert {Path("CHANGELOG.md"), Path("changelogs/changelog.yaml"), Path("tests/config.yml")} < packed
    assert [name for name in packed if name.parts[0] == "tests"] == [Path("tests/config.yml")]
    assert packed >= {
        name for name in committed if name.parts[0] in {"plugins", "meta", "playbooks", "roles", "docs"}
    }


def test_archive_installs_and_documents_itself(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANSIBLE_COLLECTIONS_PATH", str(tmp_path))
    galaxy = ["ansible-galaxy", "collection"]
    subprocess.run([*galaxy, "install", "--offline", "--collections-path", tmp_path, archive], check=True)
    subprocess.run([*galaxy, "verify", "--offline", "classic.elb"], check=True)
    if MODULES:
        subprocess.run(["ansible-doc", *(f"classic.elb.{module}" for module in MODULES)], check=True)
