# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The AWS query protocol, driven by botocore's model of the service (facts 1.0 and 6).

botocore checks required members, types and minima before it sends; maxima and patterns reach the
server, so all of them are checked here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape

import botocore.loaders
from botocore.model import ListShape, OperationModel, ServiceModel, Shape, StructureShape

API_VERSION = "2012-06-01"
NAMESPACE = "http://elasticloadbalancing.amazonaws.com/doc/2012-06-01/"
MODEL = ServiceModel(botocore.loaders.Loader().load_service_model("elb", "service-2", API_VERSION), "elb")

# The model says 3600, the guide, the console and terraform 4000 (facts 1.7, choice 8).
_BOUND_OVERRIDES = {"IdleTimeout": {"min": 1, "max": 4000}}
_SEPARATORS = " \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"

Tree = dict[str, Any]


def decode(operation: OperationModel, form: Mapping[str, str]) -> tuple[Tree, list[str]]:
    """Typed parameters in boto's shape, and a sentence for each constraint they fail."""
    problems: list[str] = []
    if operation.input_shape is None:
        return {}, problems
    return _typed(operation.input_shape, _unflatten(form), "", problems), problems


def validation_message(problems: list[str]) -> str:
    noun = "error" if len(problems) == 1 else "errors"
    return f"{len(problems)} validation {noun} detected: {'; '.join(problems)}"


def _unflatten(form: Mapping[str, str]) -> Tree:
    """`A.member.1.B=x` becomes {"A": {"member": {"1": {"B": "x"}}}}; a bare `A=` stays a text."""
    root: Tree = {}
    for key, value in form.items():
        *parents, leaf = key.split(".")
        node: Any = root
        for parent in parents:
            if not isinstance(node.get(parent), dict):
                node[parent] = {}
            node = node[parent]
        node.setdefault(leaf, value)
    return root


def _typed(shape: Shape, node: Any, path: str, problems: list[str]) -> Any:
    if isinstance(shape, StructureShape):
        return _typed_structure(shape, node, path, problems)
    if isinstance(shape, ListShape):
        return _typed_list(shape, node, path, problems)
    text = node if isinstance(node, str) else ""
    value = _scalar(shape.type_name, text)
    if value is None:
        problems.append(
            f"Value '{text}' at '{path}' failed to satisfy constraint: Member must be {_a(shape)}"
        )
        return text
    _check(shape, value, path, problems)
    return value


def _typed_structure(shape: StructureShape, node: Any, path: str, problems: list[str]) -> Tree:
    given = node if isinstance(node, dict) else {}
    typed = {}
    for name, member in shape.members.items():
        where = f"{path}.{_lower_first(name)}" if path else _lower_first(name)
        if name in given:
            typed[name] = _typed(member, given[name], where, problems)
        elif name in shape.required_members:
            problems.append(f"Value null at '{where}' failed to satisfy constraint: Member must not be null")
    return typed


def _typed_list(shape: ListShape, node: Any, path: str, problems: list[str]) -> list[Any]:
    """An empty list is sent as a bare key (facts 6), which arrives here as a text."""
    items = node.get("member", {}) if isinstance(node, dict) else {}
    numbered = sorted((int(key), item) for key, item in items.items() if key.isdecimal())
    values = [_typed(shape.member, item, f"{path}.{number}.member", problems) for number, item in numbered]
    _check(shape, values, path, problems)
    return values


def _scalar(type_name: str, text: str) -> Any:
    """None when the text is no such value."""
    if type_name in ("integer", "long"):
        return int(text) if re.fullmatch(r"[+-]?[0-9]{1,18}", text) else None
    if type_name == "boolean":
        return {"true": True, "false": False}.get(text.lower())
    return text


def _a(shape: Shape) -> str:
    return "a boolean" if shape.type_name == "boolean" else "an integer"


def _check(shape: Shape, value: Any, path: str, problems: list[str]) -> None:
    constraints = {**shape.metadata, **_BOUND_OVERRIDES.get(shape.name, {})}
    numeric = isinstance(value, int)
    size = value if numeric else len(value)
    subject = "value" if numeric else "length"

    def complain(rule: str) -> None:
        shown = f"[{', '.join(map(str, value))}]" if isinstance(value, list) else value
        problems.append(f"Value '{shown}' at '{path}' failed to satisfy constraint: Member must {rule}")

    if "min" in constraints and size < constraints["min"]:
        complain(f"have {subject} greater than or equal to {constraints['min']}")
    if "max" in constraints and size > constraints["max"]:
        complain(f"have {subject} less than or equal to {constraints['max']}")
    if "pattern" in constraints and not re.search(_python_pattern(constraints["pattern"]), value):
        complain(f"satisfy regular expression pattern: {constraints['pattern']}")


def _python_pattern(pattern: str) -> str:
    r"""Unicode classes in Python's words: `\w` is \p{L}, \p{N} and the underscore."""
    python = pattern.replace(r"\p{L}", r"\w").replace(r"\p{N}", "").replace(r"\p{Z}", _SEPARATORS)
    return re.sub(r"\$$", r"\\Z", python)


def _lower_first(name: str) -> str:
    return name[:1].lower() + name[1:]


def encode(operation: OperationModel, answer: Mapping[str, Any], request_id: str) -> bytes:
    """The reply: all 29 operations have a result element, the empty ones too (facts 6)."""
    result = "" if operation.output_shape is None else _content(operation.output_shape, answer)
    metadata = _element("ResponseMetadata", _element("RequestId", request_id))
    return _document(f"{operation.name}Response", _element(f"{operation.name}Result", result) + metadata)


def encode_error(code: str, message: str, status: int, request_id: str) -> bytes:
    """RequestId sits beside Error, without ResponseMetadata (facts 6)."""
    said = {"Type": "Receiver" if status >= 500 else "Sender", "Code": code, "Message": message}
    error = "".join(_element(name, escape(text or "")) for name, text in said.items())
    return _document("ErrorResponse", _element("Error", error) + _element("RequestId", request_id))


def _document(name: str, content: str) -> bytes:
    """Text by text: a tree in between, as of ElementTree, costs twice as much."""
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{name} xmlns="{NAMESPACE}">{content}</{name}>'.encode()


def _element(name: str, content: str) -> str:
    return f"<{name}>{content}</{name}>"


def _content(shape: Shape, value: Any) -> str:
    """None is absent, an empty list is an empty element (facts 2.1, "absent vs empty")."""
    if isinstance(shape, StructureShape):
        given = [(name, member) for name, member in shape.members.items() if value.get(name) is not None]
        return "".join(_element(name, _content(member, value[name])) for name, member in given)
    if isinstance(shape, ListShape):
        return "".join(_element("member", _content(shape.member, item)) for item in value)
    return escape(_text(value))


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%dT%H:%M:%S}.{value.microsecond // 1000:03d}Z"
    return str(value)
