# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What makes clients inside this process cheap, and no different in anything that a module could notice."""

from __future__ import annotations

import copy
import functools
import io
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import RemoteDisconnected
from typing import Any

import botocore.auth
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
from support.secrets import SECRETS


@contextmanager
def one_botocore() -> Iterator[None]:
    """What each session and client works out anew, although it is always the same, is worked out once.

    These are the models of the services and what was looked up in them, the classes of the clients made of them, the
    names of events, how their handlers want to be called, and the tree of these handlers.
    """
    creator, aliaser = botocore.client.ClientCreator, botocore.hooks.EventAliaser
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(botocore.session, "create_loader", functools.cache(botocore.session.create_loader))
        patch.setattr(creator, "_load_service_model", _by_name(creator._load_service_model))
        patch.setattr(creator, "_create_client_class", _by_name(creator._create_client_class))
        patch.setattr(aliaser, "_alias_event_name", _by_name(aliaser._alias_event_name))
        patch.setattr(
            botocore.hooks, "accepts_kwargs", functools.lru_cache(1024)(botocore.hooks.accepts_kwargs)
        )
        patch.setattr(botocore.hooks, "_PrefixTrie", SharedTree)
        yield


class SharedTree(botocore.hooks._PrefixTrie):  # type: ignore[misc]
    """The tree of handlers, whose copies share its branches: each session and client adds some leaves to hundreds."""

    _root: dict[str, Any]

    def __copy__(self) -> SharedTree:
        copied = SharedTree()
        copied._root = self._root
        return copied

    def append_item(self, key: str, value: Any, **section: Any) -> None:
        self._root = _with_own_branch(self._root, key.split("."))
        super().append_item(key, value, **section)

    def remove_item(self, key: str, value: Any) -> None:
        self._root = _with_own_branch(self._root, key.split("."))
        super().remove_item(key, value)


def _with_own_branch(node: dict[str, Any], way: list[str]) -> dict[str, Any]:
    """A copy of a node and of all that lies on the way; nobody else sees what is done to them."""
    children = dict(node["children"])
    if way and way[0] in children:
        children[way[0]] = _with_own_branch(children[way[0]], way[1:])
    return {**node, "children": children, "values": copy.copy(node["values"])}


def _by_name(method: Callable[..., Any]) -> Callable[..., Any]:
    """The method, called once for each name; the object that it belongs to makes no difference."""
    results: dict[str, Any] = {}

    def remembering(self: Any, name: str, *more: Any) -> Any:
        if name not in results:
            results[name] = method(self, name, *more)
        return results[name]

    return remembering


@contextmanager
def unsigned() -> Iterator[None]:
    """What the tests' own keys sign tells who calls what where, which the emulator reads; the proof of it is left out.

    Other keys sign as ever, so that one which cannot sign fails.
    """
    sign = botocore.auth.SigV4Auth.add_auth

    def add_auth(self: Any, request: Any) -> None:
        keys = self.credentials
        if keys is None or keys.secret_key != SECRETS["secret_key"]:
            sign(self, request)
            return
        request.context["timestamp"] = time.strftime(botocore.auth.SIGV4_TIMESTAMP, time.gmtime())
        self._modify_request_before_signing(request)
        scope = f"Credential={self.scope(request)}"
        request.headers["Authorization"] = f"AWS4-HMAC-SHA256 {scope}, SignedHeaders=host, Signature=0"

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(botocore.auth.SigV4Auth, "add_auth", add_auth)
        yield


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


def _environ(method: str, url: str, headers: dict[str, str], body: Any) -> dict[str, Any]:
    """What werkzeug's server would make of it."""
    data = body.encode() if isinstance(body, str) else bytes(body)
    fields = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()}
    kind = {"CONTENT_TYPE": fields.pop("HTTP_CONTENT_TYPE", ""), "CONTENT_LENGTH": str(len(data))}
    return {**_place(url), **fields, **kind, "REQUEST_METHOD": method, "wsgi.input": io.BytesIO(data)}


_place = functools.lru_cache(64)(create_environ)
"""What the environ says of an address, which costs more than all the rest of it."""


class EmulatorCrashed(BaseException):
    """No module catches it."""


def _ask(emulator: Emulator, request: Any, headers: dict[str, str]) -> Any:
    """The answer to a request, or the exception that botocore makes of a connection that ends without one."""
    answered: list[Any] = []
    try:
        environ = _environ(request.method, request.url, headers, request.body or b"")
        body = b"".join(emulator.application(environ, lambda *answer: answered.extend(answer)))
    except HungUp:
        broken = ProtocolError(
            "Connection aborted.", RemoteDisconnected("Remote end closed connection without response")
        )
        raise botocore.exceptions.ConnectionClosedError(
            error=broken, request=request, endpoint_url=request.url
        ) from broken
    except Exception as bug:  # which a module would take for a strange answer
        raise EmulatorCrashed from bug
    status, returned = answered
    raw = urllib3.HTTPResponse(io.BytesIO(body), returned, int(status.split()[0]), preload_content=False)
    return botocore.awsrequest.AWSResponse(request.url, raw.status, raw.headers, raw)
