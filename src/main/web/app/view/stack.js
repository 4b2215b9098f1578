// Calls of a stack, innermost first.

import { h } from "preact";
import { Name } from "godump/names.js";
import { Fields } from "godump/value.js";

/** All calls of the frames, those inlined into a function as calls of their own. */
function calls(frames) {
  return frames.flatMap((frame) => [
    ...(frame.inlined || []).map((call) => ({ ...call, inlined: true, locals: [] })),
    { ...frame, locals: frame.locals || [] },
  ]);
}

/** The first call that is not of the runtime, which parks goroutines, or else the first. */
export function topOfStack(frames) {
  const all = calls(frames);
  return all.find((call) => !/^(runtime|internal\/|syscall|time\.Sleep|sync\.)/.test(call.function)) || all[0];
}

/** @param creators where the goroutine was started */
export function Stack({ frames, creators = [] }) {
  return h(
    "ol",
    { class: "stack" },
    calls(frames).map((call, index) =>
      h(
        "li",
        { key: index, class: call.inlined ? "inlined" : undefined },
        h(Call, { call }),
        call.locals.length > 0 &&
          h(
            "details",
            null,
            h("summary", null, call.locals.length + " variables"),
            h(Fields, { fields: call.locals.map(local) }),
          ),
      ),
    ),
    creators.filter(Boolean).map((call) => h("li", { key: "by", class: "creator" }, "created by ", h(Call, { call }))),
  );
}

function local(variable) {
  const role = [variable.role === "local" ? "" : variable.role, variable.stale ? "maybe stale" : ""].filter(Boolean).join(", ");
  return { ...variable, name: variable.name + (role ? " (" + role + ")" : "") };
}

function Call({ call }) {
  return [
    h("span", { class: "function" }, h(Name, { text: call.function || call.pc || "?", most: 110 })),
    call.file && h("span", { class: "where" }, h(Name, { text: call.file + ":" + call.line, most: 70 })),
  ];
}
