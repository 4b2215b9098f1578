// A canvas that fills the width it has, sharp on any screen, drawn again when its size or the theme changes.

import { useLayoutEffect, useRef, useState } from "preact/hooks";

/**
 * @param draw draw(context, width, height) in CSS pixels
 * @param height in CSS pixels
 * @param changes what drawing depends on
 * @return [reference for the canvas, its width]
 */
export function useCanvas(draw, height, changes) {
  const canvas = useRef();
  const [width, setWidth] = useState(0);
  const [scheme, setScheme] = useState(0);
  // before the first paint: a hidden or printed page may have no other
  useLayoutEffect(() => {
    const parent = canvas.current.parentElement;
    setWidth(parent.clientWidth);
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry.contentRect.width)));
    observer.observe(parent);
    const media = matchMedia("(prefers-color-scheme: dark)");
    const changed = () => setScheme((number) => number + 1);
    media.addEventListener("change", changed);
    return () => {
      observer.disconnect();
      media.removeEventListener("change", changed);
    };
  }, []);
  useLayoutEffect(() => {
    if (!width) return;
    const ratio = devicePixelRatio || 1;
    const element = canvas.current;
    element.width = width * ratio;
    element.height = height * ratio;
    element.style.width = width + "px";
    element.style.height = height + "px";
    const context = element.getContext("2d");
    context.scale(ratio, ratio);
    context.clearRect(0, 0, width, height);
    draw(context, width, height);
  }, [width, height, scheme, ...changes]);
  return [canvas, width];
}

const LEAST_LETTERS = 6;

const widths = new Map();

/** Cuts the middle out of a text so that it fits a width; empty if not even a few characters do. */
export function fit(context, text, width) {
  const letter = letterWidth(context);
  const most = Math.floor(width / letter);
  if (text.length <= most) return text;
  if (most < LEAST_LETTERS) return "";
  const head = Math.ceil((most - 1) * 0.65);
  return text.slice(0, head) + "…" + text.slice(text.length - (most - 1 - head));
}

/** All letters of the font are of one width. */
function letterWidth(context) {
  if (!widths.has(context.font)) {
    widths.set(context.font, context.measureText("mmmmmmmmmm").width / 10);
  }
  return widths.get(context.font);
}
