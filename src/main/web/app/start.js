// Starts the page.

import { h, render } from "preact";
import { takeToken } from "godump/api.js";
import { Shell } from "godump/shell.js";

takeToken();
// a URL with a token that is typed into a page that is already open
addEventListener("hashchange", () => {
  if (location.hash.startsWith("#token=")) {
    takeToken();
    location.reload();
  }
});
const page = document.getElementById("page");
page.replaceChildren();
render(h(Shell), page);
