// A picture of a tree: shows what is under the pointer at once, zooms by a click or Enter, and is walked
// through by arrow keys.

import { h } from "preact";
import { useMemo, useState } from "preact/hooks";
import { fit, useCanvas } from "godump/drawing/canvas.js";
import { fill, theme } from "godump/drawing/colours.js";
import { contains, findPath } from "godump/drawing/tree.js";
import { share } from "godump/amounts.js";
import { plain, withoutPaths } from "godump/names.js";

const FONT = "12px ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace";

/**
 * @param root of the tree
 * @param path from the root to the node that is zoomed to
 * @param place place(path, width) gives the rectangles
 * @param height of the picture, or a function of the rectangles
 * @param zoom zoom(path) is called to zoom
 * @param format formats values
 */
export function Picture({ root, path, place, height, zoom, format, search = "", colouring, label }) {
  const [selected, setSelected] = useState(null);
  const [pointer, setPointer] = useState(null);
  const [measured, setMeasured] = useState(0);
  const focus = path[path.length - 1];
  const rectangles = useMemo(() => (measured ? place(path, measured) : []), [root, focus, measured, place]);
  const tall = typeof height === "function" ? height(rectangles) : height;
  const [canvas, width] = useCanvas(
    (context) => draw(context, rectangles, { selected, search, colouring, format }),
    tall,
    [rectangles, selected, search, colouring],
  );
  if (width !== measured) setMeasured(width);
  const at = (event) => {
    const box = canvas.current.getBoundingClientRect();
    return find(rectangles, event.clientX - box.left, event.clientY - box.top);
  };
  const enter = (node, parent) => {
    const target = node.isMore ? parent : node;
    setPointer(null);
    setSelected(null);
    zoom(findPath(root, target), node.isMore);
  };
  const keys = (event) => {
    const next = step(event.key, selected || focus, root, path);
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    if (next === "zoom") enter(selected || focus);
    else if (next === "out") zoom(path.length > 1 ? path.slice(0, -1) : path);
    else setSelected(next);
  };
  const shown = pointer?.rectangle.node || selected || focus;
  return h(
    "div",
    { class: "picture" },
    h("canvas", {
      ref: canvas,
      tabIndex: 0,
      role: "application",
      "aria-label": label + ". Arrow keys go to parents, children and siblings, Enter zooms, Escape zooms out.",
      "aria-describedby": "picture-details",
      onMouseMove: (event) => {
        const rectangle = at(event);
        setPointer(rectangle ? { rectangle, x: event.offsetX, y: event.offsetY } : null);
      },
      onMouseLeave: () => setPointer(null),
      onClick: (event) => {
        const rectangle = at(event);
        if (rectangle) enter(rectangle.node, rectangle.parent);
      },
      onKeyDown: keys,
      onBlur: () => setSelected(null),
    }),
    pointer && h(Tooltip, { pointer, format, whole: root.value, width }),
    h("p", { id: "picture-details", class: "details", "aria-live": "polite" }, describe(shown, format, root.value)),
  );
}

/** A node in a line of text. */
export function describe(node, format, whole) {
  const parts = [plain(node.name || "?", 160), format(node.value) + " (" + share(node.value, whole) + ")"];
  if (node.address) parts.push(node.address);
  if (node.objects != null) parts.push(node.objects.toLocaleString("en-US") + " objects");
  return parts.join("  ·  ");
}

/** The node that a key leads to; "zoom" and "out"; undefined if the key means nothing. */
function step(key, node, root, path) {
  if (key === "Enter" || key === " ") return "zoom";
  if (key === "Escape" || key === "Backspace") return "out";
  const above = findPath(root, node);
  const parent = above[above.length - 2];
  if (key === "ArrowUp") return parent || node;
  if (key === "ArrowDown") return node.children[0] || node;
  if (key !== "ArrowLeft" && key !== "ArrowRight") return undefined;
  if (!parent || node === path[path.length - 1]) return node;
  const index = parent.children.indexOf(node) + (key === "ArrowRight" ? 1 : -1);
  return parent.children[Math.max(0, Math.min(parent.children.length - 1, index))];
}

/** The innermost rectangle at a point: the last, as outer ones are first. */
function find(rectangles, x, y) {
  for (let index = rectangles.length - 1; index >= 0; index--) {
    const one = rectangles[index];
    if (x >= one.x && x < one.x + one.width && y >= one.y && y < one.y + one.height) return one;
  }
  return null;
}

function draw(context, rectangles, { selected, search, colouring, format }) {
  const colours = theme();
  context.font = FONT;
  context.textBaseline = "middle";
  for (const one of rectangles) {
    const faded = one.above || (search && !contains(one.node, search));
    context.globalAlpha = faded ? 0.35 : 1;
    context.fillStyle = fill(one.node, colouring, colours);
    context.fillRect(one.x, one.y, Math.max(1, one.width - 1), one.height - 1);
    if (one.nested && one.width > 6 && one.height > 6) {
      context.strokeStyle = colours.line;
      context.lineWidth = 1;
      context.strokeRect(one.x + 0.5, one.y + 0.5, one.width - 1, one.height - 1);
    }
    if (one.width > 26 && one.height > 11) {
      context.fillStyle = colours.text;
      context.globalAlpha = faded ? 0.6 : one.node.isMore ? 0.7 : 1;
      const amount = one.width > 220 ? "  " + format(one.node.value) : "";
      const name = fit(context, withoutPaths(plain(one.node.name || "", 300)) + amount, one.width - 8);
      context.fillText(name, one.x + 4, one.y + Math.min(one.height, 20) / 2);
    }
    if (one.node === selected) {
      context.globalAlpha = 1;
      context.strokeStyle = colours.selected;
      context.lineWidth = 2;
      context.strokeRect(one.x + 1, one.y + 1, Math.max(1, one.width - 3), one.height - 3);
    }
  }
  context.globalAlpha = 1;
}

const TOOLTIP = 340;

function Tooltip({ pointer, format, whole, width }) {
  const { node } = pointer.rectangle;
  const left = Math.max(0, Math.min(pointer.x + 14, width - TOOLTIP));
  return h(
    "div",
    { class: "tooltip", style: { left: left + "px", top: pointer.y + 18 + "px" } },
    h("bdi", { class: "name" }, plain(node.name || "?", 240)),
    h("div", null, h("b", null, format(node.value)), " " + share(node.value, whole), node.self > 0 && node.children.length > 0 && ", itself " + format(node.self)),
    node.objects != null && h("div", null, node.objects.toLocaleString("en-US") + " objects"),
    node.address && h("div", { class: "address" }, node.address),
  );
}
