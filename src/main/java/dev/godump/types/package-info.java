/**
 * What Go type an object has, and how sure that is. Knows the graph; doesn't know what an analysis
 * makes of it.
 */
package dev.godump.types;
