# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: findings
version_added: 1.0.0
short_description: What is wrong with Classic Load Balancers
description:
  - Looks at balancers as M(classic.elb.elb_balancer_info) returns them, and returns what is wrong with them, the worst
    first, each with the task that mends it. Nothing is read and nothing is changed.
  - What was not read is not judged, so let O(classic.elb.elb_balancer_info#module:include) be V(all).
  - "Severity V(high): C(no_healthy_member), C(certificate_expires), C(old_ssl) (SSL 2 or 3 is accepted),
    C(weak_cipher)."
  - "Severity V(medium): C(old_tls) (TLS 1.0 or 1.1 is accepted), C(plain_only) (no listener with TLS),
    C(desync_monitor), C(no_logs), C(one_zone), C(cross_zone_off)."
  - "Severity V(low): C(no_draining), C(certificate_not_acm), C(no_member), C(unused_policy)."
author:
  - classic.elb contributors (@classic-elb)
positional: _input
options:
  _input:
    description:
      - The balancers.
    type: list
    elements: dict
    required: true
  certificates:
    description:
      - Until when certificates are valid, as a dictionary of the time, in ISO 8601 or in seconds, by the ARN. Of
        others, and of those whose time is null, nothing is said.
    type: dict
    default: {}
  days:
    description:
      - A certificate that expires in that many days is a finding.
    type: int
    default: 30
  now:
    description:
      - What time it is, in ISO 8601; by default, what it is.
    type: str
  ignore:
    description:
      - The rules that are not wanted, as a list or as the filter P(classic.elb.names#filter) takes them.
    type: list
    elements: str
    default: []
seealso:
  - module: classic.elb.elb_balancer_info
"""

EXAMPLES = r"""
- name: All balancers of the region
  classic.elb.elb_balancer_info:
    include: all
  register: found

- name: What is wrong with them
  ansible.builtin.debug:
    msg: "{{ found.balancers | classic.elb.findings | map(attribute='message') }}"

- name: Nothing of high severity may be there, weak ciphers aside
  ansible.builtin.assert:
    that: bad | length == 0
    fail_msg: >-
      {{ bad | map(attribute='balancer') | zip(bad | map(attribute='message')) | map('join', ': ') | join(' ') }}
  vars:
    bad: "{{ found.balancers | classic.elb.findings(ignore=['weak_cipher']) | selectattr('severity', 'eq', 'high') }}"
"""

RETURN = r"""
_value:
  description: The findings, the worst first.
  type: list
  elements: dict
  contains:
    rule:
      description: The name of the rule.
      type: str
      sample: old_tls
    severity:
      description: V(high), V(medium) or V(low).
      type: str
      sample: medium
    control:
      description: The control of AWS' Foundational Security Best Practices that is about it, or an empty text.
      type: str
      sample: ELB.8
    title:
      description: The rule in a few words.
      type: str
      sample: TLS 1.0 or 1.1
    region:
      description: The region of the balancer.
      type: str
      sample: eu-west-1
    balancer:
      description: The name of the balancer.
      type: str
      sample: shop
    message:
      description: What is wrong, in a sentence.
      type: str
      sample: Port 443 accepts TLS 1.0 and TLS 1.1 (ELBSecurityPolicy-2016-08).
    task:
      description: The task that mends it, as YAML. What only you can know is in capital letters.
      type: str
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timezone
from typing import Any

from ansible.errors import AnsibleFilterError

from ansible_collections.classic.elb.plugins.filter.names import names
from ansible_collections.classic.elb.plugins.plugin_utils._findings import RULES, find
from ansible_collections.classic.elb.plugins.plugin_utils._rules import Context


def findings(
    balancers: Any, certificates: Any = None, days: Any = 30, now: Any = None, ignore: Any = None
) -> list[dict[str, Any]]:
    if not isinstance(balancers, list) or not all(
        isinstance(each, Mapping) and each.keys() >= {"name", "listeners"} for each in balancers
    ):
        raise AnsibleFilterError("findings: it takes the list of balancers that elb_balancer_info returns.")
    if isinstance(ignore, Mapping):
        raise AnsibleFilterError("findings: ignore: it takes a list of rules or a text, and no dictionary.")
    ignored = names(ignore)
    unknown = [name for name in ignored if name not in RULES]
    if unknown:
        raise AnsibleFilterError(
            f"findings: ignore: there is no rule '{unknown[0]}'; there are {', '.join(RULES)}."
        )
    if not isinstance(certificates or {}, Mapping):
        raise AnsibleFilterError("findings: certificates: it takes a dictionary of times by ARN.")
    expiries = {
        str(arn).lower(): _time(f"certificates: {arn}", value)
        for arn, value in (certificates or {}).items()
        if value is not None  # one that is not issued yet
    }
    today = _time("now", now) if now else datetime.now(timezone.utc)
    return find(balancers, Context(expiries, _days(days), today), ignored)


def _time(where: str, value: Any) -> datetime:
    """A time of the result of a module or of YAML, or seconds as the older AWS CLI; one without zone is in UTC."""
    try:
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return datetime.fromtimestamp(value, timezone.utc)
        time = datetime.fromisoformat(str(value).strip().replace("Z", "+00:00"))
    except (ValueError, OverflowError, OSError) as error:
        raise AnsibleFilterError(
            f"findings: {where}: '{value}' is not a time like 2026-11-23T02:08:21Z."
        ) from error
    return time if time.tzinfo else time.replace(tzinfo=timezone.utc)


def _days(value: Any) -> int:
    is_part = isinstance(value, bool) or (isinstance(value, float) and not value.is_integer())
    try:
        days = -1 if is_part else int(value)
    except (TypeError, ValueError):
        days = -1
    if days < 0:
        raise AnsibleFilterError(f"findings: days: '{value}' is not a number of days.")
    return days


class FilterModule:
    def filters(self) -> dict[str, Callable[..., Any]]:
        return {"findings": findings}
