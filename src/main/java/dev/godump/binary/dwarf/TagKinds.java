package dev.godump.binary.dwarf;

import dev.godump.binary.type.GoType.Kind;

/**
 * Determines the kind of types without DW_AT_go_kind: those of C, and some that Go's linker
 * synthesizes.
 */
final class TagKinds {
  private static final int BOOLEAN = 2;
  private static final int COMPLEX_FLOAT = 3;
  private static final int FLOAT = 4;
  private static final int SIGNED = 5;
  private static final int SIGNED_CHAR = 6;

  private TagKinds() {}

  static Kind kindOf(EntryCursor entry) {
    return switch (entry.tag()) {
      case Tag.BASE_TYPE, Tag.ENUMERATION_TYPE ->
          numberKind(
              (int) entry.number(Attribute.ENCODING, 0),
              (int) entry.number(Attribute.BYTE_SIZE, 0));
      case Tag.POINTER_TYPE -> entry.has(Attribute.TYPE) ? Kind.POINTER : Kind.UNSAFE_POINTER;
      case Tag.STRUCTURE_TYPE, Tag.UNION_TYPE -> Kind.STRUCT;
      case Tag.ARRAY_TYPE -> Kind.ARRAY;
      case Tag.SUBROUTINE_TYPE -> Kind.FUNC;
      default -> Kind.INVALID;
    };
  }

  private static Kind numberKind(int encoding, int size) {
    if (encoding == BOOLEAN) {
      return Kind.BOOL;
    } else if (encoding == FLOAT) {
      return size == 4 ? Kind.FLOAT32 : size == 8 ? Kind.FLOAT64 : Kind.INVALID;
    } else if (encoding == COMPLEX_FLOAT) {
      return size == 8 ? Kind.COMPLEX64 : size == 16 ? Kind.COMPLEX128 : Kind.INVALID;
    }
    boolean signed = encoding == SIGNED || encoding == SIGNED_CHAR;
    return switch (size) {
      case 1 -> signed ? Kind.INT8 : Kind.UINT8;
      case 2 -> signed ? Kind.INT16 : Kind.UINT16;
      case 4 -> signed ? Kind.INT32 : Kind.UINT32;
      case 8 -> signed ? Kind.INT64 : Kind.UINT64;
      default -> Kind.INVALID;
    };
  }
}
