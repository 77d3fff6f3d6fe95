# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""
Break the product, one way after another, and see a test go red: ``python tests/breakages.py [PATTERN]``.

The breakages are those of breakages.toml. Each is made in a working tree of its own, of what is committed, where the
tests that should notice are run; before that, they are run on the tree as it is. A breakage that stays green is a hole.
"""

from __future__ import annotations

import queue
import shlex
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
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


class Trees:
    """Working trees of what is committed; each is lent to one at a time."""

    def __init__(self, folder: Path, count: int) -> None:
        self._free: queue.SimpleQueue[Path] = queue.SimpleQueue()
        for number in range(count):
            tree = folder / str(number)
            subprocess.run(["git", "worktree", "add", "--quiet", "--detach", tree], cwd=ROOT, check=True)
            self._free.put(tree)

    @contextmanager
    def one(self) -> Iterator[Path]:
        tree = self._free.get()
        try:
            yield tree
        finally:
            self._free.put(tree)


def passes(tree: Path, tests: str) -> bool:
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-n", "2", *shlex.split(tests)]
    done = subprocess.run(command, cwd=tree, capture_output=True, text=True, check=False)
    if done.returncode and "\nFAILED " not in done.stdout and "\nERROR " not in done.stdout:
        sys.exit(f"pytest {tests} ended with status {done.returncode}:\n{done.stdout[-2000:]}")
    return done.returncode == 0


def require_right(trees: Trees, pool: Executor, selections: Iterable[str]) -> None:
    """Exit if tests are red that nothing has broken."""

    def is_wrong(tests: str) -> bool:
        with trees.one() as tree:
            return not passes(tree, tests)

    chosen = list(dict.fromkeys(selections))
    wrong = [tests for tests, red in zip(chosen, pool.map(is_wrong, chosen), strict=True) if red]
    if wrong:
        sys.exit(f"These are red without any breakage: {'; '.join(wrong)}")


def is_noticed(trees: Trees, breakage: Breakage) -> bool:
    """Break, test, mend, and tell."""
    started = time.monotonic()
    with trees.one() as tree:
        path = tree / breakage["file"]
        whole = path.read_text()
        path.write_text(whole.replace(breakage["text"], breakage["by"]))
        try:
            noticed = not passes(tree, breakage["tests"])
        finally:
            path.write_text(whole)
    said = "red" if noticed else "GREEN"
    print(f"{said:<6} {time.monotonic() - started:4.0f} s  {breakage['name']}", flush=True)
    return noticed


def main() -> None:
    """Try those whose name has the pattern, side by side."""
    chosen = [breakage for breakage in breakages() if not sys.argv[1:] or sys.argv[1] in breakage["name"]]
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(JOBS) as pool:
        trees = Trees(Path(folder), JOBS)
        with trees.one() as tree:
            found = misfits(tree)
        if found:
            sys.exit(f"What is committed does not have them as breakages.toml says: {', '.join(found)}.")
        require_right(trees, pool, [breakage["tests"] for breakage in chosen])
        outcomes = list(pool.map(lambda breakage: is_noticed(trees, breakage), chosen))
    subprocess.run(["git", "worktree", "prune"], cwd=ROOT, check=True)
    print(f"{sum(outcomes)} of {len(outcomes)} were noticed.")
    sys.exit(not all(outcomes))


if __name__ == "__main__":
    main()
