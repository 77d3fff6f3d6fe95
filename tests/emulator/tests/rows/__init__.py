# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What stock moto does otherwise (facts 7): each check holds on the emulator and breaks on stock moto."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ..service import Service


@dataclass(frozen=True)
class Check:
    rows: tuple[int, ...]
    name: str
    run: Callable[[Service], None]
    stock_agrees: bool

    def __str__(self) -> str:
        return f"{'+'.join(map(str, self.rows))}-{self.name}"


CHECKS: list[Check] = []


def row(
    *numbers: int, cases: Mapping[str, Any] | None = None, stock_agrees: bool = False
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Register `check(service)`, or `check(service, case)` once per case, for rows of section 7."""

    def register(check: Callable[..., None]) -> Callable[..., None]:
        if cases is None:
            CHECKS.append(Check(numbers, check.__name__, check, stock_agrees))
        for label, case in (cases or {}).items():

            def run(service: Service, case: Any = case) -> None:
                check(service, case)

            CHECKS.append(Check(numbers, f"{check.__name__}-{label}", run, stock_agrees))
        return check

    return register


from . import attributes, balancers, listeners, members, networking, plumbing, policies, unknown_balancer  # noqa: E402,F401
