// Names from the dump. They are untrusted: of any length, with control characters and marks that
// reverse text.

import { h } from "preact";

const INVISIBLE = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g;

/** Replaces what would not show, or would change how other text shows, by its escape. */
export function visible(text) {
  return text.replace(INVISIBLE, escape);
}

function escape(character) {
  if (character === "\n") return "\\n";
  if (character === "\t") return "\\t";
  const code = character.charCodeAt(0);
  return code < 256
    ? "\\x" + code.toString(16).padStart(2, "0")
    : "\\u" + code.toString(16).padStart(4, "0");
}

/** Cuts the middle out of a text of more than so many characters. */
export function shorten(text, most) {
  if (text.length <= most) {
    return text;
  }
  const head = Math.ceil((most - 1) * 0.6);
  return text.slice(0, head) + "…" + text.slice(text.length - (most - 1 - head));
}

/** A text of the dump within other text. */
export function plain(text, most = 120) {
  return shorten(visible(String(text)), most);
}

/** Without the paths of packages: "catalog.Product" of "example.com/shop/catalog.Product". */
export function withoutPaths(name) {
  return name.replace(/(?:[\w.\-~%]+\/)+(?=[\w.\-~%]+\.)/g, "");
}

/** A name as text that is isolated from the text around it; all of it shows on hover. */
export function Name({ text, most = 120, className = "" }) {
  const whole = visible(String(text));
  const shown = shorten(whole.length > 60 ? withoutPaths(whole) : whole, most);
  const title = shown === whole ? undefined : shorten(whole, 2000);
  return h("bdi", { class: "name " + className, title }, shown);
}

const CERTAINTIES = {
  exact: ["", "exact: a descriptor or record of the process states the type"],
  inferred: ["~", "inferred: follows from a type that is exact"],
  guess: ["?", "guess: the type fits the size, pointers and neighbours"],
  unknown: ["", "unknown: only size and pointers are known"],
};

/** The mark of a certainty: "~" inferred, "?" guess. */
export function mark(certainty) {
  return (CERTAINTIES[certainty] || [""])[0];
}

/** The Go type of something with the mark of its certainty, or its shape if there is no type. */
export function TypeName({ of, most = 90 }) {
  const certainty = CERTAINTIES[of.certainty] || ["", ""];
  return h(
    "span",
    { class: "type", title: certainty[1] || undefined },
    h("span", { class: "mark" }, certainty[0]),
    of.type
      ? h(Name, { text: of.type, most })
      : h(Name, { text: of.shape || "(unknown)", most, className: "shape" }),
  );
}
