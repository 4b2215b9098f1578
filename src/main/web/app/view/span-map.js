// The heap by span in address order: the darker, the fuller.

import { h } from "preact";
import { useMemo, useState } from "preact/hooks";
import { bytes, count, share } from "godump/amounts.js";
import { Answer, useAnswer } from "godump/answer.js";
import { useCanvas } from "godump/drawing/canvas.js";
import { theme } from "godump/drawing/colours.js";

const MOST = 3000;
const CELL = 10;

export function SpanMap() {
  const answer = useAnswer("spans", { by: "span", sort: "size", top: MOST });
  return h(Answer, { of: answer }, (data) => h(Map, { spans: data.rows, whole: data.spans }));
}

function Map({ spans, whole }) {
  const ordered = useMemo(() => [...spans].sort((one, other) => (BigInt(one.address) < BigInt(other.address) ? -1 : 1)), [spans]);
  const [shown, setShown] = useState(null);
  const [columns, setColumns] = useState(1);
  const height = Math.max(1, Math.ceil(ordered.length / columns)) * CELL;
  const [canvas, width] = useCanvas((context) => draw(context, ordered, columns, shown), height, [ordered, columns, shown]);
  const fitting = Math.max(1, Math.floor(width / CELL));
  if (width && fitting !== columns) setColumns(fitting);
  const at = (event) => {
    const column = Math.min(columns - 1, Math.floor(event.offsetX / CELL));
    const index = Math.floor(event.offsetY / CELL) * columns + column;
    setShown(index >= 0 && index < ordered.length ? index : null);
  };
  const keys = (event) => {
    const steps = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns };
    if (event.key in steps) {
      event.preventDefault();
      setShown(Math.max(0, Math.min(ordered.length - 1, (shown ?? -1) + steps[event.key])));
    }
  };
  return h(
    "section",
    null,
    h("h2", null, "Spans in address order, the darker the fuller", whole > ordered.length && ": the " + count(ordered.length) + " largest of " + count(whole)),
    h("div", { class: "map" }, h("canvas", { ref: canvas, tabIndex: 0, role: "application", "aria-label": "Map of spans: arrow keys go from span to span", onMouseMove: at, onMouseLeave: () => setShown(null), onKeyDown: keys })),
    h("p", { class: "details", "aria-live": "polite" }, shown === null ? "Point at a span." : describe(ordered[shown])),
  );
}

function describe(span) {
  return span.address + "  ·  " + bytes(span.size) + "  ·  " + count(span.objects) + " of " + count(span.slots) + " slots of " + bytes(span.slot_size) + " (" + share(span.objects, span.slots) + ")";
}

function draw(context, spans, columns, shown) {
  const colours = theme();
  spans.forEach((span, index) => {
    const occupancy = span.objects / span.slots;
    const lightness = colours.dark ? 18 + 42 * occupancy : 93 - 48 * occupancy;
    context.fillStyle = "hsl(200 45% " + lightness + "%)";
    context.fillRect((index % columns) * CELL, Math.floor(index / columns) * CELL, CELL - 1, CELL - 1);
    if (index === shown) {
      context.strokeStyle = colours.selected;
      context.strokeRect((index % columns) * CELL + 0.5, Math.floor(index / columns) * CELL + 0.5, CELL - 2, CELL - 2);
    }
  });
}
