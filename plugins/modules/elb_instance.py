#!/usr/bin/python
# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: elb_instance
version_added: 1.0.0
short_description: Put an instance into AWS Classic Load Balancers and take it out, with the options of community.aws
description:
  - Takes the place of M(community.aws.elb_instance), which was C(ec2_elb) before. Options and results are the same, so
    a task needs another module name and no other option.
  - Behind them is what M(classic.elb.elb_member) does. Its wait waits, also by default, and the instance moves in all
    balancers at the same time.
  - New playbooks are better off with M(classic.elb.elb_member), which moves many instances, leaves enough of them in
    service, and remembers where they were.
author:
  - classic.elb contributors (@classic-elb)
options:
  instance_id:
    description:
      - The id of the instance.
      - One that is stopped or in another VPC is refused before anything is changed. One that EC2 no longer knows counts
        as taken out.
    type: str
    required: true
  state:
    description:
      - Whether the instance is to be a member.
    type: str
    choices: [present, absent]
    required: true
  ec2_elbs:
    description:
      - The names of the balancers.
      - O(state=present) needs it; an empty list means none. Left out with O(state=absent), it means every balancer in
        which the instance is registered, by an auto scaling group or otherwise; there, an empty list is refused.
    type: list
    elements: str
  enable_availability_zone:
    description:
      - Whether the zone of an instance that comes is enabled where a balancer does not serve it. AWS can do so in the
        default VPC alone; elsewhere, attach a subnet with M(classic.elb.elb_balancer).
      - If it is V(false), an instance in such a zone is refused.
    type: bool
    default: true
  wait:
    description:
      - Whether to wait until the instance is in service, or until its connections have ended.
    type: bool
    default: true
  wait_timeout:
    description:
      - Seconds to wait at most, up to 86400. V(0) is as long as the health check needs to call a member healthy and a
        minute more, or the draining time-out and half a minute more; where AWS throttles, up to five minutes come on
        top of that.
    type: int
    default: 0
extends_documentation_fragment:
  - classic.elb.aws
  - classic.elb.attributes
  - classic.elb.attributes.manages
notes:
  - Auto Scaling is not called, so no right for it is needed. The group may replace the instance while it is out.
  - With O(wait_timeout=0), the module of community.aws looks once and fails.
seealso:
  - module: classic.elb.elb_member
  - module: classic.elb.elb_classic_lb
  - name: Option by option
    description: What becomes of each option and result of community.aws.
    link: https://github.com/classic-elb/classic.elb/blob/main/docs/drop_in.md
  - name: Registered instances
    description: The user guide of AWS.
    link: https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-deregister-register-instances.html
"""

EXAMPLES = r"""
- name: Out of all balancers
  classic.elb.elb_instance:
    instance_id: i-0fedcba9876543210
    state: absent
  register: out

- name: Back to where it was
  classic.elb.elb_instance:
    instance_id: i-0fedcba9876543210
    ec2_elbs: "{{ out.updated_elbs }}"
    state: present

- name: Into one balancer, within a minute
  classic.elb.elb_instance:
    instance_id: i-0123456789abcdef0
    ec2_elbs: shop
    state: present
    wait_timeout: 60
"""

RETURN = r"""
updated_elbs:
  description:
    - The balancers that the instance came to or left, for O(ec2_elbs) of the way back; in check mode, as predicted.
  type: list
  elements: str
  returned: success, or after a failed step
  sample: [shop]
ansible_facts:
  description: What C(ec2_elb) set for the way back. In newer playbooks, take RV(updated_elbs).
  type: dict
  returned: if O(state=absent) without O(ec2_elbs) finds it in a balancer; where it finds it in none, if an earlier task
    has set it for another instance
  contains:
    ec2_elbs:
      description: The balancers that the task was about.
      type: list
      elements: str
      returned: always
      sample: [shop]
    ec2_elbs_of:
      description: The instance that it is about.
      type: str
      returned: always
      sample: i-0123456789abcdef0
changed:
  description: Whether a member came or left.
  type: bool
  returned: success, or after a failed step
  sample: true
balancers:
  description: The balancers in question, by name, as far as the task came; in check mode, as predicted.
  type: list
  elements: dict
  returned: success, or after a failed step
  contains:
    name:
      description: The name.
      type: str
      returned: always
      sample: shop
    in_service:
      description: How many members are in service, draining ones aside.
      type: int
      returned: always
      sample: 3
    total:
      description: How many members there are.
      type: int
      returned: always
      sample: 4
    instances:
      description: The ids of all members, sorted.
      type: list
      elements: str
      returned: always
      sample: [i-0123456789abcdef0]
    members:
      description:
        - Those that came, stayed on demand or left, with C(instance_id), and C(before) and C(after), each with
          C(state), C(reason_code) and C(description) in AWS' words.
      type: list
      elements: dict
      returned: always
      sample:
        - instance_id: i-0123456789abcdef0
          before: {state: OutOfService, reason_code: ELB, description: Instance registration is still in progress.}
          after: {state: InService, reason_code: N/A, description: N/A}
msg:
  description: That no balancer has the instance.
  type: str
  returned: if O(state=absent) without O(ec2_elbs) finds it nowhere
  sample: No balancer in us-east-1 has i-0123456789abcdef0.
deregistered_from:
  description: The balancers that a member left, like RV(updated_elbs).
  type: list
  elements: str
  returned: success, or after a failed step
  sample: [shop]
registered_with:
  description: The balancers that an instance came to.
  type: list
  elements: str
  returned: success, or after a failed step
  sample: []
waited:
  description: The seconds that were spent waiting.
  type: float
  returned: success, or when the waiting failed
  sample: 12.3
wait_timeout:
  description: The seconds that would have been waited at most; 0 where there was nothing to wait for.
  type: int
  returned: success, or when the waiting failed
  sample: 180
actions:
  description:
    - The plan. In order, each write with its C(operation), its C(parameters) as they are sent, and its C(impact).
    - In check mode, what would be sent; after a failure, what was of it.
  type: list
  elements: dict
  returned: success, after a failed step, or of a plan that O(max_impact) refuses
  sample:
    - operation: DeregisterInstancesFromLoadBalancer
      parameters:
        LoadBalancerName: shop
        Instances: [{InstanceId: i-0123456789abcdef0}]
      impact: reduced_capacity
impact:
  description: The worst impact among RV(actions).
  type: str
  returned: success, after a failed step, or of a plan that O(max_impact) refuses
  sample: reduced_capacity
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
  sample:
    operation: RegisterInstancesWithLoadBalancer
    code: InvalidInstance
    message: EC2 instance is not in the same VPC.
    request_id: 0a1b2c3d
failed_action:
  description: The step that failed.
  type: dict
  returned: if a step failed
  sample:
    operation: RegisterInstancesWithLoadBalancer
    parameters: {LoadBalancerName: shop, Instances: [{InstanceId: i-0123456789abcdef0}]}
    impact: none
actions_left:
  description: The steps that were not done.
  type: list
  elements: dict
  returned: if a step failed
  sample: []
"""

from ansible_collections.classic.elb.plugins.module_utils._options.instance import OPTIONS, parse_instance
from ansible_collections.classic.elb.plugins.module_utils._run.instance import manage_instance
from ansible_collections.classic.elb.plugins.module_utils._run.module import run_module


def main() -> None:
    run_module("elb_instance", OPTIONS, parse_instance, manage_instance, narrowing=("ec2_elbs",))


if __name__ == "__main__":
    main()
