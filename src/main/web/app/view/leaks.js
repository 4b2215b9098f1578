// Possible leaks: what retains much, what holds it, the likely cause.

import { h } from "preact";
import { bytes } from "godump/amounts.js";
import { Answer, useAnswer } from "godump/answer.js";
import { Choice, Heading, ServerOnly } from "godump/parts.js";
import { Suspect } from "godump/view/suspect.js";

const THRESHOLDS = [["1", "1%"], ["2", "2%"], ["5", "5%"], ["10", "10%"], ["20", "20%"]];

export function Leaks({ options }) {
  const threshold = options.threshold || "10";
  const leaks = useAnswer("leaks", { threshold: options.threshold });
  return [
    h(
      Heading,
      { title: "Leaks", facts: leaks.data && "In " + bytes(leaks.data.live_bytes) + " of live objects" },
      h(ServerOnly, null, h(Choice, { label: "At least", name: "threshold", values: THRESHOLDS, now: threshold })),
    ),
    h(Answer, { of: leaks }, ({ suspects, live_bytes }) =>
      suspects.length
        ? suspects.map((suspect, index) => h(Suspect, { suspect, whole: live_bytes, number: index + 1 }))
        : h("p", { class: "empty" }, "Nothing stands out at " + threshold + "% of the live heap."),
    ),
  ];
}
