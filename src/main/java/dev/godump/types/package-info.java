/** The Go type of each object and its certainty, as a read-only table that an index can store. */
package dev.godump.types;
