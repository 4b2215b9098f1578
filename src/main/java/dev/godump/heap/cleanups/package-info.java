/**
 * Cleanups, inferred from the objects that no recorded root reaches, and what they keep alive. A
 * dump has no record of them.
 */
package dev.godump.heap.cleanups;
