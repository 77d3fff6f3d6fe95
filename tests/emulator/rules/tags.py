# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tags (facts 1.8); lengths and characters are checked with the model."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..errors import ServiceError, validation_error

_MOST_TAGS = 50
_RESERVED = "aws:"


def requested_tags(items: list[dict[str, Any]]) -> dict[str, str]:
    """A tag without a value comes back with an empty one (choice U7)."""
    tags: dict[str, str] = {}
    for item in items:
        key = item["Key"]
        if key in tags:
            raise ServiceError("DuplicateTagKeys", f"Tag key {key} is given more than once")
        if key.lower().startswith(_RESERVED):
            raise validation_error(f"Tag key {key} has the reserved prefix {_RESERVED}")
        tags[key] = item.get("Value", "")
    return tags


def check_count(tags: Mapping[str, str]) -> None:
    """50 of the guide, not 10 of the API reference (choice 7)."""
    if len(tags) > _MOST_TAGS:
        raise ServiceError("TooManyTags", f"A load balancer cannot have more than {_MOST_TAGS} tags")
