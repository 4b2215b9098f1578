/**
 * The dominator tree and the retained sizes that follow from it. Exact, never estimated; how a tree
 * is shown is in report.
 */
package dev.godump.heap.dominators;
