# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Answers of EC2 that still hold: moto builds each of them anew, which costs more than all else of a call."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable

from .estate import backend
from .reply import Reply
from .request import Request

LASTING = ("DescribeSecurityGroups", "DescribeSubnets")
"""What they tell changes by calls to EC2, and else only as ``_surroundings`` has it."""
_MOST = 1000

_answers: dict[Hashable, Reply] = {}
"""As moto's resources, they belong to the process."""


def recalled(request: Request, ask: Callable[[], Reply]) -> Reply:
    """moto's answer, or the one that it gave to the same question where nothing has changed since."""
    if request.service != "ec2" or request.operation not in LASTING:
        reply = ask()
        if request.is_write:
            _answers.clear()
        return reply
    question = (request.access_key, request.region, *sorted(request.form.items()))
    key = (question, _surroundings(request.region))
    if key not in _answers:
        if len(_answers) == _MOST:
            _answers.clear()
        _answers[key] = ask()
    return _answers[key]


def _surroundings(region: str) -> Hashable:
    """What the service itself and a reset may change of them: which groups there are, and how full the subnets are."""
    ec2 = backend("ec2", region)
    interfaces = Counter(each.subnet.id for each in ec2.enis.values())
    return (
        frozenset(group for groups in ec2.groups.values() for group in groups),
        frozenset(interfaces.items()),
    )
