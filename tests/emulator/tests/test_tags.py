# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tags (facts 1.8)."""

from __future__ import annotations

from typing import Any

import pytest

from .service import Service, as_tags, refused


def test_tags_are_upserted_and_removed(service: Service) -> None:
    balancer = service.create(Tags=as_tags({"env": "dev", "Env": "other"}))
    balancer.add_tags({"env": "prod", "team": "a"})
    assert balancer.tags() == {"env": "prod", "Env": "other", "team": "a"}
    balancer.remove_tags("env", "ghost")
    balancer.remove_tags("env")
    assert balancer.tags() == {"Env": "other", "team": "a"}


def test_an_untagged_balancer_has_an_empty_list(service: Service) -> None:
    service.create()
    answer = service.elb.describe_tags(LoadBalancerNames=["web"])
    assert answer["TagDescriptions"] == [{"LoadBalancerName": "web", "Tags": []}]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("k", ""),
        ("k" * 128, "v" * 256),
        ("Zürich_.:/=+-@ 1", "Ελληνικά_.:/=+-@ ٣"),
        ("awsome", "aws:value"),
        (" ", " "),
    ],
    ids=["empty value", "longest", "all characters", "almost reserved", "blank"],
)
def test_allowed_tags(service: Service, key: str, value: str) -> None:
    balancer = service.create(name="one")
    balancer.add_tags({key: value})
    assert balancer.tags() == {key: value}
    assert service.create(name="two", Tags=as_tags({key: value})).tags() == {key: value}


REFUSED: dict[str, tuple[str, Any]] = {
    "key twice": ("DuplicateTagKeys", [{"Key": "a", "Value": "1"}, {"Key": "a", "Value": "1"}]),
    "empty key": ("ValidationError", [{"Key": "", "Value": "1"}]),
    "no tags": ("ValidationError", []),
    "one good, one bad": ("ValidationError", [{"Key": "good", "Value": "1"}, {"Key": "b?d", "Value": "1"}]),
}


@pytest.mark.parametrize(("code", "tags"), REFUSED.values(), ids=REFUSED)
def test_refused_tags_change_nothing(service: Service, code: str, tags: Any) -> None:
    balancer = service.create(Tags=as_tags({"env": "dev"}))
    with refused(code):
        service.client("elb", validate=False).add_tags(LoadBalancerNames=["web"], Tags=tags)
    assert balancer.tags() == {"env": "dev"}


def test_create_takes_50_tags(service: Service) -> None:
    fifty = {f"k{number}": str(number) for number in range(50)}
    assert service.create(Tags=as_tags(fifty)).tags() == fifty


@pytest.mark.parametrize("names", [[], ["web", "web"]], ids=["none", "two"])
def test_exactly_one_balancer_is_tagged(service: Service, names: list[str]) -> None:
    balancer = service.create()
    with refused("ValidationError"):
        service.elb.add_tags(LoadBalancerNames=names, Tags=as_tags({"a": "b"}))
    assert balancer.tags() == {}


def test_removing_needs_keys(service: Service) -> None:
    service.create()
    with refused("ValidationError"):
        service.client("elb", validate=False).remove_tags(LoadBalancerNames=["web"], Tags=[])


def test_one_missing_balancer_fails_the_read(service: Service) -> None:
    service.create()
    with refused("LoadBalancerNotFound"):
        service.elb.describe_tags(LoadBalancerNames=["web", "ghost"])


def test_tags_of_several_balancers(service: Service) -> None:
    for name in ("one", "two"):
        service.create(name=name, Tags=as_tags({"name": name}))
    answer = service.elb.describe_tags(LoadBalancerNames=["one", "two"])["TagDescriptions"]
    assert {each["LoadBalancerName"]: each["Tags"] for each in answer} == {
        name: as_tags({"name": name}) for name in ("one", "two")
    }


def test_descriptions_do_not_show_tags(service: Service) -> None:
    assert "Tags" not in service.create(Tags=as_tags({"a": "b"})).describe()
