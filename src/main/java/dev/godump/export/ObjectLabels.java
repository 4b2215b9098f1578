package dev.godump.export;

import dev.godump.binary.type.GoType;
import dev.godump.heap.roots.RootLabel;
import dev.godump.types.Certainty;

/**
 * What objects, their fields and roots are called: the same in every format as in godump's own
 * answers.
 */
public interface ObjectLabels {
  /** The name of an object's type, or null where it is not known. */
  String typeName(int object);

  /** How sure its type is; {@link Certainty#UNKNOWN} where it is not known. */
  Certainty certainty(int object);

  /** How many values of its type follow each other in an object; 0 where the type is not known. */
  long valueCount(int object);

  /** An object's size and pointer words in words. */
  String shapeLabel(int object);

  /** The type, marked where it isn't certain, or the shape. */
  String label(int object);

  /** As the label, but what was inferred goes together with what is exact. */
  String groupLabel(int object);

  /**
   * What the pointer at an offset of an object is called, such as {@code .next}, or empty where
   * that is not known.
   */
  String fieldName(int object, long offset);

  /** The type of the values in an object, if it is known what it is made of; else null. */
  GoType elementType(int object);

  /** The offset in an object at which the first of its values starts. */
  int valuesOffset(int object);

  /** Where a root is: with the variable that holds it where that is known. */
  RootLabel rootLabel(int root);
}
