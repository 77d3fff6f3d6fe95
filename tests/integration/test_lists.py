# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Lists and texts as people hand them over: in every spelling they are the plain list, or the plain text."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from ansible.errors import AnsibleFilterError

from ansible_collections.classic.elb.plugins.filter.names import names
from ansible_collections.classic.elb.plugins.module_utils._run.module import ElbModule
from emulator import Network
from support.clone import MODULES
from support.modules import Runner, patch_module_args
from support.options import small
from support.playbook import run_playbook
from support.specs import Spec, argument_spec, example, least, options_of
from support.spellings import SPELLINGS

Options = dict[str, Any]
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


def within(spec: Spec, path: tuple[str, ...], value: Any) -> Options:
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
        return dict(ElbModule(module, deepcopy(argument_spec(module))).params)


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize(("module", "path", "option"), LISTS, ids=NAMES)
def test_every_spelling_is_the_plain_list(
    module: str, path: tuple[str, ...], option: Spec, spelling: str
) -> None:
    spec, items = argument_spec(module), listed(option)
    plain = parameters(module, within(spec, path, items))
    spelt = parameters(module, within(spec, path, SPELLINGS[spelling](items)))
    assert spelt == plain


@pytest.mark.parametrize("module", MODULES)
def test_blanks_around_a_text_are_none_of_it(module: str) -> None:
    spec = argument_spec(module)
    texts = [each for each in options_of(spec) if each[1]["type"] == "str" and not each[1].get("no_log")]
    for path, option in texts:
        plain = parameters(module, within(spec, path, example(option)))
        assert parameters(module, within(spec, path, f" {example(option)}\n")) == plain, path


@pytest.mark.parametrize(("module", "path", "option"), LISTS, ids=NAMES)
def test_an_empty_list_may_come_as_text(module: str, path: tuple[str, ...], option: Spec) -> None:
    spec = argument_spec(module)
    assert parameters(module, within(spec, path, "[]")) == parameters(module, within(spec, path, []))


@pytest.mark.parametrize("spelling", ["itself", *SPELLINGS])
def test_names_are_the_plain_list(spelling: str) -> None:
    """The filter by which the playbooks take their lists."""
    items = ["api", "shop"]
    assert names(SPELLINGS[spelling](items) if spelling in SPELLINGS else items) == items


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        *((blank, []) for blank in ("", " \n", None, [], "[]", [""], [" "])),
        ("api shop\nweb,api", ["api", "shop", "web"]),
        ([["api"], None, "shop web", 7], ["api", "shop", "web", "7"]),
        (7, ["7"]),
    ],
    ids=repr,
)
def test_names_are_taken_from_whatever_has_some(given: Any, meant: list[str]) -> None:
    assert names(given) == meant


@pytest.mark.parametrize("given", [{"name": "shop"}, [{"name": "shop"}], [["api", {"name": "shop"}]]])
def test_a_balancer_is_no_name(given: Any) -> None:
    """Its keys would be taken for some; what is meant is ``balancers | map(attribute='name')``."""
    with pytest.raises(
        AnsibleFilterError, match="names: it takes a list of names or a text, and no dictionary"
    ):
        names(given)


def test_lists_in_words_do_their_work(run: Runner, network: Network) -> None:
    subnets = [network["vpc"]["subnets"][number]["id"] for number in (0, 2)]
    shop = run.converges("elb_balancer", **{**small(network), "subnets": "\n".join(subnets)})
    assert shop["balancer"]["subnets"] == sorted(subnets)
    (shown,) = run("elb_balancer_info", names='["shop"]', include="health, tags")["balancers"]
    assert shown["members"] == [] and shown["tags"] == {}


def test_an_empty_entry_of_a_list_is_still_refused(run: Runner) -> None:
    for subnets in (["subnet-1", ""], '["subnet-1", " "]'):
        failed = run.fails("elb_balancer", name="shop", subnets=subnets)
        assert failed["msg"] == "subnets: an entry is empty; leave it out."


ROLE = """\
- hosts: localhost
  gather_facts: false
  tasks:
    - ansible.builtin.include_role:
        name: classic.elb.rolling_update
      vars:
        rolling_update_balancers: "{{ item.0 }}"
        rolling_update_tasks: update.yml
        rolling_update_instance_id: "{{ member }}"
      loop: "{{ asked }}"
"""
UPDATE = """\
- ansible.builtin.assert:
    that: __rolling_update_out.deregistered_from == item.1
    success_msg: it left those
"""


@pytest.mark.slow
def test_the_role_takes_every_spelling(run: Runner, network: Network, shell: Path) -> None:
    """In check mode each round begins with all balancers; the update looks at which of them it would leave."""
    run.emulator.knobs(registration_s=0, health_delay_s=0)
    subnets = [subnet["id"] for subnet in network["vpc"]["subnets"]][::2]
    for name in ("api", "shop", "web"):
        run("elb_balancer", **{**small(network, name), "subnets": subnets})
    members = network["instances"][:2]
    run("elb_member", instances=members, balancers=["api", "shop", "web"])
    asked: list[Any] = [
        *((SPELLINGS[name](["api", "shop"]), ["api", "shop"]) for name in OF_EACH_KIND),
        *((blank, ["api", "shop", "web"]) for blank in (" \n", None)),
    ]
    (shell / "role.yml").write_text(ROLE)
    (shell / "update.yml").write_text(UPDATE)
    done = run_playbook(shell / "role.yml", {"asked": asked, "member": members[0]}, "--check")
    assert done.status == 0, done.output
    assert done.output.count('"msg": "it left those"') == len(asked)


OF_EACH_KIND = ("commas and blanks", "lines", "JSON", "as Python writes it", "items with blanks")


@pytest.mark.slow
def test_the_playbooks_take_every_spelling(shell: Path) -> None:
    """Which hosts a play is for, Ansible decides before any module runs."""
    asked: list[tuple[Any, list[str]]] = [
        *((spell(["web1", "web2"]), ["web1", "web2"]) for spell in (list, *SPELLINGS.values())),
        *((blank, ["web1", "web2", "web3"]) for blank in ("", " \n", None)),
        *((empty, []) for empty in ([], "[]", " [ ]\n")),
        ("web*:!web2", ["web1", "web3"]),
    ]
    (shell / "hosts").write_text("web1\nweb2\nweb3\n")
    plays = [
        {"import_playbook": "classic.elb.rolling_update", "vars": {"rolling_update_hosts": hosts}}
        for hosts, _meant in asked
    ]
    (shell / "all.yml").write_text(json.dumps(plays))
    done = run_playbook(
        shell / "all.yml", {}, "--inventory", "hosts", "--limit", "!localhost", "--list-hosts"
    )
    assert done.status == 0 and not done.complaints, done.output
    listed = [part.split("\n\n")[0].split()[1:] for part in done.output.split("hosts (")[1:]]
    assert [sorted(hosts) for hosts in listed] == [meant for _hosts, meant in asked for _play in range(2)]
