# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tags and account limits (facts 1.8 and 1.9)."""

from __future__ import annotations

from dataclasses import replace

from ..call import Answer, Call, shuffled
from ..errors import validation_error
from ..paging import page
from ..rules.tags import check_count, requested_tags
from ..state import Balancer


def add_tags(call: Call) -> Answer:
    balancer = _only_balancer(call)
    tags = {**balancer.tags, **requested_tags(call.items("Tags"))}
    check_count(tags)
    call.save(replace(balancer, tags=tags))
    return {}


def remove_tags(call: Call) -> Answer:
    """A missing key is no error."""
    balancer = _only_balancer(call)
    keys = {item.get("Key") for item in call.items("Tags")}
    call.save(replace(balancer, tags={key: value for key, value in balancer.tags.items() if key not in keys}))
    return {}


def describe_tags(call: Call) -> Answer:
    """One missing balancer fails the whole call."""
    balancers = [call.find(name) for name in dict.fromkeys(call.parameters["LoadBalancerNames"])]
    return {"TagDescriptions": [_described(balancer) for balancer in balancers]}


def describe_account_limits(call: Call) -> Answer:
    limits, marker = page(list(call.knobs.limits), call.parameters)
    return {
        "Limits": [{"Name": name, "Max": str(call.knobs.limits[name])} for name in limits],
        "NextMarker": marker,
    }


def _only_balancer(call: Call) -> Balancer:
    names = call.parameters["LoadBalancerNames"]
    if len(names) != 1:
        raise validation_error("Exactly 1 LoadBalancerName can be specified")
    return call.find(names[0])


def _described(balancer: Balancer) -> Answer:
    keys = shuffled(balancer.tags)
    return {
        "LoadBalancerName": balancer.name,
        "Tags": [{"Key": key, "Value": balancer.tags[key]} for key in keys],
    }
