# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a TLS policy enables that nobody should offer any more. Private to classic.elb.

A policy that refers to one of AWS' own is shown by that reference alone, so what is in those has to be known here; AWS
has not changed them for years. Source:
https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-security-policy-table.html
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from ansible_collections.classic.elb.plugins.module_utils._model.policy_types import REFERENCE

STRONG = "ELBSecurityPolicy-TLS-1-2-2017-01"

_PROTOCOLS = {
    "Protocol-SSLv2": "SSL 2",
    "Protocol-SSLv3": "SSL 3",
    "Protocol-TLSv1": "TLS 1.0",
    "Protocol-TLSv1.1": "TLS 1.1",
}
_TLS = ("Protocol-TLSv1", "Protocol-TLSv1.1")

_IN_PREDEFINED: Mapping[str, tuple[str, ...]] = {
    STRONG: (),
    "ELBSecurityPolicy-TLS-1-1-2017-01": ("Protocol-TLSv1.1",),
    "ELBSecurityPolicy-2016-08": _TLS,
    "ELBSecurityPolicy-2015-05": (*_TLS, "DES-CBC3-SHA"),
    "ELBSecurityPolicy-2015-03": (*_TLS, "DES-CBC3-SHA"),
    "ELBSecurityPolicy-2015-02": _TLS,
    "ELBSecurityPolicy-2014-10": (*_TLS, "ECDHE-RSA-RC4-SHA", "RC4-SHA"),
    "ELBSecurityPolicy-2014-01": ("Protocol-SSLv3", *_TLS, "ECDHE-RSA-RC4-SHA", "RC4-SHA"),
    "ELBSecurityPolicy-2011-08": (
        *("Protocol-SSLv3", "Protocol-TLSv1"),
        *("DES-CBC3-SHA", "EDH-DSS-DES-CBC3-SHA", "EDH-RSA-DES-CBC3-SHA", "RC4-SHA"),
    ),
}
"""Of each of AWS' policies, what is weak; the samples are missing, because AWS does not say what is in them."""

_WEAK_CIPHER = re.compile(r"^ADH-|(^|-)(RC4|RC2|DES|3DES|IDEA|SEED)-")
"""Anonymous, broken or with blocks of 64 bits, as all of export grade are."""


def weaknesses(attributes: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    """The old protocols, by their usual names, and the weak ciphers that a policy with these attributes enables."""
    reference = attributes.get(REFERENCE)
    enabled: Iterable[str]
    if reference:
        enabled = _IN_PREDEFINED.get(str(reference), ())
    else:
        enabled = [name for name, value in attributes.items() if str(value).lower() == "true"]
    protocols = [label for name, label in _PROTOCOLS.items() if name in enabled]
    return protocols, sorted(name for name in enabled if _WEAK_CIPHER.search(name))
