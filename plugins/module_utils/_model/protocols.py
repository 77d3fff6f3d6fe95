# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The four protocols of the service, and what sets them apart (facts 1.0). Private to classic.elb."""

from __future__ import annotations

PROTOCOLS = ("HTTP", "HTTPS", "TCP", "SSL")
SECURE_PROTOCOLS = frozenset(("HTTPS", "SSL"))
LAYER_7_PROTOCOLS = frozenset(("HTTP", "HTTPS"))


def are_of_one_layer(front: str, back: str) -> bool:
    return (front in LAYER_7_PROTOCOLS) == (back in LAYER_7_PROTOCOLS)
