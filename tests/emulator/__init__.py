# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A faithful AWS Classic Load Balancer service on top of moto's server (see README.md)."""

from __future__ import annotations

import os

# Reading moto's 1300 machine images takes a second, and nothing here needs them.
os.environ.setdefault("MOTO_EC2_LOAD_DEFAULT_AMIS", "false")

from .embedded import Emulator
from .errors import HungUp
from .seed import Network
from .service import Saved

__all__ = ["Emulator", "HungUp", "Network", "Saved"]
