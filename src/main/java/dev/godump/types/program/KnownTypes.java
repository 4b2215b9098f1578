package dev.godump.types.program;

import dev.godump.binary.type.GoType;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The types of a program, apart from those of a dump's objects. By default nothing is known.
 * Addresses are those of the dumped process.
 */
public interface KnownTypes {
  /** No entry. */
  int NONE = -1;

  /** Returns the type with a descriptor at an address. */
  default Optional<GoType> at(long descriptor) {
    return Optional.empty();
  }

  /** Reports whether an address is in the range of type descriptors. */
  default boolean mayBeDescriptor(long address) {
    return false;
  }

  /** Returns the type with a full name. */
  default Optional<GoType> named(String name) {
    return Optional.empty();
  }

  /**
   * Returns the same type as its descriptor in the executable describes it, if known, else the type
   * itself. For the shape of a generic type, returns the only type that matches it.
   */
  default GoType resolve(GoType type) {
    return type;
  }

  /** Returns the offset of the DWARF entry that a type was read from, or NONE. */
  default int entryOf(GoType type) {
    return NONE;
  }

  /** Returns the type that the DWARF entry at an offset describes. */
  default Optional<GoType> typeOfEntry(int offset) {
    return Optional.empty();
  }

  /**
   * Returns the offsets of the pointers in a value that the collector follows, according to the
   * type's descriptor; null if unknown.
   */
  default long @Nullable [] pointerOffsets(GoType type) {
    return null;
  }

  /** Returns all types with descriptors. */
  default List<GoType> all() {
    return List.of();
  }

  /** Returns the name of the function with its entry at a pc. */
  default Optional<String> nameOfFunction(long entry) {
    return Optional.empty();
  }

  /**
   * Reports whether an address may be the entry of a function. With the executable, it is one;
   * without it, the address is in the range of code.
   */
  default boolean mayBeFunction(long address) {
    return nameOfFunction(address).isPresent();
  }

  /**
   * Returns the variables captured by closures of the function with its entry at a pc, by offset;
   * empty if unknown.
   */
  default List<GoType.Field> capturedBy(long entry) {
    return List.of();
  }

  /** Reports whether maps are Swiss maps (Go 1.24 and later). */
  default boolean hasSwissMaps() {
    return false;
  }

  /** The damage found so far, as sentences for the user. */
  default List<String> warnings() {
    return List.of();
  }
}
