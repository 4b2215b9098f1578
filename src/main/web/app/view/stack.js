// Calls of a stack, innermost first.

import { h } from "preact";
import { counted } from "godump/amounts.js";
import { Name } from "godump/names.js";
import { Fields } from "godump/value.js";

const OPEN_LOCALS = 6;

/** All calls of the frames, those inlined into a function as calls of their own. */
function calls(frames) {
  return frames.flatMap((frame) => [
    ...(frame.inlined || []).map((call) => ({ ...call, inlined: true, locals: [] })),
    { ...frame, inlined: false, locals: frame.locals || [] },
  ]);
}

/** The first call that is not of the runtime, which parks goroutines, or else the first. */
export function topOfStack(frames) {
  const all = calls(frames);
  return all.find((call) => !isRuntime(call)) || all[0];
}

/** Whether a call is one in which the runtime parks goroutines. */
function isRuntime(call) {
  return /^(runtime|internal\/|syscall|time\.Sleep|sync\.)/.test(call.function);
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
            { open: call.locals.length <= OPEN_LOCALS && !isRuntime(call) },
            h("summary", null, counted(call.locals.length, "variable")),
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
