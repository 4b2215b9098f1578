// Tables: sorted by a click on a column, walked through by arrow keys, cut with "N more".

import { h } from "preact";
import { useRef, useState } from "preact/hooks";
import { count } from "godump/amounts.js";
import { isReport } from "godump/api.js";

/**
 * @param columns {title, cell(row), number, sort(row), order, hint}: number aligns to the right; sort is the value
 *     that a whole list is sorted by on the page; order is the name by which the server sorts a part of a list
 * @param rows what is shown
 * @param href the URL of a row, for Enter and clicks
 * @param order {now, choose(name)}: the server sorts
 * @param more how many rows the server left out, and showMore shows more of them
 * @param label for screen readers
 */
export function Table({ columns, rows, href, order: ofServer, more, showMore, label, rowClass, empty = "Nothing." }) {
  const order = isReport() ? null : ofServer;
  const [sorted, setSorted] = useState(null);
  const body = useRef();
  const shown = columns.filter(Boolean);
  const inOrder = sorted && !order ? sortRows(rows, shown[sorted.index], sorted.ascending) : rows;
  const choose = (column, index) => {
    if (order) {
      order.choose(column.order);
    } else {
      setSorted({ index, ascending: sorted?.index === index ? !sorted.ascending : !column.number });
    }
  };
  if (!rows.length && !more) {
    return h("p", { class: "empty" }, empty);
  }
  return h(
    "div",
    { class: "table" },
    h(
      "table",
      { "aria-label": label },
      h("thead", null, h("tr", null, shown.map((column, index) => h(Heading, { column, index, sorted, order, choose })))),
      h(
        "tbody",
        { ref: body, onKeyDown: (event) => walk(event, body.current) },
        inOrder.map((row, index) =>
          h(
            "tr",
            {
              key: row.key ?? index,
              class: rowClass?.(row),
              tabIndex: index === 0 ? 0 : -1,
              onClick: href && ((event) => followRow(event, href(row))),
              "data-href": href?.(row),
            },
            shown.map((column) =>
              h("td", { class: classOf(column) }, column.cell(row)),
            ),
          ),
        ),
      ),
    ),
    more > 0 && h(More, { more, showMore }),
  );
}

/** Says how many more there are. */
export function More({ more, showMore, noun = "" }) {
  const text = count(more) + " more" + noun;
  return h(
    "p",
    { class: "more" },
    showMore && !isReport() ? h("button", { type: "button", onClick: showMore }, text + ": show more") : text,
  );
}

export function Heading({ column, index, sorted, order, choose }) {
  const sortable = order ? column.order : choose && column.sort;
  const here = order ? column.order && order.now === column.order : sorted?.index === index;
  const ascending = order ? !column.number : sorted?.ascending;
  return h(
    "th",
    {
      scope: "col",
      class: classOf(column),
      title: column.hint,
      "aria-sort": here ? (ascending ? "ascending" : "descending") : undefined,
    },
    sortable
      ? h("button", { type: "button", onClick: () => choose(column, index) }, column.title)
      : column.title,
  );
}

export function classOf(column) {
  return [column.number && "number", column.className].filter(Boolean).join(" ") || undefined;
}

function sortRows(rows, column, ascending) {
  const sign = ascending ? 1 : -1;
  return [...rows].sort((one, other) => {
    const left = column.sort(one);
    const right = column.sort(other);
    return left === right ? 0 : (left < right ? -1 : 1) * sign;
  });
}

/** Arrow keys, Home and End go from row to row, Enter follows its link. */
export function walk(event, body) {
  const row = event.target.closest("tr");
  const rows = [...body.children];
  const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: 20, PageUp: -20, Home: -rows.length, End: rows.length };
  if (event.key in steps && !event.target.matches("input")) {
    event.preventDefault();
    const next = rows[Math.max(0, Math.min(rows.length - 1, rows.indexOf(row) + steps[event.key]))];
    row.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  } else if (event.key === "Enter" && event.target === row && row.dataset.href) {
    location.hash = row.dataset.href;
  }
}

function followRow(event, href) {
  const selects = String(getSelection());
  if (href && !event.target.closest("a, button, input") && !selects) {
    location.hash = href;
  }
}
