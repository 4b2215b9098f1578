/**
 * What the roots of a heap belong to: package variables, goroutines, finalizers, the runtime. Names
 * them and groups them; retained sizes are in heap.dominators.
 */
package dev.godump.heap.roots;
