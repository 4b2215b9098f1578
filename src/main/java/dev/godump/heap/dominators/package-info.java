/**
 * The dominator tree and retained sizes, exact and never estimated. How a tree is shown is in
 * report.
 */
package dev.godump.heap.dominators;
