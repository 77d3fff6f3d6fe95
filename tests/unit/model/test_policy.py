# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a policy means, however AWS shows it."""

from __future__ import annotations

from ansible_collections.classic.elb.plugins.module_utils._model.policy import canonical_policy
from ansible_collections.classic.elb.plugins.module_utils._model.policy_types import (
    PUBLIC_KEY,
    REFERENCE,
    SSL,
)


def test_a_reference_that_is_blank_is_none() -> None:
    attributes = {"Protocol-TLSv1.2": ("true",), "AES128-SHA": ("false",)}
    plain = canonical_policy("own", SSL, attributes)
    assert canonical_policy("own", SSL, {**attributes, REFERENCE: ("",)}).content == plain.content
    assert (
        REFERENCE in canonical_policy("own", SSL, {REFERENCE: ("ELBSecurityPolicy-TLS-1-2-2017-01",)}).content
    )


def test_a_public_key_is_the_same_however_it_is_broken_into_lines() -> None:
    told = canonical_policy("key", PUBLIC_KEY, {"PublicKey": ("QUFB\nQkJC\n",)})
    assert told == canonical_policy("key", PUBLIC_KEY, {"PublicKey": ("QUFBQkJC",)})
