# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Refuse to build a version that no changelog tells of, and tell what is not in it: ``python tests/release.py``."""

from __future__ import annotations

import sys
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]


def missing(root: Path = ROOT) -> str:
    """What is missing for the version in galaxy.yml, in one sentence; nothing if it may be built."""
    version = yaml.safe_load((root / "galaxy.yml").read_text())["version"]
    releases = yaml.safe_load((root / "changelogs/changelog.yaml").read_text())["releases"]
    if str(version) not in releases:
        return f"changelogs/changelog.yaml does not tell of version {version}; run: make changelog"
    return ""


def pending(root: Path = ROOT) -> str:
    """The changes of which the changelog in the archive will not tell; nothing where there are none."""
    fragments = sorted((root / "changelogs/fragments").glob("*.yml"))
    return (
        f"{len(fragments)} files of changelogs/fragments are not in the changelog yet." if fragments else ""
    )


if __name__ == "__main__":
    if pending():
        print(pending(), file=sys.stderr)
    sys.exit(missing() or 0)
