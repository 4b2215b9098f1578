/**
 * How types spread from the places where they are known to the objects of a heap: seeds,
 * propagation along typed pointers, guesses. Nothing here is used once the types are a table, but
 * typed pointers.
 */
package dev.godump.types.inference;
