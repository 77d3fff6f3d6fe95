# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The modules under fire, and a reader of what they leave behind."""

from __future__ import annotations

from typing import Any

import pytest

from support.fixtures import *  # noqa: F403 (fixtures are found by their names)

from .reader import Reader


@pytest.fixture
def reader(aws: Any) -> Reader:
    return Reader(aws)
