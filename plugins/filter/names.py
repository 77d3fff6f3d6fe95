# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: names
version_added: 1.0.0
short_description: The names in a list, however it is written
description:
  - Surveys, extra variables and templates write a list in many ways; this makes one list of them. The playbooks of this
    collection take their lists so.
author:
  - classic.elb contributors (@classic-elb)
positional: _input
options:
  _input:
    description:
      - The names, as a list, also of lists, as its JSON, or as a text with commas, blanks or lines between. Nothing, a
        blank text and null are no names.
    type: raw
    required: true
"""

EXAMPLES = r"""
- name: The answer to a survey, where each line has a region
  ansible.builtin.debug:
    msg: "{{ regions | default('') | classic.elb.names }}" # [eu-west-1, us-east-1]
  vars:
    regions: |
      eu-west-1
      us-east-1
"""

RETURN = r"""
_value:
  description: The names in their order, each once.
  type: list
  elements: str
"""

from collections.abc import Callable, Mapping
from typing import Any

from ansible.errors import AnsibleFilterError

from ansible_collections.classic.elb.plugins.module_utils._options.normalize import normalized


def names(given: Any) -> list[str]:
    if isinstance(given, Mapping):
        raise AnsibleFilterError("names: it takes a list of names or a text, and no dictionary.")
    listed = normalized({"type": "list", "elements": "str"}, given)
    if not isinstance(listed, (list, tuple)):
        listed = [] if listed is None else [str(listed)]
    found: list[str] = []
    for item in listed:
        if item is None:
            continue
        found += (
            names(item) if isinstance(item, (list, tuple, Mapping)) else str(item).replace(",", " ").split()
        )
    return list(dict.fromkeys(found))


class FilterModule:
    def filters(self) -> dict[str, Callable[..., Any]]:
        return {"names": names}
