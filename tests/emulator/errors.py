# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The refusals of the service: wire code, text and HTTP status (facts 4.3); and no answer at all."""

from __future__ import annotations

_STATUS = {
    "InvalidConfigurationRequest": 409,
    "AccessDenied": 403,
    "InvalidClientTokenId": 403,
    "InternalFailure": 500,
}


class ServiceError(Exception):
    """An error reply; every code without an entry above is answered with 400."""

    def __init__(self, code: str, message: str, status: int | None = None) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.status = status or _STATUS.get(code, 400)


class HungUp(ConnectionAbortedError):
    """The connection is to be closed without an answer; werkzeug takes it for a client that has gone."""


def validation_error(message: str) -> ServiceError:
    return ServiceError("ValidationError", message)


def conflict(message: str) -> ServiceError:
    """The one modelled error with status 409."""
    return ServiceError("InvalidConfigurationRequest", message)


def balancer_not_found(name: str) -> ServiceError:
    return ServiceError("LoadBalancerNotFound", f"There is no ACTIVE Load Balancer named '{name}'")
