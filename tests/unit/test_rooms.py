# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The rooms of the house know only whom they may know (pyproject.toml has the rules); a file shows what others use."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

from support.clone import ROOT, clone_files


def test_no_room_knows_whom_it_must_not(capsys: pytest.CaptureFixture[str]) -> None:
    status = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True)
    assert status == EXIT_STATUS_SUCCESS, capsys.readouterr().out


def test_a_function_without_an_underscore_is_used_by_another_file() -> None:
    files = {path: ast.parse((ROOT / path).read_text()) for path in clone_files() if path.suffix == ".py"}
    named = {path: set(names(tree)) for path, tree in files.items()}
    idle = [
        f"{path}: {node.name}"
        for path, tree in files.items()
        if path.is_relative_to("plugins/module_utils") or path.is_relative_to("plugins/plugin_utils")
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
        if not any(node.name in elsewhere for other, elsewhere in named.items() if other != path)
    ]
    assert idle == []


def names(tree: ast.Module) -> Iterator[str]:
    """What a file imports by name, or looks up in what it has imported."""
    imports = [node for node in ast.walk(tree) if isinstance(node, (ast.Import, ast.ImportFrom))]
    imported = {alias.asname or alias.name for node in imports for alias in node.names}
    yield from (alias.name for node in imports for alias in node.names)
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in imported:
            yield node.attr
