// The views by name, in the order of the menu.

import { Diff } from "godump/view/diff.js";
import { FlameGraph } from "godump/view/flame-graph.js";
import { Goroutines } from "godump/view/goroutines.js";
import { Icicle } from "godump/view/icicle.js";
import { Leaks } from "godump/view/leaks.js";
import { ObjectView } from "godump/view/object.js";
import { Objects } from "godump/view/objects.js";
import { Overview } from "godump/view/overview.js";
import { Roots } from "godump/view/roots.js";
import { Spans } from "godump/view/spans.js";
import { Strings } from "godump/view/strings.js";
import { Treemap } from "godump/view/treemap.js";
import { Types } from "godump/view/types.js";
import { Waste } from "godump/view/waste.js";

/** Each with its title and component; those without a group are not in the menu. */
export const VIEWS = {
  overview: { title: "Overview", group: "Start here", component: Overview },
  leaks: { title: "Leaks", group: "Start here", component: Leaks },
  diff: { title: "Diff", group: "Start here", component: Diff },
  treemap: { title: "Treemap", group: "Pictures", component: Treemap },
  icicle: { title: "Icicle", group: "Pictures", component: Icicle },
  flamegraph: { title: "Flame graph", group: "Pictures", component: FlameGraph },
  types: { title: "Types", group: "Lists", component: Types },
  objects: { title: "Objects", group: "Lists", component: Objects },
  goroutines: { title: "Goroutines", group: "Lists", component: Goroutines },
  roots: { title: "Roots", group: "Lists", component: Roots },
  strings: { title: "Strings", group: "Memory of little use", component: Strings },
  waste: { title: "Waste", group: "Memory of little use", component: Waste },
  spans: { title: "Spans", group: "Memory of little use", component: Spans },
  object: { title: "Object", component: ObjectView },
};
