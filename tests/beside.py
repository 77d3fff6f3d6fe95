# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""
Run targets of the Makefile beside each other: ``python tests/beside.py pytest lint types``.

The first one shows what it does as it does it. The others run meanwhile, one after the other, and what they say is
shown when the first one has ended. All are run to their end, whatever fails.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

MAKE = os.environ.get("MAKE", "make")


@dataclass(frozen=True)
class Part:
    """A target, how it ended, how long it took, and what it said if that was not shown at once."""

    target: str
    status: int
    seconds: float
    output: str

    @property
    def outcome(self) -> str:
        return "passed" if self.status == 0 else f"FAILED with status {self.status}"


def run(target: str, *, aside: bool) -> Part:
    started = time.monotonic()
    done = subprocess.run(
        [MAKE, "--no-print-directory", target],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE if aside else None,
        stderr=subprocess.STDOUT if aside else None,
        text=True,
        errors="replace",
        check=False,
    )
    return Part(target, done.returncode, time.monotonic() - started, done.stdout or "")


def main() -> None:
    """Run them, show what was said aside, and sum up."""
    first, *others = sys.argv[1:]
    aside = ThreadPoolExecutor(max_workers=1)
    try:
        behind = [aside.submit(run, target, aside=True) for target in others]
        parts = [run(first, aside=False)]
        for waiting in behind:
            parts.append(waiting.result())
            print(f"\n---- {parts[-1].target}\n{parts[-1].output.rstrip()}", flush=True)
    finally:
        aside.shutdown(cancel_futures=True)
    print("\n---- all of it")
    for part in parts:
        print(f"{part.target:<16} {part.seconds:5.0f} s  {part.outcome}")
    sys.exit(any(part.status for part in parts))


if __name__ == "__main__":
    main()
