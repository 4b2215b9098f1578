// Which references lead to the bytes, merged by type.

import { h } from "preact";
import { useMemo } from "preact/hooks";
import { share, weighted } from "godump/amounts.js";
import { Answer, useAnswer } from "godump/answer.js";
import { heightOf, placeIcicle, upsideDown } from "godump/drawing/icicle.js";
import { Picture } from "godump/drawing/picture.js";
import { flameTree, hide, matched, pathTo, placeOf } from "godump/drawing/tree.js";
import { hasCommand, isReport } from "godump/api.js";
import { link, setOptions } from "godump/location.js";
import { plain } from "godump/names.js";
import { Choice, Field, Heading, ServerOnly } from "godump/parts.js";
import { Below, Colouring, CopyMarkdown, Crumbs } from "godump/view/tree-controls.js";

const WAYS = [["paths", "Paths"], ["dominators", "Dominators"], ["goroutines", "Goroutines"], ["sites", "Sites"]];
const WEIGHTS = [["bytes", "Bytes"], ["objects", "Objects"]];
const NODES = 2000;

const placeUp = (path, width) => upsideDown(placeIcicle(path, width));

/** @param options with since, the number of an earlier dump, values are growth since then */
export function FlameGraph({ options, dumps }) {
  const by = options.by || "paths";
  const weight = options.weight || "bytes";
  const format = weighted(weight);
  const nodes = Number(options.nodes || NODES);
  const since = options.since || "";
  const answer = useAnswer("flamegraph", {
    ...(since && { dump: [since, options.dump || "0"], since: true }),
    by,
    weight,
    inverted: options.inverted === "yes",
    type: options.type,
    "max-nodes": nodes,
  });
  const tree = useMemo(() => {
    const whole = answer.data && flameTree(answer.data.root, answer.data.since == null ? "live heap" : "growth");
    return whole && options.hide ? hide(whole, options.hide) : whole;
  }, [answer.data, options.hide]);
  return [
    h(
      Heading,
      { title: "Flame graph", facts: tree && grown(answer.data, format(tree.value), format) + (options.find ? "; " + found(tree, options.find, format) : "") },
      h(Choice, { label: "By", name: "by", values: WAYS, now: by }),
      h(ServerOnly, null, h(Choice, { label: "Weight", name: "weight", values: WEIGHTS, now: weight })),
      hasEarlier(dumps) && h(Choice, { label: "Show", name: "since", values: earlier(dumps, options.dump || "0"), now: since }),
      h(Choice, { label: "Read from", name: "inverted", values: [["", "Roots"], ["yes", "Leaves"]], now: options.inverted || "" }),
      by !== "sites" && h(Colouring, { now: options.colour }),
      h(Field, { label: "Find", name: "find", now: options.find, placeholder: "part of a name", live: true }),
      h(Field, { label: "Hide", name: "hide", now: options.hide, placeholder: "part of a name" }),
      h(ServerOnly, null, h(Field, { label: "Only type", name: "type", now: options.type, placeholder: "main.Item" })),
    ),
    h(Answer, { of: answer }, () => tree && h(Zoomed, { tree, options, format, nodes })),
  ];
}

/** Whether growth can be shown: a report shows it if it was written with an earlier dump. */
function hasEarlier(dumps) {
  return isReport() ? hasCommand("diff") : dumps.length > 1;
}

function earlier(dumps, now) {
  const others = isReport() ? [["0", "Growth"]] : dumps.filter((dump) => String(dump.index) !== now).map((dump) => [String(dump.index), "Growth since " + plain(dump.name, 30)]);
  return [["", "All"], ...others];
}

function grown({ since, shrank }, amount, format) {
  return since == null ? amount : amount + " more" + (shrank ? ", elsewhere " + format(shrank) + " less" : "");
}

function found(tree, text, format) {
  const value = matched(tree, text);
  return "found " + format(value) + " (" + share(value, tree.value) + ")";
}

function Zoomed({ tree, options, format, nodes }) {
  const path = pathTo(tree, options.at);
  const focus = path[path.length - 1];
  const more = () => setOptions({ nodes: nodes * 2 }, true);
  const zoom = (target, rest) => (rest ? more() : setOptions({ at: placeOf(target) }));
  return [
    h(
      "div",
      { class: "bar-of-tree" },
      h(Crumbs, { path, format }),
      focus.type &&
        h(
          ServerOnly,
          null,
          h("a", { class: "button", href: link("objects", "", { type: focus.type }) }, "Objects of the type"),
          h("button", { type: "button", onClick: () => setOptions({ type: focus.type, at: "" }) }, "Only this type"),
        ),
      h(CopyMarkdown, { path, format }),
    ),
    h(Picture, {
      root: tree,
      path,
      place: options.inverted ? placeUp : placeIcicle,
      height: heightOf,
      zoom,
      format,
      search: options.find,
      colouring: options.colour,
      label: "Flame graph",
    }),
    h(Below, { path, zoom, format, title: !options.inverted ? "Directly below" : path.length > 1 ? "Directly held by" : "Types", showMore: more }),
  ];
}
