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
      - The name of the policy, letters (a-z, A-Z), digits and dashes, unique in the balancer. C(ELBSecurityPolicy-) and
        C(ELBSample-) are reserved for AWS; such a policy can be enabled where the balancer has it, and is taken as it
        is returned.
    type: str
    required: true
    aliases: [policy_name]
  state:
    description:
      - With V(absent) the policy is disabled wherever it is enabled, and deleted; ports that are given have to be all
        those on which it is. A public key that a back-end authentication refers to cannot be deleted.
    type: str
    choices: [present, absent]
    default: present
  type:
    description:
      - The type of the policy, by AWS' name, V(SSLNegotiationPolicyType), V(BackendServerAuthenticationPolicyType),
        V(PublicKeyPolicyType), V(AppCookieStickinessPolicyType), V(LBCookieStickinessPolicyType) or
        V(ProxyProtocolPolicyType). Another one that AWS may know by now is sent, with a warning. A new policy needs
        it.
    type: str
    aliases: [policy_type]
  attributes:
    description:
      - The attributes of the type, by AWS' names; M(classic.elb.elb_service_info) lists them. When left out,
        or when all of them are blank, those of an existing policy stay. Booleans and numbers are taken as they are, an
        attribute with several values takes a list.
      - A TLS policy (V(SSLNegotiationPolicyType)) names one of AWS' predefined ones in
        C(Reference-Security-Policy), or the protocols and ciphers to enable; what is not mentioned is disabled. A
        warning says when it names neither. One that AWS does not list is refused beforehand.
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
        A warning says when no listener uses the port.
    type: list
    elements: int
extends_documentation_fragment:
  - classic.elb.aws
  - classic.elb.attributes
  - classic.elb.attributes.manages
seealso:
  - module: classic.elb.elb_listener
  - module: classic.elb.elb_balancer
  - name: Policies
    description: TLS versions, stickiness, proxy protocol, back-end authentication.
    link: https://github.com/classic-elb/classic.elb/blob/main/docs/policies.md
  - name: Security policies
    description: The user guide of AWS.
    link: https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-security-policy-options.html
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
  sample: true
balancer:
  description:
    - The balancer afterwards, with all keys of RV(classic.elb.elb_balancer#module:balancer); in check mode, as
      predicted. Empty where there is none.
    - In check mode, of a balancer that is not there yet, only C(name), C(listeners), C(policies) and
      C(backend_servers), with what the task leaves open assumed.
    - It can be given back to M(classic.elb.elb_balancer) as it is, and changes nothing then.
  type: dict
  returned: success, or after a failed step, unless AWS could not be read then
  sample:
    name: shop
    policies:
      - {name: sticky, type: LBCookieStickinessPolicyType, attributes: {CookieExpirationPeriod: "3600"}}
actions:
  description: The plan, as RV(classic.elb.elb_balancer#module:actions).
  type: list
  elements: dict
  returned: success, after a failed step, or of a plan that O(max_impact) refuses
  sample:
    - operation: CreateLBCookieStickinessPolicy
      parameters: {LoadBalancerName: shop, PolicyName: sticky, CookieExpirationPeriod: 3600}
      impact: none
impact:
  description: The worst impact among RV(actions), one of the choices of O(max_impact).
  type: str
  returned: success, after a failed step, or of a plan that O(max_impact) refuses
  sample: none
api_calls:
  description: How many calls were sent, as C(total), C(writes) among them, and how many of them AWS C(throttled).
  type: dict
  returned: unless the options are refused
  sample: {total: 6, writes: 2, throttled: 0}
resource_actions:
  description: As RV(classic.elb.elb_balancer#module:resource_actions).
  type: list
  elements: str
  returned: if O(debug_botocore_endpoint_logs=true)
  sample: ["elasticloadbalancing:DescribeLoadBalancers"]
error:
  description: What AWS answered, as RV(classic.elb.elb_balancer#module:error).
  type: dict
  returned: if AWS refused a call, or did not answer it
  sample:
    operation: CreateLBCookieStickinessPolicy
    code: TooManyPolicies
    message: The limit of policies has been reached.
    request_id: 0a1b2c3d
failed_action:
  description: The step that failed, as one of RV(actions).
  type: dict
  returned: if a step failed
  sample:
    operation: CreateLBCookieStickinessPolicy
    parameters: {LoadBalancerName: shop, PolicyName: sticky}
    impact: none
actions_left:
  description: The steps that were not tried any more, as RV(actions).
  type: list
  elements: dict
  returned: if a step failed
  sample: []
lost:
  description: What the balancer had before the run and has no more, as RV(classic.elb.elb_balancer#module:lost).
  type: dict
  returned: if a step failed, and what it had taken away could not be put back
  sample: {listeners: [{load_balancer_port: 443, policy_names: [tls-1-2]}]}
"""

from ansible_collections.classic.elb.plugins.module_utils._options.policy import OPTIONS, parse_wanted_policy
from ansible_collections.classic.elb.plugins.module_utils._run.module import run_module
from ansible_collections.classic.elb.plugins.module_utils._run.policy import manage_policy


def main() -> None:
    run_module("elb_policy", OPTIONS, parse_wanted_policy, manage_policy)


if __name__ == "__main__":
    main()
