# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""
Break the product, one way after another, and see a test go red: ``python tests/breakages.py [PATTERN]``.

The breakages are those of breakages.toml. Each is made in a working tree of its own, of what is committed, where the
tests that should notice are run; before that, they are run on the tree as it is. A breakage that stays green is a hole.
"""

from __future__ import annotations

import os
import queue
import shlex
import subprocess
import sys
import tempfile
import time
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
JOBS = 2

Breakage = dict[str, str]


def breakages() -> list[Breakage]:
    found: list[Breakage] = tomllib.loads((ROOT / "tests/breakages.toml").read_text())["breakage"]
    return found


def misfits(root: Path = ROOT) -> list[str]:
    """Breakages whose text does not stand exactly once in its file: the product has changed."""
    return [
        breakage["name"]
        for breakage in breakages()
        if (root / breakage["file"]).read_text().count(breakage["text"]) != 1
    ]


def passes(tree: Path, tests: str) -> bool:
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-n", "2", *shlex.split(tests)]
    done = subprocess.run(command, cwd=tree, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    if done.returncode not in (0, 1):
        sys.exit(f"pytest ended with status {done.returncode}:\n{done.stdout.decode()[-2000:]}")
    return done.returncode == 0


def is_noticed(tree: Path, breakage: Breakage) -> bool:
    path = tree / breakage["file"]
    whole = path.read_text()
    path.write_text(whole.replace(breakage["text"], breakage["by"]))
    try:
        return not passes(tree, breakage["tests"])
    finally:
        path.write_text(whole)


def main() -> None:
    """Try those whose name has the pattern, side by side, and tell of each."""
    if found := misfits():
        sys.exit(f"These stand no longer in the code as breakages.toml says: {', '.join(found)}.")
    chosen = [breakage for breakage in breakages() if not sys.argv[1:] or sys.argv[1] in breakage["name"]]
    with tempfile.TemporaryDirectory() as folder:
        trees: queue.SimpleQueue[Path] = queue.SimpleQueue()
        for number in range(JOBS):
            tree = Path(folder, str(number))
            subprocess.run(["git", "worktree", "add", "--quiet", "--detach", tree], cwd=ROOT, check=True)
            trees.put(tree)

        def try_out(breakage: Breakage) -> bool:
            tree = trees.get()
            started = time.monotonic()
            try:
                noticed = is_noticed(tree, breakage)
            finally:
                trees.put(tree)
            said = "red" if noticed else "GREEN"
            print(f"{said:<6} {time.monotonic() - started:4.0f} s  {breakage['name']}", flush=True)
            return noticed

        def is_right(tests: str) -> bool:
            tree = trees.get()
            try:
                return passes(tree, tests)
            finally:
                trees.put(tree)

        with ThreadPoolExecutor(JOBS) as pool:
            selections = dict.fromkeys(breakage["tests"] for breakage in chosen)
            wrong = [
                tests
                for tests, right in zip(selections, pool.map(is_right, selections), strict=True)
                if not right
            ]
            if wrong:
                sys.exit(f"These are red without any breakage: {'; '.join(wrong)}")
            outcomes = list(pool.map(try_out, chosen))
    subprocess.run(["git", "worktree", "prune"], cwd=ROOT, check=True)
    print(f"{sum(outcomes)} of {len(outcomes)} were noticed.")
    sys.exit(not all(outcomes))


if __name__ == "__main__":
    os.environ.setdefault("PYTHONDONTWRITEBYTECODE", "1")
    main()
