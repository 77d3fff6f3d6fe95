# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is in the collection is complete: nothing undocumented, unlisted, untested, or at odds with its neighbour."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from ansible_collections.classic.elb.plugins.module_utils._service.config import VERSION
from support.clone import MODULES, ROOT, clone_files

TEXTS = {
    name: (ROOT / name).read_text()
    for name in clone_files()
    if (ROOT / name).suffix
    in {".cfg", ".j2", ".json", ".md", ".py", ".rst", ".toml", ".txt", ".yaml", ".yml", ""}
    and (ROOT / name).is_file()
}
PYTHON = [name for name, text in TEXTS.items() if name.suffix == ".py" and text]
HELPERS = [name for name in PYTHON if name.parts[:2] == ("plugins", "module_utils")]

BOTO_FLOOR = re.compile(r"\b(boto3|botocore)\W{0,4}>=\s*([\d.]*\d)")
HOME_PATH = re.compile(r"(?<![\w.~}])/(?:root|(?:home|Users)/(?!runner\b)\w+)/")

every_module = pytest.mark.parametrize("module", MODULES)


def load(name: str) -> Any:
    return yaml.safe_load((ROOT / name).read_text())


def test_action_group_lists_the_modules() -> None:
    assert load("meta/runtime.yml")["action_groups"]["elb"] == MODULES


@every_module
def test_module_has_an_integration_target(module: str) -> None:
    assert (ROOT / "tests/integration/targets" / module / "tasks/main.yml").is_file()


@pytest.mark.parametrize("helper", HELPERS, ids=str)
def test_helper_is_private_and_says_so(helper: Path) -> None:
    assert helper.parts[2].startswith("_")
    assert "private to classic.elb" in " ".join(TEXTS[helper].split())[:1000].lower()


def test_calls_tell_the_version_that_is_built() -> None:
    """CloudTrail shows it."""
    assert load("galaxy.yml")["version"] == VERSION


def test_boto_floor_is_the_same_everywhere() -> None:
    floors = {(name, *floor) for name, text in TEXTS.items() for floor in BOTO_FLOOR.findall(text)}
    assert {(Path(name), library) for name, library, _version in floors} >= {
        (Path(name), library)
        for name in ("requirements.txt", "meta/ee-requirements.txt")
        for library in ("boto3", "botocore")
    }
    assert len({version for *_where, version in floors}) == 1, sorted(floors)


def test_no_file_names_a_home() -> None:
    assert not {name: found.group() for name, text in TEXTS.items() if (found := HOME_PATH.search(text))}
