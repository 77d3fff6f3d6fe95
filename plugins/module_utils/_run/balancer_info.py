# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reading many balancers: listed, filtered, then detailed as far as it is asked for. Private to classic.elb."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from typing import Any

from ansible_collections.classic.elb.plugins.module_utils._model import state
from ansible_collections.classic.elb.plugins.module_utils._model.aws import (
    balancer_from_aws,
    scheme_of,
    tags_from_aws,
)
from ansible_collections.classic.elb.plugins.module_utils._model.aws_policies import policies_by_listing
from ansible_collections.classic.elb.plugins.module_utils._model.errors import (
    NoSuchBalancers,
    NotThere,
    Unreadable,
)
from ansible_collections.classic.elb.plugins.module_utils._model.members import health_from_aws
from ansible_collections.classic.elb.plugins.module_utils._model.render import render
from ansible_collections.classic.elb.plugins.module_utils._model.wishes import Query
from ansible_collections.classic.elb.plugins.module_utils._options.balancer_info import (
    ATTRIBUTES,
    HEALTH,
    POLICIES,
    SOURCE_GROUP,
    TAGS,
)
from ansible_collections.classic.elb.plugins.module_utils._run.module import Result, Task
from ansible_collections.classic.elb.plugins.module_utils._service.client import Client
from ansible_collections.classic.elb.plugins.module_utils._service.ec2 import start_group_names
from ansible_collections.classic.elb.plugins.module_utils._service.reading import (
    LOOKS_AT_DOUBTS,
    Question,
    Tags,
    name_the_same,
    pause_before_look,
    read_descriptions,
    read_tags,
)

KEYS_OF = {
    ATTRIBUTES: state.ATTRIBUTES,
    TAGS: ("tags", "aws_tags"),
    POLICIES: ("policies",),
}
"""The keys of a rendered balancer that are known only if the part was read."""

Description = Mapping[str, Any]
Answered = tuple[Description, Mapping[str, Any]]
"""A balancer as it is listed, and the answers to the questions about it."""


def list_balancers(task: Task, query: Query) -> Result:
    found, missing, unreadable = _survey(task.client, query)
    balancers = [shown for shown, _undescribed in found]
    if missing and task.options["fail_on_missing"]:
        raise NoSuchBalancers(missing, task.client.connection.region, "names", missing=missing)
    for odd in unreadable:
        task.warn(odd.message)
    for shown, undescribed in found if POLICIES in query.include else ():
        if undescribed:
            names = " and ".join(map(repr, undescribed))
            task.warn(
                f"{shown['name']}: AWS lists {names} among its policies without a description, as it may be with one "
                "that was made a moment ago; the policies that are told here are not all."
            )
    return {
        "changed": False,
        "balancers": balancers,
        "missing": missing,
        "unreadable": [{"name": odd.balancer, "reason": odd.reason} for odd in unreadable],
    }


Found = tuple[dict[str, Any], Iterable[str]]
"""A balancer as a result, and those of its policies of which AWS does not tell what they are."""


def _survey(client: Client, query: Query) -> tuple[list[Found], list[str], list[Unreadable]]:
    """The balancers, by name; the names of the query that do not exist; and which cannot be read.

    A balancer that is deleted between the listing and its details is one of those that do not exist.
    """
    listed, nameless = list_items(client, query.names)
    matching = {
        name: item
        for name, item in sorted(listed.items())
        if (not query.names or name in query.names) and _matches(item, query.filters)
    }
    tags: Tags | None = None
    others: set[str] = set()
    if wanted_tags := query.tags:
        tags = read_tags(client, list(matching))
        others = {name for name, held in tags.items() if not _has_tags(tags_from_aws(held), wanted_tags)}
    chosen = [item for name, item in matching.items() if name not in others]
    balancers, unreadable = _detailed(client, chosen, query.include, tags)
    told = {shown["name"] for shown, _undescribed in balancers} | {odd.balancer for odd in unreadable}
    there = (listed.keys() - matching.keys()) | others | told
    return balancers, sorted(set(query.names) - there), [*nameless, *unreadable]


def list_items(client: Client, names: tuple[str, ...]) -> tuple[dict[str, Description], list[Unreadable]]:
    """The named balancers, or all, by name; and those that have none."""
    found = _read_items(client, names)
    listed = {item["LoadBalancerName"]: item for item in found if "LoadBalancerName" in item}
    nameless = [
        Unreadable("a balancer", "LoadBalancerName") for item in found if "LoadBalancerName" not in item
    ]
    return listed, nameless


def _read_items(client: Client, names: tuple[str, ...]) -> list[Description]:
    """In one call; all of them where a name is unknown, because AWS refuses the whole call then."""
    if names:
        try:
            return read_descriptions(client, LoadBalancerNames=list(names))
        except NotThere:
            pass
    return read_descriptions(client)


def _has_tags(held: Mapping[str, str], wanted: Mapping[str, frozenset[str]]) -> bool:
    return all(held.get(key) in values for key, values in wanted.items())


def _matches(item: Description, filters: Mapping[str, frozenset[str]]) -> bool:
    return all(any(MATCHES[name](item, value) for value in values) for name, values in filters.items())


def _same_host(item: Description, name: str) -> bool:
    """A DNS name in any case, with or without the final dot, also as Route 53 shows it (facts 8)."""
    return str(item.get("DNSName", "")).lower() == name.lower().rstrip(".").removeprefix("dualstack.")


MATCHES: Mapping[str, Callable[[Description, str], bool]] = {
    "vpc_id": lambda item, value: item.get("VPCId") == value,
    "scheme": lambda item, value: scheme_of(item) == value,
    "subnet": lambda item, value: value in item.get("Subnets", ()),
    "security_group": lambda item, value: value in item.get("SecurityGroups", ()),
    "instance": lambda item, value: (
        value in (member.get("InstanceId") for member in item.get("Instances", ()))
    ),
    "ssl_certificate_id": lambda item, value: any(
        state.is_same_certificate(value, certificate) for certificate in _certificates(item)
    ),
    "dns_name": _same_host,
}


def _certificates(item: Description) -> set[str | None]:
    listeners = (described.get("Listener", {}) for described in item.get("ListenerDescriptions", ()))
    return {listener.get("SSLCertificateId") for listener in listeners}


def _detailed(
    client: Client, items: list[Description], include: frozenset[str], tags: Tags | None
) -> tuple[list[Found], list[Unreadable]]:
    """All details of all balancers are asked for at once; the client bounds how many at a time.

    So are their tags, unless a filter has asked for them before.
    """
    names = [item["LoadBalancerName"] for item in items]
    started = [_start(client, item, include) for item in items]
    group_names = start_group_names(client, _unsure_groups(items) if SOURCE_GROUP in include else set())
    if tags is None:
        tags = read_tags(client, names) if TAGS in include else {name: [] for name in names}
    answered: list[Answered] = []
    unreadable = []
    for name, item, questions in zip(names, items, started):
        if name not in tags:
            continue  # deleted meanwhile
        try:
            answers = {part: question.answer() for part, question in questions.items()}
            there = {part: answer for part, answer in answers.items() if answer is not None}
            if there.keys() == answers.keys():
                answered.append((item, there))
        except Unreadable as odd:
            unreadable.append(odd)
    found = []
    for item, known in _agreeing(client, answered):
        try:
            found.append(_rendered(client, item, known, tags[item["LoadBalancerName"]], include))
        except Unreadable as odd:
            unreadable.append(odd)
    groups = group_names()
    return [(_with_group_id(shown, groups), undescribed) for shown, undescribed in found], unreadable


def _agreeing(client: Client, answered: list[Answered]) -> list[Answered]:
    """Look again for policies of which the listing and the descriptions tell different things, all at the same time."""
    settled = {item["LoadBalancerName"]: (item, answers) for item, answers in answered}
    for _look in range(LOOKS_AT_DOUBTS):
        differing = [name for name, each in settled.items() if not _agree(*each)]
        if not differing:
            break
        pause_before_look()
        questions = {name: Question(client, "DescribeLoadBalancerPolicies", name) for name in differing}
        listed = {item.get("LoadBalancerName"): item for item in _read_items(client, tuple(differing))}
        for name, question in questions.items():
            policies = question.answer()
            if policies is None or name not in listed:
                del settled[name]
            else:
                settled[name] = (listed[name], {**settled[name][1], POLICIES: policies})
    return list(settled.values())


def _agree(item: Description, answers: Mapping[str, Any]) -> bool:
    return POLICIES not in answers or name_the_same(item, answers[POLICIES].get("PolicyDescriptions", ()))


def _start(client: Client, item: Description, include: frozenset[str]) -> dict[str, Question]:
    """Only the calls whose answer the listing does not imply."""
    name = item["LoadBalancerName"]
    asked = {}
    if ATTRIBUTES in include:
        asked[ATTRIBUTES] = Question(client, "DescribeLoadBalancerAttributes", name)
    if POLICIES in include and policies_by_listing(item) is None:
        asked[POLICIES] = Question(client, "DescribeLoadBalancerPolicies", name)
    if HEALTH in include and item.get("Instances"):
        asked[HEALTH] = Question(client, "DescribeInstanceHealth", name)
    return asked


def _unsure_groups(items: Iterable[Description]) -> set[str]:
    """The security groups of balancers that have several: AWS names the source group, and does not tell its id."""
    return {group for item in items if len(groups := item.get("SecurityGroups", ())) > 1 for group in groups}


def _with_group_id(shown: dict[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """The security groups of a balancer are of one VPC, where names are unique."""
    source = shown.get("source_security_group", {})
    if "group_name" not in source:
        return shown
    ids = [group for group in shown.get("security_groups", ()) if names.get(group) == source["group_name"]]
    return {**shown, "source_security_group": {**source, "group_id": ids[0]}} if ids else shown


def _rendered(
    client: Client,
    item: Description,
    known: Mapping[str, Any],
    tags: Iterable[Mapping[str, str]],
    include: frozenset[str],
) -> Found:
    implied = policies_by_listing(item) or ()
    policies = known[POLICIES].get("PolicyDescriptions", ()) if POLICIES in known else implied
    attributes = known.get(ATTRIBUTES, {}).get("LoadBalancerAttributes", {})
    balancer = balancer_from_aws(item, attributes, tags, policies)
    shown = render(balancer, client.connection.region)
    for part, keys in KEYS_OF.items():
        if part not in include:
            for key in keys:
                shown.pop(key, None)
    if HEALTH in include:
        health = health_from_aws(known.get(HEALTH, {}), item["LoadBalancerName"])
        shown["members"] = [
            {"instance_id": member, **asdict(words)} for member, words in sorted(health.items())
        ]
    return shown, balancer.undescribed
