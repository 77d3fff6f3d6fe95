# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""botocore without what takes it long and is not needed here. Private to classic.elb.

For its first client it parses a file of all endpoints of all services, 1.25 MB, and uses of it what its much smaller
file of partitions tells as well; for every session it registers the same hundred handlers anew, and for every
connection it reads the certification authorities again. Where anything is unusual, it keeps its own way.
"""

from __future__ import annotations

import copy
import functools
import os
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ansible_collections.classic.elb.plugins.module_utils._service.sdk import botocore

Loader: Any = botocore.loaders.Loader if botocore else object
PLAIN_SERVICES = frozenset(("ec2", "elasticloadbalancing"))
"""Services that have in every region the endpoint and the signature which the partition implies."""


class LeanLoader(Loader):  # type: ignore[misc]
    """Answers for the endpoints of our services from the file of partitions; each file is read once."""

    def load_data_with_path(self, name: str) -> tuple[Any, str]:
        if name != "endpoints":
            return super().load_data_with_path(name)  # type: ignore[no-any-return]
        partitions, path = super().load_data_with_path("partitions")
        return {"partitions": [self._endpoints(partition) for partition in partitions["partitions"]]}, path

    def list_available_services(self, type_name: str) -> list[str]:
        """The names suffice; whether there is a model of that type, it would look up in each of 400 folders."""
        return os.listdir(self.BUILTIN_DATA_PATH)

    def _endpoints(self, partition: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "partition": partition["id"],
            "dnsSuffix": partition["outputs"]["dnsSuffix"],
            "regionRegex": partition["regionRegex"],
            "regions": {region: {} for region in _regions(partition)},
            "services": OtherServices(functools.partial(self._own_services, partition["id"])),
            "defaults": {
                "hostname": "{service}.{region}.{dnsSuffix}",
                "protocols": ["https"],
                "signatureVersions": ["v4"],
            },
        }

    def _own_services(self, partition: str) -> Mapping[str, Any]:
        endpoints, _path = super().load_data_with_path("endpoints")
        return next(
            (item["services"] for item in endpoints["partitions"] if item["partition"] == partition), {}
        )


class OtherServices(Mapping[str, Any]):
    """What is peculiar to the services of a partition: to ours nothing; the file is read when it comes to others."""

    def __init__(self, read: Callable[[], Mapping[str, Any]]) -> None:
        self._read = functools.cache(read)

    def __getitem__(self, name: str) -> Any:
        if name in PLAIN_SERVICES:
            raise KeyError(name)
        return self._read()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._read())

    def __len__(self) -> int:
        return len(self._read())


@functools.cache
def _lean_loader() -> LeanLoader:
    return LeanLoader()


def is_region(region: str) -> bool:
    """Whether a partition has, or could have, a region of this name."""
    return any(
        region in _regions(item) or re.fullmatch(item["regionRegex"], region) for item in _partitions()
    )


def _partitions() -> list[dict[str, Any]]:
    partitions: list[dict[str, Any]] = _lean_loader().load_data("partitions")["partitions"]
    return partitions


def _regions(partition: Mapping[str, Any]) -> set[str]:
    """Without what stands for all of them."""
    return {name for name in partition["regions"] if not name.endswith("-global")}


@functools.cache
def _handlers() -> Any:
    """botocore's own handlers of its events, none of which belongs to a session."""
    events = botocore.hooks.HierarchicalEmitter()
    botocore.session.Session(event_hooks=events)
    return events


def new_session(profile: str | None = None) -> Any:
    """A session with a copy of the handlers; to look at each of them again is most of what a session takes."""
    return botocore.session.Session(
        profile=profile, event_hooks=copy.copy(_handlers()), include_builtin_handlers=False
    )


def use_lean_loader(session: Any, region: str, config: Any) -> None:
    """Have a session's clients be made the lean way, where nothing about their endpoints is unusual."""
    if (
        any(region in _regions(item) for item in _partitions())
        and not session.get_config_variable("data_path")
        and not os.path.exists(os.path.join(Loader.CUSTOMER_DATA_PATH, "endpoints.json"))
        and not any(
            session.get_config_variable(name) or getattr(config, name, None)
            for name in ("use_fips_endpoint", "use_dualstack_endpoint")
        )
    ):
        session.register_component("data_loader", _lean_loader())


def stamp(path: str | bool | None) -> tuple[int, int] | None:
    """By what to tell whether a file has changed."""
    try:
        status = os.stat(os.path.expandvars(os.path.expanduser(path))) if isinstance(path, str) else None
    except (OSError, ValueError):
        return None
    return (status.st_mtime_ns, status.st_size) if status else None


@functools.cache
def _context(verify: str | bool | None, _stamp: tuple[int, int] | None) -> Any:
    """A TLS context that loads a file of certification authorities once, whatever number of connections asks it to."""
    context = botocore.httpsession.create_urllib3_context()
    context.load_verify_locations = functools.cache(context.load_verify_locations)
    return context


def share_context(client: Any) -> None:
    """Have all connections of all clients use one TLS context, unless this one has a certificate of its own."""
    try:
        http = client._endpoint.http_session
        if not client.meta.config.client_cert:
            http._manager.connection_pool_kw["ssl_context"] = _context(http._verify, stamp(http._verify))
    except AttributeError:
        pass  # a botocore that is built otherwise reads the authorities for each connection


def read_authorities(client: Any) -> None:
    """What its first connection would do."""
    verify = client._endpoint.http_session._verify
    bundle = botocore.httpsession.get_cert_path(verify)
    _context(verify, stamp(verify)).load_verify_locations(bundle, None, None)
