// What surrounds every view: the menu, the dump, the search.

import { h } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Answer, Waiting } from "godump/answer.js";
import { get, isReport } from "godump/api.js";
import { isAvailable, link, setOptions, useLocation } from "godump/location.js";
import { Name, plain } from "godump/names.js";
import { Search } from "godump/search.js";
import { VIEWS } from "godump/views.js";

const STATUS_MILLISECONDS = 500;

export function Shell() {
  const { view, operand, options } = useLocation();
  const status = useStatus();
  const dumps = status.data?.dumps || [];
  const shown = VIEWS[view];
  const dump = dumps[Number(options.dump || 0)];
  useEffect(() => {
    document.title = (shown ? shown.title : "godump") + (operand ? " " + plain(operand) : "") + (dump ? " · " + plain(dump.name) : "");
  }, [view, operand, dump?.name]);
  useEffect(() => {
    window.scrollTo(0, 0);
    // the menu of a narrow window scrolls, too
    document.querySelector(".menu [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [view, operand]);
  return [
    h("a", { class: "skip", href: "#main", onClick: skip }, "Skip to the view"),
    h(
      "header",
      { class: "top" },
      h("a", { class: "brand", href: link("overview") }, "godump"),
      h(Dumps, { dumps, chosen: options.dump || "0" }),
      !isReport() && h(Search),
    ),
    h(Menu, { view, dumps }),
    h(
      "main",
      { id: "main", tabIndex: -1 },
      status.error || status.needsToken
        ? h(Answer, { of: { error: status.error } })
        : !shown
          ? h("p", { class: "problem" }, "There is no such view.")
          : dump && dump.state !== "ready"
            ? h(Waiting, { status: status.data })
            : h(shown.component, { key: view + operand + (options.dump || ""), operand, options, dumps }),
    ),
  ];
}

function skip(event) {
  event.preventDefault();
  document.getElementById("main").focus();
}

/** The server's status, asked again until all dumps are open. */
function useStatus() {
  const [status, setStatus] = useState({});
  useEffect(() => {
    let timer = 0;
    const ask = () =>
      get("status").then(
        (data) => {
          setStatus({ data });
          if (data.dumps.some((dump) => dump.state === "loading")) {
            timer = setTimeout(ask, STATUS_MILLISECONDS);
          }
        },
        (error) => setStatus({ error }),
      );
    ask();
    return () => clearTimeout(timer);
  }, []);
  return status;
}

function Dumps({ dumps, chosen }) {
  if (dumps.length < 2) {
    return h("span", { class: "dump" }, dumps[0] && h(Name, { text: dumps[0].name, most: 60 }));
  }
  const choose = (event) => setOptions({ dump: event.target.value === "0" ? "" : event.target.value });
  return h(
    "select",
    { class: "dump", "aria-label": "Dump", value: chosen, onChange: choose },
    dumps.map((dump) => h("option", { value: String(dump.index) }, plain(dump.name, 60))),
  );
}

function Menu({ view, dumps }) {
  const shown = Object.entries(VIEWS).filter(
    ([name, one]) => one.group && isAvailable(name) && (name !== "diff" || dumps.length > 1 || isReport()),
  );
  const groups = [...new Set(shown.map(([, one]) => one.group))];
  return h(
    "nav",
    { class: "menu", "aria-label": "Views" },
    groups.map((group) =>
      h(
        "div",
        { class: "group", key: group },
        h("div", { class: "heading" }, group),
        shown
          .filter(([, one]) => one.group === group)
          .map(([name, one]) =>
            h("a", { href: link(name), key: name, "aria-current": name === view ? "page" : undefined }, one.title),
          ),
      ),
    ),
  );
}
