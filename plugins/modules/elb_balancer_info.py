#!/usr/bin/python
# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: elb_balancer_info
version_added: 1.0.0
short_description: Read AWS Classic Load Balancers
description:
  - Reads all balancers of a region, or those that are named or that match filters.
  - A balancer is returned in the words of M(classic.elb.elb_balancer) and can be given back to it; that changes
    nothing.
  - With O(include=[]) it costs one call for every 400 balancers. The details of many balancers are read at the same
    time.
author:
  - classic.elb contributors (@classic-elb)
options:
  names:
    description:
      - The names of the balancers; all of them if it is left out or an empty list.
      - A blank text, null, or a list of nothing but such, is refused.
    type: list
    elements: str
    default: []
    aliases:
      [name, balancers, balancer, elb, elbs, load_balancers, load_balancer, load_balancer_names, load_balancer_name]
  filters:
    description:
      - Only balancers that match all of these, each by one of its values. One that is blank does not count.
    type: dict
    default: {}
    suboptions:
      tags:
        description:
          - Tags that it has, with these values; of a list, with one of them. An empty text is the empty value.
            C(Key) and C(Value) alone, as AWS lists a tag, are refused.
        type: dict
      vpc_id:
        description:
          - The id of its VPC.
        type: list
        elements: str
      subnet:
        description:
          - The id of one of its subnets.
        type: list
        elements: str
      scheme:
        description:
          - V(internet-facing) or V(internal).
        type: str
        choices: [internet-facing, internal]
      instance:
        description:
          - The id of one of its members.
        type: list
        elements: str
      ssl_certificate_id:
        description:
          - The ARN of a certificate on one of its listeners.
        type: list
        elements: str
        aliases: [certificate]
      security_group:
        description:
          - The id of one of its security groups.
        type: list
        elements: str
      dns_name:
        description:
          - Its DNS name, in any case, with or without a final dot or the prefix C(dualstack.).
        type: list
        elements: str
  include:
    description:
      - What is read besides the listing; by default, all settings of the balancers. An empty list is the listing alone.
      - V(attributes) takes a call for each balancer, V(tags) one for every 20, V(policies) one for each balancer that
        has other policies than cookies and AWS' own, V(health) one for each balancer that has members. V(all) is these
        four.
      - Policies that AWS lists and does not describe, as it may be with one that was made a moment ago, are looked for
        again for some seconds. Those that are not described then are not among those that are returned; a warning names
        them.
      - V(source_security_group) is not among them. It asks EC2 for the C(group_id) of the source group where a balancer
        has several security groups, in one call for every 200 groups. Where it has one, the id is known anyhow.
    type: list
    elements: str
    choices: [attributes, tags, policies, health, all, source_security_group]
    default: [attributes, tags, policies]
  fail_on_missing:
    description:
      - Whether it is an error if one of O(names) does not exist. They are returned as RV(missing) otherwise.
    type: bool
    default: false
extends_documentation_fragment:
  - classic.elb.aws
  - classic.elb.attributes
  - classic.elb.attributes.reads
seealso:
  - module: classic.elb.elb_balancer
  - module: classic.elb.elb_service_info
  - name: A report on what is there
    description: Balancers on one page, with what is wrong.
    link: https://github.com/classic-elb/classic.elb/blob/main/docs/report.md
  - name: Classic Load Balancers
    description: The user guide of AWS.
    link: https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/introduction.html
"""

EXAMPLES = r"""
- name: The names of all balancers
  classic.elb.elb_balancer_info:
    include: []
  register: listed

- name: Show them
  ansible.builtin.debug:
    msg: "{{ listed.balancers | map(attribute='name') }}"

- name: Everything about one balancer
  classic.elb.elb_balancer_info:
    names: shop
    include: all
    fail_on_missing: true

- name: Where a certificate is in use
  classic.elb.elb_balancer_info:
    filters:
      ssl_certificate_id: arn:aws:iam::123456789012:server-certificate/shop

- name: The health of the members of production
  classic.elb.elb_balancer_info:
    filters:
      tags:
        env: prod
    include: [health]
"""

RETURN = r"""
balancers:
  description:
    - The balancers, by name, with the keys of RV(classic.elb.elb_balancer#module:balancer). Each can be given back to
      M(classic.elb.elb_balancer) as it is.
    - C(connection_draining), C(idle_timeout), C(cross_zone_load_balancing), C(access_logs) and
      C(desync_mitigation_mode) are there if O(include) has V(attributes), C(policies) if it has V(policies), C(tags)
      and C(aws_tags) if it has V(tags). All other keys are there whenever the balancer has them, but for the
      C(group_id) of C(source_security_group), as O(include) says.
  type: list
  elements: dict
  returned: success
  sample:
    - name: shop
      scheme: internet-facing
      dns_name: shop-1234567890.eu-west-1.elb.amazonaws.com
      listeners: [{load_balancer_port: 80, protocol: HTTP, instance_port: 8080, instance_protocol: HTTP}]
  contains:
    members:
      description: The members with their health, by id.
      type: list
      elements: dict
      returned: if O(include) has V(health)
      contains:
        instance_id:
          description: The id.
          type: str
          returned: always
          sample: i-0123456789abcdef0
        state:
          description: V(InService), V(OutOfService) or V(Unknown). AWS calls a member that is draining V(InService)
            as well.
          type: str
          returned: always
          sample: OutOfService
        reason_code:
          description: V(ELB), V(Instance) or V(N/A).
          type: str
          returned: always
          sample: Instance
        description:
          description: The reason, in AWS' words.
          type: str
          returned: always
          sample: Instance has failed at least the UnhealthyThreshold number of health checks consecutively.
missing:
  description: Those of O(names) that do not exist, sorted.
  type: list
  elements: str
  returned: success, or with O(fail_on_missing=true)
  sample: []
unreadable:
  description:
    - Balancers whose description by AWS makes no sense, with C(name) and C(reason). A warning tells of each, and all
      others are returned.
  type: list
  elements: dict
  returned: success
  sample: [{name: old, reason: a listener without LoadBalancerPort}]
api_calls:
  description: How many calls were sent, as C(total), C(writes) among them, and how many of them AWS C(throttled).
  type: dict
  returned: unless the options are refused
  sample: {total: 1, writes: 0, throttled: 0}
resource_actions:
  description: As RV(classic.elb.elb_balancer#module:resource_actions).
  type: list
  elements: str
  returned: if O(debug_botocore_endpoint_logs=true)
  sample: ["elasticloadbalancing:DescribeLoadBalancers"]
error:
  description: What AWS answered, as RV(classic.elb.elb_balancer#module:error).
  type: dict
  returned: if AWS refused a call, or did not answer it, or O(fail_on_missing=true) fails
  sample:
    operation: DescribeLoadBalancers
    code: AccessDenied
    message: User is not authorized to perform this.
    request_id: 0a1b2c3d
"""

from ansible_collections.classic.elb.plugins.module_utils._options.balancer_info import OPTIONS, parse_query
from ansible_collections.classic.elb.plugins.module_utils._run.balancer_info import list_balancers
from ansible_collections.classic.elb.plugins.module_utils._run.module import run_module


def main() -> None:
    run_module("elb_balancer_info", OPTIONS, parse_query, list_balancers, narrowing=("names",))


if __name__ == "__main__":
    main()
