/**
 * The Go type of each object and how certain it is, as a read-only table that an index can keep.
 * How types are inferred is in types.inference.
 */
package dev.godump.types;
