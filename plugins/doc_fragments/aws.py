# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How to reach AWS, and as whom: the same options in every module."""

from __future__ import annotations


class ModuleDocFragment:
    DOCUMENTATION = r"""
requirements:
  - python >= 3.9
  - boto3 >= 1.34.0
  - botocore >= 1.34.0
options:
  access_key:
    description:
      - The access key id.
      - Without it, and without O(profile), botocore's usual chain decides, beginning with E(AWS_ACCESS_KEY_ID) and
        ending with the role of the instance.
      - It or O(secret_key) may also be given alone, where the environment has the other one, and no other pair.
      - Where there is no E(AWS_ACCESS_KEY_ID), the older pair E(AWS_ACCESS_KEY) and E(AWS_SECRET_KEY) is taken.
      - Half a pair in the environment is refused, where nothing here completes it and no profile is named; an
        E(AWS_ACCESS_KEY_ID) alone also beside E(AWS_PROFILE), as by AWS' own tools.
    type: str
    aliases: [aws_access_key_id, aws_access_key, ec2_access_key]
  secret_key:
    description:
      - The secret key to O(access_key); the environment variable is E(AWS_SECRET_ACCESS_KEY).
    type: str
    aliases: [aws_secret_access_key, aws_secret_key, ec2_secret_key]
  session_token:
    description:
      - The token of temporary credentials; the environment variable is E(AWS_SESSION_TOKEN), or the older
        E(AWS_SECURITY_TOKEN).
    type: str
    aliases: [aws_session_token, security_token, aws_security_token, access_token]
  profile:
    description:
      - A profile of the AWS configuration files; the environment variable is E(AWS_PROFILE), or the older
        E(AWS_DEFAULT_PROFILE).
      - Cannot be combined with O(access_key), O(secret_key) or O(session_token).
    type: str
    aliases: [aws_profile]
  region:
    description:
      - The region, like V(eu-west-1).
      - Without it E(AWS_REGION), E(AWS_DEFAULT_REGION) and the region of the profile are tried, in this order.
      - One that AWS cannot have is refused. With O(endpoint_url) or E(AWS_URL), a name that does not look like those
        of AWS is taken, as a private cloud may have it.
    type: str
    aliases: [aws_region, ec2_region]
  endpoint_url:
    description:
      - Another address of the service than AWS' own, for instance that of an emulator; the environment variable is
        E(AWS_URL), as in amazon.aws, or else E(AWS_ENDPOINT_URL), as for all tools of AWS.
    type: str
    aliases: [aws_endpoint_url, ec2_url]
  validate_certs:
    description:
      - Whether the TLS certificate of the service is checked.
    type: bool
    default: true
  aws_ca_bundle:
    description:
      - A file of certification authorities to check the service's certificate with.
    type: path
  aws_config:
    description:
      - Options of C(botocore.config.Config), for instance for a proxy.
      - The modules repeat throttled and failed calls themselves; botocore's own retries are off unless they are set
        here.
    type: dict
  debug_botocore_endpoint_logs:
    description:
      - Whether the result lists the API operations that were called, as C(resource_actions); the environment
        variable is E(ANSIBLE_DEBUG_BOTOCORE_LOGS).
    type: bool
    default: false
notes:
  - A blank value of an option, or null, counts as absent, because a blank answer of an AWX
    survey is one; so does a dictionary of further options in which everything is blank. Where absence means every
    balancer there is, a blank is refused. An empty list is not blank, it means none; where an option takes either
    otherwise, it says so.
  - A list is taken as a list, as a text with commas or lines between the items, and as JSON in a text; blanks around an
    item do not count.
  - On the controller itself (a local connection, Ansible's own Python, no become, not async) a task runs inside
    Ansible's worker process, which takes a fraction of the time; set the variable C(classic_elb_in_worker) to V(false)
    to have Ansible send it as it sends other modules. The result is the same.
  - A call that AWS throttles is repeated, with growing random pauses, for up to 5 minutes; one that gets no answer
    or a server fault, up to 8 times.
"""
