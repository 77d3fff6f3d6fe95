# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The findings of many balancers: the rules with their severities and AWS' controls. Private to classic.elb.

The controls are those of AWS' Foundational Security Best Practices for Elastic Load Balancing:
https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import yaml

from ansible_collections.classic.elb.plugins.plugin_utils import _rules
from ansible_collections.classic.elb.plugins.plugin_utils._rules import Context, Found, Rule, Shape

RULES: Mapping[str, tuple[Rule, str, str, str]] = {
    rule.__name__: (rule, severity, control, title)
    for rule, severity, control, title in (
        (_rules.no_healthy_member, "high", "", "No healthy member"),
        (_rules.certificate_expires, "high", "", "Certificate expires"),
        (_rules.old_ssl, "high", "ELB.8", "SSL 2 or 3"),
        (_rules.weak_cipher, "high", "ELB.8", "Weak ciphers"),
        (_rules.old_tls, "medium", "ELB.8", "TLS 1.0 or 1.1"),
        (_rules.plain_only, "medium", "ELB.3", "Unencrypted only"),
        (_rules.desync_monitor, "medium", "ELB.14", "Desync monitor"),
        (_rules.no_logs, "medium", "ELB.5", "No access logs"),
        (_rules.one_zone, "medium", "ELB.10", "One zone"),
        (_rules.cross_zone_off, "medium", "ELB.9", "Cross-zone off"),
        (_rules.no_draining, "low", "ELB.7", "No draining"),
        (_rules.certificate_not_acm, "low", "ELB.2", "Certificate not in ACM"),
        (_rules.no_member, "low", "", "No members"),
        (_rules.unused_policy, "low", "", "Unused policy"),
    )
}
"""By name: the function, the severity, AWS' control if there is one, a title. The worst come first."""

_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


def find(balancers: Iterable[Shape], context: Context, ignored: Iterable[str]) -> list[dict[str, Any]]:
    """What is wrong with the balancers, by rule, the worst first, then by region and balancer."""
    skipped = set(ignored)
    found = [finding for balancer in balancers for finding in _of_one(balancer, context, skipped)]
    order = list(RULES)
    return sorted(
        found, key=lambda each: (order.index(each["rule"]), each["region"], each["balancer"], each["message"])
    )


def _of_one(balancer: Shape, context: Context, ignored: set[str]) -> Iterator[dict[str, Any]]:
    region = balancer.get("region", "")
    for name, (rule, severity, control, title) in RULES.items():
        if name in ignored:
            continue
        for found in rule(balancer, context):
            yield {
                "rule": name,
                "severity": severity,
                "control": control,
                "title": title,
                "region": region,
                "balancer": balancer["name"],
                "message": found.message,
                "task": _as_task(title, found, region),
            }


def _as_task(title: str, found: Found, region: str) -> str:
    """The task that mends it, as YAML that can be put into a playbook."""
    name = found.options.get("balancer") or found.options.get("name") or found.options["balancers"][0]
    options = {**found.options, **({"region": region} if region else {})}
    task = [{"name": f"Mend {name}, {title}", f"classic.elb.{found.module}": options}]
    # Ansible's own kinds of texts, with which YAML can do nothing, become plain ones.
    plain = json.loads(json.dumps(task))
    return str(yaml.dump(plain, Dumper=_DUMPER, sort_keys=False, allow_unicode=True, width=10_000))
