# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The modules' own documentation: it leads on, and shows what a result looks like."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from support.clone import MODULES, ROOT
from support.specs import documented

GUIDES = "https://github.com/classic-elb/classic.elb/blob/main/"
AWS = "https://docs.aws.amazon.com/"


@pytest.mark.parametrize("module", MODULES)
def test_a_module_leads_to_its_guide_and_to_aws(module: str) -> None:
    links = [entry.get("link", "") for entry in documented(module, "DOCUMENTATION")["seealso"]]
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
        for name, value in values(documented(module, "RETURN"))
        if not ("sample" in value or value.get("contains") or "RV(" in str(value["description"]))
    ]
    assert bare == []
