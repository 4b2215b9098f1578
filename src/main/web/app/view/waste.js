// Wasted memory by kind.

import { h } from "preact";
import { bytes, share } from "godump/amounts.js";
import { Answer, useAnswer } from "godump/answer.js";
import { addressColumn, bytesColumn, countColumn, less, nameColumn, shareColumn } from "godump/columns.js";
import { link, setOptions } from "godump/location.js";
import { plain } from "godump/names.js";
import { Heading } from "godump/parts.js";
import { Table } from "godump/table.js";

const STEP = 20;

const KINDS = {
  "duplicate-strings": "strings with equal bytes",
  "duplicate-bytes": "byte slices (or unknown bytes) with equal contents",
  "zero-bytes": "byte slices of zeros: not written, or cleared",
  "duplicate-objects": "bitwise equal values of a type",
  "slice-capacity": "arrays that slices use to ≤50%",
  "empty-slice": "arrays of empty slices",
  "hidden-slots": "objects that only slots outside a slice's length keep",
  "kept-by-part": "large arrays with ≤25% referenced",
  "map-capacity": "maps with at least twice the capacity that their entries need",
  "empty-map": "maps without entries",
  "channel-buffer": "channel buffers that are ≥50% empty",
  padding: "padding that reordering fields removes",
};

const BOUNDS = { exact: "", at_most: "at most", at_least: "at least" };

export function Waste({ options }) {
  const top = Number(options.top || STEP);
  const answer = useAnswer("waste", { top });
  return [
    h(Heading, { title: "Waste", facts: answer.data && facts(answer.data) }),
    h(Answer, { of: answer }, ({ kinds, live_bytes }) => [
        h(Table, {
          label: "Kinds of waste",
          columns: [
            bytesColumn("Bytes", "bytes"),
            less(shareColumn("Share", "bytes", live_bytes)),
            less(countColumn("Count", "count")),
            { title: "", className: "less", cell: (kind) => BOUNDS[kind.bound] },
            { title: "Kind", cell: (kind) => h("a", { href: location.hash || "#", onClick: (event) => show(event, kind) }, kind.kind) },
            { title: "What", className: "wide", cell: (kind) => KINDS[kind.kind] },
          ],
          rows: kinds,
        }),
        kinds.map((kind) => h(Kind, { key: kind.kind, kind, top })),
      ]),
  ];
}

function facts(data) {
  return (
    "In " + bytes(data.live_bytes) + " of live objects. Kinds overlap: don't add them up. Types are known for " +
    share(data.typed_bytes, data.live_bytes) + " of the bytes; the rest is not searched."
  );
}

function show(event, kind) {
  event.preventDefault();
  document.getElementById("kind-" + kind.kind)?.scrollIntoView();
}

function Kind({ kind, top }) {
  if (!kind.groups.length) return null;
  return h(
    "section",
    { id: "kind-" + kind.kind },
    h("h2", null, kind.kind + ": " + KINDS[kind.kind]),
    h(Table, {
      label: kind.kind,
      columns: [
        bytesColumn("Bytes", "bytes"),
        countColumn("Count", "count"),
        less(addressColumn("Largest")),
        { title: "Detail", cell: (row) => plain(row.detail) },
        nameColumn(kind.kind === "padding" || kind.kind === "duplicate-objects" ? "Type" : "Held by", "what"),
      ],
      rows: kind.groups,
      href: (row) => link("object", row.address),
      more: kind.more,
      showMore: () => setOptions({ top: top * 5 }, true),
    }),
  );
}
