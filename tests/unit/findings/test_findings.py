# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The filter findings: each rule fires for what is wrong, and for nothing else, with a task that the module accepts."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from ansible.errors import AnsibleFilterError

from ansible_collections.classic.elb.plugins.filter.findings import FilterModule
from ansible_collections.classic.elb.plugins.plugin_utils._findings import RULES
from support.specs import argument_spec, documented_filter, strange_options

Shape = dict[str, Any]

find = FilterModule().filters()["findings"]

NOW = "2026-11-23T00:00:00Z"
ARN = "arn:aws:acm:eu-west-1:123456789012:certificate/0a1b"
IN_IAM = "arn:aws:iam::123456789012:server-certificate/shop"
REFERENCE = "Reference-Security-Policy"


def tls(**attributes: Any) -> list[Shape]:
    return [{"name": "tls", "type": "SSLNegotiationPolicyType", "attributes": attributes}]


def refers(name: str) -> list[Shape]:
    return tls(**{REFERENCE: f"ELBSecurityPolicy-{name}"})


PLAIN = {"load_balancer_port": 80, "protocol": "HTTP", "instance_port": 8080, "instance_protocol": "HTTP"}
PLAIN |= {"policy_names": []}
SECURE = {
    **PLAIN,
    "load_balancer_port": 443,
    "protocol": "HTTPS",
    "ssl_certificate_id": ARN,
    "policy_names": ["tls"],
}
SERVES = {"instance_id": "i-1", "state": "InService", "reason_code": "N/A", "description": "N/A"}
FAILS = {
    "instance_id": "i-2",
    "state": "OutOfService",
    "reason_code": "Instance",
    "description": "It timed out.",
}
CHECK = {
    "target": "TCP:8080",
    "interval": 30,
    "timeout": 5,
    "healthy_threshold": 10,
    "unhealthy_threshold": 2,
}
GOOD: Shape = {
    "name": "shop",
    "dns_name": "shop-1.eu-west-1.elb.amazonaws.com",
    "region": "eu-west-1",
    "subnets": ["subnet-1", "subnet-2"],
    "availability_zones": ["eu-west-1a", "eu-west-1b"],
    "listeners": [PLAIN, SECURE],
    "policies": refers("TLS-1-2-2017-01"),
    "backend_servers": [],
    "health_check": CHECK,
    "connection_draining": {"enabled": True, "timeout": 300},
    "cross_zone_load_balancing": True,
    "access_logs": {"enabled": True},
    "desync_mitigation_mode": "defensive",
    "instances": ["i-1", "i-2"],
    "members": [SERVES, FAILS],
}
STICKY = {"name": "sticky", "type": "LBCookieStickinessPolicyType", "attributes": {}}
KEY = {"name": "key", "type": "PublicKeyPolicyType", "attributes": {"PublicKey": "QUFB"}}
AUTH = {
    "name": "auth",
    "type": "BackendServerAuthenticationPolicyType",
    "attributes": {"PublicKeyPolicyName": "key"},
}

BAD: list[tuple[str, Shape, str]] = [
    ("old_ssl", {"policies": refers("2014-01")}, "Port 443 accepts SSL 3 (tls)."),
    ("old_ssl", {"policies": tls(**{"Protocol-SSLv2": "true"})}, "Port 443 accepts SSL 2 (tls)."),
    ("old_tls", {"policies": refers("2016-08")}, "Port 443 accepts TLS 1.0 and TLS 1.1 (tls)."),
    ("old_tls", {"policies": refers("TLS-1-1-2017-01")}, "Port 443 accepts TLS 1.1 (tls)."),
    (
        "old_tls",
        {"policies": [], "listeners": [{**SECURE, "policy_names": ["ELBSecurityPolicy-2015-02"]}]},
        "Port 443 accepts TLS 1.0 and TLS 1.1 (ELBSecurityPolicy-2015-02).",
    ),
    ("weak_cipher", {"policies": refers("2015-05")}, "Port 443 accepts DES-CBC3-SHA (tls)."),
    (
        "weak_cipher",
        {"policies": tls(**{"RC4-MD5": True, "ADH-AES128-SHA": "true"})},
        "ADH-AES128-SHA and RC4-MD5",
    ),
    ("plain_only", {"listeners": [PLAIN]}, "It takes traffic only unencrypted, on port 80."),
    (
        "plain_only",
        {"listeners": [{**PLAIN, "protocol": "TCP"}, {**PLAIN, "load_balancer_port": 81}]},
        "80 and 81.",
    ),
    ("plain_only", {"listeners": [{**PLAIN, "load_balancer_port": 0}, PLAIN]}, "on port 80."),
    ("plain_only", {"listeners": [{**PLAIN, "load_balancer_port": 443}]}, "on port 443."),
    ("no_logs", {"access_logs": {"enabled": False}}, "access logs are off."),
    ("no_draining", {"connection_draining": {"enabled": False}}, "draining is off."),
    ("one_zone", {"availability_zones": ["eu-west-1a"]}, "in one zone only, eu-west-1a."),
    ("one_zone", {"availability_zones": ["eu-west-1a"], "subnets": None}, "in one zone only, eu-west-1a."),
    ("no_member", {"instances": [], "members": []}, "It has no members"),
    (
        "no_healthy_member",
        {"members": [FAILS]},
        "Its only member does not serve (checked at TCP:8080): It timed out.",
    ),
    (
        "no_healthy_member",
        {"members": [FAILS, FAILS]},
        "None of its 2 members serves",
    ),
    ("cross_zone_off", {"cross_zone_load_balancing": False}, "cross-zone balancing is off."),
    ("certificate_not_acm", {"listeners": [{**SECURE, "ssl_certificate_id": IN_IAM}]}, "shop, is in IAM"),
    ("desync_monitor", {"desync_mitigation_mode": "monitor"}, "the desync mitigation mode is monitor."),
    ("unused_policy", {"policies": [*GOOD["policies"], STICKY]}, "No port uses the policy sticky."),
    ("unused_policy", {"policies": [*GOOD["policies"], KEY]}, "No port uses the policy key."),
]

FINE: list[tuple[str, Shape]] = [
    ("old_tls", {"policies": tls(**{"Protocol-TLSv1.2": "true", "Protocol-TLSv1": "false"})}),
    ("old_tls", {"policies": [*refers("TLS-1-2-2017-01"), {**refers("2016-08")[0], "name": "unused"}]}),
    ("old_ssl", {"policies": refers("2016-08")}),
    (
        "weak_cipher",
        {
            "policies": tls(
                **{"AES128-SHA": "true", "ECDHE-RSA-AES256-GCM-SHA384": "true", "RC4-SHA": "false"}
            )
        },
    ),
    ("weak_cipher", {"policies": refers("2016-08")}),
    ("plain_only", {"listeners": []}),
    ("plain_only", {"listeners": [PLAIN, {**PLAIN, "protocol": "TCP", "load_balancer_port": 443}]}),
    ("no_healthy_member", {"instances": [], "members": []}),
    ("no_healthy_member", {"members": [FAILS, {**FAILS, "state": "Unknown"}]}),
    ("desync_monitor", {"desync_mitigation_mode": "strictest"}),
    (
        "unused_policy",
        {"policies": [*GOOD["policies"], {**refers("2016-08")[0], "name": "ELBSecurityPolicy-2016-08"}]},
    ),
    (
        "unused_policy",
        {
            "policies": [*GOOD["policies"], KEY, AUTH],
            "backend_servers": [{"instance_port": 8080, "policy_names": ["auth"]}],
        },
    ),
]


def rules(balancer: Shape, **options: Any) -> list[str]:
    return [finding["rule"] for finding in find([balancer], now=NOW, **options)]


def task(balancer: Shape, rule: str) -> Shape:
    """The options of the task that mends it."""
    (finding,) = [each for each in find([balancer]) if each["rule"] == rule]
    options: Shape
    ((_module, options),) = [item for item in yaml.safe_load(finding["task"])[0].items() if item[0] != "name"]
    return options


def test_a_good_balancer_has_no_findings() -> None:
    assert rules(GOOD, certificates={ARN: "2027-11-23T00:00:00Z"}) == []


@pytest.mark.parametrize(("rule", "change", "message"), BAD)
def test_a_rule_fires(rule: str, change: Shape, message: str) -> None:
    found = [finding for finding in find([GOOD | change]) if finding["rule"] == rule]
    assert message in found[0]["message"]
    assert found[0]["region"] == "eu-west-1"
    assert rules(GOOD | change, ignore=rule) == [name for name in rules(GOOD | change) if name != rule]


@pytest.mark.parametrize(("rule", "change"), FINE)
def test_a_rule_does_not_fire(rule: str, change: Shape) -> None:
    assert rule not in rules(GOOD | change)


@pytest.mark.parametrize(
    ("expiry", "message"),
    [
        ("2026-12-23T00:00:00Z", "The certificate of port 443, 0a1b, expires on 2026-12-23, in 30 days."),
        ("2026-11-24T00:00:00Z", "The certificate of port 443, 0a1b, expires on 2026-11-24, in 1 day."),
        (
            "2026-11-23T10:00:00Z",
            "The certificate of port 443, 0a1b, expires on 2026-11-23, in less than a day.",
        ),
        ("2026-11-22", "The certificate of port 443, 0a1b, expired on 2026-11-22."),
        ("2026-12-24T00:00:00+00:00", None),
    ],
)
def test_certificates_that_expire(expiry: str, message: str | None) -> None:
    found = find([GOOD], certificates={ARN: expiry, "arn:other": NOW}, now=NOW)
    assert [finding["message"] for finding in found] == ([message] if message else [])
    assert find([GOOD], certificates={ARN.upper(): expiry}, now=NOW) == found
    shouted = GOOD | {"listeners": [{**SECURE, "ssl_certificate_id": ARN.upper()}]}
    assert len(find([shouted], certificates={ARN: expiry}, now=NOW)) == len(found)
    assert find([GOOD], certificates={ARN: expiry}, days=10, now=NOW) == (found if expiry < "2026-12" else [])


def test_a_task_for_another_zone_takes_none_away() -> None:
    one = GOOD | {"availability_zones": ["eu-west-1a"]}
    assert task(one, "one_zone")["purge_subnets"] is False
    assert task(one | {"subnets": None}, "one_zone")["purge_availability_zones"] is False


def test_a_task_for_a_certificate_makes_no_listener_anew() -> None:
    old = GOOD | {"listeners": [{**SECURE, "ssl_certificate_id": IN_IAM}]}
    assert task(old, "certificate_not_acm")["max_impact"] == "none"


def test_a_balancer_of_which_no_health_check_is_told() -> None:
    members = [{"instance_id": "i-1", "state": "OutOfService", "reason_code": "N/A", "description": "N/A"}]
    odd = {key: value for key, value in GOOD.items() if key != "health_check"} | {"members": members}
    assert "no_healthy_member" in rules(odd)


@pytest.mark.parametrize(("port", "free"), [(80, 443), (443, "A-FREE-PORT")])
def test_tls_is_not_put_in_the_place_of_a_listener(port: int, free: Any) -> None:
    plain = GOOD | {"listeners": [{**PLAIN, "load_balancer_port": port}]}
    assert task(plain, "plain_only")["load_balancer_port"] == free


def test_logs_go_where_they_went() -> None:
    logs = {"enabled": False, "s3_bucket_name": "logs", "s3_bucket_prefix": "web", "emit_interval": 5}
    assert task(GOOD | {"access_logs": logs}, "no_logs")["access_logs"] == {**logs, "enabled": True}


ELSEWHERE = (
    "Instance is in the EC2 Availability Zone for which LoadBalancer is not configured to route traffic to."
)


@pytest.mark.parametrize(
    ("others", "mended"), [([], "subnets"), ([FAILS], "health_check")], ids=["all elsewhere", "some fail"]
)
def test_members_in_a_zone_that_is_not_served_get_it(others: list[Shape], mended: str) -> None:
    members = [{**FAILS, "description": ELSEWHERE}, *others]
    assert mended in task(GOOD | {"members": members}, "no_healthy_member")


def test_every_rule_is_tested_and_documented() -> None:
    fires = {rule for rule, _change, _message in BAD} | {"certificate_expires"}
    assert fires == set(RULES)
    text = " ".join(documented_filter("findings")["description"])
    for name, (_function, severity, _control, _title) in RULES.items():
        assert f"C({name})" in text[text.index(f"V({severity})") :].partition("Severity")[0], name


def test_what_was_not_read_is_not_judged() -> None:
    read = (
        "name",
        "dns_name",
        "availability_zones",
        "listeners",
        "health_check",
        "instances",
        "backend_servers",
    )
    assert (
        rules(
            {name: GOOD[name] for name in read} | {"listeners": [PLAIN, {**SECURE, "policy_names": ["own"]}]}
        )
        == []
    )


@pytest.mark.parametrize("key", sorted(GOOD.keys() - {"name", "listeners"}))
def test_any_key_may_be_missing(key: str) -> None:
    """Then no rule fires that would not with it: what is not there is neither wrong nor empty."""
    changes = [{}, *(change for _rule, change, _message in BAD), *(change for _rule, change in FINE)]
    for whole in (GOOD | change for change in changes):
        rest = {name: value for name, value in whole.items() if name != key}
        assert set(rules(rest)) <= set(rules(whole)), whole
    assert rules({name: GOOD[name] for name in ("name", "listeners", key)}) == []


def test_the_worst_come_first() -> None:
    """Of several balancers, and each is listed with its region."""
    worst = GOOD | {"name": "api", "members": [FAILS], "connection_draining": {"enabled": False}}
    plain = GOOD | {"listeners": [PLAIN], "region": "us-east-1"}
    found = find([plain, worst])
    severities = [("high", "medium", "low").index(finding["severity"]) for finding in found]
    assert severities == sorted(severities)
    assert {(finding["balancer"], finding["region"]) for finding in found} == {
        ("api", "eu-west-1"),
        ("shop", "us-east-1"),
    }


@pytest.mark.parametrize("change", [change for _rule, change, _message in BAD])
def test_tasks_are_such_that_the_modules_take_them(change: Shape) -> None:
    found = find([GOOD | change], certificates={ARN: NOW}, now=NOW)
    for finding in found:
        ((_name, name), (module, options)) = yaml.safe_load(finding["task"])[0].items()
        assert name == f"Mend shop, {finding['title']}"
        spec = argument_spec(module.removeprefix("classic.elb."))
        assert list(strange_options(spec, options)) == []
        required = {name for name, option in spec.items() if option.get("required")}
        assert required <= options.keys()
        assert options["region"] == "eu-west-1"


class Marked(str):
    """Ansible marks the texts of results, in most versions by a class of its own."""


def test_texts_may_be_marked() -> None:
    listener = {**SECURE, "policy_names": [Marked("tls")]}
    marked = GOOD | {"name": Marked("shop"), "listeners": [listener], "policies": refers(Marked("2016-08"))}
    plain = GOOD | {"listeners": [SECURE], "policies": refers("2016-08")}
    assert find([marked]) == find([plain])
    assert find([marked])[0]["task"].splitlines()[3] == "    name: tls-1-2"


def test_the_policy_of_a_task_is_there_or_free() -> None:
    def name(*more: Shape) -> Any:
        policies = [*refers("2016-08"), *more]
        return yaml.safe_load(find([GOOD | {"policies": policies}])[0]["task"])[0]["classic.elb.elb_policy"][
            "name"
        ]

    strong = {
        "type": "SSLNegotiationPolicyType",
        "attributes": {REFERENCE: "ELBSecurityPolicy-TLS-1-2-2017-01"},
    }
    assert name() == "tls-1-2"
    assert name({**strong, "name": "modern"}) == "modern"
    assert name({**STICKY, "name": "tls-1-2"}) == "tls-1-2-2017-01"
    taken = [{**STICKY, "name": name} for name in ("tls-1-2", "tls-1-2-2017-01", "tls-1-2-2")]
    assert name(*taken) == "tls-1-2-3"


@pytest.mark.parametrize("days", [30, 30.0, "30", " 30 "])
def test_days_are_a_whole_number(days: Any) -> None:
    """As a division in a template gives one."""
    assert find([GOOD], certificates={ARN: NOW}, now=NOW, days=days)


@pytest.mark.parametrize("time", [1_700_000_000, 1_700_000_000.5, "2023-11-14T22:13:20Z"])
def test_a_time_may_be_told_in_seconds(time: Any) -> None:
    """So the older AWS CLI does; and of a certificate that is not issued yet, AWS tells none."""
    late = find([GOOD], certificates={ARN: time}, now=NOW)
    assert [each["message"] for each in late] == ["The certificate of port 443, 0a1b, expired on 2023-11-14."]
    assert find([GOOD], certificates={ARN: None}, now=NOW) == []


@pytest.mark.parametrize(
    ("balancers", "options", "sentence"),
    [
        ({"balancers": []}, {}, "it takes the list of balancers that elb_balancer_info returns."),
        ([GOOD], {"ignore": ["no_such"]}, "ignore: there is no rule 'no_such'"),
        ([GOOD], {"ignore": {"no_such": True}}, "ignore: it takes a list of rules or a text"),
        ([{"name": "shop"}], {}, "it takes the list of balancers that elb_balancer_info returns."),
        ([GOOD], {"certificates": {ARN: "soon"}}, f"certificates: {ARN}: 'soon' is not a time"),
        ([GOOD], {"certificates": "soon"}, "certificates: it takes a dictionary"),
        ([GOOD], {"now": "soon"}, "now: 'soon' is not a time"),
        ([GOOD], {"days": "many"}, "days: 'many' is not a number of days"),
        ([GOOD], {"days": -1}, "days: '-1' is not a number of days"),
        ([GOOD], {"days": 30.9}, "days: '30.9' is not a number of days"),
        ([GOOD], {"days": True}, "days: 'True' is not a number of days"),
        ([GOOD], {"certificates": {ARN: True}}, f"certificates: {ARN}: 'True' is not a time"),
    ],
)
def test_what_is_wrong_is_said(balancers: Any, options: Shape, sentence: str) -> None:
    with pytest.raises(AnsibleFilterError, match=sentence):
        find(balancers, **options)
