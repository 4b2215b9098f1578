/**
 * Views of a graph in which only some objects have pointers: what roots keep alive that the dump
 * has no record of.
 */
package dev.godump.heap.parts;
