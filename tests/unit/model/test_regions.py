# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Partitions, of which no answer of AWS tells: as botocore knows them."""

from __future__ import annotations

import botocore.session
import pytest

from ansible_collections.classic.elb.plugins.module_utils._model.regions import dns_suffix, partition

PARTITIONS = botocore.session.get_session().get_data("partitions")["partitions"]


@pytest.mark.parametrize("known", PARTITIONS, ids=lambda known: known["id"])
def test_every_region_is_in_its_partition(known: dict[str, object]) -> None:
    regions = [region for region in known["regions"] if not region.endswith("-global")]
    assert {partition(region) for region in regions} <= {known["id"]}
    assert {dns_suffix(region) for region in regions} <= {known["outputs"]["dnsSuffix"]}
