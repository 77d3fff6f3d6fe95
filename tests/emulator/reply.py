# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Replies, in the envelope of the service that gives them."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from xml.sax.saxutils import escape

from . import wire
from .errors import ServiceError
from .request import Request

_CODE = re.compile(rb"<Code>([^<]+)</Code>|\"__type\":\s*\"(?:[^\"#]*#)?([^\"]+)\"")


@dataclass(frozen=True)
class Reply:
    status: int
    body: bytes
    headers: tuple[tuple[str, str], ...]

    @property
    def error_code(self) -> str | None:
        match = _CODE.search(self.body) if self.status >= 400 else None
        return next(filter(None, match.groups())).decode() if match else None

    def has(self, header: str) -> bool:
        return any(name.lower() == header.lower() for name, _value in self.headers)


def xml_reply(status: int, body: Callable[[str], bytes]) -> Reply:
    """A reply whose body and header carry the same fresh request id."""
    request_id = str(uuid.uuid4())
    return Reply(status, body(request_id), (("Content-Type", "text/xml"), ("x-amzn-RequestId", request_id)))


def error_reply(request: Request, error: ServiceError) -> Reply:
    """In EC2's envelope, a JSON service's, or the query protocol's common one."""
    if request.is_json:
        body = json.dumps({"__type": error.code, "message": error.message}).encode()
        return Reply(error.status, body, (("Content-Type", "application/x-amz-json-1.1"),))
    if request.service == "ec2":
        return xml_reply(error.status, lambda request_id: _ec2_error(error, request_id))
    return xml_reply(
        error.status,
        lambda request_id: wire.encode_error(error.code, error.message, error.status, request_id),
    )


def _ec2_error(error: ServiceError, request_id: str) -> bytes:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<Response><Errors><Error><Code>{error.code}</Code>'
        f"<Message>{escape(error.message or '')}</Message></Error></Errors>"
        f"<RequestID>{request_id}</RequestID></Response>"
    ).encode()
