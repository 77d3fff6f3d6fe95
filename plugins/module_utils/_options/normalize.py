# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Options as AWX, surveys and templates hand them over, before ansible-core checks them. Private to classic.elb.

An empty survey answer comes as a blank text or as null, a list of dictionaries as its JSON. And where ansible-core
would refuse a value without naming the option, with a traceback, or before it knows which values no_log is to hide, the
value is shaped so that it refuses it in order.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ansible.module_utils.common.validation import check_type_dict

Specification = Mapping[str, Any]


def is_blank(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def normalized(option: Specification, value: Any) -> Any:
    """The value of an option, with what is blank within its own options left out."""
    if "options" not in option:
        return value
    if option["type"] == "dict":
        return _block(option["options"], value)
    return [_block(option["options"], item) for item in _listed(value)]


def _listed(value: Any) -> list[Any]:
    """From a list, its JSON, or texts between commas, which is what ansible-core knows."""
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            return list(value.split(","))
    return value if isinstance(value, list) else [value]


def _block(options: Mapping[str, Specification], value: Any) -> dict[Any, Any]:
    """A blank text may mean something (no prefix); a blank number or switch does not."""
    types = {
        spelling: option["type"]
        for name, option in options.items()
        for spelling in (name, *option.get("aliases", ()))
    }
    return {
        key: item
        for key, item in _as_dictionary(value).items()
        if not is_blank(item) or types.get(key, "str") == "str"
    }


def _as_dictionary(value: Any) -> dict[Any, Any]:
    """What is none becomes the name of an option that does not exist: ansible-core refuses that, and names ours."""
    if isinstance(value, dict):
        return value
    try:
        return dict(check_type_dict(value))
    except (TypeError, ValueError):
        return {" ".join(str(value).split())[:40]: None}
