/**
 * How a graph is built from the records of a dump: objects found, pointers resolved, spans checked.
 * Nothing here is used once the graph exists.
 */
package dev.godump.graph.load;
