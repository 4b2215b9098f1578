/**
 * Go's type descriptors, in the layout of each release, and the types they describe. Knows nothing
 * of objects.
 */
package dev.godump.binary.type;
