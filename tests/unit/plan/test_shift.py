# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Who comes and who goes, also where AWS' words and its list of members do not say the same (facts 1.5, 4.1)."""

from __future__ import annotations

import pytest

from ansible_collections.classic.elb.plugins.module_utils._model.members import (
    REGISTERED,
    SERVING,
    UNREGISTERED,
    Health,
    Minimum,
    Pool,
)
from ansible_collections.classic.elb.plugins.module_utils._model.notes import NOTE_PREFIX
from ansible_collections.classic.elb.plugins.module_utils._model.state import Balancer
from ansible_collections.classic.elb.plugins.module_utils._model.wishes import WantedMembers
from ansible_collections.classic.elb.plugins.module_utils._plan.shift import (
    NOBODY,
    Shift,
    moves_of,
    shift_for,
)

DRAINING = Health("InService", "N/A", "Instance deregistration currently in progress.")
FAILING = Health(
    "OutOfService", "Instance", "Instance has failed at least the UnhealthyThreshold number of health checks."
)
ONE, TWO = frozenset({"i-1"}), frozenset({"i-2"})


def shop(**health: Health) -> Pool:
    """With two listed members; ``i_1=`` tells AWS' words on ``i-1``."""
    words = {name.replace("_", "-"): told for name, told in health.items()}
    return Pool(Balancer("shop", instances=ONE | TWO), {"i-1": SERVING, "i-2": SERVING, **words})


def calls(shift: Shift) -> list[str]:
    return [step.operation for step in moves_of(shift).steps]


def test_one_that_is_listed_on_its_way_out_comes_back() -> None:
    """AWS may list a member until its connections have ended; registering it meanwhile is what keeps it."""
    shift = Shift([shop(i_1=DRAINING)], {"shop": ONE}, {"shop": NOBODY})
    assert shift.arriving == {"shop": ONE}
    assert calls(shift) == ["RegisterInstancesWithLoadBalancer"]


def test_one_that_is_listed_on_its_way_out_leaves_once_and_is_waited_for() -> None:
    pool = shop(i_1=DRAINING)
    assert calls(Shift([pool], {"shop": NOBODY}, {"shop": pool.members & ONE})) == []
    assert Shift([pool], {"shop": NOBODY}, {"shop": NOBODY}).ending(ONE) == {"shop": ONE}


@pytest.mark.parametrize(
    "told",
    [
        DRAINING,
        REGISTERED,
        Health("OutOfService", "Instance", "Instance registration is still in progress"),
        Health("OutOfService", "ELB", f"{REGISTERED.description} {FAILING.description}"),
        Health("OutOfService", "Instance", "Instance has not passed the configured HealthyThreshold number."),
        FAILING,
        SERVING,
        Health("Unknown"),
    ],
    ids=lambda health: f"{health.state} {health.description[:40]}",
)
def test_nobody_is_out_of_whom_aws_says_that_it_is_in(told: Health) -> None:
    assert not told.is_out
    pool = Pool(Balancer("shop"), {"i-1": told})
    assert Shift([pool], {"shop": NOBODY}, {"shop": NOBODY}).ending(ONE) == {"shop": ONE}


def test_who_is_not_registered_is_out_and_does_not_come_by_itself() -> None:
    assert UNREGISTERED.is_out
    assert UNREGISTERED.is_hopeless
    assert (
        Shift([Pool(Balancer("shop"), {"i-1": UNREGISTERED})], {"shop": NOBODY}, {"shop": NOBODY}).ending(ONE)
        == {}
    )


def test_each_comes_back_where_it_was_noted_and_nowhere_else() -> None:
    """Of several that are asked for at once."""
    pools = [
        Pool(Balancer(name, notes={f"{NOTE_PREFIX}1": member}), {})
        for name, member in (("shop", "i-1"), ("api", "i-2"))
    ]
    wanted = WantedMembers(
        instances=ONE | TWO,
        balancers=None,
        present=True,
        purge=False,
        remember=True,
        minimum=Minimum("0", 0),
        wait=True,
        wait_timeout=None,
    )
    assert shift_for(wanted, pools).targets == {"shop": ONE, "api": TWO}
