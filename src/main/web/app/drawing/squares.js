// Places the nodes of a tree as rectangles in rectangles: a node's area is its value.

import "d3-hierarchy";
import { rest } from "godump/drawing/icicle.js";

// the library is no module: it sets a global variable
const { hierarchy, treemap } = globalThis.d3;

const LABEL = 17;
const LEAST_SIDE = 3;
const DEPTH = 7;

/**
 * @param path from the root to the node that has the whole area
 * @return rectangles {node, x, y, width, height, parent}, outer ones first
 */
export function placeSquares(path, width, height) {
  const focus = path[path.length - 1];
  const root = hierarchy({ node: focus, depth: 0 }, children);
  // the area of a node's own bytes stays free
  root.each((one) => (one.value = Math.max(1, one.data.node.value)));
  treemap().size([width, height]).round(true).paddingOuter(1).paddingInner(1).paddingTop(LABEL)(root);
  const rectangles = [];
  root.eachBefore((one) => {
    const rectangle = { node: one.data.node, x: one.x0, y: one.y0, width: one.x1 - one.x0, height: one.y1 - one.y0, parent: one.parent?.data.node, nested: true };
    if (rectangle.width >= LEAST_SIDE && rectangle.height >= LEAST_SIDE) rectangles.push(rectangle);
  });
  return rectangles;
}

function children({ node, depth }) {
  if (depth >= DEPTH) return [];
  const below = node.children.map((child) => ({ node: child, depth: depth + 1 }));
  if (node.more > 0 && node.moreValue > 0) {
    below.push({ node: rest(node, node.more, node.moreValue), depth: depth + 1 });
  }
  return below;
}
