// What the process's memory is made of, and what to look at next.

import { h } from "preact";
import { bytes, count, duration, share } from "godump/amounts.js";
import { Answer, useAnswer } from "godump/answer.js";
import { bytesColumn, countColumn, shareColumn, typeColumn } from "godump/columns.js";
import { Holder, holderLink } from "godump/holder.js";
import { isAvailable, link } from "godump/location.js";
import { TypeName, plain } from "godump/names.js";
import { Address, Figure, StackedBar } from "godump/parts.js";
import { Table } from "godump/table.js";
import { SuspectLine } from "godump/view/suspect.js";

const ROWS = 8;

export function Overview() {
  const summary = useAnswer("summary");
  return h(Answer, { of: summary }, (data) => [
    h(Figures, { summary: data }),
    h(Memory, { memory: data.memory, heap: data.heap }),
    h("div", { class: "columns" }, h(Suspects), h(Retainers)),
    h("div", { class: "columns" }, h(TopTypes, { summary: data }), h(SizeClasses, { summary: data })),
    h(GoroutineStates, { goroutines: data.goroutines }),
  ]);
}

function Figures({ summary }) {
  const { heap, goroutines, memory, params } = summary;
  return h(
    "div",
    { class: "figures" },
    h(Figure, { label: count(heap.live_objects) + " live objects" }, bytes(heap.live_bytes)),
    h(
      Figure,
      { label: "garbage, " + share(heap.garbage_bytes, heap.bytes) },
      bytes(heap.garbage_bytes),
    ),
    heap.cleanup_bytes > 0 &&
      h(
        Figure,
        { label: "kept alive only by cleanups (inferred), " + share(heap.cleanup_bytes, heap.bytes) },
        h("a", { href: link("objects", "", { state: "cleanups" }) }, bytes(heap.cleanup_bytes)),
      ),
    h(
      Figure,
      { label: "goroutines, " + count(goroutines.system) + " of the runtime" },
      h("a", { href: link("goroutines") }, count(goroutines.count)),
    ),
    memory && memory.Sys != null && h(Figure, { label: "from the OS" }, bytes(memory.Sys)),
    memory &&
      h(Figure, { label: "collections, pauses " + duration(memory.PauseTotalNs) }, count(memory.NumGC)),
    h(
      Figure,
      { label: [params.arch, count(params.cpus) + " CPUs"].join(", ") },
      params.go_version || params.go_version_inferred,
    ),
  );
}

/** Every byte of MemStats.Sys in one of the parts; those in use if a core file has no other figures. */
function Memory({ memory, heap }) {
  if (!memory) return null;
  const whole = memory.Sys != null;
  const unused = memory.HeapInuse - heap.bytes;
  const parts = [
    { name: "live objects", bytes: heap.live_bytes, className: "live", href: link("treemap") },
    { name: "cleanups (inferred)", bytes: heap.cleanup_bytes, className: "cleanups", href: link("objects", "", { state: "cleanups" }) },
    { name: "garbage", bytes: heap.bytes - heap.live_bytes - heap.cleanup_bytes, className: "garbage", href: link("objects", "", { state: "dead" }) },
    { name: "heap in use, no objects", bytes: unused, className: "unused", href: link("spans") },
    { name: "heap idle", bytes: memory.HeapIdle - memory.HeapReleased, className: "idle" },
    { name: "returned to the OS", bytes: memory.HeapReleased, className: "released" },
    { name: "stacks", bytes: memory.StackSys, className: "stacks", href: link("goroutines", "", { sort: "stack" }) },
    { name: "collector", bytes: memory.GCSys, className: "gc" },
    { name: "other", bytes: memory.MSpanSys + memory.MCacheSys + memory.BuckHashSys + memory.OtherSys, className: "other" },
  ];
  return h(
    "section",
    null,
    h("h2", null, whole ? "Memory from the OS, " : "Heap in use, ", bytes(whole ? memory.Sys : memory.HeapInuse)),
    h(StackedBar, { parts, label: "Parts of the " + (whole ? "memory from the OS" : "heap in use") }),
  );
}

function Suspects() {
  const leaks = useAnswer("leaks");
  return h(
    "section",
    null,
    h("h2", null, h("a", { href: link("leaks") }, "Possible leaks")),
    h(Answer, { of: leaks }, ({ suspects, live_bytes, threshold_percent }) =>
      suspects.length
        ? h("ol", { class: "suspects" }, suspects.slice(0, ROWS).map((suspect) => h(SuspectLine, { suspect, whole: live_bytes })))
        : h("p", { class: "empty" }, "Nothing stands out: nothing suspect retains " + threshold_percent + "% of the live heap."),
    ),
    h(Next),
  );
}

function Next() {
  const links = [
    ["treemap", "what the largest objects keep alive"],
    ["types", "which types there are most of"],
    ["waste", "what could be saved"],
    ["flamegraph", "which references lead to the bytes"],
  ];
  return h(
    "p",
    { class: "next" },
    "Look at ",
    links.filter(([view]) => isAvailable(view)).map(([view, text], index) => [index > 0 && " · ", h("a", { href: link(view) }, text)]),
  );
}

function Retainers() {
  const dominators = useAnswer("dominators", { holders: true, "max-nodes": 40 });
  return h(
    "section",
    null,
    h("h2", null, h("a", { href: link("icicle") }, "Retaining most")),
    h(Answer, { of: dominators }, ({ nodes, more, live_bytes }) => {
      const rows = outline(nodes);
      return h(Table, {
        label: "What retains most",
        columns: [
          bytesColumn("Retained", "retained"),
          shareColumn("Share", "retained", live_bytes),
          { title: "What", className: "wide", cell: (row) => h("div", { class: "outline-row", style: { "--level": row.level } }, h(Retainer, { node: row.node })) },
        ],
        rows,
        href: ({ node }) => (node.address ? link("object", node.address) : holderLink(node.holder)),
        more: nodes.length + (more?.nodes || 0) - rows.filter((row) => row.level === 0).length,
        showMore: () => (location.hash = link("icicle")),
      });
    }),
  );
}

/** The largest nodes of a tree in outline order: the largest that is shown opens next. */
function outline(nodes) {
  const rows = nodes.slice(0, ROWS).map((node) => row(node, 0));
  for (;;) {
    const next = rows
      .filter((one) => !one.open && one.node.children.length)
      .reduce((most, one) => (!most || one.retained > most.retained ? one : most), null);
    if (!next || rows.length >= ROWS) return rows.slice(0, ROWS);
    next.open = true;
    const below = next.node.children.slice(0, ROWS - rows.length);
    rows.splice(rows.indexOf(next) + 1, 0, ...below.map((child) => row(child, next.level + 1)));
  }
}

function row(node, level) {
  return { node, level, retained: node.retained, open: false };
}

function Retainer({ node }) {
  return node.address ? [h(Address, { of: node.address }), " ", h(TypeName, { of: node, most: 50 })] : h(Holder, { name: node.holder, most: 60 });
}

/** Without the executable there are shapes only. */
function TopTypes({ summary }) {
  const types = summary.types || summary.shapes;
  return h(
    "section",
    null,
    h("h2", null, h("a", { href: link("types") }, summary.types ? "Types" : "Shapes")),
    h(Table, {
      label: "Types by bytes",
      columns: [
        countColumn("Count", "count"),
        bytesColumn("Bytes", "bytes"),
        shareColumn("Share", "bytes", summary.heap.bytes),
        typeColumn("Type", undefined, 44),
      ],
      rows: types.slice(0, ROWS),
      href: summary.types ? (row) => link("objects", "", { type: row.type }) : undefined,
      more: types.length - Math.min(ROWS, types.length),
      showMore: () => (location.hash = link("types")),
    }),
  );
}

function SizeClasses({ summary }) {
  return h(
    "section",
    null,
    h("h2", null, h("a", { href: link("types", "", { by: "size" }) }, "Size classes")),
    h(Table, {
      label: "Size classes by bytes",
      columns: [
        { title: "Size", number: true, cell: (row) => row.type },
        countColumn("Count", "count"),
        bytesColumn("Bytes", "bytes"),
        shareColumn("Share", "bytes", summary.heap.bytes),
      ],
      rows: summary.size_classes.slice(0, ROWS),
      href: (row) => link("objects", "", { "min-size": parseInt(row.type, 10), "max-size": parseInt(row.type, 10) }),
      more: summary.size_classes.length - Math.min(ROWS, summary.size_classes.length),
      showMore: () => (location.hash = link("types", "", { by: "size" })),
    }),
  );
}

function GoroutineStates({ goroutines }) {
  const states = Object.entries(goroutines.by_state).sort((one, other) => other[1] - one[1]);
  return h(
    "section",
    null,
    h("h2", null, h("a", { href: link("goroutines") }, "Goroutines by state")),
    h(
      "ul",
      { class: "chips" },
      states.map(([state, number]) =>
        h("li", { key: state }, h("a", { href: link("goroutines", "", { state, runtime: true }) }, h("b", null, count(number)), " ", h("bdi", null, plain(state, 40)))),
      ),
    ),
  );
}
