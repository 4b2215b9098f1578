/**
 * Builds a graph from the records of a dump: finds objects, resolves pointers, checks spans.
 * Nothing here is used once the graph exists.
 */
package dev.godump.graph.load;
