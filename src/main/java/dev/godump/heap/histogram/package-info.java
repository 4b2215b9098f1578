/**
 * Objects counted and summed by type, shape, package, allocation site or owner. Rows are totals of
 * a whole heap; a difference of two heaps is in analysis.growth.
 */
package dev.godump.heap.histogram;
