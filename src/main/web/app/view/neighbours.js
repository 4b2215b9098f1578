// What surrounds an object in the graph: what keeps it alive, what it keeps alive, what points where.

import { h } from "preact";
import { bytes, count } from "godump/amounts.js";
import { Answer, useAnswer } from "godump/answer.js";
import { addressColumn, bytesColumn, nameColumn, shareColumn, typeColumn } from "godump/columns.js";
import { Holder } from "godump/holder.js";
import { link, setOptions } from "godump/location.js";
import { Name, TypeName } from "godump/names.js";
import { Address } from "godump/parts.js";
import { More, Table } from "godump/table.js";
import { Path, Root } from "godump/view/path.js";

const STEP = 30;

/** Shortest paths from roots. */
export function KeptBy({ data }) {
  const paths = data.paths || [];
  return h(
    "section",
    null,
    h("h2", null, "Kept alive by"),
    paths.length ? paths.map((path, index) => h(Path, { key: index, steps: path })) : h("p", { class: "empty" }, "No root leads to it."),
    data.more_paths > 0 && h(More, { more: data.more_paths, noun: " paths" }),
    data.roots_by_kind && h("p", { class: "facts" }, rootCounts(data.roots_by_kind)),
  );
}

function rootCounts(kinds) {
  const parts = Object.entries(kinds).map(([kind, number]) => count(number) + " " + kind);
  return parts.length ? "Reachable from roots: " + parts.join(", ") : null;
}

/** The chain of dominators: removing any one frees the object. */
export function Dominators({ data }) {
  const chain = data.dominators || [];
  if (!chain.length) return null;
  return h(
    "section",
    null,
    h("h2", null, "Dominators above"),
    h(
      "ol",
      { class: "path" },
      chain.map((one, index) =>
        h("li", { key: index }, h("span", { class: "amount" }, bytes(one.retained)), " ", h(Dominator, { node: one })),
      ),
    ),
  );
}

function Dominator({ node }) {
  return node.address ? [h(Address, { of: node.address }), " ", h(TypeName, { of: node, most: 70 })] : h(Holder, { name: node.place ?? node.holder ?? "" });
}

/** What would be garbage without the object. */
export function Dominated({ address, whole }) {
  const answer = useAnswer("dominators", { op: address, depth: 2, "max-nodes": STEP + 1 });
  const node = answer.data?.nodes?.[0];
  if (answer.data && !(node?.children.length || node?.more?.nodes)) return null;
  return h(
    "section",
    null,
    h("h2", null, "Dominates directly"),
    h(Answer, { of: answer }, () => [
      h(Table, {
        label: "What it dominates",
        columns: [bytesColumn("Retained", "retained"), shareColumn("Share", "retained", whole), addressColumn(), typeColumn()],
        rows: node.children.slice(0, STEP),
        href: (row) => link("object", row.address),
        more: node.children.length - Math.min(STEP, node.children.length) + (node.more?.nodes || 0),
        showMore: () => (location.hash = link("icicle", address)),
      }),
      h("p", { class: "next" }, h("a", { href: link("treemap", address) }, "Treemap of it"), " · ", h("a", { href: link("icicle", address) }, "Icicle of it")),
    ]),
  );
}

/** Objects and roots that point at the object. */
export function Referrers({ object }) {
  const rows = object.pointed_at_by || [];
  const roots = object.roots || [];
  return h(
    "section",
    null,
    h("h2", null, "Pointed at by"),
    roots.map((root, index) => h("p", { class: "facts", key: index }, h(Root, { root }))),
    object.more_roots > 0 && h(More, { more: object.more_roots, noun: " roots" }),
    h(Table, {
      label: "Objects that point at it",
      columns: [addressColumn(), bytesColumn("Size", "size"), typeColumn()],
      rows,
      href: (row) => link("object", row.address),
      more: object.more_referrers,
      showMore: () => setOptions({ top: rows.length + 10 * STEP }, true),
      empty: roots.length ? "No object." : "Nothing.",
    }),
  );
}

/** The pointers in the object. */
export function References({ of }) {
  return h(
    "section",
    null,
    h("h2", null, "Points at"),
    h(Table, {
      label: "Pointers in it",
      columns: [
        { title: "Field", cell: (row) => h(Name, { text: row.field ?? row.place ?? "+" + row.offset, most: 40 }), sort: (row) => row.offset },
        { title: "Address", className: "address", cell: (row) => (row.target ? h(Address, { of: row.target }) : row.value) },
        { title: "Size", number: true, cell: (row) => (row.size == null ? "" : bytes(row.size)), sort: (row) => row.size ?? 0 },
        nameColumn("What", "what"),
      ],
      rows: of.references,
      href: (row) => (row.target ? link("object", row.target) : undefined),
      more: of.more_references,
      showMore: () => setOptions({ top: of.references.length + 10 * STEP }, true),
      empty: "No pointers.",
    }),
  );
}
