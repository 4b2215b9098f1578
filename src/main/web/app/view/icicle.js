// The dominator tree in rows, the roots at the top.

import { h } from "preact";
import { heightOf, placeIcicle } from "godump/drawing/icicle.js";
import { DominatorPicture } from "godump/view/dominator-picture.js";

export function Icicle({ operand, options }) {
  return h(DominatorPicture, { view: "icicle", title: "Icicle", operand, options, place: placeIcicle, height: heightOf });
}
