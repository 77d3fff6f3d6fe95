#!/usr/bin/python
# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: elb_classic_lb
version_added: 1.0.0
short_description: Manage an AWS Classic Load Balancer with the options of amazon.aws
description:
  - Takes the place of M(amazon.aws.elb_classic_lb), which was C(ec2_elb_lb) before. Options and results are the same,
    so a task needs another module name and no other option.
  - Behind them is what M(classic.elb.elb_balancer), M(classic.elb.elb_policy) and M(classic.elb.elb_member) do. Check
    mode predicts every call, certificates change in place, subnets are exchanged one by one, and listeners keep their
    policies.
  - What the module of amazon.aws breaks, this one does not break. The notes have the differences that matter most; the
    guide "Coming from amazon.aws" has all of them.
  - New playbooks are better off with M(classic.elb.elb_balancer), which manages more.
author:
  - classic.elb contributors (@classic-elb)
options:
  name:
    description:
      - The name of the balancer, 1 to 32 letters (a-z, A-Z), digits and dashes, unique in the region. It cannot be
        changed.
    type: str
    required: true
  state:
    description:
      - Whether the balancer is to exist.
    type: str
    choices: [present, absent]
    required: true
  scheme:
    description:
      - Whether the balancer has a public address (V(internet-facing), AWS' default for a new one) or only one in the
        VPC (V(internal)).
      - AWS cannot change it. With O(max_impact=replacement) the balancer is deleted and created again, with the
        subnets or zones that the task names and all else that can be carried over, under a new DNS name.
    type: str
    choices: [internal, internet-facing]
  subnets:
    description:
      - The ids of the subnets, at most one in each zone, all in one VPC. They are exchanged one by one.
      - A new balancer needs them, or O(zones); a task gives one of the two.
    type: list
    elements: str
  purge_subnets:
    description:
      - Whether subnets that are not in O(subnets) are detached.
    type: bool
    default: false
  zones:
    description:
      - The names of the zones, for a balancer in the default subnets of the default VPC.
    type: list
    elements: str
  purge_zones:
    description:
      - Whether zones that are not in O(zones) are disabled.
    type: bool
    default: false
  security_group_ids:
    description:
      - The ids of the security groups, exactly these. An empty list counts as absent.
    type: list
    elements: str
  security_group_names:
    description:
      - The names of the security groups in the balancer's VPC; a task gives these or O(security_group_ids).
    type: list
    elements: str
  listeners:
    description:
      - The listeners. A new balancer needs at least one. An empty list counts as absent.
      - A new certificate is set in place. Any other change of a listener has no API call, the listener is deleted and
        created, together with its policies; that is an outage of the port for a moment.
    type: list
    elements: dict
    suboptions:
      load_balancer_port:
        description:
          - The port that clients connect to, 1 to 65535.
        type: int
        required: true
      instance_port:
        description:
          - The port of the members, 1 to 65535.
        type: int
        required: true
      protocol:
        description:
          - The protocol of clients, one of V(HTTP), V(HTTPS), V(TCP) and V(SSL), in upper or lower case.
        type: str
        required: true
      instance_protocol:
        description:
          - The protocol of the members; V(HTTP) and V(HTTPS) go together, V(TCP) and V(SSL) do. The default is the
            protocol of clients.
        type: str
      ssl_certificate_id:
        description:
          - The ARN of a certificate in IAM or ACM, for V(HTTPS) and V(SSL). With another protocol it has no effect,
            and a warning says so.
          - AWS may not know a certificate that was uploaded a moment ago; it is tried again for two minutes then.
        type: str
      proxy_protocol:
        description:
          - Whether members of this O(listeners[].instance_port) learn the client's address by the proxy protocol. It
            holds for the instance port, so all listeners that use one have to agree.
          - The policy is called C(ProxyProtocol-policy), and takes the place of another one for the proxy protocol.
            When left out, the port stays as it is.
        type: bool
  purge_listeners:
    description:
      - Whether listeners that are not in O(listeners) are deleted.
    type: bool
    default: true
  instance_ids:
    description:
      - The ids of instances that are to be members.
    type: list
    elements: str
  purge_instance_ids:
    description:
      - Whether members that are not in O(instance_ids) are taken out. With O(wait=true), after the others are in
        service.
      - Without O(instance_ids) the members stay, and a warning says so; with an empty list all of them are taken out.
    type: bool
    default: false
  health_check:
    description:
      - How the members are checked.
    type: dict
    suboptions:
      ping_protocol:
        description:
          - The protocol of the check, one of V(HTTP), V(HTTPS), V(TCP) and V(SSL), in upper or lower case.
        type: str
        required: true
      ping_port:
        description:
          - The port that is checked, 1 to 65535.
        type: int
        required: true
      ping_path:
        description:
          - The path that is asked for, beginning with a slash. V(HTTP) and V(HTTPS) need it, the others ignore it.
        type: str
      interval:
        description:
          - Seconds between checks, 5 to 300.
        type: int
        required: true
      timeout:
        description:
          - Seconds until a check has failed, 2 to 60, below the interval.
        type: int
        required: true
        aliases: [response_timeout]
      unhealthy_threshold:
        description:
          - Failed checks in a row that make a member unhealthy, 2 to 10.
        type: int
        required: true
      healthy_threshold:
        description:
          - Checks in a row that make a member healthy, 2 to 10.
        type: int
        required: true
  access_logs:
    description:
      - Where requests are logged.
    type: dict
    suboptions:
      enabled:
        description:
          - Whether logs are written. When it is V(false), the others have no effect.
        type: bool
        default: true
      s3_location:
        description:
          - The bucket, in the region of the balancer, with a policy that lets AWS write. Needed unless logs are
            disabled, also where AWS remembers one from before.
        type: str
      s3_prefix:
        description:
          - The prefix of the logs in the bucket; letters, digits, C(.), C(-), C(_) and C(/), without C(AWSLogs).
        type: str
        default: ''
      interval:
        description:
          - Minutes between two logs.
        type: int
        default: 60
        choices: [5, 60]
  connection_draining_timeout:
    description:
      - Seconds for which connections to a member may go on when it leaves, 1 to 3600; V(0) disables draining.
    type: int
  idle_timeout:
    description:
      - Seconds after which an idle connection is closed, 1 to 4000.
    type: int
  cross_az_load_balancing:
    description:
      - Whether each node of the balancer uses the members of all zones.
    type: bool
  stickiness:
    description:
      - The cookie of all listeners of HTTP and HTTPS, in the place of any other cookie policy; all other policies stay.
        Listeners of TCP and SSL take none and are passed over.
      - The policy is called C(ec2-elb-lb-AppCookieStickinessPolicyType) or C(ec2-elb-lb-LBCookieStickinessPolicyType).
        A changed one is replaced through a temporary successor, so that no listener is without.
    type: dict
    suboptions:
      enabled:
        description:
          - When it is V(false), no listener has a cookie policy, and the others have no effect.
        type: bool
        default: true
      type:
        description:
          - Whether the cookie is one of the V(application) or one that the V(loadbalancer) makes. Needed unless
            stickiness is disabled.
        type: str
        choices: [application, loadbalancer]
      cookie:
        description:
          - The name of the application's cookie, which the type V(application) needs.
        type: str
      expiration:
        description:
          - Seconds for which the balancer's cookie is good. Without it, or with V(0), as long as the browser is open.
        type: int
  tags:
    description:
      - The tags, up to 50. A key takes 1 to 128, a value up to 256 letters, digits, spaces and any of C(_.:/=+-@).
      - C(Key) and C(Value) alone, as AWS lists a tag, are refused.
      - One without a value is not to be there. An empty dictionary removes all. Those of AWS itself (C(aws:)) are not
        touched.
    type: dict
    aliases: [resource_tags]
  purge_tags:
    description:
      - Whether tags that are not in O(tags) are removed.
    type: bool
    default: true
  wait:
    description:
      - Whether to wait until the network interfaces of a new balancer are in use, or those of a deleted one are gone,
        until members that come are in service, and until the connections of those that leave have ended.
    type: bool
    default: false
  wait_timeout:
    description:
      - Seconds to wait at most for each of these, from 1 to 86400; V(0) means the default.
    type: int
    default: 180
extends_documentation_fragment:
  - classic.elb.aws
  - classic.elb.attributes
  - classic.elb.attributes.manages
notes:
  - A change of O(scheme) is refused unless O(max_impact=replacement); the module of amazon.aws deletes the balancer at
    once, and creates it with no more than the task names.
  - A read that AWS denies is an error; the module of amazon.aws warns, and takes the part for empty.
  - O(instance_ids) are looked at beforehand, which takes the right C(ec2:DescribeInstances); without it, a warning says
    that they were not.
  - O(purge_instance_ids) without O(instance_ids) takes nobody out; the module of amazon.aws takes out all.
  - In check mode, RV(elb) is the prediction, and of a balancer that would go what there still is of it; the module of
    amazon.aws shows what is there.
seealso:
  - module: classic.elb.elb_balancer
  - module: classic.elb.elb_classic_lb_info
  - module: classic.elb.elb_instance
  - name: Option by option
    description: What becomes of each option and result of amazon.aws.
    link: https://github.com/classic-elb/classic.elb/blob/main/docs/drop_in.md
  - name: Classic Load Balancers
    description: The user guide of AWS.
    link: https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/introduction.html
"""

EXAMPLES = r"""
- name: A balancer with members, as for amazon.aws
  classic.elb.elb_classic_lb:
    name: store
    state: present
    subnets: [subnet-0a1b2c3d, subnet-4e5f6a7b]
    security_group_names: [web]
    listeners:
      - protocol: http
        load_balancer_port: 80
        instance_port: 8080
      - protocol: https
        load_balancer_port: 443
        instance_protocol: http
        instance_port: 8080
        ssl_certificate_id: arn:aws:iam::123456789012:server-certificate/shop
    health_check:
      ping_protocol: http
      ping_port: 8080
      ping_path: /healthz
      interval: 10
      response_timeout: 3
      unhealthy_threshold: 2
      healthy_threshold: 3
    connection_draining_timeout: 60
    stickiness:
      type: loadbalancer
      expiration: 300
    instance_ids: [i-0123456789abcdef0, i-0fedcba9876543210]
    tags:
      env: prod
  register: store

- name: Its address
  ansible.builtin.debug:
    msg: "{{ store.elb.dns_name }}"

- name: The members see the clients' addresses
  classic.elb.elb_classic_lb:
    name: store
    state: present
    listeners:
      - protocol: tcp
        load_balancer_port: 25
        instance_port: 2525
        proxy_protocol: true
    purge_listeners: false
  when: not ansible_check_mode

- name: One member alone, and the other leaves when it serves
  classic.elb.elb_classic_lb:
    name: store
    state: present
    instance_ids: [i-0123456789abcdef0]
    purge_instance_ids: true
    wait: true
  when: not ansible_check_mode

- name: No balancer, and wait until its security groups can be deleted
  classic.elb.elb_classic_lb:
    name: store
    state: absent
    wait: true
"""

RETURN = r"""
changed:
  description: Whether the plan had a step.
  type: bool
  returned: success, or after a failed step
  sample: true
elb:
  description:
    - The balancer afterwards, in the shape of boto; in check mode, as predicted, and as it still is if it would go.
  type: dict
  returned: success
  contains:
    name:
      description: The name.
      type: str
      returned: always
      sample: store
    status:
      description: V(created), V(exists), V(deleted) by this task, or V(gone) before it.
      type: str
      returned: always
      sample: exists
    region:
      description: The region.
      type: str
      returned: always
      sample: eu-west-1
    dns_name:
      description: The name that clients use; of a new one in check mode, one with C(predicted) in it.
      type: str
      returned: if it exists and is known
      sample: store-1234567890.eu-west-1.elb.amazonaws.com
    hosted_zone_id:
      description: The hosted zone of the DNS name, for alias records in Route 53.
      type: str
      returned: if it exists and is known
      sample: Z32O12XQLNTSW2
    hosted_zone_name:
      description: The name for alias records; null for internal balancers.
      type: str
      returned: if it exists
      sample: shop-1234567890.eu-west-1.elb.amazonaws.com
    scheme:
      description: V(internet-facing) or V(internal).
      type: str
      returned: if it exists
      sample: internet-facing
    zones:
      description: The zones, sorted.
      type: list
      elements: str
      returned: if it exists and is known
      sample: [eu-west-1a, eu-west-1b]
    subnets:
      description: The ids of the subnets, sorted.
      type: list
      elements: str
      returned: if it exists and is known
      sample: [subnet-0a1b2c3d]
    security_group_ids:
      description: The ids of the security groups, sorted.
      type: list
      elements: str
      returned: if it exists and is known
      sample: [sg-0a1b2c3d]
    listeners:
      description: The listeners by port. Each is a list of its port, the instance port, the protocol, the instance
        protocol, and the certificate if it has one.
      type: list
      elements: list
      returned: if it exists
      sample: [[80, 8080, HTTP, HTTP]]
    health_check:
      description: How the members are checked.
      type: dict
      returned: if it exists
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
    connection_draining_timeout:
      description: Seconds, also while draining is disabled.
      type: int
      returned: if it exists
      sample: 300
    idle_timeout:
      description: Seconds.
      type: int
      returned: if it exists
      sample: 60
    cross_az_load_balancing:
      description: V(yes) or V(no).
      type: str
      returned: if it exists
      sample: "no"
    app_cookie_policy:
      description: The first cookie policy of an application, enabled or not; null if there is none.
      type: str
      returned: if it exists
      sample: ec2-elb-lb-AppCookieStickinessPolicyType
    lb_cookie_policy:
      description: The first policy of a cookie that the balancer makes, enabled or not; null if there is none.
      type: str
      returned: if it exists
      sample: ec2-elb-lb-LBCookieStickinessPolicyType
    proxy_policy:
      description: The policy for the proxy protocol, enabled or not; null if there is none, a list if there are
        several.
      type: raw
      returned: if it exists
      sample: ProxyProtocol-policy
    backends:
      description: The policies of instance ports, each as port and name.
      type: list
      elements: str
      returned: if it exists
      sample: ["8080:ProxyProtocol-policy"]
    instances:
      description: The ids of the members, sorted.
      type: list
      elements: str
      returned: if it exists
      sample: [i-0123456789abcdef0]
    instance_health:
      description: The health of each member, with C(instance_id), C(state), C(reason_code) and C(description) in AWS'
        words.
      type: list
      elements: dict
      returned: if it exists
      contains:
        instance_id:
          description: The id.
          type: str
          returned: always
          sample: i-0123456789abcdef0
        state:
          description: V(InService), V(OutOfService) or V(Unknown).
          type: str
          returned: always
          sample: InService
        reason_code:
          description: V(ELB), V(Instance) or V(N/A).
          type: str
          returned: always
          sample: N/A
        description:
          description: The reason.
          type: str
          returned: always
          sample: N/A
    in_service_count:
      description: How many members are in service.
      type: int
      returned: if it exists
      sample: 1
    out_of_service_count:
      description: How many are not.
      type: int
      returned: if it exists
      sample: 0
    unknown_instance_state_count:
      description: Of how many AWS does not know.
      type: int
      returned: if it exists
      sample: 0
    tags:
      description: The tags.
      type: dict
      returned: if it exists
      sample: {env: prod}
load_balancer:
  description:
    - The balancer afterwards, in the shape of boto3; in check mode, as predicted, and empty where there is none yet.
  type: dict
  returned: success, with O(state=present)
  contains:
    load_balancer_name:
      description: The name.
      type: str
      returned: if it exists
      sample: store
    dns_name:
      description: The name that clients use; of a new one in check mode, one with C(predicted) in it.
      type: str
      returned: if it exists and is known
      sample: shop-1234567890.eu-west-1.elb.amazonaws.com
    canonical_hosted_zone_name:
      description: The name for alias records; internal balancers have none.
      type: str
      returned: if it exists and is known
      sample: shop-1234567890.eu-west-1.elb.amazonaws.com
    canonical_hosted_zone_name_id:
      description: The hosted zone of the DNS name.
      type: str
      returned: if it exists and is known
      sample: Z32O12XQLNTSW2
    vpc_id:
      description: The VPC.
      type: str
      returned: if it exists and is known
      sample: vpc-0a1b2c3d
    scheme:
      description: V(internet-facing) or V(internal).
      type: str
      returned: if it exists
      sample: internet-facing
    created_time:
      description: When it was created.
      type: str
      returned: if it exists and is known
      sample: "2026-11-23T02:08:21.710000+00:00"
    availability_zones:
      description: The zones.
      type: list
      elements: str
      returned: if it exists and is known
      sample: [eu-west-1a, eu-west-1b]
    subnets:
      description: The ids of the subnets.
      type: list
      elements: str
      returned: if it exists and is known
      sample: [subnet-0a1b2c3d]
    security_groups:
      description: The ids of the security groups.
      type: list
      elements: str
      returned: if it exists and is known
      sample: [sg-0a1b2c3d]
    source_security_group:
      description: The group to admit in the security groups of the members, with C(owner_alias) and C(group_name).
      type: dict
      returned: if it exists and is known
      sample: {owner_alias: "123456789012", group_name: web}
    listener_descriptions:
      description: The listeners, with C(listener) and C(policy_names).
      type: list
      elements: dict
      returned: if it exists
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
      returned: if it exists
      sample: [{instance_port: 8080, policy_names: [proxy]}]
    policies:
      description: The policies by kind.
      type: dict
      returned: if it exists
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
      returned: if it exists
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
      returned: if it exists
      sample: [{instance_id: i-0123456789abcdef0}]
    tags:
      description: The tags.
      type: dict
      returned: if it exists
      sample: {env: prod}
    load_balancer_attributes:
      description: The attributes.
      type: dict
      returned: if it exists
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
    load_balancer_policies:
      description: The policies, with C(policy_name), C(policy_type_name) and C(policy_attribute_descriptions), which
        are C(attribute_name) and C(attribute_value). Of a TLS policy, its reference or what it enables.
      type: list
      elements: dict
      returned: if it exists
      sample: []
balancer:
  description:
    - The balancer afterwards, as RV(classic.elb.elb_balancer#module:balancer), which M(classic.elb.elb_balancer) takes
      back; in check mode, as predicted. Empty once it is gone.
  type: dict
  returned: success, or after a failed step, unless AWS could not be read then
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
  description: What AWS answered, as RV(classic.elb.elb_balancer#module:error).
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

from ansible_collections.classic.elb.plugins.module_utils._options.classic_lb import OPTIONS
from ansible_collections.classic.elb.plugins.module_utils._run.classic_lb import manage_classic_lb, parse
from ansible_collections.classic.elb.plugins.module_utils._run.module import run_module


def main() -> None:
    run_module("elb_classic_lb", OPTIONS, parse, manage_classic_lb)


if __name__ == "__main__":
    main()
