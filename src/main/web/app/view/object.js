// Everything about one object, or one package variable.

import { h } from "preact";
import { bytes, count, counted } from "godump/amounts.js";
import { Answer, useAnswer } from "godump/answer.js";
import { setOptions } from "godump/location.js";
import { Name, TypeName } from "godump/names.js";
import { Figure } from "godump/parts.js";
import { More } from "godump/table.js";
import { Fields, Value } from "godump/value.js";
import { Hex } from "godump/view/hex.js";
import { Dominated, Dominators, KeptBy, References, Referrers } from "godump/view/neighbours.js";

const ELEMENTS = 16;
const TOP = 30;

export function ObjectView({ operand, options }) {
  const top = Number(options.top || TOP);
  const elements = Number(options.elements || ELEMENTS);
  const object = useAnswer("object", { op: operand, elements, hex: options.hex === "yes", top });
  return h(Answer, { of: object }, (data) => [
    h(Title, { object: data, operand }),
    h(Figures, { object: data }),
    h(
      "div",
      { class: "columns" },
      h(Contents, { object: data, elements, hex: options.hex === "yes" }),
      h("div", null, data.variable ? h(References, { of: data }) : h(Neighbours, { object: data, top })),
    ),
  ]);
}

function Title({ object, operand }) {
  return h(
    "div",
    { class: "view-heading" },
    h("h1", null, object.variable ? h(Name, { text: object.variable }) : h("span", { class: "address" }, object.address)),
    h(
      "p",
      { class: "facts" },
      h(TypeName, { of: object, most: 200 }),
      object.asked && object.asked !== object.address && h("span", null, " (contains " + operand + ")"),
    ),
    object.finalizers?.length > 0 && h("p", { class: "facts" }, counted(object.finalizers.length, "finalizer")),
    object.allocated_at && h("p", { class: "facts" }, "Allocated at ", h(Name, { text: allocation(object.allocated_at) })),
  );
}

function allocation(site) {
  const calls = [site].flat();
  return calls
    .map((call) => (typeof call === "string" ? call : [call.function, call.file && call.file + ":" + call.line].filter(Boolean).join(" ")))
    .join(" ← ");
}

function liveness(object) {
  if (object.live) return "reachable";
  return object.kept_by_cleanups ? "only they keep it alive (inferred)" : "no root leads to it";
}

function Figures({ object }) {
  return h(
    "div",
    { class: "figures small" },
    h(Figure, { label: "size" }, bytes(object.size)),
    object.retained != null && h(Figure, { label: "retained" }, bytes(object.retained)),
    object.live != null && h(Figure, { label: liveness(object) }, object.live ? "live" : object.kept_by_cleanups ? "cleanups" : "garbage"),
    object.distance != null && h(Figure, { label: "from a root" }, counted(object.distance, "step")),
    object.referrers != null && h(Figure, { label: "point at it" }, counted(object.referrers, "object")),
    object.count > 1 && h(Figure, { label: "values" }, count(object.count)),
  );
}

function Contents({ object, elements, hex }) {
  const more = () => setOptions({ elements: elements * 4 }, true);
  const value = object.value;
  // a variable that isn't a struct has one field without a name, its value
  const fields = (object.fields || []).filter((field) => field.name != null);
  const left = value && typeof value === "object" ? (value.count ?? value.length) - (value.entries ?? value.elements ?? fields).length : 0;
  return h(
    "section",
    null,
    h("h2", null, "Contents"),
    value != null && h("p", { class: "facts" }, h(Value, { value, type: object.type })),
    fields.length
      ? h(Fields, { fields, showMore: more })
      : value == null && h("p", { class: "empty" }, object.type ? "No fields." : "The type is unknown: the executable tells fields and their values."),
    left > 0 && h(More, { more: left, showMore: more }),
    object.candidates?.length > 0 && h("p", { class: "facts" }, "It fits ", object.candidates.map((type, index) => [index > 0 && ", ", h(Name, { text: type.type ?? type })])),
    hex && object.hex
      ? h(Hex, { hex: object.hex, start: object.address })
      : h("p", null, h("button", { type: "button", onClick: () => setOptions({ hex: true }, true) }, "Show bytes")),
  );
}

function Neighbours({ object, top }) {
  const retainers = useAnswer("retainers", { op: object.address, top });
  return [
    h(Answer, { of: retainers }, (data) => [h(KeptBy, { data }), h(Dominators, { data })]),
    h(Dominated, { address: object.address, whole: object.retained }),
    h(Referrers, { object }),
    h(References, { of: object }),
  ];
}
