/**
 * A heap: a graph, its types and all that is derived from them once and shared by the questions,
 * computed or read from an index. Nothing here answers a question or knows how answers are shown.
 */
package dev.godump.heap;
