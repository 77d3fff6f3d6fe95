# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Options as AWX, surveys and templates hand them over, before ansible-core checks them. Private to classic.elb.

An empty survey answer comes as a blank text or as null, a list as its JSON or as lines. And where ansible-core
would refuse a value without naming the option, with a traceback, or before it knows which values no_log is to hide, the
value is shaped so that it refuses it in order.
"""

from __future__ import annotations

import ast
import json
import math
import re
from collections.abc import Iterator, Mapping
from typing import Any

from ansible.module_utils.common.validation import check_type_dict

Specification = Mapping[str, Any]


def _is_blank(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def normalized(option: Specification, value: Any) -> Any:
    """The value of an option, in the shape that ansible-core knows; ``None`` if it says nothing."""
    if _is_blank(value):
        return None
    if option["type"] == "list":
        return _list(option, value)
    if "options" in option:
        block = _block(option["options"], value)
        return None if all(_is_blank(item) for item in block.values()) else block
    if option["type"] == "str" and isinstance(value, str) and not option.get("no_log"):
        return value.strip()
    if option["type"] == "dict":
        return _dictionary_text(value) if isinstance(value, str) else value
    shaped = _number(value) if option["type"] == "int" else value
    return None if is_unset(value) else shaped


INFINITE = "an infinite number"
"""For ansible-core to refuse as a text; the number itself ends in a traceback there."""


def _number(value: Any) -> Any:
    return INFINITE if _is_infinite(value) else whole_number(value)


def whole_number(value: Any) -> Any:
    """A number without the fraction that a division leaves, as a template gives it: of 60.0, 60."""
    whole = re.fullmatch(r"\s*(-?[0-9]+)\.0+\s*", str(value))
    return whole.group(1) if whole else value


def _dictionary_text(text: str) -> Any:
    """The dictionary of a text. Of one with a date in it, as of a template, ansible-core 2.16 makes a text."""
    try:
        value = check_type_dict(text)
    except (TypeError, ValueError):
        return text  # which ansible-core refuses
    return value if isinstance(value, dict) else NOT_UNDERSTOOD


NOT_UNDERSTOOD = "a text that is not a dictionary"


def _is_infinite(value: Any) -> bool:
    try:
        return math.isinf(float(value))
    except (TypeError, ValueError, OverflowError):
        return False


def names_nothing(value: Any) -> bool:
    """Whether what is left of an option is blank; a list without items is none by intention."""
    return _is_blank(value) or (isinstance(value, list) and value != [] and all(map(_is_blank, value)))


def is_unset(value: Any) -> bool:
    """Whether a single value is none, also by a list or a dictionary without any."""
    return value in ([], {}) or names_nothing(value)


def _list(option: Specification, value: Any) -> Any:
    """A list, of one item as well; what can be neither is left for ansible-core to refuse."""
    of_dictionaries, of_numbers = option.get("elements") == "dict", option.get("elements") == "int"
    listed = _items(value) if isinstance(value, str) else value
    if (of_dictionaries or of_numbers) and listed is not None and not isinstance(listed, list):
        listed = [listed]
    if not isinstance(listed, list):
        return listed
    if of_dictionaries and "options" in option:
        return [_block(option["options"], item) for item in listed]
    return [
        _number(item) if of_numbers else item.strip() if isinstance(item, str) else item for item in listed
    ]


def _items(text: str) -> Any:
    """What a text lists: as JSON, as Python writes it (so do templates), or between commas and lines.

    Only the first two can mean a list without items; commas with nothing between them say nothing.
    """
    if text.lstrip().startswith(("[", "{")):
        for read in (json.loads, ast.literal_eval):
            try:
                return read(text.strip())
            except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
                continue
    return [item.strip() for item in re.split(r"[,\r\n]", text) if item.strip()] or None


def _block(options: Mapping[str, Specification], value: Any) -> dict[Any, Any]:
    """Without the options that are blank, but for an empty text, which may mean something (no prefix)."""
    names = by_spelling(options)
    block: dict[Any, Any] = {}
    empty = {}
    stated: dict[str, dict[Any, Any]] = {}
    for key, item in _as_dictionary(value).items():
        if key not in names:
            block[key] = True  # for ansible-core to refuse, whatever it is
            continue
        option = options[names[key]]
        if (shaped := normalized(option, item)) is not None:
            stated.setdefault(names[key], {})[key] = shaped
        elif item == "" and option["type"] == "str" and "choices" not in option:
            empty[names[key]] = item
    for name, values in stated.items():
        block.update(as_one(name, values))
    return block | {name: item for name, item in empty.items() if name not in stated}


def as_one(name: str, values: Mapping[Any, Any]) -> Mapping[Any, Any]:
    """The values of an option by all that it was called: by its own name alone where they are the same.

    A task may name what defaults name otherwise, and Ansible would warn of it.
    """
    is_one = len(values) > 1 and len(set(map(str, values.values()))) == 1
    return {name: next(iter(values.values()))} if is_one else values


def by_spelling(options: Mapping[str, Specification]) -> dict[Any, str]:
    """The names of options by all that they may be called."""
    return {
        spelling: name for name, option in options.items() for spelling in (name, *option.get("aliases", ()))
    }


def ambiguous(
    options: Mapping[str, Specification], given: Mapping[Any, Any], where: str = ""
) -> Iterator[tuple[str, list[str]]]:
    """The options given by several of their names, of which ansible-core takes one; ``given`` is normalized."""
    names = by_spelling(options)
    spellings: dict[str, list[str]] = {}
    for key, value in given.items():
        if key not in names:
            continue
        name = names[key]
        spellings.setdefault(name, []).append(key)
        inner = options[name].get("options", {})
        if isinstance(value, list):
            for index, item in enumerate(value if inner else ()):
                yield from ambiguous(inner, item, f"{where}{name}[{index}].")
        elif inner:
            yield from ambiguous(inner, value, f"{where}{name}.")
    yield from ((f"{where}{name}", sorted(keys)) for name, keys in spellings.items() if len(keys) > 1)


def _as_dictionary(value: Any) -> dict[Any, Any]:
    """What is none becomes the name of an option that does not exist, which ansible-core refuses."""
    if isinstance(value, dict):
        return value
    try:
        return dict(check_type_dict(value))
    except (TypeError, ValueError):
        text = " ".join(str(value).split())
        cut = "[...]" if isinstance(value, list) else "..."
        return {NoDictionary(text if len(text) <= LONGEST_QUOTE else cut): True}


LONGEST_QUOTE = 40
"""What is longer is not quoted in part: a secret in it would not be known by its beginning."""


class NoDictionary(str):
    """The text that was given for a dictionary."""
