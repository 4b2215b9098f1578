// The list of objects, all of them in one list.

import { h } from "preact";
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { Answer, useAnswer } from "godump/answer.js";
import { get } from "godump/api.js";
import { addressColumn, bytesColumn, typeColumn } from "godump/columns.js";
import { link, setOptions } from "godump/location.js";
import { plain } from "godump/names.js";
import { Choice, Field, Heading } from "godump/parts.js";
import { Scroller } from "godump/scroller.js";

const PAGE = 200;
const STATES = [["", "All"], ["live", "Live"], ["cleanups", "Kept by cleanups"], ["dead", "Garbage"]];
const ORDERS = [["size", "Size"], ["retained", "Retained"], ["address", "Address"]];

export function Objects({ options }) {
  const sort = options.sort || "size";
  const list = {
    dump: options.dump,
    type: options.type,
    "min-size": options["min-size"],
    "max-size": options["max-size"],
    live: options.state === "live",
    cleanups: options.state === "cleanups",
    dead: options.state === "dead",
    sort,
    top: PAGE,
  };
  const answer = useAnswer("objects", list);
  return [
    h(
      Heading,
      { title: "Objects", facts: options.type && "of type " + plain(options.type) },
      h(Choice, { label: "Show", name: "state", values: STATES, now: options.state || "" }),
      h(Choice, { label: "Sort", name: "sort", values: ORDERS, now: sort }),
      h(Field, { label: "Type", name: "type", now: options.type, placeholder: "main.Item or /regex/" }),
      h(Field, { label: "Size from", name: "min-size", now: options["min-size"], placeholder: "64KiB" }),
      h(Field, { label: "to", name: "max-size", now: options["max-size"], placeholder: "1MiB" }),
    ),
    h(Answer, { of: answer }, ({ objects, more = 0 }) =>
      objects.length ? h(List, { key: JSON.stringify(list), list, page: objects, all: objects.length + more, options, sort }) : h("p", { class: "empty" }, "No object fits."),
    ),
  ];
}

/** Asks for pages of the list when they come into view. */
function List({ list, page, all, options, sort }) {
  const pages = useRef(new Map([[0, page]]));
  const [, setLoaded] = useState(0);
  const [error, setError] = useState(null);
  const asking = useRef(null);
  const want = useCallback((start, end) => {
    asking.current?.abort();
    const aborted = new AbortController();
    asking.current = aborted;
    ask(list, pages.current, start, end, aborted.signal, () => setLoaded((number) => number + 1)).catch((failure) => aborted.signal.aborted || setError(failure));
  }, []);
  useEffect(() => () => asking.current?.abort(), []);
  const moved = (first, replace = true) => setOptions({ offset: first || "" }, replace);
  const row = (index) => pages.current.get(Math.floor(index / PAGE))?.[index % PAGE];
  if (error) return h(Answer, { of: { error } });
  return h(Scroller, {
    label: "Objects",
    columns: [
      addressColumn(),
      bytesColumn("Size", "size"),
      sort === "retained" && bytesColumn("Retained", "retained"),
      { title: "", className: "state", cell: (one) => (one.live ? "" : h("span", { class: "tag" }, notLive(one))) },
      typeColumn(),
    ],
    all,
    row,
    want,
    first: Math.min(Number(options.offset) || 0, all - 1),
    moved,
    href: (one) => link("object", one.address),
  });
}

const SCROLLING_MILLISECONDS = 60;

/** Asks for the pages that have rows from one to another and aren't there. */
async function ask(list, pages, start, end, signal, loaded) {
  const missing = [];
  for (let page = Math.floor(start / PAGE); page * PAGE < end; page++) {
    if (!pages.has(page)) missing.push(page);
  }
  if (!missing.length) return;
  await new Promise((resolve) => setTimeout(resolve, SCROLLING_MILLISECONDS));
  for (const page of missing) {
    if (signal.aborted) return;
    const answer = await get("objects", { ...list, offset: page * PAGE }, { signal });
    pages.set(page, answer.objects);
    loaded();
  }
}

/** What an object that is not live is. */
function notLive(row) {
  if (row.live == null) return "maybe garbage";
  return row.kept_by_cleanups ? "cleanups" : "garbage";
}
