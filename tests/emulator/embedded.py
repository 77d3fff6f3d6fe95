# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The emulator inside a Python process."""

from __future__ import annotations

from types import TracebackType
from typing import Any

from .control import Controls
from .seed import Network, restore_network, seed_network
from .server import Application, Server
from .service import Saved, Service


class Emulator:
    """A running emulator on a loopback port.

    moto's resources belong to the process: two emulators in one process share EC2, IAM, ACM and S3 (and
    the seeded network), but each has its own balancers.
    """

    def __init__(self, seed: bool = True, port: int = 0) -> None:
        self.network: Network = seed_network() if seed else {}
        self._service = Service()
        self._controls = Controls(self._service, self.network, lambda: restore_network(self.network))
        self.application = Application(self._service, self._controls)
        """What the server serves: a WSGI application."""
        self._server = Server(self.application, port)
        self.url = self._server.url

    def __enter__(self) -> Emulator:
        self._server.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._server.stop()
        self.reset()

    def reset(self) -> None:
        """Forget balancers, their network interfaces, knobs, log and clock; the network keeps its ids."""
        self._controls.reset()

    def save(self) -> Saved:
        """The balancers and the time, for ``restore``; the rest of the account is not saved."""
        return self._service.save()

    def restore(self, saved: Saved) -> None:
        """Have those balancers and no others; it is as late as it was then, or later."""
        self._service.restore(saved)

    @property
    def log(self) -> list[dict[str, Any]]:
        return self._service.journal.entries()

    @property
    def callers(self) -> dict[str, set[str]]:
        """What each user agent has called, as IAM names it; neither ``reset`` nor ``clear_log`` forgets it."""
        return self._service.journal.callers

    def clear_log(self) -> None:
        self._service.journal.clear()

    def knobs(self, **values: Any) -> dict[str, Any]:
        """Turn knobs (None: back to the default) and return all of them; ValueError says what is wrong."""
        return self._service.knobs(values)

    def advance(self, seconds: float) -> None:
        """Skip time on the emulator clock."""
        self._controls.advance(seconds)
