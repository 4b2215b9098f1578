// What the heap in use has besides objects, by size class or by span.

import { h } from "preact";
import { bytes, count, counted } from "godump/amounts.js";
import { Answer, useAnswer } from "godump/answer.js";
import { addressColumn, bytesColumn, countColumn, typeColumn } from "godump/columns.js";
import { link, setOptions } from "godump/location.js";
import { Choice, Figure, Heading, Share, StackedBar } from "godump/parts.js";
import { Table } from "godump/table.js";
import { SpanMap } from "godump/view/span-map.js";

const GROUPS = [["size", "Size class"], ["span", "Span"], ["type", "Type"]];
const STEP = 50;

export function Spans({ options, dumps }) {
  const by = options.by || "size";
  const sort = options.sort || "free";
  const top = Number(options.top || STEP);
  const answer = useAnswer("spans", { by, sort: by === "type" ? undefined : sort, top });
  return [
    h(
      Heading,
      { title: "Spans", facts: answer.data && counted(answer.data.spans, "span") + ", " + bytes(answer.data.HeapInuse) + " of heap in use" },
      h(Choice, { label: "By", name: "by", values: GROUPS.filter(([name]) => name !== "type" || dumps[Number(options.dump || 0)]?.executable), now: by }),
    ),
    h(Answer, { of: answer }, (data) => [
      h("section", null, h(InUse, { data })),
      h(SpanMap),
      h(Table, {
        label: "Spans by " + by,
        columns: COLUMNS[by],
        rows: data.rows,
        href: by === "span" ? undefined : (row) => (row.type ? link("objects", "", { type: row.type }) : row.slot_size && link("objects", "", { "min-size": row.slot_size, "max-size": row.slot_size })),
        order: by === "type" ? undefined : { now: sort, choose: (name) => setOptions({ sort: name }, true) },
        more: data.more,
        showMore: () => setOptions({ top: top * 4 }, true),
      }),
    ]),
  ];
}

function InUse({ data }) {
  const parts = [
    { name: "objects", bytes: data.object_bytes, className: "live" },
    { name: "free slots", bytes: data.free_bytes, className: "unused" },
    { name: "ends of spans", bytes: data.end_bytes, className: "idle" },
    { name: "spans without objects", bytes: data.unseen_span_bytes, className: "other" },
  ];
  return [
    h(StackedBar, { parts, label: "Parts of the heap in use" }),
    h(
      "div",
      { class: "figures small" },
      h(Figure, { label: "free slots" }, count(data.free_slots)),
      h(Figure, { label: "nearly empty spans" }, count(data.nearly_empty)),
      h(Figure, { label: "free in nearly empty spans" }, bytes(data.fragmented)),
    ),
  ];
}

/** The size of a slot; a large object has a span of its own. */
function slot(row) {
  return row.slot_size ? count(row.slot_size) + " B" : "large";
}

const occupied = (part, whole) => ({ title: "Occupied", number: true, className: "share", cell: (row) => h(Share, { part: part(row), whole: whole(row) }) });

const COLUMNS = {
  size: [
    { ...bytesColumn("Slot", "slot_size", "size"), cell: slot },
    countColumn("Spans", "spans"),
    bytesColumn("In spans", "span_bytes"),
    countColumn("Objects", "objects", "objects"),
    occupied((row) => row.object_bytes, (row) => row.span_bytes),
    countColumn("Free slots", "free_slots"),
    bytesColumn("Free", "free_bytes", "free"),
    countColumn("Nearly empty", "nearly_empty"),
    bytesColumn("Fragmented", "fragmented", "fragmented", "free bytes in nearly empty spans"),
  ],
  span: [
    { ...addressColumn(), cell: (row) => row.address },
    bytesColumn("Size", "size"),
    { ...bytesColumn("Slot", "slot_size", "size"), cell: slot },
    countColumn("Slots", "slots"),
    countColumn("Objects", "objects", "objects"),
    occupied((row) => row.objects, (row) => row.slots),
    bytesColumn("Free", "free_bytes", "free"),
  ],
};
COLUMNS.type = [
  bytesColumn("Unused", "unused"),
  countColumn("Objects", "objects"),
  { ...bytesColumn("Slot", "slot_size"), cell: slot },
  bytesColumn("Value", "value_size"),
  typeColumn(),
];
