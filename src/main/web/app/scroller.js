// A list of millions of rows in a box that scrolls: only rows in view, and some around them, are in the page.

import { h } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { count } from "godump/amounts.js";
import { Heading, classOf, walk } from "godump/table.js";

export const ROW = 26;

/** Browsers don't scroll through more than some million pixels: a longer list has parts. */
const PART = 200_000;
const AROUND = 24;
const IDLE_MILLISECONDS = 250;
const SCROLL_BAR = 16;

/**
 * @param columns and href as for Table; label for screen readers
 * @param all number of rows
 * @param row row(index) returns a row, or undefined if it isn't there yet
 * @param want want(first, end) is told which rows are shown
 * @param first index of the row to begin with; moved(first) is told when another is on top
 */
export function Scroller({ columns, all, row, want, first, moved, href, label }) {
  const box = useRef();
  const body = useRef();
  const part = Math.floor(Math.min(first, Math.max(0, all - 1)) / PART) * PART;
  const rows = Math.min(PART, all - part);
  const [top, setTop] = useState(first - part);
  const [high, setHigh] = useState(30);
  const start = Math.max(0, top - AROUND);
  const end = Math.min(rows, top + high + AROUND);
  useLayoutEffect(() => {
    setHigh(Math.ceil(box.current.clientHeight / ROW));
    const now = Math.round(box.current.scrollTop / ROW);
    if (now !== first - part) box.current.scrollTop = (first - part) * ROW;
  }, [first, all]);
  useEffect(() => want(part + start, part + end), [part, start, end, want]);
  const idle = useRef(0);
  useEffect(() => () => clearTimeout(idle.current), []);
  const scrolled = () => {
    const now = Math.round(box.current.scrollTop / ROW);
    setTop(now);
    clearTimeout(idle.current);
    idle.current = setTimeout(() => moved(part + now), IDLE_MILLISECONDS);
  };
  const keys = (event) => {
    if (event.key === "Home" || event.key === "End") {
      event.preventDefault();
      box.current.scrollTop = event.key === "Home" ? 0 : rows * ROW;
    } else {
      walk(event, body.current);
    }
  };
  const shown = columns.filter(Boolean);
  return [
    h(Parts, { part, rows, all, moved }),
    h(
      "div",
      { class: "scroller", ref: box, onScroll: scrolled, style: { maxHeight: (rows + 1) * ROW + SCROLL_BAR + "px" } },
      h(
        "div",
        { class: "all", style: { height: (rows + 1) * ROW + "px", paddingTop: start * ROW + "px" } },
        h(
          "table",
          { "aria-label": label, "aria-rowcount": all },
          h("thead", null, h("tr", null, shown.map((column, index) => h(Heading, { column, index })))),
          h(
            "tbody",
            { ref: body, onKeyDown: keys },
            Array.from({ length: end - start }, (unused, index) => h(Row, { key: start + index, index: part + start + index, of: row(part + start + index), columns: shown, href, first: index === top - start })),
          ),
        ),
      ),
    ),
  ];
}

function Row({ index, of, columns, href, first }) {
  const follow = (event) => {
    if (!event.target.closest("a") && !String(getSelection())) location.hash = href(of);
  };
  return h(
    "tr",
    { class: of ? undefined : "stale", "aria-rowindex": index + 1, tabIndex: first ? 0 : -1, onClick: of && follow, "data-href": of && href(of) },
    columns.map((column) => h("td", { class: classOf(column) }, of ? column.cell(of) : "…")),
  );
}

/** Which part of the list is shown, and ways to the others. */
function Parts({ part, rows, all, moved }) {
  const last = Math.floor((all - 1) / PART) * PART;
  const button = (text, start) => h("button", { type: "button", disabled: start < 0 || start > last || start === part, onClick: () => moved(start, false) }, text);
  const jump = (event) => {
    const wanted = Number(event.target.value.replace(/\D/g, ""));
    if (wanted > 0) moved(Math.min(wanted, all) - 1, false);
    event.target.value = "";
  };
  return h(
    "div",
    { class: "pages" },
    h("span", null, all > PART ? count(part + 1) + "–" + count(part + rows) + " of " + count(all) : count(all)),
    all > PART && [button("First", 0), button("Previous", part - PART), button("Next", part + PART), button("Last", last)],
    all > 100 && h("label", { class: "field" }, h("span", { class: "label" }, "Go to row"), h("input", { type: "text", inputMode: "numeric", size: 9, onChange: jump })),
  );
}
