/**
 * Writes a graph to an index and opens it from one. The container itself is package {@code index}.
 */
package dev.godump.graph.store;
