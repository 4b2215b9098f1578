/** How a graph is kept in an index, and read from one. The container itself is package index. */
package dev.godump.graph.store;
