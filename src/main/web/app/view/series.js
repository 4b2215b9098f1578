// How a number went from dump to dump, as a small picture.

import { h } from "preact";

const WIDTH = 60;
const HEIGHT = 16;

export function Series({ numbers }) {
  const most = Math.max(1, ...numbers);
  const step = WIDTH / Math.max(1, numbers.length - 1);
  const points = numbers.map((number, index) => (index * step).toFixed(1) + "," + (HEIGHT - 1 - (number / most) * (HEIGHT - 2)).toFixed(1));
  return h(
    "svg",
    { class: "series", width: WIDTH, height: HEIGHT, viewBox: "0 0 " + WIDTH + " " + HEIGHT, role: "img", "aria-label": numbers.join(", ") },
    h("polyline", { points: points.join(" "), fill: "none" }),
  );
}
