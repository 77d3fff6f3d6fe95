# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Pages and markers (facts 1.1 and 4.4)."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable, Mapping
from typing import Any

from .call import digest
from .errors import validation_error

_LARGEST_PAGE = 400


def page(names: list[str], parameters: Mapping[str, Any]) -> tuple[list[str], str | None]:
    """The page that the marker opens, and the marker of the next one.

    A marker is the name of the last item shown; should it be gone by then, its place is still known.
    """
    if parameters.get("Marker"):
        last = _last_shown(parameters["Marker"])
        if last not in names:
            names = listing_order([*names, last])
        names = names[names.index(last) + 1 :]
    size = parameters.get("PageSize", _LARGEST_PAGE)
    return names[:size], _marker(names[size - 1]) if len(names) > size else None


def listing_order(names: Iterable[str]) -> list[str]:
    """From the end of the alphabet: an order that nobody expects, and that pages can be cut from."""
    return sorted(names, reverse=True)


def _marker(name: str) -> str:
    return base64.urlsafe_b64encode(f"{name}/{digest(name)[:8]}".encode()).decode()


def _last_shown(marker: str) -> str:
    """An unknown marker is a ValidationError (choice 18)."""
    try:
        name, _slash, seal = base64.urlsafe_b64decode(marker).decode().rpartition("/")
    except (binascii.Error, UnicodeDecodeError):
        name, seal = "", ""
    if not name or seal != digest(name)[:8]:
        raise validation_error(f"Marker {marker} is not valid")
    return name
