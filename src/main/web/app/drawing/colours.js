// Colours of nodes: by package, so that what belongs together looks so, or by certainty of types.

const HUES = [28, 150, 262, 340, 88, 180, 48, 300, 120, 230, 8];

/** The program's own package stands out; the runtime doesn't. */
const KNOWN = { main: 203 };

const PACKAGE = /([A-Za-z_][\w\-./]*)\.[A-Za-z_]/;

/** The package of a name: "net/http" of "*net/http.Request"; nothing for []byte and the like. */
export function packageOf(name) {
  const found = PACKAGE.exec(name || "");
  return found ? found[1] : "";
}

/** The theme as numbers for fills. */
export function theme() {
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  return dark
    ? { dark, text: "#e4e7ea", line: "#15181c", quiet: "#2b3036", selected: "#ffffff", saturation: 28, lightness: 30 }
    : { dark, text: "#1c2126", line: "#ffffff", quiet: "#e7e9ec", selected: "#101418", saturation: 48, lightness: 82 };
}

export const HUE_BY_CERTAINTY = { exact: 150, inferred: 205, guess: 40 };

/** The fill of a node. */
export function fill(node, colouring, { saturation, lightness, quiet }) {
  if (node.isMore) return quiet;
  if (colouring === "certainty") {
    const hue = HUE_BY_CERTAINTY[node.certainty];
    return hue === undefined ? quiet : hsl(hue, saturation, lightness);
  }
  const name = packageOf(node.type || node.name);
  if (!name || name === "runtime") return hsl(210, saturation / 4, lightness + (lightness > 50 ? 3 : -4));
  return hsl(KNOWN[name] ?? HUES[hash(name) % HUES.length], saturation, lightness);
}

function hsl(hue, saturation, lightness) {
  return "hsl(" + hue + " " + saturation + "% " + lightness + "%)";
}

function hash(text) {
  let sum = 7;
  for (let index = 0; index < text.length; index++) {
    sum = (sum * 31 + text.charCodeAt(index)) >>> 0;
  }
  return sum;
}
