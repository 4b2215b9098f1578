// Possible leaks: what retains much, and why it may leak.

import { h } from "preact";
import { bytes } from "godump/amounts.js";
import { Answer, useAnswer } from "godump/answer.js";
import { Choice, Heading, ServerOnly } from "godump/parts.js";
import { Suspect, showLeak } from "godump/view/suspect.js";

const THRESHOLDS = [["1", "1%"], ["2", "2%"], ["5", "5%"], ["10", "10%"], ["20", "20%"]];

const NO_LEAK =
  "The largest parts of the live heap. Nothing in it shows that they leak; compare with a later dump to see whether they grow.";

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
        ? [
            !showLeak(suspects) && h("p", { class: "empty" }, NO_LEAK),
            suspects.map((suspect, index) => h(Suspect, { suspect, whole: live_bytes, number: index + 1 })),
          ]
        : h("p", { class: "empty" }, "Nothing stands out at " + threshold + "% of the live heap."),
    ),
  ];
}
