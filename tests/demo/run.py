# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""
The demo: run site.yml on the emulator, run it again, and show what stands there.

It fails unless the first run changes something and the second run changes nothing.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from emulator import Emulator
from support.playbook import PlaybookRun, emulator_variables, run_playbook
from support.workspace import Workspace

PLAYBOOK = Path(__file__).with_name("site.yml")


def header(text: str) -> None:
    """Print a headline."""
    print(
        f"\n\033[1m{text}\033[0m\n" if sys.stdout.isatty() else f"\n{text}\n{'=' * len(text)}\n", flush=True
    )


def play(emulator: Emulator, *arguments: str) -> PlaybookRun:
    """Run the playbook on the emulator; a playbook that fails ends the demo."""
    started = time.monotonic()
    run = run_playbook(PLAYBOOK, emulator_variables(emulator), *arguments, echo=True)
    if run.status != 0:
        sys.exit(f"The demo failed: ansible-playbook ended with status {run.status}.")
    print(f"{run.changed} changed, in {time.monotonic() - started:.1f} s")
    return run


def main() -> None:
    """Keep the promise, or exit with what broke it."""
    with Workspace.temporary() as workspace, Emulator() as emulator:
        workspace.enter()
        os.environ["ANSIBLE_CALLBACK_RESULT_FORMAT"] = "yaml"
        if sys.stdout.isatty():
            os.environ["ANSIBLE_FORCE_COLOR"] = "true"
        header("First run")
        if play(emulator, "--skip-tags", "report").changed == 0:
            sys.exit("The demo failed: the first run built nothing.")
        header("Second run: nothing may change")
        if play(emulator, "--skip-tags", "report").changed != 0:
            sys.exit("The demo failed: the second run changed something.")
        header("What was built")
        play(emulator, "--tags", "report")


if __name__ == "__main__":
    main()
