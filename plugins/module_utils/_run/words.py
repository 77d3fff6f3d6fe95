# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Messages in the words of a module whose options are called otherwise. Private to classic.elb."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ansible_collections.classic.elb.plugins.module_utils._model.errors import ElbError

if TYPE_CHECKING:
    from ansible_collections.classic.elb.plugins.module_utils._run.module import Task


@contextmanager
def spoken(words: Mapping[str, str], task: Task | None = None) -> Iterator[None]:
    """Within it, failures and the task's warnings name options by these words; ``words`` maps ours to theirs."""
    warn = task.warn if task else None
    if task and warn:
        task.warn = lambda message: warn(_reworded(message, words))
    try:
        yield
    except ElbError as error:
        error.message = _reworded(error.message, words)
        raise
    finally:
        if task and warn:
            task.warn = warn


QUOTED = r"""(?<!\w)'.*?'(?!\w)|"[^"]*\""""
LISTED = r"Set it again with .*|Missing (?:is now|may be) .*"
"""What a failure has lost is told as options of elb_balancer, as in its details; nothing follows it."""


def _reworded(message: str, words: Mapping[str, str]) -> str:
    """Whole words only, so that neither AWS' operations nor purge_security_groups are torn apart.

    What is in quotation marks is a user's own, or AWS'.
    """
    ours = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.sub(
        rf"{LISTED}|{QUOTED}|(?<![\w.])(?:{ours})(?!\w)",
        lambda found: words.get(found.group(), found.group()),
        message,
    )
