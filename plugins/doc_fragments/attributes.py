# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What Ansible can expect of the modules."""

from __future__ import annotations


class ModuleDocFragment:
    DOCUMENTATION = r"""
attributes:
  check_mode:
    description: Can run in check mode and return changed status prediction without modifying target.
    support: full
  idempotent:
    description: When run twice in a row outside check mode, with the same arguments, the second invocation
      indicates no change.
    support: full
  action_group:
    description: Use C(group/classic.elb.elb) in C(module_defaults) to set defaults for this module.
    support: full
    membership:
      - classic.elb.elb
  platform:
    description: Target OS or families that can be operated against.
    support: full
    platforms: posix
"""

    MANAGES = r"""
options:
  max_impact:
    description:
      - The worst effect on traffic that is accepted. A plan with a step beyond it fails before the first write, in
        check mode too, and says which step and why.
      - From harmless to worst these are V(none), V(altered) (connections go on under other rules, because a policy
        is enabled on a port or taken off it), V(reset) (open connections drop), V(reduced_capacity) (fewer zones
        or members serve), V(outage) (a port or the balancer stops answering), V(replacement) (the balancer is
        deleted and created again, under a new DNS name).
    type: str
    choices: [none, altered, reset, reduced_capacity, outage, replacement]
    default: outage
attributes:
  diff_mode:
    description: Will return details on what has changed (or possibly needs changing in check_mode), when in diff
      mode.
    support: full
"""

    READS = r"""
attributes:
  diff_mode:
    description: Will return details on what has changed (or possibly needs changing in check_mode), when in diff
      mode.
    support: N/A
    details: The module only reads.
"""
