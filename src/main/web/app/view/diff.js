// What grew between dumps of one program.

import { h } from "preact";
import { bytes, bytesChange, count, countChange } from "godump/amounts.js";
import { Answer, useAnswer } from "godump/answer.js";
import { less } from "godump/columns.js";
import { link, setOptions } from "godump/location.js";
import { Name, TypeName } from "godump/names.js";
import { Choice, Field, Heading, ServerOnly } from "godump/parts.js";
import { Table } from "godump/table.js";
import { Series } from "godump/view/series.js";

const STEP = 100;
const GROUPS = [["type", "Type"], ["site", "Site"], ["global", "Variable"], ["goroutine", "Goroutine"]];
const ORDERS = ["bytes", "count", "retained"];

export function Diff({ options, dumps }) {
  const by = options.by || "type";
  const sort = ORDERS.includes(options.sort) ? options.sort : "retained";
  const top = Number(options.top || STEP);
  const chosen = options.compare ? options.compare.split(",") : dumps.map((dump) => String(dump.index));
  const answer = useAnswer("diff", {
    dump: chosen,
    by,
    sort,
    top,
    all: options.garbage === "yes",
    monotone: options.monotone === "yes",
    survivors: by === "type" && options.survivors === "yes",
  });
  return [
    h(
      Heading,
      { title: "Diff", facts: answer.data && (answer.data.live_only ? "Live objects only" : "With garbage") },
      h(Choice, { label: "By", name: "by", values: GROUPS, now: by }),
      h(ServerOnly, null, h(Choice, { label: "Garbage", name: "garbage", values: [["", "No"], ["yes", "Yes"]], now: options.garbage || "" })),
      by === "type" && h(ServerOnly, null, h(Choice, { label: "Survivors", name: "survivors", values: [["", "No"], ["yes", "Yes"]], now: options.survivors || "" })),
      dumps.length > 2 && h(Choice, { label: "Grew", name: "monotone", values: [["", "At all"], ["yes", "Always"]], now: options.monotone || "" }),
      dumps.length > 2 && h(Field, { label: "Dumps", name: "compare", now: chosen.join(","), placeholder: "0,1" }),
      h("a", { class: "button", href: link("flamegraph", "", { since: chosen[0], dump: chosen[chosen.length - 1] }) }, "Flame graph of the growth"),
    ),
    h(Answer, { of: answer }, (data) => [
      h(Totals, { data }),
      h(Rows, { data, by, sort, top, last: chosen[chosen.length - 1] }),
    ]),
  ];
}

function Totals({ data }) {
  const { objects, bytes: sizes, goroutines } = data.totals;
  return h(Table, {
    label: "Dumps",
    columns: [
      { title: "Dump", className: "wide", cell: (row) => h(Name, { text: row.name, most: 60 }) },
      { title: "Objects", number: true, cell: (row) => row.objects },
      { title: "Bytes", number: true, cell: (row) => row.bytes },
      { title: "Goroutines", number: true, cell: (row) => row.goroutines },
    ],
    rows: [
      ...data.dumps.map((name, index) => ({
        name: String(name).replace(/.*\//, ""),
        objects: count(at(objects, index)),
        bytes: bytes(at(sizes, index)),
        goroutines: count(at(goroutines, index)),
      })),
      { name: "growth", objects: countChange(objects.delta), bytes: bytesChange(sizes.delta), goroutines: countChange(goroutines.delta) },
    ],
    rowClass: (row) => (row.name === "growth" ? "total" : undefined),
  });
}

/** A number of one of the dumps; there is no series of two. */
function at(total, index) {
  return (total.series ?? [total.before, total.after])[index];
}

const survivors = (title, number, hint) => less({ title, number: true, hint, cell: (row) => count(number(row)) });

/** Go doesn't move objects, so those of one type and size at one address are likely the same. */
const SURVIVORS = [
  survivors("New", (row) => row.after.count - row.survived.count, "objects that the first dump doesn't have (inferred)"),
  survivors("Gone", (row) => row.before.count - row.survived.count, "objects that the last dump doesn't have (inferred)"),
  survivors("Survived", (row) => row.survived.count, "objects of the same type and size at the same address in both (inferred)"),
];

function Rows({ data, by, sort, top, last }) {
  const change = (title, field, format) => ({
    title,
    number: true,
    order: field,
    sort: (row) => row.delta[field],
    cell: (row) => h("span", { class: row.delta[field] > 0 ? "grew" : row.delta[field] < 0 ? "shrank" : "none" }, format(row.delta[field])),
  });
  const rows = data.rows.filter((row) => row.by === by);
  const changed = rows.filter((row) => row.delta.bytes || row.delta.count || row.delta.retained);
  const unchanged = rows.length - changed.length;
  const table = h(Table, {
    label: "Growth by " + by,
    columns: [
      change("Retained", "retained", bytesChange),
      less(change("Bytes", "bytes", bytesChange)),
      less(change("Count", "count", countChange)),
      { title: "Now", number: true, cell: (row) => bytes(row.after.bytes) },
      ...(rows[0]?.survived ? SURVIVORS : []),
      data.dumps.length > 2 && { title: "Series", className: "less", cell: (row) => h(Series, { numbers: row.series.map((one) => one[sort]) }) },
      {
        title: GROUPS.find(([name]) => name === by)[1],
        className: "wide",
        cell: (row) => [
          !row.before.count && row.after.count > 0 && h("span", { class: "tag" }, "new"),
          !row.after.count && row.before.count > 0 && h("span", { class: "tag" }, "gone"),
          row.by === "type" ? h(TypeName, { of: { type: row.key, certainty: row.certainty } }) : h(Name, { text: row.key }),
        ],
      },
    ],
    rows: changed,
    href: (row) => (row.by === "type" && row.certainty !== "unknown" ? link("objects", "", { type: row.key, dump: last }) : undefined),
    order: { now: sort, choose: (name) => setOptions({ sort: name }, true) },
    more: data.more[by],
    showMore: () => setOptions({ top: top + STEP }, true),
    empty: "Nothing changed.",
  });
  return [table, unchanged > 0 && h("p", { class: "facts" }, count(unchanged) + " unchanged")];
}
