package dev.godump.types.program;

import dev.godump.binary.type.GoType;
import java.util.List;
import java.util.Optional;

/**
 * What is known of a program's types beside the dump. Addresses are those of the dumped process.
 */
public interface KnownTypes {

  /** The type whose descriptor lies at an address. */
  Optional<GoType> at(long descriptor);

  /** Whether an address is where type descriptors are. */
  boolean mayBeDescriptor(long address);

  /** A type by its whole name. */
  Optional<GoType> named(String name);

  /**
   * The same type as its descriptor in the executable has it, if that is known; else the type
   * itself. Of a generic function's type the only one that it can stand for.
   */
  GoType resolve(GoType type);

  /** Where the DWARF entry lies that a type was read from, or -1 if it was read from elsewhere. */
  int entryOf(GoType type);

  /** The type that the DWARF entry at an offset describes. */
  Optional<GoType> typeOfEntry(int offset);

  /** Which words of a value the collector follows, by its descriptor; null if that isn't known. */
  long[] pointerOffsets(GoType type);

  /** All types of which there are descriptors. */
  List<GoType> all();

  /** The function that starts at a pc. */
  Optional<String> nameOfFunction(long entry);

  /**
   * What the closures of the function that starts at a pc have captured, by offset; empty if
   * unknown.
   */
  List<GoType.Field> capturedBy(long entry);

  /** Whether maps are those of Go 1.24 and later. */
  boolean hasSwissMaps();

  /**
   * What was wrong with what was read, as far as that has been found out: sentences for a person.
   */
  List<String> warnings();
}
