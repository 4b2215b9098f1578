/**
 * Infers the types of objects: seeds, propagation along typed pointers, guesses. Once the types are
 * a table, only typed pointers are used.
 */
package dev.godump.types.inference;
