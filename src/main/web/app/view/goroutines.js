// Goroutines, in groups of one state and stack.

import { h } from "preact";
import { bytes, count, counted } from "godump/amounts.js";
import { Answer, useAnswer } from "godump/answer.js";
import { link, setOptions } from "godump/location.js";
import { Name, plain } from "godump/names.js";
import { Choice, Field, Heading, ServerOnly } from "godump/parts.js";
import { literal } from "godump/search.js";
import { More } from "godump/table.js";
import { Goroutine } from "godump/view/goroutine.js";
import { Stack, topOfStack } from "godump/view/stack.js";
import { Ids } from "godump/view/suspect.js";

const STEP = 100;
const ORDERS = [["count", "Count"], ["retained", "Retained"], ["stack", "Stack"]];
const OWNERS = [["", "Program's"], ["yes", "All"]];

export function Goroutines({ operand, options, dumps }) {
  return operand ? h(Goroutine, { id: operand, options, dumps }) : h(Groups, { options });
}

function Groups({ options }) {
  const sort = options.sort || "count";
  const top = Number(options.top || STEP);
  const answer = useAnswer("goroutines", {
    sort,
    top,
    state: options.state,
    function: options.filter ? "(?i)" + literal(options.filter) : undefined,
  });
  return [
    h(
      Heading,
      { title: "Goroutines", facts: answer.data && counted(answer.data.count, "goroutine") },
      h(ServerOnly, null, h(Choice, { label: "Sort", name: "sort", values: ORDERS, now: sort })),
      h(Choice, { label: "Show", name: "runtime", values: OWNERS, now: options.runtime || "" }),
      h(
        ServerOnly,
        null,
        h(Field, { label: "Function", name: "filter", now: options.filter, placeholder: "part of the name" }),
        h(Field, { label: "State", name: "state", now: options.state, placeholder: "chan receive" }),
      ),
    ),
    h(Answer, { of: answer }, ({ groups, count: all }) => {
      const more = all - groups.reduce((sum, group) => sum + group.count, 0);
      const shown = options.runtime ? groups : groups.filter((group) => !group.system);
      const hidden = groups.filter((group) => group.system).reduce((sum, group) => sum + group.count, 0);
      return [
        h("div", { class: "groups" }, shown.map((group) => h(Group, { key: group.ids[0], group }))),
        !shown.length && h("p", { class: "empty" }, "No goroutine fits."),
        !options.runtime && hidden > 0 &&
          h("p", { class: "more" }, h("button", { type: "button", onClick: () => setOptions({ runtime: true }) }, counted(hidden, "runtime goroutine") + " hidden: show")),
        more > 0 && h(More, { more, noun: " goroutines", showMore: () => setOptions({ top: top + STEP }, true) }),
      ];
    }),
  ];
}

function Group({ group }) {
  const first = topOfStack(group.frames);
  return h(
    "details",
    { class: "goroutine-group" },
    h(
      "summary",
      null,
      h("span", { class: "amount" }, count(group.count)),
      h("span", { class: "tag" }, h("bdi", null, plain(group.state, 40))),
      h("span", { class: "function" }, h(Name, { text: first ? first.function : "(no frames)", most: 80 })),
      h("span", { class: "memory" }, "retain ", bytes(group.retained), ", stacks ", bytes(group.stack_bytes)),
    ),
    h(
      "div",
      { class: "group-body" },
      h("p", { class: "facts" }, "ids ", h(Ids, { ids: group.ids })),
      h(Stack, { frames: group.frames, creators: group.creators }),
      labels(group).length > 0 && h("p", { class: "facts" }, "labels ", h(Name, { text: labels(group).join(", "), most: 300 })),
      h(ServerOnly, null, h("p", { class: "next" }, h("a", { href: link("goroutines", group.ids[0]) }, "Goroutine " + group.ids[0] + " with variables"))),
    ),
  );
}

function labels(group) {
  return (group.labels || [])
    .filter((set) => set.labels?.length)
    .map((set) => count(set.count) + " × " + set.labels.map((label) => label.key + "=" + label.value).join(" "));
}
