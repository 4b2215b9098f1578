// Asks for the token when the browser has none.

import { h } from "preact";
import { useState } from "preact/hooks";
import { storeToken } from "godump/api.js";

/** The token is in the URL that "godump serve" printed; a pasted URL will do. */
export function TokenForm() {
  const [typed, setTyped] = useState("");
  const submit = (event) => {
    event.preventDefault();
    const token = typed.trim().match(/(?:.*#token=)?([\w-]+)$/);
    if (token) {
      storeToken(token[1]);
      location.reload();
    }
  };
  return h(
    "form",
    { class: "token", onSubmit: submit },
    h("h2", null, "This heap needs a token"),
    h("p", null, "Open the URL that godump serve printed, or paste it here."),
    h(
      "p",
      null,
      h("input", {
        "aria-label": "URL or token",
        placeholder: "http://127.0.0.1:…/#token=…",
        value: typed,
        autocomplete: "off",
        onInput: (event) => setTyped(event.target.value),
      }),
      h("button", { type: "submit" }, "Open"),
    ),
  );
}
