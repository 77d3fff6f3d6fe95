# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which function answers which operation: the one with its name in snake_case."""

from __future__ import annotations

from collections.abc import Callable

from botocore import xform_name

from ..call import Answer, Call
from ..wire import MODEL
from . import attributes, balancers, listeners, members, network, policies, tags

Handler = Callable[[Call], Answer]

_AREAS = (
    attributes,
    balancers,
    listeners,
    members,
    network,
    policies,
    tags,
)


def _handler(operation: str) -> Handler:
    name = xform_name(operation)
    handler: Handler = next(getattr(area, name) for area in _AREAS if hasattr(area, name))
    return handler


HANDLERS: dict[str, Handler] = {operation: _handler(operation) for operation in MODEL.operation_names}
