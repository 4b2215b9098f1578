/**
 * Variables on goroutines' stacks that a dump doesn't list as pointers because their address is
 * taken, and what they keep alive. They are found as the collector finds them, with the executable.
 */
package dev.godump.heap.stack;
