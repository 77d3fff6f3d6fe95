# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The short way of elb_classic_lb_info; what it does is documented with the module."""

from __future__ import annotations

from ansible_collections.classic.elb.plugins.modules import elb_classic_lb_info
from ansible_collections.classic.elb.plugins.plugin_utils._worker import InWorker


class ActionModule(InWorker):
    module = elb_classic_lb_info
