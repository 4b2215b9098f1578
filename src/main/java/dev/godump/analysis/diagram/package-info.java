/** A part of a heap as a graph of nodes and edges, for drawing. Graphviz's syntax is in export. */
package dev.godump.analysis.diagram;
