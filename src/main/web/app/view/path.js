// A path from a root to an object, a step a line.

import { h } from "preact";
import { bytes } from "godump/amounts.js";
import { link } from "godump/location.js";
import { Name, TypeName } from "godump/names.js";
import { Address } from "godump/parts.js";

/** @param steps a root first, then objects, each with the field that led there */
export function Path({ steps }) {
  return h(
    "ol",
    { class: "path" },
    steps.map((step, index) => h("li", { key: index }, "root" in step ? h(Root, { root: step }) : h(Step, { step }))),
  );
}

/** A root: a variable, a frame's variable, or another. */
export function Root({ root }) {
  const where = root.file ? " " + root.file + ":" + root.line : "";
  const name = h(Name, { text: root.place || root.root });
  return h(
    "span",
    { class: "root" },
    h("span", { class: "kind" }, root.root),
    " ",
    root.goroutine != null
      ? h("a", { href: link("goroutines", root.goroutine) }, name)
      : root.variable
        ? h("a", { href: link("object", root.variable) }, name)
        : name,
    where && h("span", { class: "where" }, h(Name, { text: where })),
  );
}

function Step({ step }) {
  const field = step.field ?? (step.offset != null ? "+" + step.offset : "");
  return [
    field && h("span", { class: "field" }, h(Name, { text: field, most: 60 }), " "),
    h(TypeName, { of: step, most: 70 }),
    " ",
    step.address && h(Address, { of: step.address }),
    step.size != null && h("span", { class: "size" }, bytes(step.size)),
  ];
}
