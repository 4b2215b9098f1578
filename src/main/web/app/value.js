// Go values as trees: fields, elements and entries open one level at a time.

import { h } from "preact";
import { count } from "godump/amounts.js";
import { link } from "godump/location.js";
import { Name, plain, shorten } from "godump/names.js";

const OPEN_FIELDS = 14;
const ADDRESS = /^0x[0-9a-f]+$/;

/** @param fields {name, offset, type, value} */
export function Fields({ fields, depth = 0, showMore }) {
  return h(
    "ul",
    { class: "fields" },
    fields.map((field, index) => h("li", { key: index }, h(Field, { field, depth, showMore }))),
  );
}

function Field({ field, depth, showMore }) {
  const head = [
    h("span", { class: "field-name" }, h(Name, { text: field.name ?? "", most: 60 })),
    field.type && h("span", { class: "field-type" }, h(Name, { text: field.type, most: 50 })),
  ];
  const inner = parts(field.value);
  const text = h("span", { class: "field-value" }, h(Value, { value: field.value, type: field.type }));
  if (!inner.list.length) {
    return h("div", { class: "leaf" }, head, text);
  }
  return h(
    "details",
    { open: depth === 0 && inner.list.length <= OPEN_FIELDS },
    h("summary", null, head, text),
    h(Fields, { fields: inner.list, depth: depth + 1, showMore }),
    inner.more > 0 && h("p", { class: "more" }, h("button", { type: "button", onClick: showMore }, count(inner.more) + " more: show more")),
  );
}

/** What a value is made of, as fields; more is how many the answer left out. */
function parts(value) {
  if (value === null || typeof value !== "object") return { list: [] };
  if (value.fields) return { list: value.fields };
  if (value.elements) {
    return {
      list: value.elements.map((element, index) => ({ name: "[" + index + "]", value: element })),
      more: value.length - value.elements.length,
    };
  }
  if (value.entries) {
    return {
      list: value.entries.map((entry) => ({ name: "[" + keyText(entry.key) + "]", value: entry.value })),
      more: value.count - value.entries.length,
    };
  }
  if (value.captured) return { list: value.captured };
  if ("dynamic_type" in value) return parts(value.value);
  if ("address" in value && "value" in value) return parts(value.value);
  return { list: [] };
}

/** A key of a map in a few characters. */
function keyText(key) {
  if (key === null || typeof key !== "object") return typeof key === "string" && !ADDRESS.test(key) ? JSON.stringify(key) : String(key);
  if ("dynamic_type" in key) return key.dynamic_type + " " + keyText(key.value);
  if (key.fields) return "{" + key.fields.map((field) => keyText(field.value)).join(" ") + "}";
  return key.text ?? key.address ?? JSON.stringify(key);
}

/** A value in a line. */
export function Value({ value, type }) {
  if (value === null || value === undefined) return h("span", { class: "nil" }, "nil");
  if (typeof value === "string") {
    return ADDRESS.test(value) && type !== "string" ? h(Pointer, { address: value }) : h(Text, { text: value });
  }
  if (typeof value !== "object") return h("span", { class: "literal" }, typeof value === "number" ? value : String(value));
  if ("redacted" in value) return h("span", { class: "none" }, count(value.redacted) + " bytes " + (value.hash || ""));
  if ("unknown" in value) return h("span", { class: "none" }, plain(value.unknown));
  if ("dynamic_type" in value) {
    return [h(Name, { text: value.dynamic_type, className: "dynamic" }), " ", value.message != null ? h(Text, { text: value.message }) : h(Value, { value: value.value })];
  }
  if ("function" in value) return [h("span", { class: "function" }, h(Name, { text: value.function ?? "func" })), value.closure && [" ", h(Pointer, { address: value.closure })]];
  if ("elements" in value || "hex" in value) return h(Sequence, { value });
  if ("entries" in value) return [count(value.count) + " entries", value.slots > value.count && h("span", { class: "none" }, " of " + count(value.slots)), value.growing && " growing", " ", h(Pointer, { address: value.address })];
  if ("text" in value) return [h(Text, { text: value.text, quoted: "length" in value }), value.cut && h("span", { class: "none" }, " … " + count(value.length) + " bytes")];
  if ("type_described" in value) return h(Name, { text: value.type_described });
  if ("address" in value) return h(Pointer, { address: value.address });
  return value.fields?.length === 0 ? h("span", { class: "none" }, "{}") : null;
}

function Sequence({ value }) {
  const waiting = [
    ["receivers", "waiting to receive"],
    ["senders", "waiting to send"],
  ].filter(([name]) => value[name]?.length);
  return [
    h("span", { class: "length" }, "len " + count(value.length) + (value.capacity != null ? " cap " + count(value.capacity) : "")),
    value.closed && " closed",
    waiting.map(([name, text]) => ", " + count(value[name].length) + " " + text),
    value.address && [" ", h(Pointer, { address: value.address })],
    value.hex && [" ", value.text != null ? h(Text, { text: value.text }) : h("code", null, shorten(value.hex, 48))],
  ];
}

function Pointer({ address }) {
  return h("a", { class: "address", href: link("object", address) }, address);
}

function Text({ text, quoted = true }) {
  const shown = plain(text, 200);
  return h("bdi", { class: quoted ? "string" : "text" }, quoted ? "“" + shown + "”" : shown);
}
