// The dominator tree, from the roots or from one object, as a picture.

import { h } from "preact";
import { useMemo } from "preact/hooks";
import { bytes, count, weighted } from "godump/amounts.js";
import { Answer, useAnswer } from "godump/answer.js";
import { isReport } from "godump/api.js";
import { Picture } from "godump/drawing/picture.js";
import { dominatorTree, flameTree, pathTo, placeOf } from "godump/drawing/tree.js";
import { go, link, setOptions } from "godump/location.js";
import { Choice, Field, Heading, ServerOnly } from "godump/parts.js";
import { Below, BigDrop, Colouring, CopyMarkdown, Crumbs } from "godump/view/tree-controls.js";

const NODES = [["", "Objects"], ["type", "Types"]];
const WEIGHTS = [["bytes", "Bytes"], ["objects", "Objects"]];
const TYPE_NODES = 1500;
const OBJECT_NODES = 1000;

/** @param view treemap or icicle; place and height as for Picture */
export function DominatorPicture(props) {
  const { title, operand, options } = props;
  const merged = options.merge === "type" && !operand;
  return [
    h(
      Heading,
      { title, facts: "The dominator tree: the size of a node is what would be freed without it." },
      !operand && h(Choice, { label: "Nodes", name: "merge", values: NODES, now: options.merge || "" }),
      merged && h(ServerOnly, null, h(Choice, { label: "Size", name: "weight", values: WEIGHTS, now: options.weight || "bytes" })),
      h(Colouring, { now: options.colour }),
      h(Field, { label: "Find", name: "find", now: options.find, placeholder: "part of a type", live: true }),
    ),
    merged ? h(OfTypes, props) : h(OfObjects, props),
  ];
}

/** A node is an object. Below a node that the answer ends at, the server goes on from that node. */
function OfObjects({ view, operand, options, ...picture }) {
  const nodes = Number(options.nodes || OBJECT_NODES);
  const answer = useAnswer("dominators", { op: operand, holders: !operand, "max-nodes": nodes });
  const tree = useMemo(() => answer.data && dominatorTree(answer.data, !operand), [answer.data]);
  const deeper = (node) => !isReport() && node.address && node.address !== operand && (node.cut || node.more > 0);
  const zoom = (target, rest) => {
    const node = target[target.length - 1];
    if (deeper(node) && (rest || !node.children.length || target.length > 1)) {
      go(view, node.address, { colour: options.colour });
    } else {
      setOptions({ at: placeOf(target) });
    }
  };
  const showMore = (path) => (deeper(path[path.length - 1]) ? zoom(path, true) : setOptions({ nodes: nodes * 2 }, true));
  const above = operand ? [{ href: link(view), text: "live heap" }] : [];
  return h(Answer, { of: answer }, () =>
    tree
      ? h(Zoomed, { ...picture, options, tree, zoom, showMore, above, format: bytes })
      : h("p", { class: "empty" }, "It retains nothing that is shown: it may be garbage."),
  );
}

/** A node is all objects of a type below the same types. */
function OfTypes({ options, ...picture }) {
  const weight = options.weight || "bytes";
  const nodes = Number(options.nodes || TYPE_NODES);
  const answer = useAnswer("flamegraph", { by: "dominators", weight, "max-nodes": nodes });
  const tree = useMemo(() => answer.data && flameTree(answer.data.root), [answer.data]);
  const showMore = () => setOptions({ nodes: nodes * 2 }, true);
  const zoom = (target, rest) => (rest ? showMore() : setOptions({ at: placeOf(target) }));
  return h(Answer, { of: answer }, () => h(Zoomed, { ...picture, options, tree, zoom, showMore, format: weighted(weight) }));
}

function Zoomed({ title, options, tree, zoom, showMore, above, format, place, height }) {
  const path = pathTo(tree, options.at);
  const focus = path[path.length - 1];
  return [
    h("div", { class: "bar-of-tree" }, h(Crumbs, { path, above, format }), h(BigDrop, { path }), h(CopyMarkdown, { path, format })),
    h(Picture, { root: tree, path, place, height, zoom, format, search: options.find, colouring: options.colour, label: title + " of the dominator tree" }),
    h(Below, { path, zoom, format, title: "Directly below: " + count(focus.children.length + focus.more), showMore: () => showMore(path) }),
  ];
}
