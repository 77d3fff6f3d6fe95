# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The scheme of balancers, which answers from before there was a choice do not tell (facts 10a)."""

from __future__ import annotations

import pytest

from ansible_collections.classic.elb.plugins.module_utils._model.aws import balancer_from_aws


@pytest.mark.parametrize(
    ("name", "address", "scheme"),
    [
        ("shop", "shop-123.us-east-1.elb.amazonaws.com", "internet-facing"),
        ("shop", "internal-shop-123.us-east-1.elb.amazonaws.com", "internal"),
        ("internal-shop", "internal-shop-123.us-east-1.elb.amazonaws.com", "internet-facing"),
        ("shop", None, "internet-facing"),
    ],
)
def test_without_a_word_the_address_tells_the_scheme(name: str, address: str | None, scheme: str) -> None:
    description = {"LoadBalancerName": name, **({"DNSName": address} if address else {})}
    assert balancer_from_aws(description, {}, (), ()).scheme == scheme
