# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is in the collection is complete: nothing undocumented, unlisted, untested, or at odds with its neighbour."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import yaml

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


def fragment(name: str) -> dict[str, Any]:
    """Return the documentation fragment that modules call ``name``."""
    own = name.removeprefix("classic.elb.")
    package = "ansible.plugins" if own == name else "ansible_collections.classic.elb.plugins"
    file, _dot, part = own.partition(".")
    fragments = import_module(f"{package}.doc_fragments.{file}").ModuleDocFragment
    return yaml.safe_load(getattr(fragments, part.upper() or "DOCUMENTATION"))


def documentation(module: str) -> dict[str, Any]:
    """Return the documentation of a module, with the options and attributes of its fragments filled in."""
    code = ast.parse(TEXTS[Path("plugins/modules", f"{module}.py")])
    constants = {
        ast.unparse(node.targets[0]): node.value for node in code.body if isinstance(node, ast.Assign)
    }
    document = yaml.safe_load(ast.literal_eval(constants["DOCUMENTATION"]))
    names = document.get("extends_documentation_fragment") or []
    parts = [*map(fragment, [names] if isinstance(names, str) else names), document]
    for key in ("options", "attributes"):
        merged: dict[str, Any] = {}
        for name, text in (item for part in parts for item in (part.get(key) or {}).items()):
            merged[name] = merged.get(name, {}) | text
        document[key] = merged
    return document


def options(documented: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield every option, and every option inside an option, with its path."""
    for name, option in documented.items():
        yield name, option
        for path, inner in options(option.get("suboptions") or {}):
            yield f"{name}.{path}", inner


def test_action_group_lists_the_modules() -> None:
    assert load("meta/runtime.yml")["action_groups"]["elb"] == MODULES


@every_module
def test_module_has_an_integration_target(module: str) -> None:
    assert (ROOT / "tests/integration/targets" / module / "tasks/main.yml").is_file()


@every_module
def test_module_documents_its_attributes(module: str) -> None:
    assert {"check_mode", "diff_mode", "idempotent"} <= set(documentation(module)["attributes"])


@every_module
def test_module_describes_every_option(module: str) -> None:
    described = dict(options(documentation(module)["options"]))
    assert not [path for path, option in described.items() if not option.get("description")]


@every_module
def test_module_tells_since_when(module: str) -> None:
    assert documentation(module).get("version_added")


@pytest.mark.parametrize("helper", HELPERS, ids=str)
def test_helper_is_private_and_says_so(helper: Path) -> None:
    assert helper.parts[2].startswith("_")
    assert "private to classic.elb" in " ".join(TEXTS[helper].split())[:1000].lower()


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
