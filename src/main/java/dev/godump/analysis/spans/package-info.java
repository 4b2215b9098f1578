/** Spans of the allocator, inferred from the addresses of objects, and what is free in them. */
package dev.godump.analysis.spans;
