# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Notes on a balancer of who was taken out of it, by which elb_member brings them back. Private to classic.elb.

A note is a tag: its key begins with the prefix, its value lists ids of instances.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from itertools import chain, count

from ansible_collections.classic.elb.plugins.module_utils._model.batches import batches

NOTE_PREFIX = "classic.elb:out:"
IDS_IN_A_NOTE = 12
"""A tag value takes 256 characters (facts 1.8), an id 19 and a space."""


def is_note(key: str) -> bool:
    """Whether a tag with this key is a note."""
    return key.startswith(NOTE_PREFIX)


def noted_by_key(tags: Mapping[str, str]) -> dict[str, frozenset[str]]:
    """The instances of each note among the tags."""
    return {key: frozenset(value.split()) for key, value in tags.items() if is_note(key)}


def noted(tags: Mapping[str, str]) -> frozenset[str]:
    """The instances of all notes among the tags."""
    return frozenset().union(*noted_by_key(tags).values())


def tags_for_notes(instances: Iterable[str], taken: Container[str], singly: bool) -> dict[str, str]:
    """The tags that note these instances, under keys that are not ``taken``.

    Each has one of its own, so that hosts that come back at the same moment do not overwrite each other; or else there
    is one for a batch.
    """
    tags = {}
    for batch in batches(sorted(instances), 1 if singly else IDS_IN_A_NOTE):
        keys = chain(
            (NOTE_PREFIX + member for member in batch),
            (f"{NOTE_PREFIX}{batch[0]}+{number}" for number in count(2)),
        )
        tags[next(key for key in keys if key not in taken)] = " ".join(batch)
    return tags
