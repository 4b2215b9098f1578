// The dominator tree as rectangles in rectangles.

import { h } from "preact";
import { placeSquares } from "godump/drawing/squares.js";
import { DominatorPicture } from "godump/view/dominator-picture.js";

const HEIGHT = 480;

const place = (path, width) => placeSquares(path, width, HEIGHT);

export function Treemap({ operand, options }) {
  return h(DominatorPicture, { view: "treemap", title: "Treemap", operand, options, place, height: HEIGHT });
}
