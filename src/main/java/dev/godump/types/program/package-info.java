/**
 * What the executable or, without one, the dump says of a program: its types, variables, frames and
 * functions. Knows nothing of the types of objects.
 */
package dev.godump.types.program;
