# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""
Install into this environment: ``python tests/install.py -r tests/requirements.txt``.

uv takes less than half the time of pip. pip does it where uv does not come ready to run, fails, or has no word for what
pip is told on this machine; and then it tells what it is at: on its own, pip says either nothing for half a minute or
far more than anybody reads.
"""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

CACHE = Path(__file__).resolve().parent.parent / ".cache/uv"
PIP = [sys.executable, "-m", "pip"]
UV = [sys.executable, "-m", "uv", "pip", "install", "--quiet"]

INSTALL = ["install", "--no-compile", "--progress-bar", "off"]
"""Python compiles what is imported when it is; pip would compile all, of which most never is."""

RECENT = "pip>=25"
"""Older ones, as a new environment has them from its Python, think about the many releases of an SDK for a minute."""

COLLECTING = re.compile(r"Collecting ([A-Za-z0-9._-]+)")

OPTIONS = {
    "constraint": "--constraints",
    "extra-index-url": "--index",
    "find-links": "--find-links",
    "index-url": "--default-index",
    "trusted-host": "--allow-insecure-host",
}
"""What uv calls these settings of pip, each of which may have several values."""

ELSEWHERE = {
    "cert",
    "default-timeout",
    "disable-pip-version-check",
    "no-cache-dir",
    "no-input",
    "progress-bar",
    "quiet",
    "retries",
    "root-user-action",
    "timeout",
}
"""Settings of pip that need no option: the environment tells of certificates, the others change nothing."""


def main() -> None:
    """Install what is named, by the quickest that can."""
    wanted = sys.argv[1:]
    print("Installing", end="", flush=True)
    uv = ready_uv()
    if not uv or not did([*uv, "--python", sys.executable, *wanted]):
        by_pip([RECENT])
        by_pip(wanted)
    print(" ... done.", flush=True)


def ready_uv() -> list[str]:
    """
    Get uv into this environment, and return its command, which wants a Python and what to install.

    Whatever it may be that hinders it, pip says it, or goes on without: then there is no command.
    """
    told = told_to_pip()
    if told.keys() - OPTIONS.keys() - ELSEWHERE:
        return []
    if not find_spec("uv") and not did([*PIP, *INSTALL, "--only-binary", "uv", "uv"]):
        return []
    options = [
        word
        for name, option in OPTIONS.items()
        for value in told.get(name, "").split()
        for word in (option, value)
    ]
    # As pip does: the newest of all places, not what the first place has.
    options += ["--index-strategy", "unsafe-best-match"]
    environment = {"UV_CACHE_DIR": str(CACHE)}
    if "cert" in told:
        environment["SSL_CERT_FILE"] = told["cert"]
    settings = [f"{name}={os.environ.get(name, value)}" for name, value in environment.items()]
    return ["env", *settings, *UV, *options]


def did(command: list[str]) -> bool:
    """Whether it succeeded; it says nothing."""
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def told_to_pip() -> dict[str, str]:
    """The settings of pip that are in force here, with several values on several lines or in one."""
    listed = subprocess.run([*PIP, "config", "list"], capture_output=True, text=True, check=True).stdout
    return {
        key: str(ast.literal_eval(value))
        for key, value in re.findall(r"^(?:global|install|:env:)\.([\w-]+)=(.*)$", listed, re.MULTILINE)
    }


def by_pip(wanted: list[str]) -> None:
    """Name each package as it comes; end with all that pip said if it fails."""
    said = []
    with subprocess.Popen(
        [*PIP, *INSTALL, *wanted], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as pip:
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
