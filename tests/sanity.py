# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""
Run ansible-test sanity from any clone, without ignore entries.

ansible-test wants a collection to lie, as itself and not as a symbolic link, in ansible_collections/NAMESPACE/NAME; so
it is given a copy. It prepares its environments with a script that it downloads; so it is given one that prepares them
by what is here already. Both rest in .cache/sanity, which is the home that ansible-test sees.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from install import PIP, ready_uv, told_to_pip

from support.clone import ROOT
from support.workspace import Workspace

HOME = ROOT / ".cache/sanity"
BIN = Path(sys.executable).parent

GET_PIP = """\
import os
import sysconfig

packages = sysconfig.get_path("purelib")
os.makedirs(os.path.join(packages, "pip"), exist_ok=True)
for name, text in {files!r}.items():
    with open(os.path.join(packages, name), "w") as file:
        file.write(text)
"""
"""What ansible-test takes for the installer of pip."""

PIP_MAIN = """\
import subprocess
import sys

uv, pip, command, wanted = {uv!r}, {pip!r}, sys.argv[1], sys.argv[2:]
if command == "uninstall":
    sys.exit()
if not uv or command != "install" or subprocess.call([*uv, "--python", sys.executable, *wanted]):
    sys.exit(subprocess.call([*pip, "--python", sys.executable, command, *wanted]))
"""
"""
What ansible-test takes for pip, which would take three times as long for its ten environments.

In the end it has pip and its kin uninstalled, which never came: pip would think about that for as long as uv installs.
"""

SELDOM = "import gc; gc.set_threshold(50_000, 20, 100)\n"
"""What each Python of these environments begins with: a quarter of pylint's time would go into looking for garbage."""


def prepare_home() -> None:
    """Put the stand-in for the downloaded script, and the settings of pip, where ansible-test and pip look for them."""
    cache = HOME / ".ansible/test/cache"
    cache.mkdir(parents=True, exist_ok=True)
    pip = PIP_MAIN.format(uv=ready_uv(), pip=PIP)
    get_pip = GET_PIP.format(files={"pip/__init__.py": "", "pip/__main__.py": pip, "seldom.pth": SELDOM})
    for number in wanted_pips():
        (cache / f"get_pip_{number.replace('.', '_')}.py").write_text(get_pip)
    settings = HOME / ".config/pip/pip.conf"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text(pip_settings())
    settings.chmod(0o600)


def wanted_pips() -> set[str]:
    """Return the versions of pip that the installed ansible-test may ask for: they are part of the script's name."""
    spec = find_spec("ansible_test")
    assert spec is not None
    assert spec.submodule_search_locations is not None
    source = Path(spec.submodule_search_locations[0], "_internal/python_requirements.py").read_text()
    return set(re.findall(r"""\bpip=['"]([\d.]+)['"]""", source))


def pip_settings() -> str:
    """Return the settings of pip in force here, as a file: ansible-test passes on neither PIP_* nor the home."""
    settings = {key: value.replace("\n", "\n  ") for key, value in told_to_pip().items()} | {"quiet": "2"}
    return "\n".join(["[global]", *(f"{key} = {value}" for key, value in settings.items()), ""])


def search_path(all_pythons: bool) -> str:
    """Return a PATH on which python3.x is an interpreter: pyenv's stand-ins refuse to be one for another program."""
    path = [
        folder
        for folder in os.environ.get("PATH", os.defpath).split(os.pathsep)
        if Path(folder).name != "shims"
    ]
    if all_pythons and (pyenv := os.environ.get("PYENV_ROOT")):
        path = [*map(str, sorted(Path(pyenv).glob("versions/*/bin"))), *path]
    return os.pathsep.join([str(BIN), *path])


def main() -> None:
    """Prepare, copy, run, report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--all-pythons", action="store_true", help="use every Python at hand, not only this one"
    )
    options, arguments = parser.parse_known_args()
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    if not options.all_pythons:
        arguments = ["--python", python, *arguments]
    prepare_home()
    with Workspace.temporary(copy=True) as workspace:
        status = subprocess.run(
            [sys.executable, str(BIN / "ansible-test"), "sanity", "--local", "--color", "no", *arguments],
            cwd=workspace.collection,
            env={"HOME": str(HOME), "PATH": search_path(options.all_pythons), "LC_ALL": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            check=False,
        ).returncode
    outcome = "passed" if status == 0 else f"FAILED with status {status}"
    print(f"sanity {outcome}: ansible-core {version('ansible-core')} with Python {python}", flush=True)
    sys.exit(status)


if __name__ == "__main__":
    main()
