/**
 * A process as a second source of the records of a dump: ELF core files, read by the structures of
 * Go's runtime and written as {@code runtime/debug.WriteHeapDump} would write them. Knows nothing
 * of graphs.
 */
package dev.godump.core;
