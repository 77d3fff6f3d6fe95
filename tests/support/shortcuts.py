# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What makes clients inside this process cheap, and no different in anything that a module could notice."""

from __future__ import annotations

import functools
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import RemoteDisconnected
from typing import Any

import botocore.awsrequest
import botocore.client
import botocore.exceptions
import botocore.hooks
import botocore.session
import pytest
import urllib3
from botocore.httpsession import URLLib3Session
from urllib3.exceptions import ProtocolError
from werkzeug.test import create_environ

from emulator import Emulator, HungUp


@contextmanager
def one_botocore() -> Iterator[None]:
    """What each session and client works out anew, although it is always the same, is worked out once.

    These are the models of the services, the classes of the clients made of them, the names of events, and how their
    handlers want to be called.
    """
    creator, aliaser = botocore.client.ClientCreator, botocore.hooks.EventAliaser
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(botocore.session, "create_loader", functools.cache(botocore.session.create_loader))
        patch.setattr(creator, "_create_client_class", _by_name(creator._create_client_class))
        patch.setattr(aliaser, "_alias_event_name", _by_name(aliaser._alias_event_name))
        patch.setattr(
            botocore.hooks, "accepts_kwargs", functools.lru_cache(1024)(botocore.hooks.accepts_kwargs)
        )
        yield


def _by_name(method: Callable[..., Any]) -> Callable[..., Any]:
    """The method, called once for each name; the object that it belongs to makes no difference."""
    results: dict[str, Any] = {}

    def remembering(self: Any, name: str, *more: Any) -> Any:
        if name not in results:
            results[name] = method(self, name, *more)
        return results[name]

    return remembering


@contextmanager
def without_sockets(emulator: Emulator) -> Iterator[None]:
    """botocore calls this emulator instead of connecting to it; what goes elsewhere, or by a proxy, goes as ever.

    The thread that asks does the work, so that several may ask at the same time; the knobs work as ever.
    """
    connect = URLLib3Session.send

    def send(self: Any, request: Any) -> Any:
        headers = _headers(request)
        elsewhere = not request.url.startswith(f"{emulator.url}/")
        if elsewhere or self._proxy_config.proxy_url_for(request.url) or not _are_plain(headers):
            return connect(self, request)
        return _ask(emulator, request, headers)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(URLLib3Session, "send", send)
        yield


def _headers(request: Any) -> dict[str, str]:
    return {
        name: value.decode("latin-1") if isinstance(value, bytes) else value
        for name, value in request.headers.items()
    }


def _are_plain(headers: dict[str, str]) -> bool:
    """Whether they are without what http.client may refuse to send."""
    return all(value.isascii() and value.isprintable() for value in headers.values())


def _ask(emulator: Emulator, request: Any, headers: dict[str, str]) -> Any:
    """The answer to a request, or the exception that botocore makes of a connection that ends without one."""
    answered: list[Any] = []
    try:
        environ = create_environ(
            request.url, method=request.method, headers=headers, data=request.body or b""
        )
        body = b"".join(emulator.application(environ, lambda *answer: answered.extend(answer)))
    except HungUp:
        broken = ProtocolError(
            "Connection aborted.", RemoteDisconnected("Remote end closed connection without response")
        )
        raise botocore.exceptions.ConnectionClosedError(
            error=broken, request=request, endpoint_url=request.url
        ) from broken
    except Exception as bug:  # a module may take a KeyError for a strange answer
        raise SystemError("the emulator has crashed") from bug
    status, returned = answered
    raw = urllib3.HTTPResponse(io.BytesIO(body), returned, int(status.split()[0]), preload_content=False)
    return botocore.awsrequest.AWSResponse(request.url, raw.status, raw.headers, raw)
