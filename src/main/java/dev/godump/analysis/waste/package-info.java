/**
 * Memory that serves nothing: duplicate contents, unused capacity, padding, sparse maps. It also
 * has the search for strings, which shares code with that for waste.
 */
package dev.godump.analysis.waste;
