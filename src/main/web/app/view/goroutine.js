// One goroutine: its calls with their variables, and what only it keeps alive.

import { h } from "preact";
import { bytes, counted } from "godump/amounts.js";
import { Answer, useAnswer } from "godump/answer.js";
import { addressColumn, bytesColumn, typeColumn } from "godump/columns.js";
import { link } from "godump/location.js";
import { plain } from "godump/names.js";
import { Figure, Heading } from "godump/parts.js";
import { Table } from "godump/table.js";
import { Stack } from "godump/view/stack.js";

export function Goroutine({ id, options, dumps }) {
  const typed = dumps[Number(options.dump || 0)]?.executable != null;
  const answer = useAnswer("goroutines", { id, locals: typed });
  return h(Answer, { of: answer }, ({ goroutines }) => {
    const one = goroutines[0];
    if (!one) return h("p", { class: "empty" }, "There is no goroutine " + id + ".");
    return [
      h(Heading, { title: "Goroutine " + one.id, facts: plain(one.state) + (one.system ? ", of the runtime" : "") + (one.wrote_dump ? ", wrote the dump" : "") }),
      h(
        "div",
        { class: "figures small" },
        h(Figure, { label: "retained" }, bytes(one.retained)),
        h(Figure, { label: "stack" }, bytes(one.stack_bytes)),
        one.address && h(Figure, { label: "its g" }, h("a", { class: "address", href: link("object", one.address) }, one.address)),
        one.labels?.map((label) => h(Figure, { label: plain(label.key, 60) }, plain(label.value, 60))),
      ),
      h("section", null, h("h2", null, "Stack"), h(Stack, { frames: one.frames, creators: [one.created_by] })),
      one.reach && [
        h(Reached, { title: "Only it keeps alive", part: one.reach.only }),
        h(Reached, { title: "It reaches, and others do, too", part: one.reach.shared }),
      ],
    ];
  });
}

function Reached({ title, part }) {
  const left = part.objects - part.largest.length;
  return h(
    "section",
    null,
    h("h2", null, title + ": " + counted(part.objects, "object") + ", " + bytes(part.bytes)),
    part.objects > 0 &&
      h(Table, {
        label: title,
        columns: [bytesColumn("Retained", "retained"), bytesColumn("Size", "size"), addressColumn(), typeColumn()],
        rows: part.largest,
        href: (row) => link("object", row.address),
        more: left,
      }),
  );
}
