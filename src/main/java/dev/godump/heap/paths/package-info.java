/**
 * Shortest paths from roots to objects, their distances, and the names of the fields on the way.
 * Which paths to show is decided in analysis.
 */
package dev.godump.heap.paths;
