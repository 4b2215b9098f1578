/**
 * The record format that {@code runtime/debug.WriteHeapDump} writes (header {@code go1.7 heap
 * dump}, Go 1.7 to 1.27): a streaming reader and writer, and one small type per record kind.
 * Nothing here keeps more than one record or knows how records relate to each other.
 */
package dev.godump.format;
