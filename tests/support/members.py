# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Balancers and members that the tests of elb_member begin with, and how they look at them."""

from __future__ import annotations

from typing import Any

from emulator import Network
from support.modules import Runner
from support.options import small

NAMES = ["api", "shop", "web"]


def balancers(run: Runner, network: Network, names: list[str], **options: Any) -> None:
    subnets = [subnet["id"] for subnet in network["vpc"]["subnets"][::2]]
    for name in names:
        run("elb_balancer", **{**small(network, name), "subnets": subnets, **options})


def calls(run: Runner, operation: str) -> int:
    return sum(entry["operation"] == operation for entry in run.emulator.log)


def shown(result: dict[str, Any]) -> dict[str, tuple[int, int]]:
    return {item["name"]: (item["in_service"], item["total"]) for item in result["balancers"]}


def four_in_three(run: Runner, network: Network) -> list[str]:
    """Three balancers with the same four members in service."""
    balancers(run, network, NAMES)
    members = network["instances"][:4]
    run("elb_member", instances=members, balancers=NAMES)
    run.emulator.clear_log()
    return list(members)
