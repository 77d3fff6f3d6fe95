# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What AWS takes so many at a time. Private to classic.elb."""

from __future__ import annotations

from collections.abc import Iterable


def batches(items: Iterable[str], size: int) -> list[list[str]]:
    """The items in their order, ``size`` of them at a time; the last batch may be smaller.

    It is ``itertools.batched``, which came with Python 3.12.
    """
    listed = list(items)
    return [listed[start : start + size] for start in range(0, len(listed), size)]
