# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Lists as people hand them over: every list option of every module, in every spelling, is the plain list."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from ansible_collections.classic.elb.plugins.module_utils._run.module import ElbModule
from support.clone import MODULES
from support.modules import Runner, patch_module_args
from support.options import small
from support.specs import Path, Spec, argument_spec, example, least, options_of

Options = dict[str, Any]


def word(item: Any) -> str:
    """An item within a text."""
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
    "items with blanks": lambda items: [f"  {word(item)}\n" for item in items],
}
LISTS = [
    (module, path, option)
    for module in MODULES
    for path, option in options_of(argument_spec(module))
    if option["type"] == "list"
]
NAMES = [f"{module}-{'.'.join(path)}" for module, path, _option in LISTS]


def listed(option: Spec) -> list[Any]:
    """Two items; a port and a name among them differ, the rest need not."""
    (first,) = example(option)
    if "choices" in option:
        return list(option["choices"][:2])
    if isinstance(first, dict):
        return [first, {name: other(value) for name, value in first.items()}]
    return [first, other(first)]


def other(value: Any) -> Any:
    return value + 1 if isinstance(value, int) else value


def within(spec: Spec, path: Path, value: Any) -> Options:
    """The least of a task, with an option of it, or of a block of it, set."""
    name, *rest = path
    if rest:
        options = spec[name]["options"]
        block = {**least(options), **within(options, tuple(rest), value)}
        value = [block] if spec[name]["type"] == "list" else block
    return {**least(spec), name: value}


def parameters(module: str, options: Options) -> Options:
    """What a module is told in the end; Ansible writes into the defaults of a specification."""
    with patch_module_args({**options, "_ansible_module_name": module}):
        return dict(ElbModule(deepcopy(argument_spec(module))).params)


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize(("module", "path", "option"), LISTS, ids=NAMES)
def test_every_spelling_is_the_plain_list(module: str, path: Path, option: Spec, spelling: str) -> None:
    spec, items = argument_spec(module), listed(option)
    plain = parameters(module, within(spec, path, items))
    spelt = parameters(module, within(spec, path, SPELLINGS[spelling](items)))
    assert spelt == plain


@pytest.mark.parametrize(("module", "path", "option"), LISTS, ids=NAMES)
def test_an_empty_list_may_come_as_text(module: str, path: Path, option: Spec) -> None:
    spec = argument_spec(module)
    assert parameters(module, within(spec, path, "[]")) == parameters(module, within(spec, path, []))


def test_lists_in_words_do_their_work(run: Runner, network: dict[str, Any]) -> None:
    subnets = [network["vpc"]["subnets"][number]["id"] for number in (0, 2)]
    shop = run.converges("elb_balancer", **{**small(network), "subnets": "\n".join(subnets)})
    assert shop["balancer"]["subnets"] == sorted(subnets)
    (shown,) = run("elb_balancer_info", names='["shop"]', include="health, tags")["balancers"]
    assert shown["members"] == [] and shown["tags"] == {}


def test_an_empty_entry_of_a_list_is_still_refused(run: Runner) -> None:
    for subnets in (["subnet-1", ""], '["subnet-1", " "]'):
        failed = run.fails("elb_balancer", name="shop", subnets=subnets)
        assert failed["msg"] == "subnets: an entry is empty; leave it out."
