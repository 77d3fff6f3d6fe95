# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""
Install with pip, and tell what it is at: ``python tests/install.py -r tests/requirements.txt``.

On its own, pip says either nothing for half a minute or far more than anybody reads.
"""

from __future__ import annotations

import re
import subprocess
import sys

PIP = "pip>=25"
"""Older ones, as a new environment has them from its Python, think about the many releases of an SDK for a minute."""

COLLECTING = re.compile(r"Collecting ([A-Za-z0-9._-]+)")


def main() -> None:
    """Name each package as it comes; show all that pip said only if it fails."""
    print("Installing", end="", flush=True)
    for wanted in [PIP], sys.argv[1:]:
        install(wanted)
    print(" ... done.", flush=True)


def install(wanted: list[str]) -> None:
    """Have pip install what is wanted, or end with what it said."""
    # Python compiles what is imported when it is; pip would compile all, of which most never is.
    command = [sys.executable, "-m", "pip", "install", "--no-compile", "--progress-bar", "off", *wanted]
    said = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as pip:
        assert pip.stdout is not None
        for line in pip.stdout:
            said.append(line)
            if found := COLLECTING.match(line):
                print(f" {found[1]}", end="", flush=True)
    if pip.returncode:
        print(f" ... failed.\n{''.join(said)}", flush=True)
        sys.exit(pip.returncode)


if __name__ == "__main__":
    main()
