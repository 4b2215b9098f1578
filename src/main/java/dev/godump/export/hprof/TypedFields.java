package dev.godump.export.hprof;

import dev.godump.binary.type.GoType;
import dev.godump.binary.type.GoType.Field;
import dev.godump.binary.type.GoType.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits a Go value into numbers and machine words, by offset. Arrays of elements smaller than 4
 * bytes are skipped: they are written as words.
 */
final class TypedFields {
  /** Kinds of parts; the type doesn't say how to read a WORD. */
  enum Form {
    BOOLEAN,
    INTEGER,
    FLOAT,
    WORD
  }

  /**
   * A part of a value.
   *
   * @param name such as {@code key.host} or {@code rows[2].len}
   * @param offset bytes from the start of the slot
   * @param size bytes
   */
  record Part(String name, long offset, int size, Form form) {}

  private static final int SMALLEST_ELEMENT = 4;
  private static final int DEEPEST = 64;

  private final int word;
  private final long end;
  private final List<Part> parts = new ArrayList<>();

  private TypedFields(int word, long end) {
    this.word = word;
    this.end = end;
  }

  /**
   * Returns the parts of consecutive values in a slot.
   *
   * @param start offset of the first value
   * @param end offset of the end of the slot, or of the requested words
   */
  static List<Part> of(GoType type, long count, long start, long end, int word) {
    TypedFields fields = new TypedFields(word, end);
    if (count == 1) {
      fields.add(type, "", start, 0);
    } else {
      fields.array(type, count, "", start, 0);
    }
    return fields.parts;
  }

  private void add(GoType type, String name, long offset, int depth) {
    if (offset >= end || depth > DEEPEST) {
      return;
    }
    switch (type.kind()) {
      case BOOL -> part(name, offset, 1, Form.BOOLEAN);
      case FLOAT32, FLOAT64 -> part(name, offset, (int) type.size(), Form.FLOAT);
      case COMPLEX64, COMPLEX128 -> {
        int half = (int) type.size() / 2;
        part(name + ".real", offset, half, Form.FLOAT);
        part(name + ".imag", offset + half, half, Form.FLOAT);
      }
      case STRUCT -> {
        for (Field field : type.fields()) {
          add(
              field.type(),
              name.isEmpty() ? field.name() : name + "." + field.name(),
              offset + field.offset(),
              depth + 1);
        }
      }
      case ARRAY -> {
        if (type.elem() != null) {
          array(type.elem(), type.length(), name, offset, depth + 1);
        }
      }
      case STRING -> words(offset, name, name + ".len");
      case SLICE -> words(offset, name, name + ".len", name + ".cap");
      case INTERFACE -> words(offset, name + ".type", name);
      default -> {
        boolean number =
            type.kind().compareTo(Kind.INT) >= 0 && type.kind().compareTo(Kind.UINTPTR) <= 0;
        part(
            name,
            offset,
            (int) Math.min(type.size(), Long.BYTES),
            number ? Form.INTEGER : Form.WORD);
      }
    }
  }

  private void array(GoType element, long count, String name, long start, int depth) {
    long size = element.size();
    if (size < SMALLEST_ELEMENT) {
      return;
    }
    long offset = start;
    for (long i = 0; i < count && offset < end; i++, offset += size) {
      add(element, name + "[" + i + "]", offset, depth);
    }
  }

  private void words(long offset, String... names) {
    for (int i = 0; i < names.length; i++) {
      part(
          names[i].startsWith(".") ? names[i].substring(1) : names[i],
          offset + (long) i * word,
          word,
          Form.WORD);
    }
  }

  /** Adds a part. Fields of damaged types can overlap; then the first one counts. */
  private void part(String name, long offset, int size, Form form) {
    long before =
        parts.isEmpty()
            ? 0
            : parts.get(parts.size() - 1).offset() + parts.get(parts.size() - 1).size();
    if (size > 0 && offset >= before && offset + size <= end) {
      parts.add(new Part(name, offset, size, form));
    }
  }
}
