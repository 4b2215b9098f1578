// The search: "/" goes there; it leads to an object, types, strings, goroutines or a view.

import { h } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { link } from "godump/location.js";
import { plain } from "godump/names.js";
import { VIEWS } from "godump/views.js";

export function Search() {
  const input = useRef();
  const [typed, setTyped] = useState("");
  const [chosen, setChosen] = useState(0);
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const slash = (event) => {
      if (event.key === "/" && !isTyping(event.target) && !event.ctrlKey && !event.metaKey) {
        event.preventDefault();
        input.current.focus();
        input.current.select();
      }
    };
    addEventListener("keydown", slash);
    return () => removeEventListener("keydown", slash);
  }, []);
  const found = suggestions(typed.trim());
  const leave = () => {
    setOpen(false);
    input.current.blur();
  };
  const follow = (one) => {
    leave();
    setTyped("");
    location.hash = one.href;
  };
  const keys = (event) => {
    if (event.key === "Escape") {
      leave();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : found.length - 1;
      setChosen((chosen + step) % Math.max(1, found.length));
    } else if (event.key === "Enter" && found[chosen]) {
      follow(found[chosen]);
    }
  };
  return h(
    "div",
    { class: "search", role: "search" },
    h("input", {
      ref: input,
      type: "search",
      placeholder: "Search: address, variable, type …",
      "aria-label": "Search",
      role: "combobox",
      "aria-expanded": String(open && found.length > 0),
      "aria-controls": "found",
      "aria-activedescendant": open && found.length ? "found-" + chosen : undefined,
      autocomplete: "off",
      spellcheck: false,
      value: typed,
      onFocus: () => setOpen(true),
      onBlur: () => setOpen(false),
      onInput: (event) => {
        setTyped(event.target.value);
        setChosen(0);
        setOpen(true);
      },
      onKeyDown: keys,
    }),
    h("kbd", { "aria-hidden": "true" }, "/"),
    open && found.length > 0 &&
      h(
        "ul",
        { id: "found", role: "listbox", class: "found" },
        found.map((one, index) =>
          h(
            "li",
            {
              id: "found-" + index,
              role: "option",
              "aria-selected": String(index === chosen),
              // before the input loses the focus
              onMouseDown: (event) => {
                event.preventDefault();
                follow(one);
              },
            },
            h("span", { class: "what" }, one.what),
            h("bdi", null, plain(one.text, 60)),
          ),
        ),
      ),
  );
}

function isTyping(element) {
  return element.matches("input, select, textarea");
}

/** Where a text can lead to, the most likely first. */
function suggestions(text) {
  if (!text) return [];
  const views = Object.entries(VIEWS)
    .filter(([, view]) => view.group && view.title.toLowerCase().startsWith(text.toLowerCase()))
    .map(([name, view]) => ({ what: "View", text: view.title, href: link(name) }));
  const object = { what: "Object", text, href: link("object", text) };
  const lists = [
    { what: "Types that contain", text, href: link("types", "", { filter: text }) },
    { what: "Variables and other roots that contain", text, href: link("roots", "", { filter: text }) },
    { what: "Goroutines in function", text, href: link("goroutines", "", { filter: text }) },
    { what: "Strings that contain", text, href: link("strings", "", { match: literal(text) }) },
  ];
  if (/^(0x)?[0-9a-f]{6,16}$/i.test(text)) {
    const address = text.toLowerCase().replace(/^(0x)?/, "0x");
    return [{ ...object, text: address, href: link("object", address) }, ...views];
  }
  return /^[\w/]+\.[\w.[\]"]+$/.test(text) ? [...views, object, ...lists] : [...views, ...lists, object];
}

/** A regular expression that matches a text as it stands. */
export function literal(text) {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}
