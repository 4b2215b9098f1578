// Strings and byte slices by content.

import { h } from "preact";
import { bytes, count, counted } from "godump/amounts.js";
import { Answer, useAnswer } from "godump/answer.js";
import { bytesColumn, countColumn } from "godump/columns.js";
import { link, setOptions } from "godump/location.js";
import { Name, mark, plain, shorten } from "godump/names.js";
import { Choice, Field, Figure, Heading } from "godump/parts.js";
import { Table } from "godump/table.js";

const STEP = 100;
const ORDERS = [["wasted", "Wasted"], ["copies", "Copies"], ["length", "Length"]];

export function Strings({ options }) {
  const sort = options.sort || "wasted";
  const top = Number(options.top || STEP);
  const answer = useAnswer("strings", { sort, top, match: options.match, dead: options.dead === "yes" });
  return [
    h(
      Heading,
      { title: "Strings" },
      h(Choice, { label: "Sort", name: "sort", values: ORDERS, now: sort }),
      h(Choice, { label: "Garbage", name: "dead", values: [["", "No"], ["yes", "Yes"]], now: options.dead || "" }),
      h(Field, { label: "Match", name: "match", now: options.match, placeholder: "regular expression" }),
    ),
    h(Answer, { of: answer }, (data) => [
      h(
        "div",
        { class: "figures small" },
        h(Figure, { label: counted(data.strings, "content") }, bytes(data.bytes)),
        h(Figure, { label: "distinct" }, count(data.distinct)),
        h(Figure, { label: "wasted by copies" }, bytes(data.wasted)),
        data.zero_bytes > 0 && h(Figure, { label: "in " + counted(data.zero_slices, "slice") + " of zeros" }, bytes(data.zero_bytes)),
      ),
      h(Table, {
        label: "Contents",
        columns: [
          countColumn("Copies", "copies", "copies"),
          bytesColumn("Length", "length", "length"),
          bytesColumn("Wasted", "wasted", "wasted"),
          { title: "Content", className: "wide", cell: (row) => h(Content, { row }) },
          { title: "Held by", className: "less", cell: (row) => h(HeldBy, { places: row.held_by || [] }) },
        ],
        rows: data.contents,
        href: (row) => link("object", row.address),
        order: { now: sort, choose: (name) => setOptions({ sort: name }, true) },
        more: data.more,
        showMore: () => setOptions({ top: top + STEP }, true),
        empty: options.match ? "No content matches." : sort === "length" ? "No strings." : "No content occurs more than once.",
      }),
    ]),
  ];
}

function Content({ row }) {
  const text = row.text != null ? "“" + plain(row.text, 90) + "”" : row.hex ? shorten(row.hex, 60) : row.hash || "";
  return [
    h("span", { class: "mark" }, mark(row.certainty)),
    h("bdi", { class: row.text != null ? "string" : "shape" }, text),
    row.whole === false && h("span", { class: "none" }, " cut"),
  ];
}

const SHOWN_PLACES = 2;

function HeldBy({ places }) {
  return [
    places.slice(0, SHOWN_PLACES).map((place, index) => [index > 0 && ", ", h(Name, { text: place.place, most: 40 })]),
    places.length > SHOWN_PLACES && ", " + (places.length - SHOWN_PLACES) + " more",
  ];
}
