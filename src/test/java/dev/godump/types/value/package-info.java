/** Tests of Go values read out of bytes. */
package dev.godump.types.value;
