// Places the nodes of a tree in rows: a node's width is its value, its children are below it.

export const ROW = 20;

const LEAST_WIDTH = 1.5;
const MOST_ROWS = 400;

/**
 * @param path from the root to the node that has the whole width
 * @return rectangles {node, x, y, width, height, parent}
 */
export function placeIcicle(path, width) {
  const rectangles = path.map((node, index) => ({ node, x: 0, y: index * ROW, width, height: ROW, parent: path[index - 1], above: index < path.length - 1 }));
  const focus = path[path.length - 1];
  if (focus.value > 0) {
    placeChildren(focus, 0, path.length, width / focus.value, rectangles);
  }
  return rectangles;
}

/** Children whose width doesn't show become one rectangle with those that the server left out. */
function placeChildren(node, start, row, scale, rectangles) {
  if (row >= MOST_ROWS) return;
  let x = start;
  let small = node.more;
  let smallValue = node.moreValue;
  for (const child of node.children) {
    const width = child.value * scale;
    if (width < LEAST_WIDTH) {
      small++;
      smallValue += child.value;
      continue;
    }
    rectangles.push({ node: child, x, y: row * ROW, width, height: ROW, parent: node });
    placeChildren(child, x, row + 1, scale, rectangles);
    x += width;
  }
  if (small > 0 && smallValue * scale >= 1) {
    rectangles.push({ node: rest(node, small, smallValue), x, y: row * ROW, width: smallValue * scale, height: ROW, parent: node });
  }
}

/** A node for many small ones. */
export function rest(parent, number, value) {
  return { isMore: true, name: number.toLocaleString("en-US") + " more", value, children: [], more: 0, moreValue: 0, self: 0, parent };
}

/** How high the picture of rectangles is. */
export function heightOf(rectangles) {
  return rectangles.reduce((most, one) => Math.max(most, one.y + one.height), ROW);
}

/** The same picture with the root at the bottom. */
export function upsideDown(rectangles) {
  const height = heightOf(rectangles);
  return rectangles.map((one) => ({ ...one, y: height - one.y - one.height }));
}
