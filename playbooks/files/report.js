/*
  Copyright (c) 2026 classic.elb contributors
  GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
  SPDX-License-Identifier: GPL-3.0-or-later

  Draws the report from the data of the page. Whatever AWS said becomes a text node, an attribute's value or a class from
  a fixed set, never markup. A card is drawn when it comes near the window, so that a thousand balancers cost no more
  than those that are looked at.
*/
"use strict";

const data = JSON.parse(document.getElementById("data").textContent);
const SEVERITIES = ["high", "medium", "low"];
const CONTROLS = "https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html#";
const ROW = 82; // the height of a port in the drawing, with the gap below it
const MIDDLE = 36;
const MOST_MEMBERS = 60;
const byId = (id) => document.getElementById(id);

/* An element with attributes and children; texts are text nodes. */
function make(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (key === "on") element.addEventListener("click", value);
    else if (value !== undefined && value !== null) element.setAttribute(key, value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

function plural(count, noun) {
  return `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
}

/* The findings of each balancer, and what a search looks at. */
const findingsOf = new Map();
for (const finding of data.findings) {
  const key = `${finding.region} ${finding.balancer}`;
  if (!findingsOf.has(key)) findingsOf.set(key, []);
  findingsOf.get(key).push(finding);
}
const cards = data.balancers.map((balancer) => {
  const findings = findingsOf.get(`${balancer.region} ${balancer.name}`) || [];
  const counts = SEVERITIES.map((severity) => findings.filter((each) => each.severity === severity).length);
  const words = [balancer.name, balancer.region, balancer.dns_name, balancer.scheme, balancer.vpc_id];
  words.push(...balancer.availability_zones || [], ...balancer.subnets || [], ...balancer.security_groups || []);
  words.push(...balancer.instances || [], balancer.health_check.target);
  for (const [key, value] of Object.entries(balancer.tags || {})) words.push(`${key}=${value}`);
  for (const listener of balancer.listeners) {
    words.push(`${listener.protocol}:${listener.load_balancer_port}`, listener.ssl_certificate_id || "", ...listener.policy_names);
  }
  for (const policy of balancer.policies || []) words.push(policy.name, policy.type, ...Object.values(policy.attributes).flat());
  for (const finding of findings) words.push(finding.message, finding.control, finding.title);
  return { balancer, findings, counts, text: words.join("\n").toLowerCase(), element: null, drawn: false };
});

/* ---- A card ---- */

function card({ balancer, counts }) {
  const chips = SEVERITIES.map((severity, index) => [severity, counts[index]]).filter(([, count]) => count)
    .map(([severity, count]) => make("span", { class: `chip ${severity}` }, `${count} ${severity}`));
  return make("li", { class: "card waiting" },
    make("div", { class: "head" },
      make("h2", {}, balancer.name),
      make("span", { class: "chip plain" }, balancer.region),
      make("span", { class: "chip plain" }, balancer.scheme),
      make("span", { class: "chips" }, chips.length ? chips : make("span", { class: "chip good" }, "no findings"))));
}

function draw(entry) {
  if (entry.drawn) return;
  entry.drawn = true;
  const { balancer, findings, element } = entry;
  const zones = (balancer.availability_zones || []).join(", ");
  const tags = Object.entries(balancer.tags || {});
  element.classList.remove("waiting");
  element.append(
    make("p", { class: "facts quiet" }, [balancer.dns_name, zones, balancer.vpc_id].filter(Boolean).join(" · ")),
    tags.length ? make("div", { class: "tags" }, tags.map(([key, value]) => make("span", { class: "chip plain" }, `${key}=${value}`))) : "",
    drawing(entry),
    findings.length
      ? make("ul", { class: "findings" }, findings.map(shownFinding))
      : make("p", { class: "fine" }, "Nothing is wrong with it, as far as was looked."));
}

function shownFinding(finding) {
  const control = finding.control
    ? make("a", { href: CONTROLS + finding.control.toLowerCase().replace(".", "-"), target: "_blank", rel: "noopener noreferrer" }, finding.control)
    : null;
  const copy = make("button", { type: "button", class: "copy", on: () => copyText(finding.task, copy) }, "Copy");
  return make("li", {}, make("details", {},
    make("summary", {},
      make("span", { class: `chip ${severityClass(finding)}` }, finding.severity),
      make("span", {}, finding.message, " ", control)),
    make("div", { class: "task" }, make("pre", {}, finding.task), copy)));
}

function severityClass(finding) {
  return SEVERITIES.includes(finding.severity) ? finding.severity : "low";
}

async function copyText(text, button) {
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = "Copied";
  } catch {
    button.textContent = "Select it";
  }
  setTimeout(() => { button.textContent = "Copy"; }, 1500);
}

/* ---- The drawing: ports -> instance ports -> members ---- */

function drawing({ balancer, findings }) {
  const listeners = balancer.listeners;
  const targets = [];
  const wires = listeners.map((listener, row) => {
    let target = targets.findIndex((each) => each.port === listener.instance_port && each.protocol === listener.instance_protocol);
    if (target < 0) target = targets.push({ port: listener.instance_port, protocol: listener.instance_protocol }) - 1;
    return [row, target];
  });
  const ends = targets.map((_target, row) => [row, 0]);
  return make("div", { class: "drawing" },
    make("div", {}, make("h3", {}, "Listeners"), make("div", { class: "ports" }, listeners.map((each) => listenerBox(each, balancer, findings)))),
    wiring(wires),
    make("div", {}, make("h3", {}, "Instance ports"), make("div", { class: "ports" }, targets.map((each) => targetBox(each, balancer)))),
    wiring(ends),
    make("div", {}, make("h3", {}, "Members"), membersBox(balancer)));
}

function wiring(pairs) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  const height = ROW * (1 + Math.max(0, ...pairs.flat()));
  svg.setAttribute("class", "wires");
  svg.setAttribute("height", height);
  svg.setAttribute("aria-hidden", "true");
  for (const [from, to] of pairs) {
    const path = document.createElementNS(space, "path");
    const start = from * ROW + MIDDLE;
    const end = to * ROW + MIDDLE;
    path.setAttribute("d", `M0 ${start} C30 ${start} 18 ${end} 46 ${end} M40 ${end - 4} L47 ${end} L40 ${end + 4}`);
    svg.append(path);
  }
  return svg;
}

function line(text, title) {
  return make("p", { class: "quiet", title: title || text }, text);
}

function listenerBox(listener, balancer, findings) {
  const secure = listener.protocol === "HTTPS" || listener.protocol === "SSL";
  const port = listener.load_balancer_port;
  const about = [`Port ${port} accepts`, `The certificate of port ${port},`];
  const bad = findings.filter((each) => each.rule === "plain_only" || about.some((words) => each.message.startsWith(words)));
  const worst = SEVERITIES.find((severity) => bad.some((each) => each.severity === severity));
  const state = { high: " alarm", medium: " warn" }[worst] || (secure ? " safe" : "");
  const policies = listener.policy_names.map((name) => described(name, balancer));
  const certificate = listener.ssl_certificate_id || "";
  return make("div", { class: `port${state}` },
    make("b", {}, `${port} `), make("span", {}, listener.protocol),
    secure ? line(certificateName(certificate), certificate) : line("no encryption"),
    line(policies.join(", ") || "no policies"));
}

function certificateName(arn) {
  const [, , service, , , ...name] = arn.split(":");
  return arn ? `${(service || "").toUpperCase()} ${name.join(":").split("/").pop()}` : "no certificate";
}

/* The name of a policy, and what it refers to if that says more. */
function described(name, balancer) {
  const policy = (balancer.policies || []).find((each) => each.name === name);
  const reference = policy && policy.attributes["Reference-Security-Policy"];
  return reference && reference !== name ? `${name} (${reference})` : name;
}

function targetBox(target, balancer) {
  const backend = (balancer.backend_servers || []).find((each) => each.instance_port === target.port);
  return make("div", { class: "port" },
    make("b", {}, `${target.port} `), make("span", {}, target.protocol),
    line(backend && backend.policy_names.length ? backend.policy_names.join(", ") : "no policies"),
    line(`checked at ${balancer.health_check.target}`));
}

function membersBox(balancer) {
  const members = balancer.members || (balancer.instances || []).map((id) => ({ instance_id: id, state: "Unknown", description: "" }));
  if (!members.length) return make("div", { class: "members quiet" }, "nobody");
  const good = members.filter((each) => each.state === "InService").length;
  const bad = members.filter((each) => each.state === "OutOfService").length;
  const parts = [[good, ""], [bad, "bad"]].map(([count, name]) => {
    const part = make("i", { class: name });
    part.style.width = `${100 * count / members.length}%`;
    return part;
  });
  const shown = [...members].sort((one, other) => (one.state === "InService") - (other.state === "InService")).slice(0, MOST_MEMBERS);
  return make("div", { class: "members" },
    make("span", {}, make("b", {}, String(good)), ` of ${members.length} in service`),
    make("div", { class: "bar" }, parts),
    make("ul", {}, shown.map(memberPill), members.length > shown.length ? make("li", { class: "member" }, `and ${members.length - shown.length} more`) : ""));
}

function memberPill(member) {
  const known = ["InService", "OutOfService"].includes(member.state) ? member.state : "Unknown";
  const why = member.description && member.description !== "N/A" ? `: ${member.description}` : "";
  return make("li", { class: `member ${known}`, title: `${member.state}${why}` }, make("i", {}), make("span", { class: "mono" }, member.instance_id));
}

/* ---- Figures, filters, theme ---- */

const chosen = { severity: "", rule: "" };
const near = new IntersectionObserver((seen) => {
  for (const each of seen) {
    if (each.isIntersecting) {
      near.unobserve(each.target);
      draw(entryOf.get(each.target));
    }
  }
}, { rootMargin: "900px" });
const entryOf = new Map();

function matches(entry, words) {
  const { balancer, findings, text } = entry;
  return (!byId("region").value || balancer.region === byId("region").value)
    && (!byId("scheme").value || balancer.scheme === byId("scheme").value)
    && (!chosen.severity || findings.some((each) => each.severity === chosen.severity))
    && (!chosen.rule || findings.some((each) => each.rule === chosen.rule))
    && words.every((word) => text.includes(word));
}

/* Cards leave the page rather than being hidden in it, which is ten times as fast once many are drawn. */
function refresh() {
  const words = byId("search").value.toLowerCase().split(/\s+/).filter(Boolean);
  const shown = cards.filter((entry) => matches(entry, words));
  const count = shown.length;
  byId("cards").replaceChildren(...shown.map((entry) => entry.element));
  byId("count").textContent = count === cards.length ? plural(count, "balancer") : `${count} of ${plural(cards.length, "balancer")}`;
  byId("none").hidden = count > 0;
  for (const button of document.querySelectorAll("[data-severity], [data-rule]")) {
    const { severity, rule } = button.dataset;
    button.setAttribute("aria-pressed", String(severity ? chosen.severity === severity : chosen.rule === rule));
  }
}

function toggle(kind, value) {
  const other = kind === "rule" ? "severity" : "rule";
  chosen[kind] = chosen[kind] === value ? "" : value;
  chosen[other] = "";
  refresh();
}

function sort() {
  const byName = (one, other) => one.balancer.name.localeCompare(other.balancer.name) || one.balancer.region.localeCompare(other.balancer.region);
  const byWorst = (one, other) => SEVERITIES.map((_severity, index) => other.counts[index] - one.counts[index]).find(Boolean)
    || byName(one, other);
  cards.sort(byId("order").value === "name" ? byName : byWorst);
  refresh();
}

function setTheme(theme) {
  document.documentElement.dataset.theme = theme;
  byId("theme").textContent = theme === "dark" ? "Light" : "Dark";
}

function begin() {
  const members = data.balancers.flatMap((balancer) => balancer.members || []);
  const serving = members.filter((member) => member.state === "InService").length;
  const regions = [...new Set(data.balancers.map((balancer) => balancer.region))].sort();
  const count = (severity) => data.findings.filter((each) => each.severity === severity).length;
  byId("about").textContent = [
    regions.join(", "), `as of ${data.now.replace("T", " ").replace("Z", " UTC")}`,
  ].filter(Boolean).join(" · ");
  byId("figures").append(
    make("div", { class: "figure" }, make("b", {}, data.balancers.length.toLocaleString("en")), "balancers"),
    ...SEVERITIES.map((severity) => make("button", {
      type: "button", class: `figure ${severity}`, "data-severity": severity, on: () => toggle("severity", severity),
    }, make("b", {}, count(severity).toLocaleString("en")), `${severity} findings`)),
    make("div", { class: "figure good" }, make("b", {}, members.length ? `${Math.floor(100 * serving / members.length)} %` : "–"),
      `of ${plural(members.length, "member")} serve`));
  const rules = new Map();
  for (const finding of data.findings) {
    const seen = rules.get(finding.rule) || { finding, balancers: new Set() };
    seen.balancers.add(`${finding.region} ${finding.balancer}`);
    rules.set(finding.rule, seen);
  }
  byId("rules-box").hidden = !rules.size;
  byId("rules").append(...[...rules].map(([rule, { finding, balancers }]) => make("li", {}, make("button", {
    type: "button", "data-rule": rule, on: () => toggle("rule", rule),
  },
  make("span", { class: `chip ${severityClass(finding)}` }, finding.severity),
  make("span", {}, finding.title, finding.control ? make("span", { class: "quiet" }, `  ${finding.control}`) : ""),
  make("span", { class: "count" }, String(balancers.size))))));
  byId("region").append(make("option", { value: "" }, "Any region"), ...regions.map((region) => make("option", {}, region)));
  byId("region").hidden = regions.length < 2;
  for (const entry of cards) {
    entry.element = card(entry);
    entryOf.set(entry.element, entry);
    near.observe(entry.element);
  }
  sort();
  const dark = matchMedia("(prefers-color-scheme: dark)");
  setTheme(dark.matches ? "dark" : "light");
  dark.addEventListener("change", () => setTheme(dark.matches ? "dark" : "light"));
  byId("theme").addEventListener("click", () => setTheme(document.documentElement.dataset.theme === "dark" ? "light" : "dark"));
  let pause;
  byId("search").addEventListener("input", () => { clearTimeout(pause); pause = setTimeout(refresh, 80); });
  for (const id of ["region", "scheme"]) byId(id).addEventListener("change", refresh);
  byId("order").addEventListener("change", sort);
  let theme;
  addEventListener("beforeprint", () => {
    theme = document.documentElement.dataset.theme;
    setTheme("light");
    cards.filter((entry) => entry.element.isConnected).forEach(draw);
  });
  addEventListener("afterprint", () => setTheme(theme));
}

begin();
