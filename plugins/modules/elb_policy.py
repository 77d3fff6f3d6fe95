#!/usr/bin/python
# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: elb_policy
version_added: 1.0.0
short_description: Manage one policy of an AWS Classic Load Balancer, and where it is enabled
description:
  - Creates, changes and deletes one policy, and enables it on listeners and instance ports.
  - A port holds one policy of each kind. Enabling a TLS policy takes the place of the listener's TLS policy and
    leaves its stickiness, and the reverse; on an instance port, proxy protocol and back-end authentication stand
    side by side as well.
  - AWS cannot change a policy. One whose attributes change is replaced through a successor under a temporary name,
    so that no port is ever without; a successor that an interrupted run left behind is put to use or removed.
author:
  - classic.elb contributors (@classic-elb)
options:
  balancer:
    description:
      - The name of the balancer.
    type: str
    required: true
    aliases: [load_balancer, load_balancer_name, elb]
  name:
    description:
      - The name of the policy, letters (a-z), digits and dashes, unique in the balancer. C(ELBSecurityPolicy-) and
        C(ELBSample-) are reserved for AWS.
    type: str
    required: true
    aliases: [policy_name]
  state:
    description:
      - With V(absent) the policy is disabled wherever it is enabled, and deleted. A public key that a back-end
        authentication refers to cannot be.
    type: str
    choices: [present, absent]
    default: present
  type:
    description:
      - The type of the policy, by AWS' name. A new policy needs it.
    type: str
    choices:
      - SSLNegotiationPolicyType
      - BackendServerAuthenticationPolicyType
      - PublicKeyPolicyType
      - AppCookieStickinessPolicyType
      - LBCookieStickinessPolicyType
      - ProxyProtocolPolicyType
    aliases: [policy_type]
  attributes:
    description:
      - The attributes of the type, by AWS' names; M(classic.elb.elb_service_info) lists them. When left out, those
        of an existing policy stay. Booleans and numbers are taken as they are, an attribute with several values
        takes a list.
      - A TLS policy (V(SSLNegotiationPolicyType)) names one of AWS' predefined ones in
        C(Reference-Security-Policy), or the protocols and ciphers to enable; what is not mentioned is disabled.
      - C(PublicKey) of V(PublicKeyPolicyType) takes a PEM, or the base64 text within it.
      - C(CookieExpirationPeriod) of V(LBCookieStickinessPolicyType) is in seconds; without it, or with V(0), the
        cookie lasts as long as the browser is open.
    type: dict
    aliases: [policy_attributes]
  load_balancer_ports:
    description:
      - The listeners on which the policy is enabled, exactly these; an empty list disables it on all. When left
        out, they stay.
      - TLS policies need V(HTTPS) or V(SSL), stickiness V(HTTP) or V(HTTPS). Where a TLS policy is disabled, AWS
        enables its default.
    type: list
    elements: int
  instance_ports:
    description:
      - The instance ports on which the policy is enabled, exactly these; an empty list disables it on all. When
        left out, they stay.
      - Only for proxy protocol and back-end authentication; the latter needs members that speak V(HTTPS) or V(SSL).
    type: list
    elements: int
extends_documentation_fragment:
  - classic.elb.aws
  - classic.elb.attributes
  - classic.elb.attributes.manages
seealso:
  - module: classic.elb.elb_listener
  - module: classic.elb.elb_balancer
"""

EXAMPLES = r"""
- name: TLS 1.2 on port 443, whatever else is enabled there
  classic.elb.elb_policy:
    balancer: shop
    name: tls-1-2
    type: SSLNegotiationPolicyType
    attributes:
      Reference-Security-Policy: ELBSecurityPolicy-TLS-1-2-2017-01
    load_balancer_ports: [443]

- name: Stickiness by a cookie of the balancer, for an hour
  classic.elb.elb_policy:
    balancer: shop
    name: sticky
    type: LBCookieStickinessPolicyType
    attributes:
      CookieExpirationPeriod: 3600
    load_balancer_ports: [80, 443]

- name: Stickiness by the session cookie of the application
  classic.elb.elb_policy:
    balancer: shop
    name: session
    type: AppCookieStickinessPolicyType
    attributes:
      CookieName: JSESSIONID
    load_balancer_ports: [80]

- name: Proxy protocol for the members on port 8080
  classic.elb.elb_policy:
    balancer: shop
    name: proxy
    type: ProxyProtocolPolicyType
    attributes:
      ProxyProtocol: true
    instance_ports: [8080]

- name: The public key of the members
  classic.elb.elb_policy:
    balancer: shop
    name: members-key
    type: PublicKeyPolicyType
    attributes:
      PublicKey: "{{ lookup('ansible.builtin.file', 'members.pem') }}"

- name: Only members with that key, on port 8443
  classic.elb.elb_policy:
    balancer: shop
    name: members-only
    type: BackendServerAuthenticationPolicyType
    attributes:
      PublicKeyPolicyName: [members-key]
    instance_ports: [8443]

- name: No stickiness on any listener, but keep the policy
  classic.elb.elb_policy:
    balancer: shop
    name: sticky
    load_balancer_ports: []

- name: No such policy any more
  classic.elb.elb_policy:
    balancer: shop
    name: sticky
    state: absent
"""

RETURN = r"""
changed:
  description: Whether the plan had a step.
  type: bool
  returned: success, or after a failed step
balancer:
  description:
    - The balancer afterwards; in check mode, as predicted. Empty once it is gone.
    - It can be given back to M(classic.elb.elb_balancer) as it is, and changes nothing then.
  type: dict
  returned: success, or after a failed step
  contains:
    name:
      description: The name.
      type: str
      returned: if it exists
      sample: shop
    scheme:
      description: V(internet-facing) or V(internal).
      type: str
      returned: if it exists
      sample: internet-facing
    subnets:
      description: The ids of the subnets, sorted.
      type: list
      elements: str
      returned: if it exists and they are known
    availability_zones:
      description: The zones, sorted.
      type: list
      elements: str
      returned: if it exists and they are known
      sample: [eu-west-1a, eu-west-1b]
    security_groups:
      description: The ids of the security groups, sorted.
      type: list
      elements: str
      returned: if it exists and they are known
    listeners:
      description: The listeners by port, with C(load_balancer_port), C(protocol), C(instance_port),
        C(instance_protocol), C(ssl_certificate_id) (HTTPS and SSL only) and C(policy_names).
      type: list
      elements: dict
      returned: if it exists
    policies:
      description: The policies by name, with C(name), C(type) and C(attributes). A TLS policy shows its reference,
        or what it enables.
      type: list
      elements: dict
      returned: if it exists
    backend_servers:
      description: The instance ports that have policies, with C(instance_port) and C(policy_names).
      type: list
      elements: dict
      returned: if it exists
    health_check:
      description: C(target), C(interval) and C(timeout) in seconds, C(healthy_threshold), C(unhealthy_threshold).
      type: dict
      returned: if it exists
      sample: {target: "HTTP:8080/healthz", interval: 30, timeout: 5, healthy_threshold: 10, unhealthy_threshold: 2}
    connection_draining:
      description: C(enabled), and while it is, C(timeout) in seconds.
      type: dict
      returned: if it exists
    idle_timeout:
      description: Seconds.
      type: int
      returned: if it exists
      sample: 60
    cross_zone_load_balancing:
      description: Whether it is enabled.
      type: bool
      returned: if it exists
    access_logs:
      description: C(enabled), and while they are, C(s3_bucket_name), C(s3_bucket_prefix) and C(emit_interval) in
        minutes.
      type: dict
      returned: if it exists
    desync_mitigation_mode:
      description: V(monitor), V(defensive) or V(strictest).
      type: str
      returned: if it exists
      sample: defensive
    tags:
      description: The tags.
      type: dict
      returned: if it exists
    aws_tags:
      description: The tags that AWS itself has set.
      type: dict
      returned: if there are any
    instances:
      description: The ids of the members, sorted.
      type: list
      elements: str
      returned: if it exists
    vpc_id:
      description: The VPC.
      type: str
      returned: if it exists and is known
    dns_name:
      description: The name that clients use.
      type: str
      returned: if it exists and is known
      sample: shop-1234567890.eu-west-1.elb.amazonaws.com
    canonical_hosted_zone_id:
      description: The hosted zone of the DNS name, for alias records in Route 53.
      type: str
      returned: if it exists and is known
      sample: Z32O12XQLNTSW2
    canonical_hosted_zone_name:
      description: The name for alias records; internal balancers have none.
      type: str
      returned: if it is internet-facing and known
    source_security_group:
      description: The group to admit in the security groups of the members, with C(owner_alias) and C(group_name).
      type: dict
      returned: if it exists and is known
    created_time:
      description: When it was created, in UTC.
      type: str
      returned: if it exists and is known
      sample: "2026-11-23T02:08:21.710Z"
actions:
  description:
    - The plan. In order, each write with its C(operation), its C(parameters) as they are sent, and its C(impact).
    - In check mode, what would be sent; after a failure, what was.
  type: list
  elements: dict
  returned: success, or after a failed step
  sample:
    - operation: ModifyLoadBalancerAttributes
      parameters:
        LoadBalancerName: shop
        LoadBalancerAttributes:
          ConnectionSettings:
            IdleTimeout: 120
      impact: none
impact:
  description: The worst impact among RV(actions).
  type: str
  returned: success, or after a failed step
  sample: none
api_calls:
  description: How many calls were sent, as C(total), C(writes) among them, and how many of them AWS C(throttled).
  type: dict
  returned: always
  sample: {total: 5, writes: 1, throttled: 0}
resource_actions:
  description: The API operations that were called.
  type: list
  elements: str
  returned: if O(debug_botocore_endpoint_logs=true)
  sample: ["elasticloadbalancing:DescribeLoadBalancers"]
error:
  description: What AWS answered, as C(operation), C(code), C(message) and C(request_id).
  type: dict
  returned: if AWS refused a call
failed_action:
  description: The step that failed.
  type: dict
  returned: if a step failed
actions_left:
  description: The steps that were not tried any more.
  type: list
  elements: dict
  returned: if a step failed
lost:
  description:
    - What the balancer had before the run and has no more, as options of M(classic.elb.elb_balancer); where the
      balancer could not be read after the failure, what it may lack.
    - To set it again, give it to that module with C(purge_listeners=false), C(purge_policies=false) and so on.
    - The message tells it too, but a message ends after 4,000 characters.
  type: dict
  returned: if a step failed, and what it had taken away could not be put back
  sample: {listeners: [{load_balancer_port: 80, protocol: HTTP, instance_port: 8080, instance_protocol: HTTP}]}
"""

from typing import Any

from ansible_collections.classic.elb.plugins.module_utils._options.policy import parse_wanted_policy
from ansible_collections.classic.elb.plugins.module_utils._options.shapes import (
    BALANCER_ALIASES,
    POLICY_OPTIONS,
)
from ansible_collections.classic.elb.plugins.module_utils._run.manage import MAX_IMPACT
from ansible_collections.classic.elb.plugins.module_utils._run.module import run_module
from ansible_collections.classic.elb.plugins.module_utils._run.policy import manage_policy


def main() -> None:
    argument_spec: dict[str, Any] = {
        "balancer": {"type": "str", "required": True, "aliases": BALANCER_ALIASES},
        "name": {"type": "str", "required": True, "aliases": ["policy_name"]},
        "type": {"type": "str", "choices": POLICY_OPTIONS["type"]["choices"], "aliases": ["policy_type"]},
        "attributes": {"type": "dict", "aliases": ["policy_attributes"]},
        "load_balancer_ports": {"type": "list", "elements": "int"},
        "instance_ports": {"type": "list", "elements": "int"},
        "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
        "max_impact": MAX_IMPACT,
    }
    run_module(argument_spec, parse_wanted_policy, manage_policy)


if __name__ == "__main__":
    main()
