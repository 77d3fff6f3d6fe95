#!/usr/bin/python
# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: elb_balancer
version_added: 1.0.0
short_description: Manage an AWS Classic Load Balancer
description:
  - Creates, changes and deletes a Classic Load Balancer.
  - An option that is left out is left alone. A list that is given is the whole truth, unless its
    purge option, such as O(purge_listeners), is V(false).
  - Certificates change in place, policies survive changes of listeners, subnets are exchanged one by one. Every
    step says what it does to the traffic, and O(max_impact) can refuse it.
  - Members are managed with M(classic.elb.elb_member), which needs no knowledge of anything else.
author:
  - classic.elb contributors (@classic-elb)
options:
  name:
    description:
      - The name of the balancer, 1 to 32 letters (a-z, A-Z), digits and dashes, unique in the region. It cannot be
        changed.
    type: str
    required: true
    aliases: [balancer, load_balancer, load_balancer_name, elb]
  state:
    description:
      - Whether the balancer is to exist.
    type: str
    choices: [present, absent]
    default: present
  scheme:
    description:
      - Whether the balancer has a public address (V(internet-facing), AWS' default for a new one) or only one in
        the VPC (V(internal)).
      - AWS cannot change it. With O(max_impact=replacement), the balancer is deleted and created again, with all
        that can be carried over, under a new DNS name. Members that do not run cannot; a warning names them.
    type: str
    choices: [internet-facing, internal]
  subnets:
    description:
      - The ids of the subnets, at most one in each zone, all in one VPC.
      - They are exchanged one by one; the only subnet of the only zone cannot be.
      - Subnets of another VPC need O(max_impact=replacement).
      - A new balancer needs them, or O(availability_zones). Beside them, O(availability_zones) must be their zones, as
        in a balancer that was returned.
    type: list
    elements: str
  purge_subnets:
    description:
      - Whether subnets that are not in O(subnets) are detached.
    type: bool
    default: true
  availability_zones:
    description:
      - The names of the zones, for a balancer in the default subnets of the default VPC.
      - In a VPC, AWS does not let zones be changed by themselves. There, a zone is added by attaching its default
        subnet and removed by detaching its subnet, one at a time; a zone that is listed keeps the subnet it has.
    type: list
    elements: str
    aliases: [zones]
  purge_availability_zones:
    description:
      - Whether zones that are not in O(availability_zones) are left, by detaching their subnets.
    type: bool
    default: true
    aliases: [purge_zones]
  security_groups:
    description:
      - The security groups, by id, or by name in the balancer's VPC. The first one of a new set becomes the source
        group; another order alone is no difference.
      - Without it a new balancer gets the default group of its VPC.
    type: list
    elements: str
    aliases: [security_group_ids, security_group_names]
  purge_security_groups:
    description:
      - Whether groups that are not in O(security_groups) are taken off.
    type: bool
    default: true
  listeners:
    description:
      - The listeners. A new balancer needs at least one.
      - A new certificate is set in place. A change of protocol, instance port or instance protocol has no API call,
        the listener is deleted and created, together with its policies; that is an outage of the port for a moment.
    type: list
    elements: dict
    suboptions:
      load_balancer_port:
        description:
          - The port that clients connect to, 1 to 65535.
        type: int
        required: true
        aliases: [port]
      protocol:
        description:
          - The protocol of clients, one of V(HTTP), V(HTTPS), V(TCP) and V(SSL), in upper or lower case.
        type: str
        required: true
      instance_port:
        description:
          - The port of the members, 1 to 65535.
        type: int
        required: true
      instance_protocol:
        description:
          - The protocol of the members; V(HTTP) and V(HTTPS) go together, V(TCP) and V(SSL) do. The default is the
            protocol of clients.
          - All listeners that use one instance port use it with V(HTTPS) or V(SSL), or none does.
        type: str
      ssl_certificate_id:
        description:
          - The ARN of a certificate in IAM or ACM, for V(HTTPS) and V(SSL) only.
        type: str
        aliases: [certificate]
      policy_names:
        description:
          - The policies that are enabled, exactly these; an empty list disables all. When left out, they stay as
            they are.
          - On V(HTTPS) and V(SSL) AWS enables its own default TLS policy when the list has none.
        type: list
        elements: str
  purge_listeners:
    description:
      - Whether listeners that are not in O(listeners) are deleted.
    type: bool
    default: true
  policies:
    description:
      - The policies of the balancer; where they are enabled is said in O(listeners) and O(backend_servers).
      - AWS cannot change a policy. A changed one is replaced through a temporary successor, so that no port is
        without.
    type: list
    elements: dict
    suboptions:
      name:
        description:
          - The name, letters (a-z, A-Z), digits and dashes, unique in the balancer. C(ELBSecurityPolicy-) and
            C(ELBSample-) are reserved for AWS.
        type: str
        required: true
        aliases: [policy_name]
      type:
        description:
          - The type of the policy, by AWS' name, V(SSLNegotiationPolicyType), V(BackendServerAuthenticationPolicyType),
            V(PublicKeyPolicyType), V(AppCookieStickinessPolicyType), V(LBCookieStickinessPolicyType) or
            V(ProxyProtocolPolicyType). Another one that AWS may know by now is sent, with a warning.
        type: str
        required: true
        aliases: [policy_type]
      attributes:
        description:
          - The attributes of the type, by AWS' names; M(classic.elb.elb_service_info) lists them. When left out, or
            when all of them are blank, those of an existing policy stay, and a new policy has none. Booleans and
            numbers are taken as they are, an attribute with several values takes a list.
          - A TLS policy names one of AWS' predefined ones in C(Reference-Security-Policy), or the protocols and
            ciphers to enable; what is not mentioned is disabled. One that AWS does not list is refused beforehand.
        type: dict
        aliases: [policy_attributes]
  purge_policies:
    description:
      - Whether policies that are not in O(policies) are deleted, if no listener and no instance port uses them once
        the task is done. AWS' own (C(ELBSecurityPolicy-), C(ELBSample-)) never are.
    type: bool
    default: true
  backend_servers:
    description:
      - The policies of instance ports, proxy protocol and back-end authentication.
    type: list
    elements: dict
    suboptions:
      instance_port:
        description:
          - The port of the members, 1 to 65535.
        type: int
        required: true
      policy_names:
        description:
          - The policies that are enabled, exactly these; an empty list disables all.
        type: list
        elements: str
        required: true
  purge_backend_servers:
    description:
      - Whether all policies are disabled on instance ports that are not in O(backend_servers).
    type: bool
    default: true
  health_check:
    description:
      - How the members are checked. What is left out keeps its value; a new balancer has AWS' default, V(TCP) on
        the instance port of the first listener, with the defaults below.
    type: dict
    suboptions:
      target:
        description:
          - What is asked, like V(HTTP:8080/path), V(HTTPS:443/path), V(TCP:80) or V(SSL:443), at most 1024
            characters.
        type: str
      interval:
        description:
          - Seconds between checks, 5 to 300; 30 for a new balancer.
        type: int
      timeout:
        description:
          - Seconds until a check has failed, 2 to 60, below the interval; 5 for a new balancer.
        type: int
        aliases: [response_timeout]
      healthy_threshold:
        description:
          - Checks in a row that make a member healthy, 2 to 10; 10 for a new balancer.
        type: int
      unhealthy_threshold:
        description:
          - Failed checks in a row that make a member unhealthy, 2 to 10; 2 for a new balancer.
        type: int
  connection_draining:
    description:
      - Whether open connections to a member may finish when it leaves. A new balancer has it disabled.
    type: dict
    suboptions:
      enabled:
        description:
          - Whether draining is on. Naming the block turns it on, unless this is V(false), or nothing in it is given.
        type: bool
        default: true
      timeout:
        description:
          - Seconds after which connections are cut, 1 to 3600; 300 unless it was set before. Without effect, and
            not sent, while draining is off.
        type: int
  idle_timeout:
    description:
      - Seconds after which an idle connection is closed, 1 to 4000; 60 for a new balancer.
    type: int
  cross_zone_load_balancing:
    description:
      - Whether each node of the balancer uses the members of all zones; V(false) for a new balancer.
    type: bool
    aliases: [cross_az_load_balancing]
  access_logs:
    description:
      - Where requests are logged. A new balancer logs nothing.
    type: dict
    suboptions:
      enabled:
        description:
          - Whether logs are written. Naming the block turns them on, unless this is V(false), or nothing in it is
            given.
        type: bool
        default: true
      s3_bucket_name:
        description:
          - The bucket, in the region of the balancer, with a policy that lets AWS write. Needed unless logs are
            disabled, or it was told before.
        type: str
        aliases: [s3_location]
      s3_bucket_prefix:
        description:
          - The prefix of the logs in the bucket; letters, digits, C(.), C(-), C(_) and C(/), without C(AWSLogs). An
            empty text, beside something else, is none.
        type: str
        aliases: [s3_prefix]
      emit_interval:
        description:
          - Minutes between two logs, V(5) or V(60); 60 unless it was set before.
        type: int
        aliases: [interval]
  desync_mitigation_mode:
    description:
      - How requests that may be attacks by desynchronisation are treated, V(monitor), V(defensive) (as for a new
        balancer) or V(strictest). Another one that AWS may know by now is sent, with a warning, unless it is a
        misspelling of one of these.
    type: str
  tags:
    description:
      - The tags, up to 50. A key takes 1 to 128, a value up to 256 letters, digits, spaces and any of C(_.:/=+-@).
      - C(Key) and C(Value) alone, as AWS lists a tag, are refused.
      - A tag whose value is null is removed, an empty dictionary removes all. Those of AWS itself (C(aws:)) are neither
        shown here nor touched.
    type: dict
    aliases: [resource_tags]
  purge_tags:
    description:
      - Whether tags that are not in O(tags) are removed.
    type: bool
    default: true
  wait:
    description:
      - Whether to wait until the network interfaces of a new balancer are in use, or those of a deleted one are
        gone. Until they are, AWS refuses to delete the subnets and security groups.
    type: bool
    default: false
  wait_timeout:
    description:
      - Seconds to wait at most, from 1 to 86400; V(0) counts as left out.
    type: int
    default: 300
extends_documentation_fragment:
  - classic.elb.aws
  - classic.elb.attributes
  - classic.elb.attributes.manages
  - classic.elb.facts
seealso:
  - name: Classic Load Balancers
    description: The user guide of AWS.
    link: https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/introduction.html
  - name: Which change does what to traffic
    description: Every call and its impact.
    link: https://github.com/classic-elb/classic.elb/blob/main/docs/traffic.md
  - name: Cookbook
    description: Short tasks for what comes up every week.
    link: https://github.com/classic-elb/classic.elb/blob/main/docs/cookbook.md
"""

EXAMPLES = r"""
- name: A balancer for a web shop
  classic.elb.elb_balancer:
    name: shop
    subnets: [subnet-0a1b2c3d, subnet-4e5f6a7b]
    security_groups: [web]
    listeners:
      - load_balancer_port: 80
        protocol: HTTP
        instance_port: 8080
      - load_balancer_port: 443
        protocol: HTTPS
        instance_port: 8080
        instance_protocol: HTTP
        ssl_certificate_id: arn:aws:iam::123456789012:server-certificate/shop
        policy_names: [tls-1-2, sticky]
    policies:
      - name: tls-1-2
        type: SSLNegotiationPolicyType
        attributes:
          Reference-Security-Policy: ELBSecurityPolicy-TLS-1-2-2017-01
      - name: sticky
        type: LBCookieStickinessPolicyType
        attributes:
          CookieExpirationPeriod: 3600
    health_check:
      target: HTTP:8080/healthz
      interval: 10
      timeout: 3
    connection_draining:
      timeout: 60
    cross_zone_load_balancing: true
    tags:
      env: prod
    wait: true

- name: Only the idle time-out, all else stays as it is
  classic.elb.elb_balancer:
    name: shop
    idle_timeout: 120

- name: One more tag
  classic.elb.elb_balancer:
    name: shop
    tags:
      team: checkout
    purge_tags: false

- name: Other subnets, exchanged one by one, and nothing worse than fewer zones for a moment
  classic.elb.elb_balancer:
    name: shop
    subnets: [subnet-1a1a1a1a, subnet-2b2b2b2b]
    max_impact: reduced_capacity

- name: Access logs every five minutes
  classic.elb.elb_balancer:
    name: shop
    access_logs:
      s3_bucket_name: elb-logs
      s3_bucket_prefix: shop
      emit_interval: 5

- name: An internal balancer instead of a public one, under a new DNS name
  classic.elb.elb_balancer:
    name: shop
    scheme: internal
    max_impact: replacement

- name: No balancer, and wait until its security groups can be deleted
  classic.elb.elb_balancer:
    name: shop
    state: absent
    wait: true
"""

RETURN = r"""
changed:
  description: Whether the plan had a step.
  type: bool
  returned: success, or after a failed step
  sample: true
balancer:
  description:
    - The balancer afterwards; in check mode, as predicted. Empty once it is gone.
    - Of a new balancer, check mode cannot know what only AWS gives. Its C(arn), C(dns_name),
      C(canonical_hosted_zone_name), C(source_security_group), C(created_time), and C(security_groups) and C(vpc_id)
      where the task does not tell them, then hold the word C(predicted), in AWS' form where there is one.
    - Of a balancer that an earlier task of the play would make, check mode leaves out what that is made from,
      C(listeners), C(scheme), C(subnets), C(availability_zones) and C(security_groups).
    - It can be given back to M(classic.elb.elb_balancer) as it is, and changes nothing then.
  type: dict
  returned: success, or after a failed step, unless AWS could not be read then
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
      description: The ids of the subnets, sorted; in EC2-Classic there are none.
      type: list
      elements: str
      returned: if it exists, is in a VPC, and they are known
      sample: [subnet-0a1b2c3d]
    availability_zones:
      description: The zones, sorted.
      type: list
      elements: str
      returned: if it exists and they are known
      sample: [eu-west-1a, eu-west-1b]
    security_groups:
      description: The ids of the security groups, the source group before the others; in EC2-Classic there are none.
      type: list
      elements: str
      returned: if it exists, is in a VPC, and they are known
      sample: [sg-0a1b2c3d]
    listeners:
      description: The listeners by port. A balancer from before autumn 2012 may have one of port 0 without protocols,
        which nobody can delete; it is left alone.
      type: list
      elements: dict
      returned: if it exists
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
      returned: if it exists
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
      returned: if it exists
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
      returned: if it exists, and the service tells it
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
      returned: if it exists
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
      returned: if it exists
      sample: 60
    cross_zone_load_balancing:
      description: Whether it is enabled.
      type: bool
      returned: if it exists
      sample: true
    access_logs:
      description: Where the access logs go. AWS remembers it while they are disabled.
      type: dict
      returned: if it exists
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
      returned: if it exists
      sample: defensive
    tags:
      description: The tags.
      type: dict
      returned: if it exists
      sample: {env: prod}
    aws_tags:
      description: The tags that AWS itself has set.
      type: dict
      returned: if there are any
      sample: {"aws:cloudformation:stack-name": shop}
    instances:
      description: The ids of the members, sorted.
      type: list
      elements: str
      returned: if it exists
      sample: [i-0123456789abcdef0]
    arn:
      description: The ARN, which is made of the region, the account that AWS tells as the owner of the source security
        group, and the name.
      type: str
      returned: if it exists and AWS tells the account, as it does in every VPC
      sample: arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/shop
    region:
      description: The region.
      type: str
      returned: if it exists
      sample: eu-west-1
    vpc_id:
      description: The VPC; in EC2-Classic there is none.
      type: str
      returned: if it exists, is in a VPC, and is known
      sample: vpc-0a1b2c3d
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
      sample: shop-1234567890.eu-west-1.elb.amazonaws.com
    source_security_group:
      description: The group to admit in the security groups of the members.
      type: dict
      returned: if it exists and is known
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
          description: The id of the group; of several, M(classic.elb.elb_balancer_info) tells it on request.
          type: str
          returned: if the balancer has one security group, or on request
          sample: sg-0123456789abcdef0
    created_time:
      description: When it was created, in UTC.
      type: str
      returned: if it exists and is known
      sample: "2026-11-23T02:08:21.710Z"
actions:
  description:
    - The plan. In order, each write with its C(operation), its C(parameters) as they are sent, and its C(impact).
    - In check mode, what would be sent; after a failure, what was of it (what was put back then is in the message). Of
      a plan that O(max_impact) refuses, all that would have been sent.
  type: list
  elements: dict
  returned: success, after a failed step, or of a plan that O(max_impact) refuses
  sample:
    - operation: ModifyLoadBalancerAttributes
      parameters:
        LoadBalancerName: shop
        LoadBalancerAttributes:
          ConnectionSettings:
            IdleTimeout: 120
      impact: none
  contains:
    operation:
      description: The operation of the API.
      type: str
      returned: always
      sample: AddTags
    parameters:
      description: Its parameters, as they are sent.
      type: dict
      returned: always
      sample: {LoadBalancerNames: [shop], Tags: [{Key: env, Value: prod}]}
    impact:
      description: What it does to traffic, as O(max_impact) names it.
      type: str
      returned: always
      sample: none
impact:
  description: The worst impact among RV(actions).
  type: str
  returned: success, after a failed step, or of a plan that O(max_impact) refuses
  sample: none
api_calls:
  description: How many calls were sent, as C(total), C(writes) among them, and how many of them AWS C(throttled).
  type: dict
  returned: unless the options are refused
  sample: {total: 5, writes: 1, throttled: 0}
resource_actions:
  description: The API operations that were called.
  type: list
  elements: str
  returned: if O(debug_botocore_endpoint_logs=true)
  sample: ["elasticloadbalancing:DescribeLoadBalancers"]
error:
  description:
    - What AWS answered, as C(operation), C(code), C(message) and C(request_id).
    - Of a balancer that is missing, what AWS would have answered; then C(request_id) is null.
    - Where AWS did not answer, C(code) is V(Unreachable), V(ConnectionLost), or V(StrangeAnswer) for what is no answer
      of AWS, and C(request_id) is null.
  type: dict
  returned: if AWS refused a call, or did not answer it
  sample: {operation: AddTags, code: TooManyTags, message: The tag limit has been reached., request_id: 0a1b2c3d}
failed_action:
  description: The step that failed.
  type: dict
  returned: if a step failed
  sample: {operation: AddTags, parameters: {LoadBalancerNames: [shop]}, impact: none}
actions_left:
  description: The steps that were not tried any more.
  type: list
  elements: dict
  returned: if a step failed
  sample: []
lost:
  description:
    - What the balancer had before the run and has no more, as options of M(classic.elb.elb_balancer); where the
      balancer could not be read after the failure, what it may lack.
    - To set it again, give it to that module with O(classic.elb.elb_balancer#module:purge_listeners=false) and
      so on; the members among it come back with M(classic.elb.elb_member).
    - The message tells it too, but one of more than 4,000 characters is cut in its middle.
  type: dict
  returned: if a step failed, and what it had taken away could not be put back
  sample: {listeners: [{load_balancer_port: 80, protocol: HTTP, instance_port: 8080, instance_protocol: HTTP}]}
"""

from ansible_collections.classic.elb.plugins.module_utils._options.balancer import OPTIONS, parse_balancer
from ansible_collections.classic.elb.plugins.module_utils._run.balancer import manage_balancer
from ansible_collections.classic.elb.plugins.module_utils._run.module import run_module


def main() -> None:
    run_module("elb_balancer", OPTIONS, parse_balancer, manage_balancer)


if __name__ == "__main__":
    main()
