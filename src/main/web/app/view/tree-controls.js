// What the pictures of trees have in common around them.

import { h } from "preact";
import { count, share } from "godump/amounts.js";
import { link, setOptions } from "godump/location.js";
import { Name, visible } from "godump/names.js";
import { HUE_BY_CERTAINTY, fill, theme } from "godump/drawing/colours.js";
import { Address, Choice, Share } from "godump/parts.js";
import { Table } from "godump/table.js";
import { nextBigDrop, placeOf } from "godump/drawing/tree.js";

/** The way from the root to what is zoomed to. */
export function Crumbs({ path, above = [], format }) {
  return h(
    "ol",
    { class: "crumbs", "aria-label": "Zoomed to" },
    above.map((crumb, index) => h("li", { key: "a" + index }, h("a", { href: crumb.href }, h(Name, { text: crumb.text, most: 40 })))),
    path.map((node, index) =>
      h(
        "li",
        { key: index },
        index === path.length - 1
          ? h("span", { "aria-current": "true" }, h(Name, { text: node.name, most: 60 }), " ", h("b", null, format(node.value)))
          : h("button", { type: "button", onClick: () => setOptions({ at: placeOf(path.slice(0, index + 1)) }) }, h(Name, { text: node.name, most: 40 })),
      ),
    ),
  );
}

/** Goes to the node where the value is spread, if one child has most. */
export function BigDrop({ path }) {
  const down = nextBigDrop(path);
  const possible = down.length > path.length;
  return h(
    "button",
    { type: "button", disabled: !possible, title: "Go down as long as one child has most of it", onClick: () => setOptions({ at: placeOf(down) }) },
    "Next big drop",
  );
}

const COPIED_CHILDREN = 10;

/** The way to a node and what is largest below it, as a Markdown list. */
function markdown(path, format) {
  const item = (node, level) => "  ".repeat(level) + "- `" + visible(String(node.name)).replace(/`/g, "'") + "` " + format(node.value) + " (" + share(node.value, path[0].value) + ")\n";
  const { children, more } = path[path.length - 1];
  const left = children.length - Math.min(COPIED_CHILDREN, children.length) + more;
  return (
    path.map(item).join("") +
    children.slice(0, COPIED_CHILDREN).map((child) => item(child, path.length)).join("") +
    (left > 0 ? "  ".repeat(path.length) + "- " + count(left) + " more\n" : "")
  );
}

/** Copies the way to a node as Markdown. */
export function CopyMarkdown({ path, format }) {
  const copy = (event) => {
    const button = event.currentTarget;
    navigator.clipboard.writeText(markdown(path, format)).then(
      () => (button.textContent = "Copied"),
      () => (button.textContent = "Copying isn't allowed"),
    );
  };
  return h("button", { type: "button", onClick: copy, title: "Copy the path and what is below it as a Markdown list" }, "Copy as Markdown");
}

const COLOURINGS = [["", "Package"], ["certainty", "Certainty"]];

/** What the colours of a picture show. */
export function Colouring({ now = "" }) {
  const colours = theme();
  return [
    h(Choice, { label: "Colour", name: "colour", values: COLOURINGS, now }),
    now === "certainty" &&
      h(
        "ul",
        { class: "legend" },
        [...Object.keys(HUE_BY_CERTAINTY), "unknown"].map((certainty) =>
          h("li", { key: certainty }, h("i", { class: "swatch", style: { background: fill({ certainty }, now, colours) } }), certainty),
        ),
      ),
  ];
}

const ROWS = 50;

/** What is directly below the node that is zoomed to, as a table. */
export function Below({ path, zoom, format, title, showMore }) {
  const node = path[path.length - 1];
  const shown = node.children.slice(0, ROWS);
  const left = node.children.length - shown.length + node.more;
  return h(
    "section",
    null,
    h("h2", null, title),
    h(Table, {
      label: title,
      columns: [
        { title: "Value", number: true, cell: (row) => format(row.value), sort: (row) => row.value },
        { title: "Share", number: true, className: "share", cell: (row) => h(Share, { part: row.value, whole: node.value }) },
        shown.some((row) => row.address) && { title: "Object", className: "address", cell: (row) => row.address && h(Address, { of: row.address }) },
        {
          title: "Name",
          className: "wide",
          cell: (row) => h("button", { type: "button", class: "plain", onClick: () => zoom([...path, row]) }, h(Name, { text: row.name })),
        },
      ],
      rows: shown,
      more: left,
      showMore: left > 0 && showMore ? showMore : undefined,
      empty: node.address ? "Nothing is below it." : "Nothing.",
    }),
    node.example && h("p", { class: "next" }, "Such as ", h(Address, { of: node.example })),
    node.address && h("p", { class: "next" }, h("a", { href: link("object", node.address) }, "Object " + node.address)),
  );
}
