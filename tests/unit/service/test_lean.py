# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The lean way to a client leads to the same endpoint and the same signature as botocore's own."""

from __future__ import annotations

import functools
from typing import Any

import botocore.config
import botocore.session
import pytest

from ansible_collections.classic.elb.plugins.module_utils._service import connection, lean, settings

SERVICES = {
    "elb": ("DescribeLoadBalancers", {}),
    "ec2": ("DescribeSubnets", {}),
    "sts": ("GetCallerIdentity", {}),
}
PLAIN = botocore.config.Config(parameter_validation=False)


@functools.cache
def botocores_own() -> Any:
    """One loader for all sessions: the file of endpoints is parsed once."""
    return botocore.session.Session().get_component("data_loader")


def regions() -> list[str]:
    return sorted(region for item in lean._partitions() for region in item["regions"])


def session(region: str, config: Any = PLAIN, *, use_lean: bool) -> Any:
    made = lean.new_session() if use_lean else botocore.session.Session()
    made.set_credentials("AKIAEXAMPLE", "example-secret")
    made.register_component("data_loader", botocores_own())
    if use_lean:
        lean.use_lean_loader(made, region, config)
    return made


def reached(made: Any, service: str, region: str) -> tuple[str, ...]:
    """Where a client and a call of it would go, and for which region and by which name it would be signed."""
    client = made.create_client(service, region_name=region, config=PLAIN)
    operation, parameters = SERVICES[service]
    request: dict[str, Any] = {}

    def stop(request_signer: Any = None, **sent: Any) -> Any:
        request.update(url=sent["request"].url, context=sent["request"].context.get("signing", {}))
        raise InterruptedError

    client.meta.events.register(f"before-sign.{service}.{operation}", stop)
    with pytest.raises(InterruptedError):
        client._make_api_call(operation, parameters)
    signer = client._request_signer
    context = request["context"]
    return (
        client.meta.endpoint_url,
        request["url"],
        context.get("region", signer._region_name),
        context.get("signing_name", signer._signing_name),
    )


@pytest.mark.parametrize("region", regions())
@pytest.mark.parametrize("service", ["elb", "sts", pytest.param("ec2", marks=pytest.mark.slow)])
def test_every_client_reaches_what_botocores_own_reaches(service: str, region: str) -> None:
    ours = reached(session(region, use_lean=True), service, region)
    assert ours == reached(session(region, use_lean=False), service, region)


@pytest.mark.parametrize("region", ["eu-west-1", "us-gov-west-1", "cn-north-1"])
@pytest.mark.parametrize("variant", ["use_fips_endpoint", "use_dualstack_endpoint"])
def test_what_is_unusual_goes_botocores_own_way(region: str, variant: str) -> None:
    config = botocore.config.Config(**{variant: True})
    made = session(region, config, use_lean=True)
    assert made.get_component("data_loader") is botocores_own()
    for other in ("aws-global", "eu-west-9", "us-east-1-fips"):
        assert session(other, use_lean=True).get_component("data_loader") is botocores_own()
    assert isinstance(session(region, use_lean=True).get_component("data_loader"), lean.LeanLoader)


def handlers(made: Any) -> Any:
    return made.get_component("event_emitter")._emitter._handlers._root


def test_a_session_has_botocores_own_handlers_and_no_others() -> None:
    """What is registered with one session, or with a client of it, reaches no other session."""
    plain = handlers(botocore.session.Session())
    first = session("eu-west-1", use_lean=True)
    assert handlers(first) == plain
    client = first.create_client("elb", region_name="eu-west-1", config=PLAIN)
    for registers in (first.register, client.meta.events.register):
        registers("before-send", lambda **_event: None)
    assert handlers(first) != plain
    assert handlers(lean.new_session()) == plain


def test_names_of_regions_are_judged_as_botocore_does() -> None:
    resolver = botocore.session.Session()
    for name in [*regions(), "eu-west-9", "mars-1", "us-east", "", "US-EAST-1", "us-east-1a", "xx-yy-1"]:
        try:
            resolver.get_partition_for_region(name)
            known = True
        except botocore.exceptions.UnknownRegionError:
            known = False
        assert lean.is_region(name) == known, name


def test_authorities_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[Any] = []
    context = lean._context.__wrapped__(True, None)
    monkeypatch.setattr(type(context), "load_verify_locations", lambda _self, *given: read.append(given))
    context = lean._context.__wrapped__(True, None)
    for _connection in range(3):
        context.load_verify_locations("/bundle.pem", None, None)
    assert read == [("/bundle.pem", None, None)]


def test_the_authorities_that_a_parent_has_read_are_those_of_its_workers() -> None:
    lean._context.cache_clear()
    connection.warm_up()
    options = {name: option.get("default") for name, option in settings.AWS_OPTIONS.items()}
    keys = {"access_key": "key", "secret_key": "key", "region": "us-east-1"}
    connection.Connection({**options, **keys}, {}, "elb_balancer").client("elb")
    assert lean._context.cache_info().misses == 1
