// Names of what keeps objects alive: variables, goroutines, finalizers.

import { h } from "preact";
import { link } from "godump/location.js";
import { Name, visible } from "godump/names.js";

/** Where a variable is in its segment; its name says enough. */
const OFFSET = / \((?:data|bss)\+0x[0-9a-f]+\)$/;

/** Where a holder can be looked at, if anywhere: "main.cache (bss+0x8)" is an object's name, "goroutine 4" is one. */
export function holderLink(name) {
  const variable = name.match(/^([^\s()]+\.[^\s]+) \((?:data|bss)\+0x[0-9a-f]+\)$/);
  if (variable) return link("object", variable[1]);
  const goroutine = name.match(/^goroutines? (?:like )?(\d+)/);
  return goroutine ? link("goroutines", goroutine[1]) : undefined;
}

export function Holder({ name, most = 90 }) {
  const href = holderLink(name);
  const text = h(Name, { text: name.replace(OFFSET, ""), most });
  return href ? h("a", { class: "holder", href, title: visible(name) }, text) : h("span", { class: "holder" }, text);
}
