#!/usr/bin/python
# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: elb_listener
version_added: 1.0.0
short_description: Manage one listener of an AWS Classic Load Balancer
description:
  - Creates, changes and deletes one listener. The others are not touched.
  - An option that is left out is left alone, so a new certificate needs no more than O(balancer),
    O(load_balancer_port) and O(ssl_certificate_id). It is set in place; no connection notices.
  - A change of protocol, instance port or instance protocol has no API call. The listener is deleted and created
    again, with its policies; the port does not answer for that moment. If it cannot be created, the old one is put
    back.
author:
  - classic.elb contributors (@classic-elb)
options:
  balancer:
    description:
      - The name of the balancer.
    type: str
    required: true
    aliases: [load_balancer, load_balancer_name, elb]
  load_balancer_port:
    description:
      - The port that clients connect to, 1 to 65535.
    type: int
    required: true
    aliases: [port]
  state:
    description:
      - Whether the listener is to exist. The last one may go.
    type: str
    choices: [present, absent]
    default: present
  protocol:
    description:
      - The protocol of clients, one of V(HTTP), V(HTTPS), V(TCP) and V(SSL), in any letter case. A new one needs it.
    type: str
  instance_port:
    description:
      - The port of the members, 1 to 65535. A new listener needs it.
    type: int
  instance_protocol:
    description:
      - The protocol of the members; V(HTTP) and V(HTTPS) go together, V(TCP) and V(SSL) do. When left out, it is
        O(protocol) if that is new, and stays as it is if not.
      - All listeners that use one instance port use it with V(HTTPS) or V(SSL), or none does.
    type: str
  ssl_certificate_id:
    description:
      - The ARN of a certificate in IAM or ACM. A new listener of V(HTTPS) or V(SSL) needs it; the others take none.
      - One that was uploaded a moment ago may not be found yet. The call is repeated for up to two minutes then.
    type: str
    aliases: [certificate]
  policy_names:
    description:
      - The policies that are enabled, exactly these; an empty list disables all. When left out, they stay as they
        are, as far as a new protocol takes them.
      - On V(HTTPS) and V(SSL) AWS enables its own default TLS policy when the list has none.
      - M(classic.elb.elb_policy) enables one policy and leaves those of other kinds.
    type: list
    elements: str
extends_documentation_fragment:
  - classic.elb.aws
  - classic.elb.attributes
  - classic.elb.attributes.manages
seealso:
  - module: classic.elb.elb_balancer
  - name: Renewing certificates
    description: One listener, or every one that uses a certificate.
    link: https://github.com/classic-elb/classic.elb/blob/main/docs/certificates.md
  - name: Listeners
    description: The user guide of AWS.
    link: https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-listener-config.html
"""

EXAMPLES = r"""
- name: A new certificate, in place
  classic.elb.elb_listener:
    balancer: shop
    load_balancer_port: 443
    ssl_certificate_id: arn:aws:iam::123456789012:server-certificate/shop-2027
    max_impact: none

- name: A listener for HTTPS
  classic.elb.elb_listener:
    balancer: shop
    load_balancer_port: 443
    protocol: HTTPS
    instance_port: 8080
    instance_protocol: HTTP
    ssl_certificate_id: arn:aws:iam::123456789012:server-certificate/shop
    policy_names: [tls-1-2, sticky]

- name: Another instance port; the port does not answer for a moment
  classic.elb.elb_listener:
    balancer: shop
    load_balancer_port: 80
    instance_port: 8081

- name: No policies on port 80
  classic.elb.elb_listener:
    balancer: shop
    load_balancer_port: 80
    policy_names: []

- name: No listener on port 8080
  classic.elb.elb_listener:
    balancer: shop
    load_balancer_port: 8080
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
    listeners: [{load_balancer_port: 80, protocol: HTTP, instance_port: 8080, instance_protocol: HTTP}]
actions:
  description: The plan, as RV(classic.elb.elb_balancer#module:actions).
  type: list
  elements: dict
  returned: success, after a failed step, or of a plan that O(max_impact) refuses
  sample:
    - operation: SetLoadBalancerListenerSSLCertificate
      parameters:
        LoadBalancerName: shop
        LoadBalancerPort: 443
        SSLCertificateId: arn:aws:iam::123456789012:server-certificate/shop-2027
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
    operation: SetLoadBalancerListenerSSLCertificate
    code: CertificateNotFound
    message: There is no certificate arn:aws:iam::123456789012:server-certificate/shop-2027.
    request_id: 0a1b2c3d
failed_action:
  description: The step that failed, as one of RV(actions).
  type: dict
  returned: if a step failed
  sample:
    operation: SetLoadBalancerListenerSSLCertificate
    parameters:
      LoadBalancerName: shop
      LoadBalancerPort: 443
      SSLCertificateId: arn:aws:iam::123456789012:server-certificate/shop-2027
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

from ansible_collections.classic.elb.plugins.module_utils._options.listener import OPTIONS, parse_listener
from ansible_collections.classic.elb.plugins.module_utils._run.listener import manage_listener
from ansible_collections.classic.elb.plugins.module_utils._run.module import run_module


def main() -> None:
    run_module("elb_listener", OPTIONS, parse_listener, manage_listener)


if __name__ == "__main__":
    main()
