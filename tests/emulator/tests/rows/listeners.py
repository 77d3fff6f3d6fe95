# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Rows 41-56: listeners and certificates."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from botocore.exceptions import ClientError

from ..service import DEFAULT_POLICY, Balancer, Service, in_order, listener, refused
from . import row

UNKNOWN_IAM = "arn:aws:iam::123456789012:server-certificate/none"
UNKNOWN_ACM = "arn:aws:acm:us-east-1:123456789012:certificate/00000000-0000-0000-0000-000000000000"


def secure(service: Service) -> Balancer:
    return service.create("HTTP:80->HTTP:8080", "HTTPS:443->HTTP:8080")


def add(balancer: Balancer, *listeners: dict[str, Any]) -> None:
    balancer.create_load_balancer_listeners(Listeners=list(listeners))


@row(
    41,
    cases={
        text: text
        for text in ("HTTPS:443->HTTP:80", "HTTP:80->HTTPS:443", "SSL:443->TCP:80", "TCP:443->SSL:443")
    },
)
def instance_protocol_is_kept(service: Service, text: str) -> None:
    (found,) = service.create(text).listeners().values()
    assert found["InstanceProtocol"] == listener(text)["InstanceProtocol"]


@row(42, cases={text: text for text in ("HTTPS:443->HTTP:80", "SSL:443->TCP:80")})
def secure_front_ends_need_a_certificate(service: Service, text: str) -> None:
    balancer = service.create()
    with refused("ValidationError"):
        add(balancer, listener(text))
    with refused("ValidationError"):
        service.create(name="other", Listeners=[listener(text)])
    assert list(balancer.listeners()) == [80]


@row(43, cases={text: text for text in ("HTTP:80->HTTP:80", "TCP:80->TCP:80")})
def certificates_of_plain_front_ends_are_dropped(service: Service, text: str) -> None:
    sent = listener(text, service.certificate())
    balancer = service.create(Listeners=[sent])
    assert "SSLCertificateId" not in balancer.listeners()[80]
    with refused("DuplicateListener"):
        add(balancer, sent)


@row(44)
def secure_listeners_get_the_default_policy(service: Service) -> None:
    balancer = service.create("HTTPS:443->HTTP:80")
    assert balancer.policies_of(443) == [DEFAULT_POLICY]
    assert balancer.describe()["Policies"]["OtherPolicies"] == [DEFAULT_POLICY]


@row(44)
def a_later_secure_listener_gets_the_default_policy(service: Service) -> None:
    balancer = service.create()
    add(balancer, listener("SSL:443->TCP:8443", service.certificate()))
    assert balancer.policies_of(443) == [DEFAULT_POLICY]
    assert balancer.describe()["Policies"]["OtherPolicies"] == [DEFAULT_POLICY]


def create_with(service: Service, certificate: str) -> None:
    service.create(Listeners=[listener("HTTPS:443->HTTP:80", certificate)])


def add_with(service: Service, certificate: str) -> None:
    add(service.create(), listener("HTTPS:443->HTTP:80", certificate))


def replace_with(service: Service, certificate: str) -> None:
    secure(service).set_load_balancer_listener_ssl_certificate(
        LoadBalancerPort=443, SSLCertificateId=certificate
    )


USES: dict[str, Callable[[Service, str], None]] = {
    "create": create_with,
    "add": add_with,
    "replace": replace_with,
}


@row(45, cases={name: (use, UNKNOWN_IAM) for name, use in USES.items()})
@row(46, cases={f"{name} ACM": (use, UNKNOWN_ACM) for name, use in USES.items()})
@row(46, cases={f"{name} text": (use, "certificate") for name, use in USES.items()})
def certificates_must_exist(service: Service, case: tuple[Callable[[Service, str], None], str]) -> None:
    use, certificate = case
    with refused("CertificateNotFound", text=f"Server Certificate not found for the key: {certificate}"):
        use(service, certificate)


@row(47, stock_agrees=True)
def identical_repeat_of_a_listener_changes_nothing(service: Service) -> None:
    balancer = service.create("HTTP:80->HTTP:8080")
    before = in_order(balancer.describe())
    add(balancer, listener("HTTP:80->HTTP:8080"))
    add(balancer, listener("http:80->http:8080"))
    assert in_order(balancer.describe()) == before


DUPLICATE = (
    "A listener already exists for web with LoadBalancerPort {}, "
    "but with a different InstancePort, Protocol, or SSLCertificateId"
)


@row(48, cases={"instance port": "HTTP:80->HTTP:9090", "protocol": "TCP:80->TCP:8080"}, stock_agrees=True)
def differing_repeat_of_a_listener_is_refused(service: Service, text: str) -> None:
    balancer = service.create("HTTP:80->HTTP:8080")
    with refused("DuplicateListener", text=DUPLICATE.format(80)):
        add(balancer, listener(text))


@row(48)
def instance_protocol_takes_part_in_the_comparison(service: Service) -> None:
    balancer = secure(service)
    with refused("DuplicateListener", text=DUPLICATE.format(443)):
        add(balancer, listener("HTTPS:443->HTTPS:8080", service.certificate()))


@row(
    49,
    cases={
        "conflict": (listener("HTTP:80->HTTP:9090"), "DuplicateListener"),
        "certificate": (listener("HTTPS:443->HTTP:80", UNKNOWN_ACM), "CertificateNotFound"),
    },
)
def a_failing_batch_adds_nothing(service: Service, case: tuple[dict[str, Any], str]) -> None:
    bad, code = case
    balancer = service.create()
    with refused(code):
        add(balancer, listener("HTTP:81->HTTP:81"), bad)
    assert list(balancer.listeners()) == [80]


@row(50)
def several_listeners_are_deleted_at_once(service: Service) -> None:
    balancer = service.create("HTTP:80->HTTP:80", "HTTP:81->HTTP:80", "TCP:82->TCP:82")
    balancer.delete_load_balancer_listeners(LoadBalancerPorts=[80, 81])
    assert list(balancer.listeners()) == [82]


@row(51)
def an_empty_list_of_ports_deletes_nothing(service: Service) -> None:
    balancer = service.create()
    with suppress(ClientError):  # whether it is refused or ignored is unknown
        balancer.delete_load_balancer_listeners(LoadBalancerPorts=[])
    assert list(balancer.listeners()) == [80]


@row(52, stock_agrees=True)
def deleting_a_missing_listener_is_fine(service: Service) -> None:
    balancer = service.create()
    balancer.delete_load_balancer_listeners(LoadBalancerPorts=[81])
    assert list(balancer.listeners()) == [80]


@row(53, 56)
def certificate_of_a_missing_listener(service: Service) -> None:
    balancer = secure(service)
    with refused("ListenerNotFound"):
        balancer.set_load_balancer_listener_ssl_certificate(
            LoadBalancerPort=444, SSLCertificateId=service.certificate()
        )


@row(54, 56)
def certificate_of_a_plain_listener(service: Service) -> None:
    balancer = secure(service)
    with refused("UnsupportedProtocol"):
        balancer.set_load_balancer_listener_ssl_certificate(
            LoadBalancerPort=80, SSLCertificateId=service.certificate()
        )
    assert "SSLCertificateId" not in balancer.listeners()[80]


@row(55)
def a_later_instance_port_takes_policies(service: Service) -> None:
    balancer = service.create()
    add(balancer, listener("TCP:81->TCP:9090"))
    balancer.set_backend_policies(9090, balancer.add_proxy())
    assert balancer.backend_policies() == {9090: ["proxy"]}


@row(56)
def a_balancer_has_a_quota_of_listeners(service: Service) -> None:
    balancer = service.create(Listeners=[listener(f"TCP:{port}->TCP:80") for port in range(1, 101)])
    with refused("InvalidConfigurationRequest"):
        add(balancer, listener("TCP:101->TCP:80"))
    assert len(balancer.listeners()) == 100
