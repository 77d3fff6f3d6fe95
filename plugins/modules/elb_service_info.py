#!/usr/bin/python
# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: elb_service_info
version_added: 1.0.0
short_description: Read what the AWS Classic Load Balancer service offers
description:
  - Reads the protocols, the types of policies with their attributes, AWS' predefined TLS policies with what they
    enable, and the limits of the account with how much of them is used.
author:
  - classic.elb contributors (@classic-elb)
options:
  include:
    description:
      - What is read; by default all of it, as with V(all). V(account_limits) lists the balancers to count what is used.
        The V(protocols) and what is fixed for the region are returned in any case, without a call.
    type: list
    elements: str
    choices: [protocols, policy_types, predefined_policies, account_limits, all]
    default: [policy_types, predefined_policies, account_limits]
extends_documentation_fragment:
  - classic.elb.aws
  - classic.elb.attributes
  - classic.elb.attributes.reads
seealso:
  - module: classic.elb.elb_policy
  - module: classic.elb.elb_balancer_info
  - name: Policies
    description: What the types of policies are for.
    link: https://github.com/classic-elb/classic.elb/blob/main/docs/policies.md
  - name: Quotas
    description: The user guide of AWS.
    link: https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-limits.html
"""

EXAMPLES = r"""
- name: What there is
  classic.elb.elb_service_info:
  register: service

- name: What ELBSecurityPolicy-TLS-1-2-2017-01 enables
  ansible.builtin.debug:
    msg: "{{ (service.predefined_policies | selectattr('name', 'eq', wanted) | first).enables }}"
  vars:
    wanted: ELBSecurityPolicy-TLS-1-2-2017-01

- name: Only the limits
  classic.elb.elb_service_info:
    include: [account_limits]
"""

RETURN = r"""
protocols:
  description: The protocols of a listener.
  type: list
  elements: str
  returned: success
  sample: [HTTP, HTTPS, TCP, SSL]
region_facts:
  description: What is fixed for the region.
  type: dict
  returned: success
  contains:
    name:
      description: Its name.
      type: str
      returned: always
      sample: eu-west-1
    partition:
      description: The partition, the second part of every ARN.
      type: str
      returned: always
      sample: aws
    hosted_zone_id:
      description: The hosted zone of the DNS names of balancers, for alias records in Route 53.
      type: str
      returned: if it is known
      sample: Z32O12XQLNTSW2
    log_account:
      description: The account by which AWS writes access logs, for the policy of the bucket. In newer regions the
        service C(logdelivery.elasticloadbalancing.amazonaws.com) does.
      type: str
      returned: if there is one
      sample: "156460612806"
policy_types:
  description: The types of policies, by name.
  type: list
  elements: dict
  returned: if O(include) has V(policy_types)
  contains:
    name:
      description: The name, as the C(type) of a policy takes it.
      type: str
      returned: always
      sample: LBCookieStickinessPolicyType
    description:
      description: AWS' description.
      type: str
      returned: always
      sample: Policy that controls the ciphers and protocols
    attributes:
      description:
        - The attributes, with C(name), C(type), C(cardinality) (V(ONE), V(ZERO_OR_ONE), V(ZERO_OR_MORE) or
          V(ONE_OR_MORE)), and C(description) and C(default_value) where AWS tells them.
      type: list
      elements: dict
      returned: always
      sample: [{name: CookieExpirationPeriod, type: Long, cardinality: ZERO_OR_ONE}]
predefined_policies:
  description: AWS' own TLS policies, and samples of others if AWS lists them, in its order.
  type: list
  elements: dict
  returned: if O(include) has V(predefined_policies)
  contains:
    name:
      description: The name, as C(Reference-Security-Policy) takes it.
      type: str
      returned: always
      sample: ELBSecurityPolicy-TLS-1-2-2017-01
    type:
      description: The type.
      type: str
      returned: always
      sample: SSLNegotiationPolicyType
    enables:
      description: The protocols, ciphers and options that it enables.
      type: list
      elements: str
      returned: always
      sample: [Protocol-TLSv1.2, Server-Defined-Cipher-Order, ECDHE-ECDSA-AES128-GCM-SHA256]
account_limits:
  description: The limits of the account in the region.
  type: list
  elements: dict
  returned: if O(include) has V(account_limits)
  contains:
    name:
      description: The name of the limit.
      type: str
      returned: always
      sample: classic-listeners
    max:
      description: The limit.
      type: int
      returned: always
      sample: 100
    used:
      description: How much of it is used; of a limit for each balancer, by the one that uses most.
      type: int
      returned: if the module knows what the limit counts
      sample: 12
    balancer:
      description: The balancer that uses most.
      type: str
      returned: if the limit is one for each balancer and there is a balancer
      sample: shop
api_calls:
  description: How many calls were sent, as C(total), C(writes) among them, and how many of them AWS C(throttled).
  type: dict
  returned: unless the options are refused
  sample: {total: 4, writes: 0, throttled: 0}
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
    operation: DescribeAccountLimits
    code: AccessDenied
    message: User is not authorized to perform this.
    request_id: 0a1b2c3d
"""

from ansible_collections.classic.elb.plugins.module_utils._options.service_info import OPTIONS, parse_include
from ansible_collections.classic.elb.plugins.module_utils._run.module import run_module
from ansible_collections.classic.elb.plugins.module_utils._run.service_info import describe_service


def main() -> None:
    run_module("elb_service_info", OPTIONS, parse_include, describe_service)


if __name__ == "__main__":
    main()
