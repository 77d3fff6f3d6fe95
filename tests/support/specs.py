# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the modules really accept: their argument specifications, taken from the running code."""

from __future__ import annotations

import functools
import importlib
from collections.abc import Iterator, Mapping
from typing import Any
from unittest import mock

import yaml

Spec = Mapping[str, Any]
Path = tuple[str, ...]


@functools.cache
def argument_spec(module: str) -> Spec:
    """Return the specification of all options of a module of this collection."""
    code = _code(module)
    with mock.patch.object(code, "run_module") as run_module:
        code.main()
    connection = importlib.import_module(
        "ansible_collections.classic.elb.plugins.module_utils._service.settings"
    ).AWS_OPTIONS
    return {**connection, **run_module.call_args.args[1]}


def documented(module: str, what: str, *, raw: bool = False) -> Any:
    """Return DOCUMENTATION, EXAMPLES or RETURN of a module, as what the YAML says or as it stands."""
    text = getattr(_code(module), what)
    return text if raw else yaml.safe_load(text)


def documented_filter(name: str) -> Any:
    """Return the DOCUMENTATION of a filter of this collection."""
    code = importlib.import_module(f"ansible_collections.classic.elb.plugins.filter.{name}")
    return yaml.safe_load(code.DOCUMENTATION)


def find_option(spec: Spec, path: str) -> Spec | None:
    """Return the specification of an option like ``health_check.target``, by its own name; None if there is none."""
    name, _dot, rest = path.partition(".")
    option: Spec | None = spec.get(name)
    if option is None or not rest:
        return option
    return find_option(option.get("options", {}), rest)


def options_of(spec: Spec, above: Path = ()) -> Iterator[tuple[Path, Spec]]:
    """Yield every option with its path, and every option within an option."""
    for name, option in spec.items():
        yield (*above, name), option
        yield from options_of(option.get("options", {}), (*above, name))


def least(spec: Spec) -> dict[str, Any]:
    """Return the required options, each with a value that Ansible takes."""
    return {name: example(option) for name, option in spec.items() if option.get("required")}


def example(option: Spec) -> Any:
    """Return a value that Ansible takes for an option."""
    kind = option["type"]
    if kind == "list":
        return [example({**option, "type": option["elements"]})]
    if kind == "dict":
        return least(option["options"]) if "options" in option else {"a": "1"}
    return option.get("choices", [EXAMPLES[kind]])[0]


def another_example(option: Spec) -> Any:
    """Return another one."""
    kind, value = option["type"], example(option)
    if kind == "list":
        return value * 2
    if kind == "dict":
        others = {name: inner for name, inner in option.get("options", {}).items() if name not in value}
        return {**value, **{name: example(inner) for name, inner in others.items()}} if others else {"b": "1"}
    if kind in ("int", "bool"):
        return {"int": 81, "bool": False}[kind]
    return option.get("choices", ["a-1", "a-2"])[1]


EXAMPLES: Mapping[str, Any] = {"str": "a-1", "raw": "a-1", "path": "/a", "int": 80, "bool": True}


def strange_options(spec: Spec, arguments: Mapping[str, Any], where: str = "") -> Iterator[str]:
    """Yield the path of every argument that is neither an option nor an alias of one."""
    known = {alias: option for name, option in spec.items() for alias in (name, *option.get("aliases", ()))}
    for name, value in arguments.items():
        if name not in known:
            yield where + name
        elif "options" in known[name]:
            for item in value if isinstance(value, list) else [value]:
                if isinstance(item, Mapping):
                    yield from strange_options(known[name]["options"], item, f"{where}{name}.")


def _code(module: str) -> Any:
    return importlib.import_module(f"ansible_collections.classic.elb.plugins.modules.{module}")
