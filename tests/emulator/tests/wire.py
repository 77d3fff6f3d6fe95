# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The bare HTTP conversation, without botocore."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from http.client import HTTPConnection, HTTPMessage
from typing import Any
from urllib.parse import urlencode, urlsplit
from xml.etree import ElementTree

NAMESPACE = "http://elasticloadbalancing.amazonaws.com/doc/2012-06-01/"
VERSION = "2012-06-01"
SCOPE = "Credential=testing/20260101/us-east-1/elasticloadbalancing/aws4_request"
AUTHORIZATION = f"AWS4-HMAC-SHA256 {SCOPE}, SignedHeaders=host;x-amz-date, Signature=0"


def flat(value: Any, prefix: str = "") -> Iterator[tuple[str, str]]:
    """The query protocol: `Listeners.member.1.Protocol=HTTP`, and `PolicyNames=` for an empty list."""
    if isinstance(value, Mapping):
        for key, member in value.items():
            yield from flat(member, f"{prefix}.{key}" if prefix else key)
    elif isinstance(value, list):
        for number, member in enumerate(value, 1):
            yield from flat(member, f"{prefix}.member.{number}")
        if not value:
            yield prefix, ""
    else:
        yield prefix, str(value).lower() if isinstance(value, bool) else str(value)


def send(
    url: str, method: str, path: str, body: str | None = None, **headers: str
) -> tuple[int, HTTPMessage, bytes]:
    connection = HTTPConnection(urlsplit(url).netloc, timeout=30)
    try:
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()
    finally:
        connection.close()


def call(
    url: str,
    action: str,
    parameters: Mapping[str, Any] | None = None,
    method: str = "POST",
    version: str = VERSION,
) -> tuple[int, HTTPMessage, ElementTree.Element]:
    """One call of the API: status, headers, and the XML root, its tags without the (checked) name space."""
    query = urlencode([("Action", action), ("Version", version), *flat(parameters or {})])
    if method == "GET":
        status, headers, body = send(url, "GET", f"/?{query}", Authorization=AUTHORIZATION)
    else:
        form = {
            "Content-Type": "application/x-www-form-urlencoded; charset=utf-8",
            "Authorization": AUTHORIZATION,
        }
        status, headers, body = send(url, "POST", "/", query, **form)
    root = ElementTree.fromstring(body)
    for element in root.iter():
        assert element.tag.startswith(f"{{{NAMESPACE}}}"), element.tag
        element.tag = element.tag.rpartition("}")[2]
    return status, headers, root


def error_of(root: ElementTree.Element) -> tuple[str, str, str]:
    """Type, code and message of an error reply."""
    assert root.tag == "ErrorResponse"
    return tuple(root.findtext(f"Error/{name}", "") for name in ("Type", "Code", "Message"))  # type: ignore[return-value]
