#!/usr/bin/python
# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: elb_classic_lb_info
version_added: 1.0.0
short_description: Read AWS Classic Load Balancers with the options and results of amazon.aws
description:
  - Takes the place of M(amazon.aws.elb_classic_lb_info), which was C(ec2_elb_facts) once. Options and results are the
    same, so a task needs another module name and nothing else.
  - All balancers are read at the same time, with one call for their listing, one for the tags of each twenty, and one
    or two for each.
  - New playbooks are better off with M(classic.elb.elb_balancer_info), which filters, reads what is asked for, and
    returns what M(classic.elb.elb_balancer) takes.
author:
  - classic.elb contributors (@classic-elb)
options:
  names:
    description:
      - The names of the balancers, in the order of the result; without it, all. Those that do not exist are left out,
        and so is what can be no name. A blank is refused.
    type: list
    elements: str
    default: []
    aliases: [elb_ids, ec2_elbs]
extends_documentation_fragment:
  - classic.elb.aws
  - classic.elb.attributes
  - classic.elb.attributes.reads
seealso:
  - module: classic.elb.elb_balancer_info
  - module: classic.elb.elb_classic_lb
  - name: Option by option
    description: What becomes of each option and result of amazon.aws.
    link: https://github.com/classic-elb/classic.elb/blob/main/docs/drop_in.md
  - name: Classic Load Balancers
    description: The user guide of AWS.
    link: https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/introduction.html
"""

EXAMPLES = r"""
- name: Read a balancer
  classic.elb.elb_classic_lb_info:
    names: shop
  register: found

- name: How many serve
  ansible.builtin.debug:
    msg: "{{ found.elbs[0].instances_inservice_count }}"

- name: Read all
  classic.elb.elb_classic_lb_info:
  register: found

- name: Their addresses
  ansible.builtin.debug:
    msg: "{{ item.dns_name }}"
  loop: "{{ found.elbs }}"
  loop_control:
    label: "{{ item.load_balancer_name }}"
"""

RETURN = r"""
elbs:
  description: The balancers, as AWS describes them, in snake_case.
  type: list
  elements: dict
  returned: success
  contains:
    load_balancer_name:
      description: The name.
      type: str
      returned: always
      sample: store
    dns_name:
      description: The name that clients use.
      type: str
      returned: if AWS tells it
      sample: shop-1234567890.eu-west-1.elb.amazonaws.com
    canonical_hosted_zone_name:
      description: The name for alias records; internal balancers have none.
      type: str
      returned: if AWS tells it
      sample: shop-1234567890.eu-west-1.elb.amazonaws.com
    canonical_hosted_zone_name_id:
      description: The hosted zone of the DNS name.
      type: str
      returned: if AWS tells it
      sample: Z32O12XQLNTSW2
    vpc_id:
      description: The VPC.
      type: str
      returned: if AWS tells it
      sample: vpc-0a1b2c3d
    scheme:
      description: V(internet-facing) or V(internal).
      type: str
      returned: always
      sample: internet-facing
    created_time:
      description: When it was created.
      type: str
      returned: if AWS tells it
      sample: "2026-11-23T02:08:21.710000+00:00"
    availability_zones:
      description: The zones.
      type: list
      elements: str
      returned: if AWS tells it
      sample: [eu-west-1a, eu-west-1b]
    subnets:
      description: The ids of the subnets.
      type: list
      elements: str
      returned: if AWS tells it
      sample: [subnet-0a1b2c3d]
    security_groups:
      description: The ids of the security groups.
      type: list
      elements: str
      returned: if AWS tells it
      sample: [sg-0a1b2c3d]
    source_security_group:
      description: The group to admit in the security groups of the members, with C(owner_alias) and C(group_name).
      type: dict
      returned: if AWS tells it
      sample: {owner_alias: "123456789012", group_name: web}
    listener_descriptions:
      description: The listeners, with C(listener) and C(policy_names).
      type: list
      elements: dict
      returned: always
      contains:
        listener:
          description: C(load_balancer_port), C(protocol), C(instance_port), C(instance_protocol) and, if it has one,
            C(ssl_certificate_id).
          type: dict
          returned: always
          sample: {load_balancer_port: 80, protocol: HTTP, instance_port: 8080, instance_protocol: HTTP}
        policy_names:
          description: The policies that are enabled.
          type: list
          elements: str
          returned: always
          sample: [sticky]
    backend_server_descriptions:
      description: The instance ports that have policies, with C(instance_port) and C(policy_names).
      type: list
      elements: dict
      returned: always
      sample: [{instance_port: 8080, policy_names: [proxy]}]
    policies:
      description: The policies by kind.
      type: dict
      returned: always
      contains:
        app_cookie_stickiness_policies:
          description: Those of applications, with C(policy_name) and C(cookie_name).
          type: list
          elements: dict
          returned: always
          sample: [{policy_name: app, cookie_name: id}]
        lb_cookie_stickiness_policies:
          description: Those of balancer cookies, with C(policy_name) and C(cookie_expiration_period) in seconds.
          type: list
          elements: dict
          returned: always
          sample: [{policy_name: sticky, cookie_expiration_period: 60}]
        other_policies:
          description: The names of all others.
          type: list
          elements: str
          returned: always
          sample: [proxy]
    health_check:
      description: How the members are checked.
      type: dict
      returned: always
      contains:
        target:
          description: What is asked, as AWS writes it.
          type: str
          returned: always
          sample: HTTP:8080/healthz
        interval:
          description: Seconds between checks.
          type: int
          returned: always
          sample: 30
        timeout:
          description: Seconds until a check has failed.
          type: int
          returned: always
          sample: 5
        healthy_threshold:
          description: Checks in a row that make a member healthy.
          type: int
          returned: always
          sample: 10
        unhealthy_threshold:
          description: Failed checks in a row that make a member unhealthy.
          type: int
          returned: always
          sample: 2
    instances:
      description: The members, each with C(instance_id).
      type: list
      elements: dict
      returned: always
      sample: [{instance_id: i-0123456789abcdef0}]
    tags:
      description: The tags.
      type: dict
      returned: always
      sample: {env: prod}
    attributes:
      description: The attributes.
      type: dict
      returned: always
      contains:
        access_log:
          description: C(enabled), and once they were, C(s3_bucket_name), C(s3_bucket_prefix) and C(emit_interval) in
            minutes.
          type: dict
          returned: always
          sample: {enabled: false}
        additional_attributes:
          description: The desync mitigation mode, with C(key) and C(value).
          type: list
          elements: dict
          returned: always
          sample: [{key: elb.http.desyncmitigationmode, value: defensive}]
        connection_draining:
          description: C(enabled), and C(timeout) in seconds.
          type: dict
          returned: always
          sample: {enabled: true, timeout: 300}
        connection_settings:
          description: C(idle_timeout) in seconds.
          type: dict
          returned: always
          sample: {idle_timeout: 60}
        cross_zone_load_balancing:
          description: C(enabled).
          type: dict
          returned: always
          sample: {enabled: true}
    instances_inservice:
      description: The ids of members whose state is V(InService).
      type: list
      elements: str
      returned: always
      sample: [i-0123456789abcdef0]
    instances_inservice_count:
      description: How many they are.
      type: int
      returned: always
      sample: 1
    instances_outofservice:
      description: The ids of members whose state is V(OutOfService).
      type: list
      elements: str
      returned: always
      sample: []
    instances_outofservice_count:
      description: How many they are.
      type: int
      returned: always
      sample: 1
    instances_unknownservice:
      description: The ids of members whose state is V(Unknown).
      type: list
      elements: str
      returned: always
      sample: []
    instances_unknownservice_count:
      description: How many they are.
      type: int
      returned: always
      sample: 1
api_calls:
  description: How many calls were sent, as C(total), C(writes) among them, and how many of them AWS C(throttled).
  type: dict
  returned: unless the options are refused
  sample: {total: 1, writes: 0, throttled: 0}
resource_actions:
  description: The API operations that were called.
  type: list
  elements: str
  returned: if O(debug_botocore_endpoint_logs=true)
  sample: ["elasticloadbalancing:DescribeLoadBalancers"]
error:
  description: What AWS answered, as RV(classic.elb.elb_balancer#module:error).
  type: dict
  returned: if AWS refused a call, or did not answer it
  sample:
    operation: DescribeLoadBalancers
    code: AccessDenied
    message: User is not authorized to perform this.
    request_id: 0a1b2c3d
"""

from ansible_collections.classic.elb.plugins.module_utils._options.classic_lb_info import (
    OPTIONS,
    parse_possible_names,
)
from ansible_collections.classic.elb.plugins.module_utils._run.classic_lb_info import describe_classic_lbs
from ansible_collections.classic.elb.plugins.module_utils._run.module import run_module


def main() -> None:
    run_module(
        "elb_classic_lb_info", OPTIONS, parse_possible_names, describe_classic_lbs, narrowing=("names",)
    )


if __name__ == "__main__":
    main()
