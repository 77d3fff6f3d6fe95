#!/usr/bin/python
# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: elb_member
version_added: 1.0.0
short_description: Put instances into AWS Classic Load Balancers and take them out
description:
  - Registers instances with balancers and deregisters them, many with many in one task, and waits until they serve
    or until their connections have ended.
  - It sends only what is needed, one call for each balancer, and one call for each balancer and round of waiting.
  - Instances of an auto scaling group are fine. Auto Scaling is not called, so the group may replace an instance
    while it is out, or register others; suspend its processes for the time if that matters.
author:
  - classic.elb contributors (@classic-elb)
options:
  instances:
    description:
      - The ids of the instances. V(self) is the instance on which the module runs, known by the metadata service
        (version 2, at E(AWS_EC2_METADATA_SERVICE_ENDPOINT) if that is set), which also tells the region where none
        is given.
      - One that is stopped or in another VPC is refused. One that EC2 no longer knows counts as taken out.
      - One in a zone that the balancer does not serve is registered, but gets no traffic. Check mode warns of it, and a
        task that waits for it fails.
      - May be empty only with O(purge=true), to empty a balancer.
    type: list
    elements: str
    required: true
    aliases: [instance_id, instance_ids]
  balancers:
    description:
      - The names of the balancers. One that does not exist fails, also with O(state=absent), as it may be misspelt, and
        the instance would go on serving where it is.
      - An empty list means none. Without the option, O(state=absent) means every balancer in which an instance is
        registered, and O(state=present) with O(remember=true) every balancer that it was taken out of. So that nothing
        means these by accident, a blank text, null, or a list of nothing but such, is refused.
    type: list
    elements: str
    aliases:
      [balancer, load_balancers, load_balancer, load_balancer_names, load_balancer_name, elb, elbs, ec2_elbs]
  state:
    description:
      - Whether the instances are to be members.
    type: str
    choices: [present, absent]
    default: present
  purge:
    description:
      - With O(state=present), whether all other members are taken out, after the instances are in service.
    type: bool
    aliases: [purge_instance_ids]
    default: false
  min_in_service:
    description:
      - How many healthy members have to remain in each balancer, as a number, or as a percentage of its members
        (V(50%)).
      - Those that were taken out before count as members only with O(remember=true), which notes them; without it, a
        percentage becomes fewer with every instance that leaves.
      - Tasks with O(state=absent) or O(purge=true) that one user runs on one machine at the same time go one after the
        other, so that each counts those that have left, as far as AWS shows it by then; tasks of other users and
        machines do not see each other. One that purges has its turn until those that come serve; the next one waits
        for it, up to 15 minutes.
      - If fewer would remain, the module refuses before the first write. Members of which AWS says that they are not in
        service may always be taken out. Where AWS does not know it at the moment, the module looks again, for some ten
        seconds, and then counts such a member as not healthy.
    type: str
    default: '1'
  remember:
    description:
      - With O(state=absent), whether to note on the balancer, in a tag, who was taken out. With O(state=present),
        whether to put the instances back where they are noted, and to remove the note; that works in another play
        as well, after the first one died.
      - A note stays until a task with this option puts the instance back. Use it also where you name the balancers;
        else a later task that names none registers the instance again, even if it was taken out for good meanwhile.
      - M(classic.elb.elb_balancer) neither shows nor touches these tags, whose keys begin with C(classic.elb:out:).
    type: bool
    default: false
  wait:
    description:
      - Whether to wait until the instances are in service, or until their connections have ended.
      - AWS calls a member that is being deregistered C(InService); that counts as neither.
    type: bool
    default: true
  wait_timeout:
    description:
      - Seconds to wait at most, from 1 to 86400, for each of the two.
      - By default, and with V(0), as long as the health check needs to call a member healthy and a minute more, or
        the draining time-out and half a minute more. The result says how long that is. Where AWS throttles, up to five
        minutes come on top of that.
    type: int
extends_documentation_fragment:
  - classic.elb.aws
  - classic.elb.attributes
  - classic.elb.attributes.manages
seealso:
  - module: classic.elb.elb_balancer
  - name: Rolling updates
    description: Hosts, some at a time, while no balancer sends them traffic.
    link: https://github.com/classic-elb/classic.elb/blob/main/docs/rolling_updates.md
  - name: Registered instances
    description: The user guide of AWS.
    link: https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-deregister-register-instances.html
"""

EXAMPLES = r"""
- name: Two instances into a balancer
  classic.elb.elb_member:
    instances: [i-0123456789abcdef0, i-0fedcba9876543210]
    balancers: shop

- name: This host out of all balancers, as long as half of the members go on serving
  classic.elb.elb_member:
    instances: self
    state: absent
    min_in_service: 50%
    remember: true

- name: This host back to where it was, also if an earlier play died in between
  classic.elb.elb_member:
    instances: self
    remember: true

- name: One instance out, and back by the result; of several, each comes back where it was by remember
  classic.elb.elb_member:
    instances: i-0123456789abcdef0
    state: absent
  register: out

- name: Back
  classic.elb.elb_member:
    instances: i-0123456789abcdef0
    balancers: "{{ out.deregistered_from }}"
  when: out.deregistered_from | length > 0

- name: Exactly these members; the others leave when these serve
  classic.elb.elb_member:
    instances: [i-0123456789abcdef0, i-0fedcba9876543210]
    balancers: shop
    purge: true
"""

RETURN = r"""
changed:
  description: Whether a member came or left, or a note of one was removed.
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
  description: That no balancer has the instances.
  type: str
  returned: if O(state=absent) without O(balancers) finds them nowhere
  sample: No balancer in us-east-1 has i-0123456789abcdef0.
deregistered_from:
  description:
    - The balancers that a member left, for O(balancers) of the way back of one instance.
    - Of several instances they are those of all of them together. With O(remember), each comes back where it was.
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
  description: The seconds that would have been waited at most; 0 where there was nothing to wait for. Throttling may
    add to a default.
  type: int
  returned: success, or when the waiting failed
  sample: 180
actions:
  description: The plan, as RV(classic.elb.elb_balancer#module:actions).
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
  description: The worst impact among RV(actions), one of the choices of O(max_impact).
  type: str
  returned: success, after a failed step, or of a plan that O(max_impact) refuses
  sample: reduced_capacity
api_calls:
  description: How many calls were sent, as C(total), C(writes) among them, and how many of them AWS C(throttled).
  type: dict
  returned: unless the options are refused
  sample: {total: 5, writes: 1, throttled: 0}
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
    operation: RegisterInstancesWithLoadBalancer
    code: InvalidInstance
    message: EC2 instance is not in the same VPC.
    request_id: 0a1b2c3d
failed_action:
  description: The step that failed, as one of RV(actions).
  type: dict
  returned: if a step failed
  sample:
    operation: RegisterInstancesWithLoadBalancer
    parameters: {LoadBalancerName: shop, Instances: [{InstanceId: i-0123456789abcdef0}]}
    impact: none
actions_left:
  description: The steps that were not tried any more, as RV(actions).
  type: list
  elements: dict
  returned: if a step failed
  sample: []
"""

from ansible_collections.classic.elb.plugins.module_utils._options.member import OPTIONS
from ansible_collections.classic.elb.plugins.module_utils._run.member import manage_members, parse
from ansible_collections.classic.elb.plugins.module_utils._run.module import run_module


def main() -> None:
    run_module("elb_member", OPTIONS, parse, manage_members, narrowing=("balancers",))


if __name__ == "__main__":
    main()
