package dev.godump.core;

import java.util.Map;

/**
 * What the structures of one release of Go's runtime are like, by names without {@code runtime.}.
 *
 * @param fields by names such as {@code mspan.elemsize}
 * @param sizes of structures, in bytes
 * @param waitReasons texts by number (runtime2.go waitReasonStrings)
 */
record LayoutRow(
    Map<String, Field> fields,
    Map<String, Integer> sizes,
    Map<String, Integer> constants,
    Map<Integer, String> waitReasons) {
  /** A field of a structure, both in bytes. */
  record Field(int offset, int length) {}

  /** Returns the structure of a field: {@code mspan} of {@code mspan.elemsize}. */
  static String structureOf(String field) {
    return field.substring(0, field.indexOf('.'));
  }

  /** Whether a field of a structure is known. */
  boolean hasFieldsOf(String structure) {
    return fields.keySet().stream().anyMatch(field -> structureOf(field).equals(structure));
  }
}
