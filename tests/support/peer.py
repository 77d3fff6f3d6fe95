# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The environment of the newest ``ansible`` package, with amazon.aws and community.aws, where it is installed."""

from __future__ import annotations

import pytest

from support.clone import ROOT

PEER = ROOT / ".venv-peer"
needs_peer = pytest.mark.skipif(
    not (PEER / "bin/python").exists(),
    reason=f"{PEER.name} is not there; it takes the ansible package and boto3",
)
