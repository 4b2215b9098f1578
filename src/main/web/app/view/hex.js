// The bytes of an object as hexadecimal numbers and as text.

import { h } from "preact";
import { bytes } from "godump/amounts.js";

const LINE = 16;
const MOST_LINES = 256;

/** @param hex two digits a byte; @param start the address of the first */
export function Hex({ hex, start }) {
  const lines = Math.ceil(hex.length / 2 / LINE);
  const shown = Math.min(lines, MOST_LINES);
  const text = [];
  for (let line = 0; line < shown; line++) {
    text.push(lineText(hex.slice(line * LINE * 2, (line + 1) * LINE * 2), line * LINE));
  }
  return [
    h("pre", { class: "hex", tabIndex: 0, "aria-label": "Bytes from " + start }, text.join("\n")),
    lines > shown && h("p", { class: "more" }, bytes(hex.length / 2 - shown * LINE) + " more: godump object --hex " + start),
  ];
}

function lineText(digits, offset) {
  const pairs = digits.match(/../g) || [];
  const shown = pairs.map((pair, index) => pair + (index === 7 ? " " : "")).join(" ");
  const printable = pairs.map((pair) => {
    const code = parseInt(pair, 16);
    return code >= 32 && code < 127 ? String.fromCharCode(code) : "·";
  });
  return offset.toString(16).padStart(6, "0") + "  " + shown.padEnd(LINE * 3) + "  " + printable.join("");
}
