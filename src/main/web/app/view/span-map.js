// The heap in address order as squares of neighbouring spans: the stronger the colour, the fuller.

import { h } from "preact";
import { useState } from "preact/hooks";
import { bytes, count, counted, share } from "godump/amounts.js";
import { Answer, useAnswer } from "godump/answer.js";
import { useCanvas } from "godump/drawing/canvas.js";
import { theme } from "godump/drawing/colours.js";

const SQUARES = 2400;
const SIDE = 12;

export function SpanMap() {
  const answer = useAnswer("spans", { by: "range", top: SQUARES });
  return h(Answer, { of: answer }, (data) => h(Map, { ranges: data.rows, spans: data.spans }));
}

function Map({ ranges, spans }) {
  const [shown, setShown] = useState(null);
  const [columns, setColumns] = useState(1);
  const height = Math.max(1, Math.ceil(ranges.length / columns)) * SIDE;
  const [canvas, width] = useCanvas((context) => draw(context, ranges, columns, shown), height, [ranges, columns, shown]);
  const fitting = Math.max(1, Math.floor(width / SIDE));
  if (width && fitting !== columns) setColumns(fitting);
  const at = (event) => {
    const column = Math.min(columns - 1, Math.floor(event.offsetX / SIDE));
    const index = Math.floor(event.offsetY / SIDE) * columns + column;
    setShown(index >= 0 && index < ranges.length ? index : null);
  };
  const keys = (event) => {
    const steps = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns, Home: -ranges.length, End: ranges.length };
    if (event.key in steps) {
      event.preventDefault();
      setShown(Math.max(0, Math.min(ranges.length - 1, (shown ?? -1) + steps[event.key])));
    }
  };
  const each = ranges[0]?.spans ?? 0;
  return h(
    "section",
    null,
    h("h2", null, "Heap in address order"),
    h("p", { class: "facts" }, counted(spans, "span") + (each > 1 ? ", " + count(each) + " in a square" : ", each a square") + ": the stronger the colour, the fuller"),
    h("div", { class: "map" }, h("canvas", { ref: canvas, tabIndex: 0, role: "application", "aria-label": "Map of spans: arrow keys go from square to square", onMouseMove: at, onMouseLeave: () => setShown(null), onKeyDown: keys })),
    h("p", { class: "details", "aria-live": "polite" }, shown === null ? "Point at a square." : describe(ranges[shown])),
  );
}

function describe(range) {
  const parts = [
    range.address + "–" + range.end,
    counted(range.spans, "span") + " of " + bytes(range.span_bytes),
    counted(range.objects, "object") + " of " + bytes(range.object_bytes) + " (" + share(range.object_bytes, range.span_bytes) + ")",
    bytes(range.free_bytes) + " free",
    range.nearly_empty > 0 && count(range.nearly_empty) + " nearly empty",
  ];
  return parts.filter(Boolean).join("  ·  ");
}

/** Most spans are nearly full: differences between those show most. */
const CONTRAST = 3;

function draw(context, ranges, columns, shown) {
  const colours = theme();
  ranges.forEach((range, index) => {
    const strength = (range.object_bytes / range.span_bytes) ** CONTRAST;
    const lightness = colours.dark ? 18 + 42 * strength : 93 - 48 * strength;
    context.fillStyle = "hsl(200 45% " + lightness + "%)";
    context.fillRect((index % columns) * SIDE, Math.floor(index / columns) * SIDE, SIDE - 1, SIDE - 1);
    if (index === shown) {
      context.strokeStyle = colours.selected;
      context.strokeRect((index % columns) * SIDE + 0.5, Math.floor(index / columns) * SIDE + 0.5, SIDE - 2, SIDE - 2);
    }
  });
}
