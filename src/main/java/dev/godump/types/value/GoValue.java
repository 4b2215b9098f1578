package dev.godump.types.value;

import dev.godump.binary.type.GoType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A value of a Go program, as far as its memory is known. */
public sealed interface GoValue {
  /** A nil pointer, slice, map, channel, function or interface. */
  record Nil() implements GoValue {}

  /**
   * A number or a bool: a Long, a BigInteger if that is too small, a Float, a Double, a Boolean; a
   * complex number is a String.
   */
  record Scalar(Object value) implements GoValue {}

  /**
   * A string.
   *
   * @param text its beginning; bytes that are not UTF-8 are {@code U+FFFD}
   * @param length bytes of the whole string
   * @param whole whether {@code text} is the whole string
   */
  record Text(String text, long length, boolean whole) implements GoValue {
    /**
     * Decodes the first bytes of a string; a character cut off at their end is left out.
     *
     * @param length bytes of the whole string
     */
    static Text of(byte[] first, long length) {
      boolean whole = first.length == length;
      int end = whole ? first.length : endOfLastCharacter(first);
      return new Text(new String(first, 0, end, StandardCharsets.UTF_8), length, whole);
    }

    private static int endOfLastCharacter(byte[] bytes) {
      for (int back = 1; back <= Math.min(3, bytes.length); back++) {
        int b = bytes[bytes.length - back] & 0xff;
        if (b < 0x80) {
          break;
        }
        if (b >= 0xc0) {
          int needed = b >= 0xf0 ? 4 : b >= 0xe0 ? 3 : 2;
          return needed > back ? bytes.length - back : bytes.length;
        }
      }
      return bytes.length;
    }
  }

  /**
   * A slice or array of bytes.
   *
   * @param first its first bytes
   * @param address of the first byte
   * @param capacity of a slice; the length of an array
   */
  record Bytes(byte[] first, long address, long length, long capacity) implements GoValue {}

  /**
   * A slice or an array.
   *
   * @param first its first elements
   * @param address of the first element
   * @param capacity of a slice; the length of an array
   */
  record Elements(List<GoValue> first, GoType elem, long address, long length, long capacity)
      implements GoValue {}

  /** A struct. */
  record Struct(List<Field> fields) implements GoValue {}

  /**
   * A field of a struct.
   *
   * @param offset bytes from the start of the struct
   * @param type or null if unknown
   */
  record Field(String name, long offset, @Nullable GoType type, GoValue value) {}

  /**
   * A struct that is shown by its meaning: a time, a lock, a wait group.
   *
   * @param text the meaning
   * @param fields as they are declared
   */
  record WellKnown(String text, List<Field> fields) implements GoValue {}

  /**
   * A pointer that isn't nil.
   *
   * @param address it points at
   * @param type of the target, or null
   * @param target the value there, or null if it was not requested or is unknown
   */
  record Pointer(long address, @Nullable GoType type, @Nullable GoValue target)
      implements GoValue {}

  /**
   * A map.
   *
   * @param address of its header
   * @param count the number of entries
   * @param slots the number of slots for entries
   * @param growing whether some entries are still in the old buckets
   * @param first some of its entries
   */
  record Entries(long address, long count, long slots, boolean growing, List<Entry> first)
      implements GoValue {}

  /** An entry of a map. */
  record Entry(GoValue key, GoValue value) {}

  /**
   * A channel.
   *
   * @param first the oldest elements of the buffer
   * @param elem type of the elements, or null if unknown
   * @param receivers ids of goroutines waiting to receive
   * @param senders ids of goroutines waiting to send
   */
  record Channel(
      long address,
      long length,
      long capacity,
      boolean closed,
      List<GoValue> first,
      @Nullable GoType elem,
      List<Long> receivers,
      List<Long> senders)
      implements GoValue {}

  /**
   * An interface that isn't nil.
   *
   * @param type the dynamic type, or null
   * @param typeWord address of the type's descriptor
   * @param value the dynamic value
   * @param message of an error of a well-known type; else null
   */
  record Dynamic(@Nullable GoType type, long typeWord, GoValue value, @Nullable String message)
      implements GoValue {}

  /**
   * A function value.
   *
   * @param address of its closure
   * @param name of the function, or null
   * @param captured variables, as far as they were requested and are known
   */
  record Function(long address, @Nullable String name, List<Field> captured) implements GoValue {}

  /**
   * A pointer to the descriptor of a type, as used by reflection.
   *
   * @param type described
   */
  record Descriptor(long address, GoType type) implements GoValue {}

  /** Hidden contents: the number of bytes, and a hash that is equal for equal contents. */
  record Redacted(long length, String hash) implements GoValue {}

  /** A value that the dump doesn't have, or that makes no sense. */
  record Unknown(String reason) implements GoValue {
    static final Unknown NOT_IN_DUMP = new Unknown("not in the dump");
  }
}
