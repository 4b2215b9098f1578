// The state of the page is in the fragment of its URL: "#/view/operand?option=value". So back, forward and
// copies of the URL work.

import { useEffect, useState } from "preact/hooks";
import { hasCommand, isReport } from "godump/api.js";

/** Options that go along from view to view. */
const KEPT = ["dump"];

/** What the fragment says: {view, operand, options}. */
export function parse(fragment) {
  const [path, query = ""] = fragment.replace(/^#?\/?/, "").split(/\?(.*)/s);
  const [view, operand = ""] = path.split(/\/(.*)/s);
  return {
    view: view || "overview",
    operand: decode(operand),
    options: Object.fromEntries(new URLSearchParams(query)),
  };
}

function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The fragment of a state. Options that are undefined or empty are left out. */
export function format(view, operand = "", options = {}) {
  const query = new URLSearchParams();
  for (const name of Object.keys(options).sort()) {
    const value = options[name];
    if (value !== undefined && value !== null && value !== "" && value !== false) {
      query.set(name, value === true ? "yes" : value);
    }
  }
  const path = "#/" + view + (operand ? "/" + encodeURIComponent(operand) : "");
  return query.size ? path + "?" + query : path;
}

/** The command that a view needs, where it has another name. */
const COMMANDS = { overview: "summary", types: "histogram", treemap: "dominators", icicle: "dominators" };

/** Whether a view can be shown: a report has some views of the whole heap only. */
export function isAvailable(view, operand = "") {
  return !(isReport() && operand) && hasCommand(COMMANDS[view] ?? view);
}

/** The fragment that leads to a view of the dump that is shown; undefined if a report doesn't have it. */
export function link(view, operand = "", options = {}) {
  if (!isAvailable(view, operand)) return undefined;
  const now = parse(location.hash).options;
  const kept = Object.fromEntries(KEPT.filter((name) => name in now).map((name) => [name, now[name]]));
  return format(view, operand, { ...kept, ...options });
}

/** Goes to a view. */
export function go(view, operand, options) {
  const fragment = link(view, operand, options);
  if (fragment) location.hash = fragment;
}

/** Changes options of the view that is shown; with replace, "back" doesn't lead to the former ones. */
export function setOptions(changes, replace = false) {
  const now = parse(location.hash);
  const fragment = format(now.view, now.operand, { ...now.options, ...changes });
  if (replace) {
    history.replaceState(null, "", fragment);
    dispatchEvent(new HashChangeEvent("hashchange"));
  } else {
    location.hash = fragment;
  }
}

/** The state, which renders again whenever it changes. */
export function useLocation() {
  const [state, setState] = useState(() => parse(location.hash));
  useEffect(() => {
    const changed = () => setState(parse(location.hash));
    addEventListener("hashchange", changed);
    return () => removeEventListener("hashchange", changed);
  }, []);
  return state;
}
