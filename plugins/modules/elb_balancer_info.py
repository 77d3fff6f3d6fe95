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
  - Without O(include) it costs one call for every 400 balancers. The details of many balancers are read at the same
    time.
author:
  - classic.elb contributors (@classic-elb)
options:
  names:
    description:
      - The names of the balancers; all of them if it is left out or empty.
    type: list
    elements: str
    default: []
    aliases: [name, balancers, balancer, load_balancers, load_balancer]
  filters:
    description:
      - Only balancers that match all of these.
    type: dict
    default: {}
    suboptions:
      tags:
        description:
          - Tags that it has, with these values.
        type: dict
      vpc_id:
        description:
          - The id of its VPC.
        type: str
      subnet:
        description:
          - The id of one of its subnets.
        type: str
      scheme:
        description:
          - V(internet-facing) or V(internal).
        type: str
        choices: [internet-facing, internal]
      instance:
        description:
          - The id of one of its members.
        type: str
      ssl_certificate_id:
        description:
          - The ARN of a certificate on one of its listeners.
        type: str
        aliases: [certificate]
      security_group:
        description:
          - The id of one of its security groups.
        type: str
      dns_name:
        description:
          - Its DNS name, in any case, with or without a final dot or the prefix C(dualstack.).
        type: str
  include:
    description:
      - What is read besides the listing. V(attributes) takes a call for each balancer, V(tags) one for every 20,
        V(policies) one for each balancer that has other policies than cookies and AWS' own, V(health) one for each
        balancer that has members. V(all) is all of these.
    type: list
    elements: str
    choices: [attributes, tags, policies, health, all]
    default: []
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
"""

EXAMPLES = r"""
- name: The names of all balancers
  classic.elb.elb_balancer_info:
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
    - The balancers, by name. Each can be given back to M(classic.elb.elb_balancer) as it is.
  type: list
  elements: dict
  returned: success
  contains:
    name:
      description: The name.
      type: str
      returned: always
      sample: shop
    scheme:
      description: V(internet-facing) or V(internal).
      type: str
      returned: always
      sample: internet-facing
    subnets:
      description: The ids of the subnets, sorted.
      type: list
      elements: str
      returned: always
    availability_zones:
      description: The zones, sorted.
      type: list
      elements: str
      returned: always
      sample: [eu-west-1a, eu-west-1b]
    security_groups:
      description: The ids of the security groups, sorted.
      type: list
      elements: str
      returned: always
    listeners:
      description: The listeners by port, with C(load_balancer_port), C(protocol), C(instance_port),
        C(instance_protocol), C(ssl_certificate_id) (HTTPS and SSL only) and C(policy_names).
      type: list
      elements: dict
      returned: always
    policies:
      description: The policies by name, with C(name), C(type) and C(attributes). A TLS policy shows its reference,
        or what it enables.
      type: list
      elements: dict
      returned: if O(include) has V(policies)
    backend_servers:
      description: The instance ports that have policies, with C(instance_port) and C(policy_names).
      type: list
      elements: dict
      returned: always
    health_check:
      description: C(target), C(interval) and C(timeout) in seconds, C(healthy_threshold), C(unhealthy_threshold).
      type: dict
      returned: always
      sample: {target: "HTTP:8080/healthz", interval: 30, timeout: 5, healthy_threshold: 10, unhealthy_threshold: 2}
    connection_draining:
      description: C(enabled), and while it is, C(timeout) in seconds.
      type: dict
      returned: if O(include) has V(attributes)
    idle_timeout:
      description: Seconds.
      type: int
      returned: if O(include) has V(attributes)
      sample: 60
    cross_zone_load_balancing:
      description: Whether it is enabled.
      type: bool
      returned: if O(include) has V(attributes)
    access_logs:
      description: C(enabled), and while they are, C(s3_bucket_name), C(s3_bucket_prefix) and C(emit_interval) in
        minutes.
      type: dict
      returned: if O(include) has V(attributes)
    desync_mitigation_mode:
      description: V(monitor), V(defensive) or V(strictest).
      type: str
      returned: if O(include) has V(attributes)
      sample: defensive
    tags:
      description: The tags.
      type: dict
      returned: if O(include) has V(tags)
    aws_tags:
      description: The tags that AWS itself has set.
      type: dict
      returned: if O(include) has V(tags) and there are any
    instances:
      description: The ids of the members, sorted.
      type: list
      elements: str
      returned: always
    vpc_id:
      description: The VPC.
      type: str
      returned: always
    dns_name:
      description: The name that clients use.
      type: str
      returned: always
      sample: shop-1234567890.eu-west-1.elb.amazonaws.com
    canonical_hosted_zone_id:
      description: The hosted zone of the DNS name, for alias records in Route 53.
      type: str
      returned: always
      sample: Z32O12XQLNTSW2
    canonical_hosted_zone_name:
      description: The name for alias records; internal balancers have none.
      type: str
      returned: if it is internet-facing
    source_security_group:
      description: The group to admit in the security groups of the members, with C(owner_alias) and C(group_name).
      type: dict
      returned: always
    created_time:
      description: When it was created, in UTC.
      type: str
      returned: always
      sample: "2026-11-23T02:08:21.710Z"
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
  returned: success
  sample: []
api_calls:
  description: How many calls were sent, as C(total), C(writes) among them, and how many of them AWS C(throttled).
  type: dict
  returned: always
  sample: {total: 1, writes: 0, throttled: 0}
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
"""

from typing import Any

from ansible_collections.classic.elb.plugins.module_utils._options.query import PARTS, parse_query
from ansible_collections.classic.elb.plugins.module_utils._run.balancer_info import list_balancers
from ansible_collections.classic.elb.plugins.module_utils._run.module import run_module


def main() -> None:
    filters: dict[str, Any] = {
        "tags": {"type": "dict"},
        "vpc_id": {"type": "str"},
        "subnet": {"type": "str"},
        "scheme": {"type": "str", "choices": ["internet-facing", "internal"]},
        "instance": {"type": "str"},
        "ssl_certificate_id": {"type": "str", "aliases": ["certificate"]},
        "security_group": {"type": "str"},
        "dns_name": {"type": "str"},
    }
    argument_spec: dict[str, Any] = {
        "names": {
            "type": "list",
            "elements": "str",
            "default": [],
            "aliases": ["name", "balancers", "balancer", "load_balancers", "load_balancer"],
        },
        "filters": {"type": "dict", "default": {}, "options": filters},
        "include": {"type": "list", "elements": "str", "choices": [*PARTS, "all"], "default": []},
        "fail_on_missing": {"type": "bool", "default": False},
    }
    run_module(argument_spec, parse_query, list_balancers)


if __name__ == "__main__":
    main()
