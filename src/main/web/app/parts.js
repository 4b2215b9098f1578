// Small parts that several views are made of.

import { h } from "preact";
import { bytes, share } from "godump/amounts.js";
import { isReport } from "godump/api.js";
import { link, setOptions } from "godump/location.js";

/** An address that leads to its object. */
export function Address({ of, className = "address" }) {
  return of && of !== "root" ? h("a", { class: className, href: link("object", of) }, of) : h("span", { class: "none" }, of || "");
}

/** A share of a whole as a number with a bar behind it. */
export function Share({ part, whole }) {
  const percent = whole ? Math.min(100, (100 * part) / whole) : 0;
  return h("span", { class: "share", style: { "--part": percent + "%" } }, share(part, whole));
}

/** The title of a view, a line of facts and its controls. */
export function Heading({ title, facts, children }) {
  return h(
    "div",
    { class: "view-heading" },
    h("h1", null, title),
    facts && h("p", { class: "facts" }, facts),
    children && h("div", { class: "controls" }, children),
  );
}

/** Controls of what only a server can answer. */
export function ServerOnly({ children }) {
  return isReport() ? null : children;
}

/** A choice of a few values for an option of the URL. */
export function Choice({ label, name, values, now }) {
  return h(
    "div",
    { class: "choice", role: "group", "aria-label": label },
    h("span", { class: "label", "aria-hidden": "true" }, label),
    values.map(([value, text]) =>
      h(
        "button",
        {
          type: "button",
          key: value,
          "aria-pressed": String(value === now),
          onClick: () => setOptions({ [name]: value, ...RESET }),
        },
        text,
      ),
    ),
  );
}

/** Another choice starts from the top of the list, or the root of the tree. */
const RESET = { offset: "", top: "", at: "" };

/** A field for an option of the URL, taken over when it is left or at Enter. */
export function Field({ label, name, now = "", placeholder, live = false }) {
  const set = (event) => {
    if (event.target.value !== now) setOptions({ [name]: event.target.value, ...RESET }, live);
  };
  return h(
    "label",
    { class: "field" },
    h("span", { class: "label" }, label),
    h("input", {
      type: "text",
      value: now,
      placeholder,
      spellcheck: false,
      autocomplete: "off",
      [live ? "onInput" : "onChange"]: set,
    }),
  );
}

/** A figure with what it is. */
export function Figure({ label, children }) {
  return h("div", { class: "figure" }, h("div", { class: "value" }, children), h("div", { class: "label" }, label));
}

/** A bar whose parts are amounts of bytes: [{name, bytes, className, href}]. */
export function StackedBar({ parts, label }) {
  const whole = parts.reduce((sum, part) => sum + part.bytes, 0);
  const shown = parts.filter((part) => part.bytes > 0);
  return h(
    "div",
    { class: "stacked" },
    h(
      "div",
      { class: "bar", role: "img", "aria-label": label },
      shown.map((part) =>
        h("span", {
          key: part.name,
          class: "part " + part.className,
          style: { flexGrow: part.bytes / whole },
          title: part.name + ": " + bytes(part.bytes) + " (" + share(part.bytes, whole) + ")",
        }),
      ),
    ),
    h(
      "ul",
      { class: "legend" },
      shown.map((part) =>
        h(
          "li",
          { key: part.name },
          h("i", { class: "swatch " + part.className }),
          part.href ? h("a", { href: part.href }, part.name) : part.name,
          h("span", { class: "amount" }, bytes(part.bytes)),
        ),
      ),
    ),
  );
}
