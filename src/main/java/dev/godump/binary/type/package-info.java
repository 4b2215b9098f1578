/**
 * Go's type descriptors, as the compiler lays them out by release, and the types they describe.
 * Knows nothing of objects that have these types.
 */
package dev.godump.binary.type;
