/**
 * Memory that serves nothing: duplicate contents, unused capacity, padding, sparse maps. Also the
 * search through strings that it shares.
 */
package dev.godump.analysis.waste;
