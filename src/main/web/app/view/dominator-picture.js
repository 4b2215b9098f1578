// The dominator tree, from the roots or from one object, as a picture.

import { h } from "preact";
import { useMemo } from "preact/hooks";
import { bytes, count, counted } from "godump/amounts.js";
import { Answer, useAnswer } from "godump/answer.js";
import { Picture } from "godump/drawing/picture.js";
import { dominatorTree, pathTo, placeOf } from "godump/drawing/tree.js";
import { go, link, setOptions } from "godump/location.js";
import { Choice, Field, Heading } from "godump/parts.js";
import { Below, BigDrop, CopyMarkdown, Crumbs } from "godump/view/tree-controls.js";

const COLOURINGS = [["", "Package"], ["certainty", "Certainty"]];
const DEPTH = 30;
const PERCENT = 0.1;

/** @param view treemap or icicle; place and height as for Picture */
export function DominatorPicture({ view, title, operand, options, place, height }) {
  const percent = Number(options["min-percent"] || PERCENT);
  const answer = useAnswer("dominators", { op: operand, holders: !operand, depth: DEPTH, "min-percent": percent });
  const tree = useMemo(() => answer.data && dominatorTree(answer.data, !operand), [answer.data]);
  return [
    h(
      Heading,
      { title, facts: answer.data && counted(answer.data.live_objects, "live object") + ", " + bytes(answer.data.live_bytes) + ". Size is what would be freed without a node." },
      h(Choice, { label: "Colour", name: "colour", values: COLOURINGS, now: options.colour || "" }),
      h(Field, { label: "Find", name: "find", now: options.find, placeholder: "part of a type", live: true }),
    ),
    h(Answer, { of: answer }, () =>
      tree
        ? h(Zoomed, { view, title, operand, options, tree, percent, place, height })
        : h("p", { class: "empty" }, "It retains nothing that is shown: it may be garbage."),
    ),
  ];
}

function Zoomed({ view, title, operand, options, tree, percent, place, height }) {
  const path = pathTo(tree, options.at);
  const focus = path[path.length - 1];
  const deeper = (node) => node.address && node.address !== operand && (node.cut || node.more > 0);
  // below a node that the answer ends at, the server goes on from that node
  const zoom = (target, rest) => {
    const node = target[target.length - 1];
    if (deeper(node) && (rest || !node.children.length || target.length > 1)) {
      go(view, node.address, { colour: options.colour });
    } else {
      setOptions({ at: placeOf(target) });
    }
  };
  const showMore = deeper(focus) ? () => zoom(path, true) : () => setOptions({ "min-percent": percent / 4 }, true);
  return [
    h("div", { class: "bar-of-tree" }, h(Crumbs, { path, above: operand ? [{ href: link(view), text: "live heap" }] : [], format: bytes }), h(BigDrop, { path }), h(CopyMarkdown, { path, format: bytes })),
    h(Picture, { root: tree, path, place, height, zoom, format: bytes, search: options.find, colouring: options.colour, label: title + " of the dominator tree" }),
    h(Below, { path, zoom, format: bytes, title: "Directly below: " + count(focus.children.length + focus.more), showMore }),
  ];
}
