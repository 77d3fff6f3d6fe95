# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""botocore, where it is there. Private to classic.elb.

A Python without it has to be able to load everything all the same, so that the module base can say what is missing.
"""

from __future__ import annotations

try:
    import botocore
    import botocore.config
    import botocore.credentials
    import botocore.exceptions
    import botocore.hooks
    import botocore.httpsession
    import botocore.loaders
    import botocore.session

    BOTOCORE: str | None = botocore.__version__
    """Its version; without it, no module does anything."""
except ImportError:
    botocore = None
    BOTOCORE = None

__all__ = ["BOTOCORE", "OLDEST_BOTOCORE", "botocore", "has_sdk"]

OLDEST_BOTOCORE = "1.34.0"


def has_sdk() -> bool:
    """Whether there is a botocore that is new enough: an older one passes over variables that say where AWS is."""
    return BOTOCORE is not None and _release(BOTOCORE) >= _release(OLDEST_BOTOCORE)


def _release(version: str) -> list[int]:
    return [int(number) for number in version.split(".")[:2]]
