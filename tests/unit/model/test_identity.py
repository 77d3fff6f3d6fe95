# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whether a balancer is the one of before, or another of its name."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ansible_collections.classic.elb.plugins.module_utils._model.state import Balancer

FIRST = Balancer("shop", dns_name="shop-1.example", created_time="2026-01-01T00:00:00.000Z")


@pytest.mark.parametrize(
    ("now", "is_other"),
    [
        (FIRST, False),
        (replace(FIRST, created_time=None), False),
        (replace(FIRST, dns_name=None), False),
        (replace(FIRST, dns_name="shop-2.example"), True),
        (replace(FIRST, created_time="2026-01-02T00:00:00.000Z"), True),
        (replace(FIRST, dns_name="shop-2.example", created_time=None), True),
        (replace(FIRST, dns_name=None, created_time=None), True),
    ],
)
def test_it_is_another_one_if_what_is_told_differs(now: Balancer, is_other: bool) -> None:
    """An answer may lack one of its name in the DNS and its age; a predicted one has neither."""
    assert now.is_other_than(FIRST) is is_other
