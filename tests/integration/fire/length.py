# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How long the fire lasts: ``make test`` takes samples, ``make fire`` takes everything."""

from __future__ import annotations

import os

EVERYTHING = "FIRE_EXAMPLES" in os.environ
EXAMPLES = int(os.environ.get("FIRE_EXAMPLES", "16"))
"""Sequences of tasks."""
PARTS = 8 if EVERYTHING else 2
"""Tests that share the sequences."""
STEPS = int(os.environ.get("FIRE_STEPS", "16"))
"""Tasks in a sequence."""
ROUNDS = 20 if EVERYTHING else 3
"""Rounds of tasks that begin at the same moment."""
