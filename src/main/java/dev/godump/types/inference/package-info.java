/** Infers the types of objects: from seeds, by propagation along typed pointers, and by guesses. */
package dev.godump.types.inference;
