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
          - Its DNS name, in upper or lower case, with or without a final dot or the prefix C(dualstack.).
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
    - The balancers, by name. Each can be given back to M(classic.elb.elb_balancer) as it is.
  type: list
  elements: dict
  returned: success
  sample:
    - name: shop
      scheme: internet-facing
      dns_name: shop-1234567890.eu-west-1.elb.amazonaws.com
      listeners: [{load_balancer_port: 80, protocol: HTTP, instance_port: 8080, instance_protocol: HTTP}]
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
      description: The ids of the subnets, sorted; in EC2-Classic there are none.
      type: list
      elements: str
      returned: if it is in a VPC
      sample: [subnet-0a1b2c3d]
    availability_zones:
      description: The zones, sorted.
      type: list
      elements: str
      returned: always
      sample: [eu-west-1a, eu-west-1b]
    security_groups:
      description: The ids of the security groups, the source group before the others; in EC2-Classic there are none.
      type: list
      elements: str
      returned: if it is in a VPC
      sample: [sg-0a1b2c3d]
    listeners:
      description: The listeners by port. A balancer from before autumn 2012 may have one of port 0 without protocols,
        which nobody can delete; it is left alone.
      type: list
      elements: dict
      returned: always
      sample: [{load_balancer_port: 80, protocol: HTTP, instance_port: 8080, instance_protocol: HTTP, policy_names: []}]
      contains:
        load_balancer_port:
          description: The port that clients use.
          type: int
          returned: always
          sample: 443
        protocol:
          description: The protocol that clients use.
          type: str
          returned: always
          sample: HTTPS
        instance_port:
          description: The port of the members.
          type: int
          returned: always
          sample: 8080
        instance_protocol:
          description: The protocol that the members use.
          type: str
          returned: always
          sample: HTTP
        ssl_certificate_id:
          description: The ARN of the certificate.
          type: str
          returned: for HTTPS and SSL
          sample: arn:aws:iam::123456789012:server-certificate/shop
        policy_names:
          description: The policies that are enabled, sorted.
          type: list
          elements: str
          returned: always
          sample: [sticky, tls-1-2]
    policies:
      description: The policies by name.
      type: list
      elements: dict
      returned: if O(include) has V(policies)
      sample:
        - name: sticky
          type: LBCookieStickinessPolicyType
          attributes: {CookieExpirationPeriod: "60"}
      contains:
        name:
          description: The name.
          type: str
          returned: always
          sample: sticky
        type:
          description: The type.
          type: str
          returned: always
          sample: LBCookieStickinessPolicyType
        attributes:
          description: What it holds, as text. A TLS policy shows its reference, or what it enables.
          type: dict
          returned: always
          sample: {CookieExpirationPeriod: "60"}
    backend_servers:
      description: The instance ports that have policies.
      type: list
      elements: dict
      returned: always
      sample: [{instance_port: 8080, policy_names: [proxy]}]
      contains:
        instance_port:
          description: The port of the members.
          type: int
          returned: always
          sample: 8080
        policy_names:
          description: The policies that are enabled, sorted.
          type: list
          elements: str
          returned: always
          sample: [proxy]
    health_check:
      description: How members are checked.
      type: dict
      returned: if AWS tells it
      sample: {target: "HTTP:8080/healthz", interval: 30, timeout: 5, healthy_threshold: 10, unhealthy_threshold: 2}
      contains:
        target:
          description: Protocol, port and path.
          type: str
          returned: always
          sample: "HTTP:8080/healthz"
        interval:
          description: Seconds between two checks.
          type: int
          returned: always
          sample: 30
        timeout:
          description: Seconds after which a check has failed.
          type: int
          returned: always
          sample: 5
        healthy_threshold:
          description: Checks that a member must pass to come into service.
          type: int
          returned: always
          sample: 10
        unhealthy_threshold:
          description: Checks that a member must fail to go out of service.
          type: int
          returned: always
          sample: 2
    connection_draining:
      description: Whether open connections may finish when a member leaves.
      type: dict
      returned: if O(include) has V(attributes)
      sample: {enabled: true, timeout: 300}
      contains:
        enabled:
          description: Whether they may.
          type: bool
          returned: always
          sample: true
        timeout:
          description: Seconds after which they are cut.
          type: int
          returned: while it is enabled
          sample: 300
    idle_timeout:
      description: Seconds.
      type: int
      returned: if O(include) has V(attributes)
      sample: 60
    cross_zone_load_balancing:
      description: Whether it is enabled.
      type: bool
      returned: if O(include) has V(attributes)
      sample: true
    access_logs:
      description: Where the access logs go. AWS remembers it while they are disabled.
      type: dict
      returned: if O(include) has V(attributes)
      sample: {enabled: true, s3_bucket_name: my-logs, s3_bucket_prefix: shop, emit_interval: 60}
      contains:
        enabled:
          description: Whether they are written.
          type: bool
          returned: always
          sample: true
        s3_bucket_name:
          description: The bucket.
          type: str
          returned: once it was set
          sample: my-logs
        s3_bucket_prefix:
          description: The folder in the bucket; empty if there is none.
          type: str
          returned: once anything of the logs was set
          sample: shop
        emit_interval:
          description: Minutes between two logs.
          type: int
          returned: once anything of the logs was set
          sample: 60
    desync_mitigation_mode:
      description: V(monitor), V(defensive) or V(strictest).
      type: str
      returned: if O(include) has V(attributes)
      sample: defensive
    tags:
      description: The tags.
      type: dict
      returned: if O(include) has V(tags)
      sample: {env: prod}
    aws_tags:
      description: The tags that AWS itself has set.
      type: dict
      returned: if O(include) has V(tags), and there are any
      sample: {"aws:cloudformation:stack-name": shop}
    instances:
      description: The ids of the members, sorted.
      type: list
      elements: str
      returned: always
      sample: [i-0123456789abcdef0]
    arn:
      description: The ARN, which is made of the region, the account that AWS tells as the owner of the source security
        group, and the name.
      type: str
      returned: if AWS tells the account, as it does in every VPC
      sample: arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/shop
    region:
      description: The region.
      type: str
      returned: always
      sample: eu-west-1
    vpc_id:
      description: The VPC; in EC2-Classic there is none.
      type: str
      returned: if it is in a VPC
      sample: vpc-0a1b2c3d
    dns_name:
      description: The name that clients use.
      type: str
      returned: if AWS tells it
      sample: shop-1234567890.eu-west-1.elb.amazonaws.com
    canonical_hosted_zone_id:
      description: The hosted zone of the DNS name, for alias records in Route 53.
      type: str
      returned: if AWS tells it
      sample: Z32O12XQLNTSW2
    canonical_hosted_zone_name:
      description: The name for alias records; internal balancers have none.
      type: str
      returned: if it is internet-facing and AWS tells it
      sample: shop-1234567890.eu-west-1.elb.amazonaws.com
    source_security_group:
      description: The group to admit in the security groups of the members.
      type: dict
      returned: if AWS tells it
      sample: {owner_alias: "123456789012", group_name: web, group_id: sg-0123456789abcdef0}
      contains:
        owner_alias:
          description: The account that owns the group.
          type: str
          returned: always
          sample: "123456789012"
        group_name:
          description: The name of the group.
          type: str
          returned: always
          sample: web
        group_id:
          description: The id of the group.
          type: str
          returned: if the balancer has one security group, or O(include) has V(source_security_group)
          sample: sg-0123456789abcdef0
    created_time:
      description: When it was created, in UTC.
      type: str
      returned: if AWS tells it
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
