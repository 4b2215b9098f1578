/**
 * The types, variables, frames and functions of a program, from its executable or, without one,
 * from the dump. Knows nothing of the types of objects.
 */
package dev.godump.types.program;
