/**
 * The owners of a heap's roots: package variables, goroutines, finalizers, the runtime. Names and
 * groups roots; retained sizes are in heap.dominators.
 */
package dev.godump.heap.roots;
