// What keeps the heap alive, and what only that keeps alive.

import { h } from "preact";
import { counted } from "godump/amounts.js";
import { Answer, useAnswer } from "godump/answer.js";
import { bytesColumn, countColumn } from "godump/columns.js";
import { Holder, holderLink } from "godump/holder.js";
import { setOptions } from "godump/location.js";
import { Choice, Field, Heading, ServerOnly } from "godump/parts.js";
import { Table } from "godump/table.js";

const STEP = 200;
const KINDS = [["", "All"], ["global", "Variables"], ["goroutines", "Goroutines"], ["finalizer", "Finalizers"], ["other", "Other"]];

export function Roots({ options }) {
  const top = Number(options.top || STEP);
  const filter = (options.filter || "").toLowerCase();
  // the filter works on all of them
  const answer = useAnswer("roots", { kind: options.kind, top: filter ? undefined : top });
  return [
    h(
      Heading,
      { title: "Roots", facts: answer.data?.elsewhere != null && counted(answer.data.elsewhere, "more pointer") + " into no object" },
      h(ServerOnly, null, h(Choice, { label: "Kind", name: "kind", values: KINDS, now: options.kind || "" })),
      h(Field, { label: "Filter", name: "filter", now: options.filter, placeholder: "part of the name", live: true }),
    ),
    h(Answer, { of: answer }, ({ holders, more }) =>
      h(Table, {
        label: "Roots",
        columns: [
          bytesColumn("Retained", "retained", undefined, "bytes that would be garbage without it"),
          countColumn("Roots", "roots"),
          { title: "Kind", cell: (row) => row.kind, sort: (row) => row.kind },
          { title: "Name", className: "wide", cell: (row) => h(Holder, { name: row.holder }), sort: (row) => row.holder },
        ],
        rows: holders.filter((row) => row.holder.toLowerCase().includes(filter)),
        href: (row) => holderLink(row.holder),
        more,
        showMore: () => setOptions({ top: top + STEP }, true),
        empty: filter ? "No name contains “" + options.filter + "”." : "No roots of this kind.",
      }),
    ),
  ];
}
