# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Balancers that were made a moment ago, whichever task has made them. Private to classic.elb."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timezone

from ansible_collections.classic.elb.plugins.module_utils._model.errors import ACCESS_CODES
from ansible_collections.classic.elb.plugins.module_utils._model.state import Balancer
from ansible_collections.classic.elb.plugins.module_utils._model.step import BRIEFLY, Step

NEW_FOR = 60
"""Seconds."""


def patient(step: Step, balancer: Balancer | None) -> Step:
    """On a new balancer, a right that depends on its tags may be denied for some seconds (facts 10a)."""
    if balancer is None or not balancer.tags or not _is_new(balancer):
        return step
    return replace(step, settles={**dict.fromkeys(ACCESS_CODES, BRIEFLY), **step.settles})


def _is_new(balancer: Balancer) -> bool:
    if not balancer.created_time:
        return False
    created = datetime.fromisoformat(balancer.created_time.replace("Z", "+00:00"))
    return (datetime.now(timezone.utc) - created).total_seconds() < NEW_FOR
