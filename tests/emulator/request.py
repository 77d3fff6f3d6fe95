# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A request to some AWS service, as far as it can be told from its signature and its form."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from . import wire
from .errors import HungUp

ELB = "elasticloadbalancing"

_SCOPE = re.compile(r"Credential=([^/]+)/\d{8}/([^/]+)/([^/]+)/aws4_request")
_WRITE_METHODS = ("POST", "PUT", "DELETE", "PATCH")
_READ_PREFIXES = ("Describe", "Get", "List", "Head")


@dataclass(frozen=True)
class Request:
    service: str
    region: str
    access_key: str | None
    user_agent: str
    operation: str
    form: Mapping[str, str]
    is_json: bool
    is_write: bool

    @property
    def action(self) -> str:
        """As IAM names it."""
        return f"{self.service}:{self.operation}"

    @property
    def is_classic_elb(self) -> bool:
        """The host is shared with API version 2015-12-01 (facts 6), which is moto's."""
        return self.service == ELB and self.form.get("Version") != "2015-12-01"


def read(environ: dict[str, Any]) -> Request:
    """Leaves the body readable for whoever comes next.

    An unsigned request counts as signed for us-east-1, so that a browser or curl can look at the service.
    """
    query = dict(parse_qsl(environ.get("QUERY_STRING", ""), keep_blank_values=True))
    form = {**query, **_form(environ, _body(environ))}
    scope = _SCOPE.search(environ.get("HTTP_AUTHORIZATION", "")) or _SCOPE.search(
        f"Credential={query.get('X-Amz-Credential', '')}"
    )
    access_key, region, service = scope.groups() if scope else (None, "us-east-1", "")
    if not service:
        service = ELB if form.get("Version") == wire.API_VERSION else "unknown"
    target = environ.get("HTTP_X_AMZ_TARGET", "")
    method, path = environ["REQUEST_METHOD"], environ.get("PATH_INFO", "/")
    operation = form.get("Action") or target.rpartition(".")[2] or f"{method} {path}"
    named = bool(form.get("Action") or target)
    return Request(
        service=service,
        region=region,
        access_key=access_key,
        user_agent=environ.get("HTTP_USER_AGENT", ""),
        operation=operation,
        form=form,
        is_json=bool(target),
        is_write=not operation.startswith(_READ_PREFIXES) if named else method in _WRITE_METHODS,
    )


def _body(environ: dict[str, Any]) -> bytes:
    """Of a client that was killed while it sent it there is only a part, which asks for nothing."""
    length = int(environ.get("CONTENT_LENGTH") or 0)
    if not length:
        return b""
    body: bytes = environ["wsgi.input"].read(length)
    if len(body) < length:
        raise HungUp("the client has gone")
    environ["wsgi.input"] = io.BytesIO(body)
    return body


def _form(environ: dict[str, Any], body: bytes) -> dict[str, str]:
    if not environ.get("CONTENT_TYPE", "").startswith("application/x-www-form-urlencoded"):
        return {}
    return dict(parse_qsl(body.decode("utf-8"), keep_blank_values=True))
