# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""
The gates of a release that need more than one Python: ``python tests/gates.py``.

With every ansible-core for which a Python is at hand, ansible-test sanity and both ways of a task, in the worker and by
process; and what Galaxy itself does with an upload. Each has an environment of its own, in .venv-gates.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENVS = ROOT / ".venv-gates"

CORES = {
    "2.16": ("3.12", "3.11", "3.10"),
    "2.17": ("3.12", "3.11", "3.10"),
    "2.18": ("3.13", "3.12", "3.11"),
    "2.19": ("3.13", "3.12", "3.11"),
    "2.20": ("3.14", "3.13", "3.12"),
    "2.21": ("3.14", "3.13", "3.12"),
}
"""Which Pythons run a release of ansible-core, the newest first."""

BOTH_WAYS = (
    "tests/unit/test_worker.py",
    "tests/integration/test_both_ways.py",
    "tests/integration/test_interrupts.py",
)
"""The tests of what rests on the inside of ansible-core."""

STRICT = {
    "CHECK_REQUIRED_TAGS": "True",
    "CHECK_CHANGELOG": "True",
    "CHECK_RUNTIME_DEPENDENCIES": "True",
    "RUN_ANSIBLE_LINT": "True",
    "RUN_ANSIBLE_DOC": "True",
}


def python_for(versions: tuple[str, ...]) -> str | None:
    """The newest of these Pythons that is at hand; a stand-in of pyenv may be there and be none."""
    folders = [path for path in os.environ.get("PATH", "").split(os.pathsep) if Path(path).name != "shims"]
    if pyenv := os.environ.get("PYENV_ROOT"):
        folders += map(str, sorted(Path(pyenv).glob("versions/*/bin")))
    found = (shutil.which(f"python{version}", path=os.pathsep.join(folders)) for version in versions)
    return next((python for python in found if python), None)


def environment(name: str, python: str, *packages: str) -> Path:
    """The folder of programs of an environment with these packages."""
    folder = VENVS / name
    if not (folder / "bin/python").exists():
        subprocess.run([python, "-m", "venv", folder], check=True)
    subprocess.run([folder / "bin/python", ROOT / "tests/install.py", *packages], check=True)
    return folder / "bin"


def sanity(programs: Path) -> bool:
    return subprocess.run([programs / "python", ROOT / "tests/sanity.py"], check=False).returncode == 0


def both_ways(programs: Path) -> bool:
    command: list[str | Path] = [programs / "python", "-m", "pytest", "-q", "-n", "2", *BOTH_WAYS]
    return subprocess.run(command, cwd=ROOT, check=False).returncode == 0


def importer() -> bool:
    """What Galaxy says of the archive."""
    subprocess.run(["make", "--no-print-directory", "build"], cwd=ROOT, check=True)
    archive = max((ROOT / "build").glob("classic-elb-*.tar.gz"), key=lambda path: path.stat().st_mtime)
    programs = environment("importer", sys.executable, "galaxy-importer")
    settings = VENVS / "importer.cfg"
    lines = [f"{key} = {value}" for key, value in STRICT.items()]
    settings.write_text("\n".join(["[galaxy-importer]", *lines, ""]))
    done = subprocess.run(
        [programs / "python", "-m", "galaxy_importer.main", archive],
        env={
            **os.environ,
            "GALAXY_IMPORTER_CONFIG": str(settings),
            "PATH": os.pathsep.join([str(programs), os.environ["PATH"]]),
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    print(done.stdout)
    return done.returncode == 0 and "ERROR" not in done.stdout and "WARNING" not in done.stdout


def main() -> None:
    """All of them, and then which held."""
    outcomes: dict[str, bool | str] = {}
    for core, versions in CORES.items():
        python = python_for(versions)
        if python is None:
            outcomes[f"ansible-core {core}"] = (
                f"not run: it takes Python {' or '.join(versions)}, and none is at hand"
            )
            continue
        programs = environment(
            core, python, f"ansible-core=={core}.*", "-r", str(ROOT / "tests/requirements.txt")
        )
        outcomes[f"ansible-core {core}, sanity"] = sanity(programs)
        outcomes[f"ansible-core {core}, both ways"] = both_ways(programs)
    outcomes["galaxy-importer"] = importer()
    print("\n---- gates")
    for name, outcome in outcomes.items():
        print(f"{name:<28} {outcome if isinstance(outcome, str) else 'passed' if outcome else 'FAILED'}")
    sys.exit(False in outcomes.values())


if __name__ == "__main__":
    main()
