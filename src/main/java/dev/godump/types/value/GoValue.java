package dev.godump.types.value;

import dev.godump.binary.type.GoType;
import java.util.List;

/** A value of a Go program, read out of its memory as far as that is known. */
public sealed interface GoValue {
  /** Nil of a pointer, slice, map, channel, function or interface. */
  record Nil() implements GoValue {}

  /**
   * A number or a bool: a Long, a BigInteger where it doesn't fit, a Double, a Boolean; of a
   * complex number a text.
   */
  record Scalar(Object value) implements GoValue {}

  /**
   * A string.
   *
   * @param text its beginning; bytes that are no UTF-8 stand as {@code U+FFFD}
   * @param length bytes of all of it
   * @param whole whether {@code text} is all of it
   */
  record Text(String text, long length, boolean whole) implements GoValue {}

  /**
   * A slice or array of bytes.
   *
   * @param first its first bytes
   * @param address of the first
   * @param capacity of a slice; of an array, its length
   */
  record Bytes(byte[] first, long address, long length, long capacity) implements GoValue {}

  /**
   * A slice or an array.
   *
   * @param first its first elements
   * @param address of the first
   * @param capacity of a slice; of an array, its length
   */
  record Elements(List<GoValue> first, GoType elem, long address, long length, long capacity)
      implements GoValue {}

  /** A struct. */
  record Struct(List<Field> fields) implements GoValue {}

  /**
   * A field of a struct.
   *
   * @param offset bytes from the start of the struct
   */
  record Field(String name, long offset, GoType type, GoValue value) {}

  /**
   * A struct that stands for one thing: a time, a lock, an atomic number.
   *
   * @param text that thing
   * @param fields as they are declared
   */
  record WellKnown(String text, List<Field> fields) implements GoValue {}

  /**
   * A pointer that isn't nil.
   *
   * @param address where it points
   * @param type of what is there, or null
   * @param target what is there, if it was asked for and is known; else null
   */
  record Pointer(long address, GoType type, GoValue target) implements GoValue {}

  /**
   * A map.
   *
   * @param address of its header
   * @param count how many entries it has
   * @param slots how many it has room for
   * @param growing whether some entries are still in its former buckets
   * @param first some of its entries
   */
  record Entries(long address, long count, long slots, boolean growing, List<Entry> first)
      implements GoValue {}

  /** An entry of a map. */
  record Entry(GoValue key, GoValue value) {}

  /**
   * A channel.
   *
   * @param first what was sent first, of what is in its buffer
   * @param receivers goroutines that wait to receive, by id
   * @param senders goroutines that wait to send, by id
   */
  record Channel(
      long address,
      long length,
      long capacity,
      boolean closed,
      List<GoValue> first,
      GoType elem,
      List<Long> receivers,
      List<Long> senders)
      implements GoValue {}

  /**
   * An interface that isn't nil.
   *
   * @param type of what it holds, or null
   * @param typeWord address of the type's descriptor
   * @param value what it holds
   * @param message what it says if it is an error of a well-known type; else null
   */
  record Dynamic(GoType type, long typeWord, GoValue value, String message) implements GoValue {}

  /**
   * A function value.
   *
   * @param address of its closure
   * @param name of the function, or null
   * @param captured variables, as far as they were asked for and are known
   */
  record Function(long address, String name, List<Field> captured) implements GoValue {}

  /**
   * A pointer to the descriptor of a type, as reflection has it.
   *
   * @param type that is described
   */
  record Descriptor(long address, GoType type) implements GoValue {}

  /** Contents that are kept secret: how many bytes, and a hash by which equal ones are told. */
  record Redacted(long length, String hash) implements GoValue {}

  /** What the dump doesn't have, or makes no sense. */
  record Unknown(String reason) implements GoValue {}
}
