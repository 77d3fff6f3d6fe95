# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The modules' own documentation: it leads on, and shows what a result looks like."""

from __future__ import annotations

import functools
import json
import subprocess
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from support.clone import MODULES, ROOT

Document = dict[str, Any]

GUIDES = "https://github.com/classic-elb/classic.elb/blob/main/"
AWS = "https://docs.aws.amazon.com/"


@functools.cache
def shown() -> dict[str, Document]:
    """What ansible-doc tells of the modules, fragments and all."""
    names = [f"classic.elb.{module}" for module in MODULES]
    done = subprocess.run(["ansible-doc", "--json", *names], capture_output=True, check=True)
    return {name.removeprefix("classic.elb."): told for name, told in json.loads(done.stdout).items()}


def options(described: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every option, and every option inside an option, with its path."""
    for name, option in described.items():
        yield f"{path}{name}", option
        yield from options(option.get("suboptions") or {}, f"{path}{name}.")


@pytest.mark.parametrize("module", MODULES)
def test_a_module_documents_itself(module: str) -> None:
    document = shown()[module]["doc"]
    assert {"check_mode", "diff_mode", "idempotent"} <= document["attributes"].keys()
    assert document["version_added"] == "1.0.0"
    assert not [path for path, option in options(document["options"]) if not option.get("description")]


@pytest.mark.parametrize("module", MODULES)
def test_a_module_leads_to_its_guide_and_to_aws(module: str) -> None:
    links = [entry.get("link", "") for entry in shown()[module]["doc"]["seealso"]]
    assert [link for link in links if link.startswith(AWS)]
    guides = [link.removeprefix(GUIDES) for link in links if link.startswith(GUIDES)]
    assert guides and all((ROOT / guide).is_file() for guide in guides)


def values(returned: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, Mapping[str, Any]]]:
    for name, value in returned.items():
        yield f"{path}{name}", value
        yield from values(value.get("contains") or {}, f"{path}{name}.")


@pytest.mark.parametrize("module", MODULES)
def test_every_returned_value_is_shown(module: str) -> None:
    """By a sample, by what it contains, or by leading to where it is."""
    bare = [
        name
        for name, value in values(shown()[module]["return"])
        if not ("sample" in value or value.get("contains") or "RV(" in str(value["description"]))
    ]
    assert bare == []


def test_a_balancer_that_is_read_is_documented_as_one_that_is_managed() -> None:
    """It is written down twice: who reads balancers looks into the module that reads them."""
    managed = dict(values(shown()["elb_balancer"]["return"]["balancer"]["contains"]))
    read = dict(values(shown()["elb_balancer_info"]["return"]["balancers"]["contains"]))
    assert read.keys() - managed.keys() == {name for name in read if name.split(".")[0] == "members"}
    assert managed.keys() <= read.keys()
    for name, value in managed.items():
        words = {"description", "type", "elements", "sample"}
        if name == "source_security_group.group_id":  # the one leads to the other
            words.remove("description")
        assert {word: read[name].get(word) for word in words} == {word: value.get(word) for word in words}, (
            name
        )
