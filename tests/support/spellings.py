# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How people hand over a list: typed into a form, given on a command line, or made by a template."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any


def word(item: Any) -> str:
    """Return an item as it is written within a text."""
    if isinstance(item, dict):
        return " ".join(f"{name}={word(value)}" for name, value in item.items())
    return str(item[0] if isinstance(item, list) else item)


SPELLINGS: dict[str, Callable[[list[Any]], Any]] = {
    "commas": lambda items: ",".join(map(word, items)),
    "commas and blanks": lambda items: f" {' , '.join(map(word, items))} ",
    "a comma too many": lambda items: f",{',,'.join(map(word, items))},",
    "lines": lambda items: "\n".join(map(word, items)),
    "lines of a block": lambda items: "\n".join(f"  {word(item)}  \n" for item in items),
    "lines of Windows": lambda items: "\r\n".join(map(word, items)) + "\r\n",
    "commas and lines": lambda items: ",\n".join(map(word, items)),
    "JSON": json.dumps,
    "JSON on lines": lambda items: f"\n{json.dumps(items, indent=2)}\n",
    "JSON of texts": lambda items: json.dumps(list(map(word, items))),
    "as Python writes it": repr,
    "as Python writes it, in a block": lambda items: f"\n  {items!r}\n",
    "items with blanks": lambda items: [f"  {word(item)}\n" for item in items],
}
