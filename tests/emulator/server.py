# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The HTTP side: control requests, the classic API, and everything else to moto."""

from __future__ import annotations

import functools
import http.client
import socket
import threading
from collections.abc import Callable, Iterable
from typing import Any

import moto.core.responses
from moto.core.utils import method_names_from_class
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
from werkzeug.serving import BaseWSGIServer, make_server

from . import control
from .errors import HungUp
from .reply import Reply
from .request import read
from .service import Service

# moto goes through a class for each answer, and through its own folders for each request (below).
setattr(moto.core.responses, "method_names_from_class", functools.cache(method_names_from_class))  # noqa: B010

StartResponse = Callable[..., Any]


class Application:
    """A WSGI application, which raises ``HungUp`` where a connection drops, be it a knob's work or the client's."""

    def __init__(self, service: Service, controls: control.Controls) -> None:
        self._service = service
        self._controls = controls
        self._moto = DomainDispatcherApplication(create_backend_app)
        setattr(self._moto, "get_backend_for_host", functools.cache(self._moto.get_backend_for_host))  # noqa: B010

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        if environ.get("PATH_INFO", "").startswith(control.PREFIX):
            reply: Reply | None = self._controls.answer(environ)
        else:
            request = read(environ)
            if request.is_classic_elb:
                reply = self._service.handle(request)
            else:
                reply = self._service.relay(request, lambda: self._forward(environ))
        if reply is None:
            raise HungUp("dropped on purpose")
        # A client that knows no length reads until werkzeug hangs up, which takes its 10 ms.
        length = [] if reply.has("Content-Length") else [("Content-Length", str(len(reply.body)))]
        status = f"{reply.status} {http.client.responses.get(reply.status, '')}"
        start_response(status, [*reply.headers, *length])
        return [reply.body]

    def _forward(self, environ: dict[str, Any]) -> Reply:
        """moto's answer, read to its end."""
        answered: dict[str, Any] = {}

        def start_response(status: str, headers: list[tuple[str, str]], *_exception: Any) -> None:
            answered.update(status=int(status.split(maxsplit=1)[0]), headers=tuple(headers))

        chunks = self._moto(environ, start_response)
        body = b"".join(chunks)
        if hasattr(chunks, "close"):
            chunks.close()
        return Reply(answered["status"], body, answered["headers"])


class _Handler(MotoRequestHandler):
    """Quiet, and without the 40 ms that Nagle's algorithm costs on kept connections."""

    disable_nagle_algorithm = True

    def connection_dropped(self, error: BaseException, environ: dict[str, Any] | None = None) -> None:
        if isinstance(error, HungUp):
            self.connection.shutdown(socket.SHUT_RDWR)

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        pass


class Server:
    """Serves an application on the loopback address, one thread for each connection."""

    def __init__(self, application: Application, port: int = 0) -> None:
        self._http: BaseWSGIServer = make_server(
            "127.0.0.1", port, application, threaded=True, request_handler=_Handler
        )
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.05,), daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._http.server_port}"

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()
