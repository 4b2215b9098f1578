// Lets a view wait for an answer.

import { h } from "preact";
import { useEffect, useState } from "preact/hooks";
import { get, key } from "godump/api.js";
import { useLocation } from "godump/location.js";
import { plain } from "godump/names.js";
import { TokenForm } from "godump/token.js";

/**
 * Asks a command about the dump that is shown.
 *
 * @return {data, error, status}; data is of an earlier question while stale is set
 */
export function useAnswer(command, parameters = {}) {
  const { options } = useLocation();
  const asked = { dump: options.dump, ...parameters };
  const name = command && key(command, asked);
  const [state, setState] = useState({});
  useEffect(() => {
    if (!name) return undefined;
    const aborted = new AbortController();
    const unless = (change) => !aborted.signal.aborted && setState(change);
    get(command, asked, {
      signal: aborted.signal,
      onProgress: (status) => unless({ name, status }),
    }).then(
      (data) => unless({ name, data }),
      (error) => unless({ name, error }),
    );
    return () => aborted.abort();
  }, [name]);
  return state.name === name ? state : { data: state.data, stale: true };
}

/** Shows what an answer is, or why there is none yet. */
export function Answer({ of, children }) {
  if (of.error) {
    return of.error.status === 401
      ? h(TokenForm)
      : h("p", { class: "problem", role: "alert" }, plain(of.error.message, 1000));
  }
  if (!of.data) {
    return h(Waiting, { status: of.status });
  }
  return h(
    "div",
    { class: of.stale ? "answer stale" : "answer", "aria-busy": of.stale ? "true" : undefined },
    children(of.data),
    h(Warnings, { answer: of.data }),
  );
}

/** Says what godump is doing. A quick answer never shows it: the style delays it. */
export function Waiting({ status }) {
  const dump = status?.dumps?.find((one) => one.state !== "ready");
  if (dump?.state === "failed") {
    return h("p", { class: "problem", role: "alert" }, plain(dump.name) + ": " + plain(dump.error, 1000));
  }
  return h(
    "div",
    { class: "waiting", role: "status" },
    h("span", null, dump ? plain(dump.name) + ": " + (dump.phase || "waiting") : "Computing"),
    h("progress", dump?.progress != null ? { value: dump.progress, max: 1 } : {}),
  );
}

function Warnings({ answer }) {
  const warnings = answer.warnings || [];
  return warnings.length || answer.complete === false
    ? h(
        "ul",
        { class: "warnings" },
        answer.complete === false && h("li", null, "The dump was cut or damaged: this is about what was whole."),
        warnings.map((warning) => h("li", null, plain(typeof warning === "string" ? warning : JSON.stringify(warning), 1000))),
      )
    : null;
}
