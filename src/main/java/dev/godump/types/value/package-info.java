/**
 * Go values read out of the dumped process's bytes: numbers, strings, maps, channels, interfaces,
 * as a person writes them. Knows types; doesn't know how values are shown.
 */
package dev.godump.types.value;
