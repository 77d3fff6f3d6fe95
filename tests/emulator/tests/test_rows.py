# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every departure of stock moto (facts 7): the emulator keeps AWS' behaviour, and a check that would notice."""

from __future__ import annotations

from xml.etree.ElementTree import ParseError

import pytest
from botocore.exceptions import ClientError
from botocore.parsers import ResponseParserError

from .rows import CHECKS, Check
from .service import Service

NO_FAILING_TEST = {
    31: "CloudFormation, which the emulator leaves to moto",
    47: "moto is right",
    52: "moto is right",
    83: "moto is right",
    84: "moto is right, by accident",
    99: "moto's order is arbitrary, and any order is right (section 10, 17)",
    113: "host names: clients reach the emulator by its address",
    114: "the tagging API is not part of the service",
    116: "moto is right",
}
DEPARTURES = [check for check in CHECKS if not check.stock_agrees]


@pytest.mark.parametrize("check", CHECKS, ids=str)
def test_emulator(check: Check, service: Service) -> None:
    check.run(service)


@pytest.mark.xdist_group("stock moto")
@pytest.mark.parametrize("check", DEPARTURES, ids=str)
def test_stock_moto_fails(check: Check, stock: Service) -> None:
    with pytest.raises((AssertionError, ClientError, KeyError, ParseError, ResponseParserError)):
        check.run(stock)


@pytest.mark.xdist_group("stock moto")
@pytest.mark.parametrize("check", [check for check in CHECKS if check.stock_agrees], ids=str)
def test_stock_moto_agrees(check: Check, stock: Service) -> None:
    check.run(stock)


def test_every_row_is_checked_or_excused() -> None:
    checked = {number for check in DEPARTURES for number in check.rows}
    assert checked | NO_FAILING_TEST.keys() == set(range(1, 117))
    assert not checked & NO_FAILING_TEST.keys()
