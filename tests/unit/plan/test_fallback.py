# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a successor lacks of which AWS has refused a part."""

from __future__ import annotations

from dataclasses import replace

from ansible_collections.classic.elb.plugins.module_utils._model.state import Balancer, Listener
from ansible_collections.classic.elb.plugins.module_utils._plan.fallback import due

OLD = Listener(443, "HTTPS", 8080, "HTTP", "arn:old", frozenset(("tls",)))
NEW = replace(OLD, ssl_certificate_id="arn:new", policy_names=frozenset(("tls-2",)))
BEFORE = Balancer("shop", listeners={443: OLD})
WANTED = Balancer("shop", listeners={443: NEW})


def test_a_listener_with_the_new_certificate_and_the_old_policies_lacks_nothing() -> None:
    now = Balancer("shop", listeners={443: replace(OLD, ssl_certificate_id="arn:new")})
    assert due(now, BEFORE, WANTED).listeners == now.listeners


def test_a_listener_without_the_old_and_the_new_policies_is_due_as_it_was() -> None:
    now = Balancer("shop", listeners={443: replace(NEW, policy_names=frozenset())})
    assert due(now, BEFORE, WANTED).listeners == {443: OLD}


def test_what_was_not_there_before_is_not_due() -> None:
    wanted = replace(WANTED, listeners={443: NEW, 80: Listener(80, "HTTP", 8080, "HTTP")})
    assert due(WANTED, BEFORE, wanted) == WANTED
