// One finding of "leaks", in a line or in full.

import { h } from "preact";
import { bytes, count, counted, share } from "godump/amounts.js";
import { Holder } from "godump/holder.js";
import { link } from "godump/location.js";
import { Name, TypeName, plain } from "godump/names.js";
import { Address } from "godump/parts.js";
import { Path } from "godump/view/path.js";

/** What it is called: the subject, or its kind. */
function title(suspect) {
  return suspect.subject || suspect.type || suspect.kind;
}

export function suspectLink(suspect) {
  if (suspect.accumulation_point) return link("object", suspect.accumulation_point);
  if (suspect.goroutines?.length) return link("goroutines", suspect.goroutines[0]);
  return link("leaks");
}

export function SuspectLine({ suspect, whole }) {
  return h(
    "li",
    { class: "suspect-line" },
    h("span", { class: "amount" }, bytes(suspect.retained)),
    h("span", { class: "share-text" }, share(suspect.retained, whole)),
    h(
      "span",
      { class: "words" },
      h("a", { href: suspectLink(suspect) }, h(Name, { text: title(suspect), most: 60 })),
      suspect.causes[0] && h("span", { class: "cause" }, h(Name, { text: suspect.causes[0].text, most: 200 })),
    ),
  );
}

/** @param number of the finding, from 1 */
export function Suspect({ suspect, whole, number }) {
  const facts = [
    suspect.entries != null && counted(suspect.entries, "entry").replace(/entrys$/, "entries"),
    suspect.capacity ? "capacity " + count(suspect.capacity) : null,
    suspect.within != null && "part of " + suspect.within,
  ].filter(Boolean);
  return h(
    "article",
    { class: "suspect", "aria-label": "Suspect " + number },
    h(
      "h2",
      null,
      h("span", { class: "ordinal" }, number),
      h("span", { class: "amount" }, bytes(suspect.retained)),
      h("span", { class: "share-text" }, share(suspect.retained, whole)),
      h("a", { href: suspectLink(suspect) }, h(Name, { text: title(suspect), most: 90 })),
    ),
    h(
      "dl",
      null,
      h("dt", null, "kind"),
      h("dd", null, suspect.kind.replace(/_/g, " "), suspect.type && [", ", h(Name, { text: suspect.type })], facts.length > 0 && ", " + facts.join(", ")),
      h("dt", null, "holds"),
      h("dd", null, h(Holds, { suspect })),
      suspect.holder && [h("dt", null, "held by"), h("dd", null, h(Held, { holder: suspect.holder }))],
      h(Causes, { label: "likely", causes: suspect.causes.filter((cause) => cause.shows_leak) }),
      h(Causes, { label: "note", causes: suspect.causes.filter((cause) => !cause.shows_leak) }),
      suspect.site && [h("dt", null, "allocated"), h("dd", null, h(Name, { text: siteText(suspect.site) }))],
      suspect.goroutines?.length > 0 && [
        h("dt", null, "goroutines"),
        h("dd", null, h(Ids, { ids: suspect.goroutines })),
      ],
      suspect.path?.length > 0 && [h("dt", null, "path"), h("dd", null, h(Path, { steps: suspect.path }))],
      suspect.next && [h("dt", null, "next"), h("dd", null, h("code", { class: "command" }, plain(suspect.next, 300)))],
    ),
  );
}

/** Whether what is known of one of them makes a leak likely. */
export function showLeak(suspects) {
  return suspects.some((suspect) => suspect.causes.some((cause) => cause.shows_leak));
}

function Causes({ label, causes }) {
  if (!causes.length) return null;
  return [
    h("dt", null, label),
    h("dd", null, causes.map((cause) => h("div", { key: cause.text }, h(Name, { text: cause.text, most: 400 })))),
  ];
}

function siteText(site) {
  return typeof site === "string" ? site : Object.values(site).filter((part) => part != null).join(" ");
}

function Held({ holder }) {
  return typeof holder === "string" ? h(Holder, { name: holder }) : h(Name, { text: JSON.stringify(holder) });
}

function Holds({ suspect }) {
  const alike = suspect.alike;
  return [
    counted(suspect.objects, "object"),
    alike && [
      "; ",
      count(alike.count),
      " × ",
      h(TypeName, { of: alike }),
      alike.retained != null && " retain " + bytes(alike.retained),
      alike.example && [", such as ", h(Address, { of: alike.example })],
    ],
  ];
}

const SHOWN_IDS = 12;

/** Ids of goroutines, a few of them, with links. */
export function Ids({ ids }) {
  return [
    ids.slice(0, SHOWN_IDS).map((id, index) => [index > 0 && ", ", h("a", { href: link("goroutines", id) }, id)]),
    ids.length > SHOWN_IDS && ", " + count(ids.length - SHOWN_IDS) + " more",
  ];
}
