# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""docs/drop_in.md: complete and true, by the newest release of amazon.aws and community.aws where that is installed."""

from __future__ import annotations

import functools
import json
import re
import subprocess
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from support.clone import ROOT
from support.peer import PEER, needs_peer
from support.specs import argument_spec, documented, find_option

PAGE = (ROOT / "docs/drop_in.md").read_text()
COLLECTIONS = {
    "elb_classic_lb": "amazon.aws",
    "elb_classic_lb_info": "amazon.aws",
    "elb_instance": "community.aws",
}
ASK = """
import importlib, json, sys
from unittest import mock
import yaml
collection, module = sys.argv[1:]
code = importlib.import_module(f"ansible_collections.{collection}.plugins.modules.{module}")
with mock.patch.object(code, "AnsibleAWSModule", side_effect=SystemExit) as made:
    try:
        code.main()
    except SystemExit:
        pass
print(json.dumps({"options": made.call_args.kwargs["argument_spec"], "returned": yaml.safe_load(code.RETURN)}))
"""


def rows(heading: str) -> dict[str, str]:
    """What a table says, by option or key."""
    block = re.search(rf"^\| {heading} \| \|\n\| --- \| --- \|\n((?:\|.*\|\n)+)", PAGE, re.MULTILINE)
    assert block, heading
    cells = [line.strip("|\n ").split(" | ", 1) for line in block[1].splitlines()]
    return {name.strip("`"): verdict for name, verdict in cells}


OPTIONS = {module: rows(f"`{module}`") for module in COLLECTIONS}
KEYS = {module: rows(f"returned by `{module}`") for module in COLLECTIONS}


@functools.cache
def there(module: str) -> dict[str, Any]:
    """The argument specification and RETURN of the module whose place ours takes."""
    command = [str(PEER / "bin/python"), "-c", ASK, COLLECTIONS[module], module]
    told: dict[str, Any] = json.loads(
        subprocess.run(command, check=True, capture_output=True, text=True).stdout
    )
    return told


def paths(options: Mapping[str, Any], above: str = "") -> Iterator[str]:
    for name, option in options.items():
        for spelling in (name, *option.get("aliases", ())):
            yield above + spelling
        yield from paths(option.get("options") or {}, f"{above}{name}.")


def keys(returned: Mapping[str, Any], depth: int = 2, above: str = "") -> Iterator[str]:
    for name, key in returned.items():
        yield above + name
        if depth > 1:
            yield from keys(key.get("contains") or {}, depth - 1, f"{above}{name}.")


@pytest.mark.parametrize("module", COLLECTIONS)
@needs_peer
def test_every_option_and_key_has_its_row(module: str) -> None:
    assert sorted(OPTIONS[module]) == sorted(paths(there(module)["options"]))
    assert sorted(KEYS[module]) == sorted(keys(there(module)["returned"]))


@pytest.mark.parametrize("module", COLLECTIONS)
@needs_peer
def test_every_option_is_specified_as_there(module: str) -> None:
    ours = argument_spec(module)
    for path in paths(there(module)["options"]):
        option = find_option(there(module)["options"], path)
        if option is None:
            continue  # an alias, which its option lists
        mine = find_option(ours, path)
        assert mine, path
        for aspect, default in (("type", "str"), ("elements", None), ("default", None), ("required", False)):
            assert mine.get(aspect, default) == option.get(aspect, default), f"{path}: {aspect}"
        assert sorted(mine.get("choices", ())) == sorted(option.get("choices", ())), path
        assert set(option.get("aliases", ())) <= set(mine.get("aliases", ())), path


@pytest.mark.parametrize("module", COLLECTIONS)
def test_every_row_is_of_ours(module: str) -> None:
    known = set(paths(argument_spec(module)))
    assert OPTIONS[module].keys() <= known
    returned = set(keys(documented(module, "RETURN")))
    for key, verdict in KEYS[module].items():
        really = re.match(r"same: `(\w+)`", verdict)
        name = f"{key.partition('.')[0]}.{really[1]}" if really else key
        assert name in returned, key


@pytest.mark.parametrize("module", COLLECTIONS)
def test_every_verdict_has_its_reason(module: str) -> None:
    for verdict in (*OPTIONS[module].values(), *KEYS[module].values()):
        assert re.fullmatch(r"same|(?:same|better|otherwise): \S.*", verdict), verdict
