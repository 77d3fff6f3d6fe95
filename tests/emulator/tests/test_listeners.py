# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Listeners and their certificates (facts 1.0, 1.2, 2.3, 2.4)."""

from __future__ import annotations

from typing import Any

import pytest

from .rows.listeners import add
from .service import DEFAULT_POLICY, Balancer, Service, in_order, listener, refused

PAIRS = [
    (front, back)
    for layer in (("HTTP", "HTTPS"), ("TCP", "SSL"))
    for front in layer
    for back in layer
]  # fmt: skip


@pytest.mark.parametrize(("front", "back"), PAIRS)
def test_protocols_of_one_layer_pair(service: Service, front: str, back: str) -> None:
    found = service.create(f"{front}:443->{back}:8443").listeners()[443]
    assert (found["Protocol"], found["InstanceProtocol"]) == (front, back)


@pytest.mark.parametrize("protocol", ["HTTP", "TCP"])
def test_instance_protocol_defaults_to_the_protocol(service: Service, protocol: str) -> None:
    assert service.create(f"{protocol}:80->8080").listeners()[80]["InstanceProtocol"] == protocol


@pytest.mark.parametrize(
    ("sent", "stored"), [("http", "HTTP"), ("Https", "HTTPS"), ("ssl", "SSL"), ("tcp", "TCP")]
)
def test_protocols_are_folded(service: Service, sent: str, stored: str) -> None:
    secure = stored in ("HTTPS", "SSL")
    wanted = listener(f"{sent}:443->{sent}:443", service.certificate() if secure else None)
    found = service.create(Listeners=[wanted]).listeners()[443]
    assert (found["Protocol"], found["InstanceProtocol"]) == (stored, stored)


def test_ports_reach_from_1_to_65535(service: Service) -> None:
    balancer = service.create("TCP:1->TCP:65535", "TCP:65535->TCP:1")
    assert {port: each["InstancePort"] for port, each in balancer.listeners().items()} == {1: 65535, 65535: 1}


@pytest.mark.parametrize("issuer", ["iam", "acm"])
def test_certificates_are_kept_as_given(service: Service, issuer: str) -> None:
    certificate = service.certificate(0, issuer)
    balancer = service.create(Listeners=[listener("HTTPS:443->HTTP:80", certificate)])
    assert balancer.listeners()[443]["SSLCertificateId"] == certificate


def test_listeners_are_added(service: Service) -> None:
    balancer = service.create()
    add(balancer, *service.certified(listener("TCP:81->TCP:81"), listener("HTTPS:443->HTTPS:8443")))
    assert set(balancer.listeners()) == {80, 81, 443}
    assert [balancer.policies_of(port) for port in (80, 81, 443)] == [[], [], [DEFAULT_POLICY]]


def test_an_existing_listener_in_a_batch_is_skipped(service: Service) -> None:
    balancer = service.create()
    add(balancer, listener("HTTP:80->HTTP:8080"), listener("HTTP:81->HTTP:8080"))
    assert set(balancer.listeners()) == {80, 81}


def test_one_port_twice_in_a_batch(service: Service) -> None:
    balancer = service.create()
    add(balancer, listener("HTTP:81->HTTP:81"), listener("HTTP:81->HTTP:81"))
    with refused("DuplicateListener"):
        add(balancer, listener("HTTP:82->HTTP:82"), listener("HTTP:82->HTTP:83"))
    assert set(balancer.listeners()) == {80, 81}


@pytest.mark.parametrize(
    "bad",
    ["HTTP:0->HTTP:80", "HTTP:65536->HTTP:80", "HTTP:81->HTTP:65536", "HTTP:81->TCP:81", "TCP:81->HTTP:81"],
)
def test_added_listeners_are_checked_too(service: Service, bad: str) -> None:
    balancer = service.create()
    with refused("ValidationError"):
        add(balancer, listener("TCP:90->TCP:90"), listener(bad))
    assert list(balancer.listeners()) == [80]


def test_instance_port_0_is_refused(service: Service) -> None:
    service.create()
    with refused("ValidationError"):
        service.client("elb", validate=False).create_load_balancer_listeners(
            LoadBalancerName="web", Listeners=[listener("HTTP:81->HTTP:0")]
        )


def test_the_quota_counts_at_creation_too(service: Service) -> None:
    with refused("InvalidConfigurationRequest"):
        service.create(Listeners=[listener(f"TCP:{port}->TCP:80") for port in range(1, 102)])
    assert service.names() == []


def test_no_listeners_are_refused(service: Service) -> None:
    balancer = service.create()
    with refused("ValidationError"):
        add(balancer)


@pytest.mark.parametrize(
    ("first", "second"),
    [("HTTP:80->HTTP:8080", "HTTP:81->HTTPS:8080"), ("TCP:80->SSL:8080", "HTTP:81->HTTP:8080")],
)
def test_an_instance_port_is_all_secure_or_all_plain(service: Service, first: str, second: str) -> None:
    with refused("InvalidConfigurationRequest"):
        service.create(first, second)
    balancer = service.create(first)
    with refused("InvalidConfigurationRequest"):
        add(balancer, listener(second))
    assert list(balancer.listeners()) == [80]


def test_listeners_may_share_an_instance_port(service: Service) -> None:
    balancer = service.create(
        "HTTP:80->HTTP:8080", "TCP:81->TCP:8080", "HTTPS:443->HTTPS:8443", "SSL:444->SSL:8443"
    )
    assert set(balancer.listeners()) == {80, 81, 443, 444}


def secured(service: Service) -> Balancer:
    balancer = service.create("HTTP:80->HTTP:8080", "HTTPS:443->HTTP:8080")
    balancer.set_policies(443, balancer.add_ssl(), balancer.add_sticky())
    return balancer


def replace_certificate(balancer: Balancer, certificate: str) -> None:
    balancer.set_load_balancer_listener_ssl_certificate(LoadBalancerPort=443, SSLCertificateId=certificate)


def test_a_certificate_is_replaced_in_place(service: Service) -> None:
    balancer = secured(service)
    before = in_order(balancer.describe())
    for certificate in (service.certificate(1), service.certificate(1), service.certificate(0, "acm")):
        replace_certificate(balancer, certificate)
        assert balancer.listeners()[443]["SSLCertificateId"] == certificate
    replace_certificate(balancer, service.certificate(0))
    assert in_order(balancer.describe()) == before


def test_an_unknown_certificate_replaces_nothing(service: Service) -> None:
    balancer = secured(service)
    before = in_order(balancer.describe())
    with refused("CertificateNotFound"):
        replace_certificate(balancer, "arn:aws:iam::123456789012:server-certificate/none")
    assert in_order(balancer.describe()) == before


def test_another_certificate_on_the_same_port_is_a_duplicate(service: Service) -> None:
    balancer = secured(service)
    with refused("DuplicateListener"):
        add(balancer, listener("HTTPS:443->HTTP:8080", service.certificate(1)))


def test_the_last_listener_can_go(service: Service) -> None:
    balancer = service.create()
    balancer.delete_load_balancer_listeners(LoadBalancerPorts=[80])
    assert balancer.describe()["ListenerDescriptions"] == []
    add(balancer, listener("TCP:80->TCP:80"))
    assert list(balancer.listeners()) == [80]


def test_policies_outlive_their_listener(service: Service) -> None:
    balancer = secured(service)
    before = balancer.describe()["Policies"]
    balancer.delete_load_balancer_listeners(LoadBalancerPorts=[443])
    assert balancer.describe()["Policies"] == before
    balancer.delete_load_balancer_policy(PolicyName="modern")


def test_a_recreated_listener_starts_with_the_default_policy(service: Service) -> None:
    balancer = secured(service)
    balancer.delete_load_balancer_listeners(LoadBalancerPorts=[443])
    add(balancer, listener("HTTPS:443->HTTP:8080", service.certificate()))
    assert balancer.policies_of(443) == [DEFAULT_POLICY]
    assert set(balancer.describe()["Policies"]["OtherPolicies"]) == {"modern", DEFAULT_POLICY}


def test_lists_of_ports_may_name_missing_ones(service: Service) -> None:
    balancer = secured(service)
    balancer.delete_load_balancer_listeners(LoadBalancerPorts=[443, 444])
    assert list(balancer.listeners()) == [80]


def test_the_health_check_does_not_follow_the_listeners(service: Service) -> None:
    balancer = service.create()
    before: Any = balancer.describe()["HealthCheck"]
    balancer.delete_load_balancer_listeners(LoadBalancerPorts=[80])
    add(balancer, listener("TCP:90->TCP:9090"))
    assert balancer.describe()["HealthCheck"] == before
