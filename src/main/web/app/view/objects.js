// The list of objects, a page at a time.

import { h } from "preact";
import { count } from "godump/amounts.js";
import { Answer, useAnswer } from "godump/answer.js";
import { addressColumn, bytesColumn, typeColumn } from "godump/columns.js";
import { link, setOptions } from "godump/location.js";
import { plain } from "godump/names.js";
import { Choice, Field, Heading } from "godump/parts.js";
import { Table } from "godump/table.js";

const PAGE = 200;
const STATES = [["", "All"], ["live", "Live"], ["cleanups", "Kept by cleanups"], ["dead", "Garbage"]];

export function Objects({ options }) {
  const sort = options.sort || "size";
  const offset = Number(options.offset || 0);
  const answer = useAnswer("objects", {
    type: options.type,
    "min-size": options["min-size"],
    "max-size": options["max-size"],
    live: options.state === "live",
    cleanups: options.state === "cleanups",
    dead: options.state === "dead",
    sort,
    top: PAGE,
    offset: offset || undefined,
  });
  return [
    h(
      Heading,
      { title: "Objects", facts: options.type && "of type " + plain(options.type) },
      h(Choice, { label: "Show", name: "state", values: STATES, now: options.state || "" }),
      h(Field, { label: "Type", name: "type", now: options.type, placeholder: "main.Item or /regex/" }),
      h(Field, { label: "Size from", name: "min-size", now: options["min-size"], placeholder: "64KiB" }),
      h(Field, { label: "to", name: "max-size", now: options["max-size"], placeholder: "1MiB" }),
    ),
    h(Answer, { of: answer }, ({ objects, more = 0 }) => [
      h(Pages, { offset, shown: objects.length, more }),
      h(Table, {
        label: "Objects",
        columns: [
          addressColumn("Address", "address"),
          bytesColumn("Size", "size", "size"),
          objects.some((row) => row.retained != null) && bytesColumn("Retained", "retained", "retained"),
          { title: "", className: "state", cell: (row) => (row.live ? "" : h("span", { class: "tag" }, notLive(row))) },
          typeColumn(),
        ],
        rows: objects.map((row) => ({ ...row, key: row.address })),
        href: (row) => link("object", row.address),
        order: { now: sort, choose: (name) => setOptions({ sort: name, offset: "" }) },
        empty: "No object fits.",
      }),
      objects.length > 30 && h(Pages, { offset, shown: objects.length, more }),
    ]),
  ];
}

/** What an object that is not live is. */
function notLive(row) {
  if (row.live == null) return "maybe garbage";
  return row.kept_by_cleanups ? "cleanups" : "garbage";
}

/** Which part of the list is shown, and ways to the others. */
function Pages({ offset, shown, more }) {
  const whole = offset + shown + more;
  const to = (start) => () => setOptions({ offset: start > 0 ? start : "" });
  const button = (text, start, possible) => h("button", { type: "button", disabled: !possible, onClick: to(start) }, text);
  const last = Math.max(0, Math.floor((whole - 1) / PAGE) * PAGE);
  return h(
    "div",
    { class: "pages" },
    h("span", null, shown ? count(offset + 1) + "–" + count(offset + shown) + " of " + count(whole) : "none"),
    whole > PAGE && [
      button("First", 0, offset > 0),
      button("Previous", offset - PAGE, offset > 0),
      button("Next", offset + PAGE, more > 0),
      button("Last", last, more > 0),
    ],
  );
}
