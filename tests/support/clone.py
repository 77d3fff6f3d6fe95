# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What this clone consists of."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted(path.stem for path in (ROOT / "plugins/modules").glob("*.py") if path.stem != "__init__")


def clone_files() -> list[Path]:
    """
    Return the files that are committed or could be, relative to ``ROOT``.

    In a tree without git: all but what lies in hidden folders.
    """
    if (ROOT / ".git").exists():
        command = ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        listed = subprocess.run(command, capture_output=True, text=True, check=False)
        if listed.returncode == 0:
            names = {Path(name) for name in listed.stdout.split("\0") if name}
            return sorted(name for name in names if os.path.lexists(ROOT / name))
    return sorted(_walk())


def _walk() -> list[Path]:
    found = []
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [
            name for name in folders if not name.startswith(".") and name not in {"__pycache__", "build"}
        ]
        found += [Path(folder, name).relative_to(ROOT) for name in names]
    return found
