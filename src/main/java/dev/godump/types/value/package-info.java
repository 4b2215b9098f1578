/**
 * Go values read from the memory of the dumped process: numbers, strings, maps, channels,
 * interfaces. Knows types; doesn't know how values are shown.
 */
package dev.godump.types.value;
