# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a returned balancer holds besides its settings, as options."""

from __future__ import annotations


class ModuleDocFragment:
    DOCUMENTATION = r"""
options:
  vpc_id:
    description: &fact
      - Read-only. It is taken so that a returned balancer can be given back as it is, and not acted on.
    type: str
  arn:
    description: *fact
    type: str
  dns_name:
    description: *fact
    type: str
  canonical_hosted_zone_id:
    description: *fact
    type: str
  canonical_hosted_zone_name:
    description: *fact
    type: str
  source_security_group:
    description: *fact
    type: dict
  created_time:
    description: *fact
    type: str
  aws_tags:
    description: *fact
    type: dict
  instances:
    description: *fact
    type: list
    elements: str
  members:
    description: *fact
    type: list
    elements: raw
"""
