package dev.godump.types.inference;

import dev.godump.types.HeapTypes;

/**
 * Types inferred in this process, with the typed pointers that an index does not keep.
 *
 * @param types the type of each object
 * @param pointers all pointers in values of known types
 */
public record InferredTypes(HeapTypes types, TypedPointers pointers) {}
