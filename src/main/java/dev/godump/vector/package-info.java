/**
 * Large vectors of bytes, ints and longs, in the Java heap or in mapped scratch files, and sets of
 * ids. Knows nothing of graphs.
 */
package dev.godump.vector;
