/**
 * The layouts of Go values in memory: their pointers and references, whether they fit an object's
 * slot, and the structures of the runtime by release.
 */
package dev.godump.types.layout;
