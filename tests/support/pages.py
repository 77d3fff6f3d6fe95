# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""
The YAML that documentation shows, as playbooks to run.

HTML comments in a page say what a snippet is beside what it shows:

``<!-- not run: reason -->`` before a snippet
    It is no more than parsed.
``<!-- refused -->`` before a snippet
    Its last task fails, with what the next ``text`` block of the page shows in its message.
``<!-- then: condition; condition -->`` after a snippet
    Conditions in Jinja that hold then. ``sent`` is the list of the writes that the snippet sent.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from support.playbook import Service

_PARTS = re.compile(
    r"^```(?P<language>\w*)\n(?P<text>.*?)^```$|^<!-- (?P<word>not run|refused|then)(?P<said>.*?)-->",
    re.MULTILINE | re.DOTALL,
)
_EXAMPLE = re.compile(r"\b(?:subnet|sg|vpc|i)-0?[0-9a-f]{8,}\b|arn:aws:[\w:/-]+")
_LOG = "lookup('ansible.builtin.url', emulator_url ~ '/_emulator/log', split_lines=false) | from_json"


@dataclass
class Snippet:
    """A YAML block of a page; ``line`` is the one on which it begins."""

    line: int
    text: str
    not_run: str | None = None
    refusal: str | None = None
    conditions: list[str] = field(default_factory=list)

    @property
    def content(self) -> Any:
        """What the YAML says, whatever Ansible's own tags in it stand for."""
        return yaml.load(self.text, _Loader)

    @property
    def is_tasks(self) -> bool:
        """Whether it is a list of tasks."""
        return _is_list(self.content) and not self.is_plays

    @property
    def is_plays(self) -> bool:
        """Whether it is a list of plays."""
        return _is_list(self.content) and any(
            {"hosts", "import_playbook", "ansible.builtin.import_playbook"} & item.keys()
            for item in self.content
        )


class _Loader(yaml.SafeLoader):
    """Takes !unsafe and !vault for the text behind them."""


_Loader.add_multi_constructor("!", lambda loader, _suffix, node: loader.construct_scalar(node))


def _is_list(content: Any) -> bool:
    return isinstance(content, list) and all(isinstance(item, dict) for item in content)


def snippets(page: str) -> list[Snippet]:
    """Return the YAML blocks of a page, each with what the comments around it say; an odd comment is an error."""
    found: list[Snippet] = []
    not_run: str | None = None
    refused = awaits_refusal = False
    for part in _PARTS.finditer(page):
        word, said = part["word"], (part["said"] or "").strip().removeprefix(":").strip()
        line = page.count("\n", 0, part.start()) + 1
        if word == "not run":
            if not said:
                raise ValueError(f"line {line}: the reason is missing")
            not_run = said
        elif word == "refused":
            refused = True
        elif word == "then":
            found[-1].conditions += [condition.strip() for condition in said.split(";") if condition.strip()]
        elif part["language"] in ("yaml", "yml"):
            found.append(Snippet(line + 1, part["text"], not_run))
            not_run, refused, awaits_refusal = None, False, refused
        elif awaits_refusal and part["language"] == "text":
            found[-1].refusal = " ".join(part["text"].split())
            awaits_refusal = False
    if not_run or refused or awaits_refusal:
        raise ValueError("a comment has no snippet, or a refusal no text block")
    return found


def example_ids(service: Service) -> dict[str, str]:
    """Map the ids that documentation uses in its examples to what the emulator has."""
    network = service.network
    subnets = [subnet["id"] for subnet in network["vpc"]["subnets"]]
    certificates = network["certificates"]["iam"]
    server_certificate = "arn:aws:iam::123456789012:server-certificate"
    return {
        "subnet-0a1b2c3d": subnets[0],  # first zone
        "subnet-4e5f6a7b": subnets[2],  # second zone
        "subnet-1a1a1a1a": subnets[1],  # first zone
        "subnet-2b2b2b2b": subnets[3],  # second zone
        "sg-0a1b2c3d": network["vpc"]["security_groups"]["web"],
        "i-0123456789abcdef0": network["instances"][0],  # first zone
        "i-0fedcba9876543210": network["instances"][2],  # second zone
        f"{server_certificate}/shop": certificates[0],
        f"{server_certificate}/shop-2027": certificates[1],
        f"{server_certificate}/servercert": certificates[2],
        "eu-west-1": network["region"],
        "http://127.0.0.1:5000": service.url,
    }


def with_real_ids(text: str, ids: Mapping[str, str]) -> str:
    """Put the emulator's ids in the place of the examples; an id that is no known example is an error."""
    known = re.compile("|".join(re.escape(example) for example in sorted(ids, key=len, reverse=True)))
    strange = {example for example in _EXAMPLE.findall(text) if example not in ids}
    if strange:
        raise ValueError(f"not in example_ids: {', '.join(sorted(strange))}")
    return known.sub(lambda found: ids[found.group()], text)


def write_playbook(page: str, page_snippets: list[Snippet], folder: Path, service: Service) -> Path:
    """Write a playbook that runs the snippets in order, each from its own file, and checks what is said of them."""
    ids = example_ids(service)
    plays: list[dict[str, Any]] = []
    for snippet in page_snippets:
        if snippet.not_run:
            continue
        name = f"{page}, line {snippet.line}"
        file = folder / f"line-{snippet.line}.yml"
        file.write_text(with_real_ids(snippet.text, ids))
        if snippet.conditions:
            plays.append(_play(f"{name}: before", [{"ansible.builtin.set_fact": _fact("calls_before")}]))
        if snippet.is_plays:
            plays.append({"ansible.builtin.import_playbook": str(file)})
        elif snippet.is_tasks:
            tasks = [{"ansible.builtin.import_tasks": str(file)}]
            plays.append(_play(name, [_refused(tasks, snippet.refusal, ids)] if snippet.refusal else tasks))
        else:
            raise ValueError(
                f"{name}: neither tasks nor plays; say why in a comment: <!-- not run: reason -->"
            )
        if snippet.conditions:
            sent = (
                f"{{{{ ({_LOG})[calls_before | int:] | selectattr('write') | map(attribute='operation') }}}}"
            )
            check = {"ansible.builtin.assert": {"that": snippet.conditions}, "vars": {"sent": sent}}
            plays.append(_play(f"{name}: then", [check]))
    playbook = folder / "page.yml"
    playbook.write_text(yaml.safe_dump(plays, sort_keys=False))
    return playbook


def _play(name: str, tasks: list[dict[str, Any]]) -> dict[str, Any]:
    return {"name": name, "hosts": "localhost", "gather_facts": False, "tasks": tasks}


def _fact(name: str) -> dict[str, str]:
    return {name: f"{{{{ {_LOG} | length }}}}"}


def _refused(tasks: list[dict[str, Any]], refusal: str, ids: Mapping[str, str]) -> dict[str, Any]:
    """The tasks, and a check that the last of them fails in these words; an id in them may be the module's example."""
    accepted = {"ansible.builtin.fail": {"msg": "It was not refused."}}
    check = {
        "that": ["ansible_failed_result.msg in refusals"],
        "fail_msg": "{{ ansible_failed_result.msg }}",
    }
    refusals = [refusal, with_real_ids(refusal, ids)]
    return {
        "block": [*tasks, accepted],
        "rescue": [{"ansible.builtin.assert": check, "vars": {"refusals": refusals}}],
    }
