# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What counts managed nodes in Automation Platform: a query for each module, on what the module really returns."""

from __future__ import annotations

from typing import Any

import jq
import pytest
import yaml

from emulator import Network
from support.clone import MODULES, ROOT
from support.modules import Runner
from support.options import http, small

QUERIES = yaml.safe_load((ROOT / "extensions/audit/event_query.yml").read_text())
OF_NO_BALANCER = {"elb_service_info"}


def test_every_module_has_a_query() -> None:
    assert QUERIES.keys() == {f"classic.elb.{module}" for module in MODULES if module not in OF_NO_BALANCER}


@pytest.mark.parametrize("check", [True, False])
@pytest.mark.parametrize("query", sorted(QUERIES))
def test_it_finds_the_balancer(run: Runner, network: Network, query: str, check: bool) -> None:
    run("elb_balancer", **small(network))
    old = {"state": "present", "name": "shop"}
    options: dict[str, Any] = {
        "elb_balancer": {"name": "shop"},
        "elb_balancer_info": {},
        "elb_listener": {"balancer": "shop", **http(81)},
        "elb_policy": {"balancer": "shop", "name": "sticky", "type": "LBCookieStickinessPolicyType"},
        "elb_member": {"instances": network["instances"][0], "balancers": "shop", "wait": False},
        "elb_classic_lb": {
            **old,
            "listeners": [{"protocol": "http", "load_balancer_port": 80, "instance_port": 80}],
        },
        "elb_classic_lb_info": {},
        "elb_instance": {
            "instance_id": network["instances"][0],
            "ec2_elbs": ["shop"],
            "state": "present",
            "wait": False,
        },
    }
    module = query.removeprefix("classic.elb.")
    found = jq.compile(QUERIES[query]["query"]).input_value(run(module, check=check, **options[module])).all()
    assert [node["name"] for node in found] == ["shop"]
    assert found[0]["facts"]["device_type"] == "ClassicLoadBalancer"
    assert all(found[0]["canonical_facts"].values())


def test_what_is_gone_counts_for_nothing(run: Runner) -> None:
    gone = run("elb_balancer", name="shop", state="absent")
    assert jq.compile(QUERIES["classic.elb.elb_balancer"]["query"]).input_value(gone).all() == []
