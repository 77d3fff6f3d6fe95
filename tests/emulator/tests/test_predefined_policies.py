# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The predefined SSL policies and their 93 attributes (facts 2.6)."""

from __future__ import annotations

from typing import Any

import pytest

from .service import Service, refused
from .tables import BASE, CIPHERS, PREDEFINED, SSL_ATTRIBUTES


def pairs(policy: dict[str, Any]) -> list[tuple[str, str]]:
    return [(each["AttributeName"], each["AttributeValue"]) for each in policy["PolicyAttributeDescriptions"]]


def test_the_tables_are_those_of_the_facts() -> None:
    assert (len(SSL_ATTRIBUTES), len(CIPHERS), len(BASE)) == (93, 88, 18)
    assert len(PREDEFINED["ELBSecurityPolicy-TLS-1-2-2017-01"]) == 14
    assert set().union(*PREDEFINED.values()) <= set(SSL_ATTRIBUTES)


@pytest.mark.parametrize("name", PREDEFINED)
def test_contents_of_predefined_policies(service: Service, name: str) -> None:
    answer = service.elb.describe_load_balancer_policies(PolicyNames=[name])
    (policy,) = answer["PolicyDescriptions"]
    assert (policy["PolicyName"], policy["PolicyTypeName"]) == (name, "SSLNegotiationPolicyType")
    own = [(key, value) for key, value in pairs(policy) if key != "Reference-Security-Policy"]
    assert own == [(key, "true" if key in PREDEFINED[name] else "false") for key in SSL_ATTRIBUTES]


@pytest.mark.parametrize("name", PREDEFINED)
def test_references_are_expanded(service: Service, name: str) -> None:
    balancer = service.create()
    balancer.add_ssl("mine", name)
    assert pairs(balancer.policy("mine")) == [
        ("Reference-Security-Policy", name),
        *((key, "true" if key in PREDEFINED[name] else "false") for key in SSL_ATTRIBUTES),
    ]


def test_an_unknown_predefined_policy_is_not_found(service: Service) -> None:
    with refused("PolicyNotFound"):
        service.elb.describe_load_balancer_policies(PolicyNames=["ELBSecurityPolicy-1999-01"])


def test_policies_of_balancers_are_not_predefined(service: Service) -> None:
    service.create().add_ssl("mine")
    with refused("PolicyNotFound"):
        service.elb.describe_load_balancer_policies(PolicyNames=["mine"])
