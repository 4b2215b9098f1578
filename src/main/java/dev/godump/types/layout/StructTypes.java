package dev.godump.types.layout;

import dev.godump.binary.type.GoType;
import dev.godump.binary.type.GoType.Field;
import dev.godump.binary.type.GoType.Kind;
import dev.godump.binary.type.GoType.Parts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the types of runtime structures that no descriptor describes. Immutable. */
final class StructTypes {
  private final int word;

  /**
   * @param word bytes of a pointer
   */
  StructTypes(int word) {
    this.word = word;
  }

  /** A type without parts. */
  static GoType basic(String name, Kind kind, long size) {
    return new GoType(name, kind, size, 0, () -> Parts.NONE);
  }

  static GoType uint8() {
    return basic("uint8", Kind.UINT8, 1);
  }

  static GoType uint16() {
    return basic("uint16", Kind.UINT16, 2);
  }

  static GoType uint32() {
    return basic("uint32", Kind.UINT32, 4);
  }

  static GoType uint64() {
    return basic("uint64", Kind.UINT64, 8);
  }

  /** The type int. */
  GoType integer() {
    return basic("int", Kind.INT, word);
  }

  GoType uint() {
    return basic("uint", Kind.UINT, word);
  }

  GoType uintptr() {
    return basic("uintptr", Kind.UINTPTR, word);
  }

  GoType unsafePointer() {
    return basic("unsafe.Pointer", Kind.UNSAFE_POINTER, word);
  }

  /** The type of pointers to a type; unsafe.Pointer for null. */
  GoType pointer(@Nullable GoType elem) {
    return elem == null ? unsafePointer() : pointer("*" + elem.name(), elem);
  }

  GoType pointer(String name, @Nullable GoType elem) {
    return new GoType(name, Kind.POINTER, word, 0, () -> Parts.of(elem));
  }

  /** The type of a closure that is known only by the address of its function. */
  GoType closure(String name) {
    return struct(name, word, field("F", 0, uintptr()));
  }

  static GoType struct(String name, long size, Field... fields) {
    return new GoType(name, Kind.STRUCT, size, 0, () -> Parts.struct(List.of(fields)));
  }

  static Field field(String name, long offset, GoType type) {
    return new Field(name, offset, type, false);
  }

  /** The name of a type; {@code ?} for null. */
  static String name(@Nullable GoType type) {
    return type == null ? "?" : type.name();
  }

  /** The names of a map's key and element types, for the names of the map's parts. */
  static String arguments(GoType map) {
    return "<" + name(map.key()) + "," + name(map.elem()) + ">";
  }
}
