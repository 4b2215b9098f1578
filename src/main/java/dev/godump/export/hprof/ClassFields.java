package dev.godump.export.hprof;

import dev.godump.binary.type.GoType;
import dev.godump.export.Hex;
import dev.godump.export.ObjectLabels;
import dev.godump.export.ObjectPass;
import java.util.ArrayList;
import java.util.List;

/**
 * The fields of a class; they cover the words of an object without gaps. A word that the collector
 * follows is a reference. Other words are split into the numbers of the Go type, with padding
 * between them, or are one number if the type doesn't describe them.
 */
final class ClassFields {
  private final int wordSize;
  private final List<ClassWriter.Field> fields = new ArrayList<>();
  private boolean allWords = true;

  private ClassFields(int wordSize) {
    this.wordSize = wordSize;
  }

  /**
   * Returns the fields of an object's first words.
   *
   * @param count number of words
   */
  static ClassFields of(
      ObjectLabels labels, int object, ObjectPass.Contents contents, int count, int wordSize) {
    ClassFields fields = new ClassFields(wordSize);
    GoType type = labels.elementType(object);
    List<TypedFields.Part> parts =
        type == null
            ? List.of()
            : TypedFields.of(
                type,
                labels.valueCount(object),
                labels.valuesOffset(object),
                (long) count * wordSize,
                wordSize);
    int pointer = 0;
    int part = 0;
    for (int i = 0; i < count; i++) {
      long offset = (long) i * wordSize;
      int first = part;
      while (part < parts.size() && parts.get(part).offset() < offset + wordSize) {
        part++;
      }
      boolean reference = pointer < contents.pointers() && contents.offset(pointer) == offset;
      pointer += reference ? 1 : 0;
      fields.word(labels.fieldName(object, offset), offset, reference, parts.subList(first, part));
    }
    return fields;
  }

  /** Returns the fields by offset. */
  List<ClassWriter.Field> list() {
    return fields;
  }

  /** Whether each field is one word. */
  boolean isAllWords() {
    return allWords;
  }

  private void word(String known, long offset, boolean reference, List<TypedFields.Part> parts) {
    boolean one =
        parts.size() == 1 && parts.get(0).offset() == offset && parts.get(0).size() == wordSize;
    String path = known.startsWith(".") ? known.substring(1) : known;
    String name = one ? parts.get(0).name() : path;
    if (name.isEmpty()) {
      name = (reference ? "ptr@" : "word@") + Hex.of(offset);
    } else if (!fields.isEmpty() && fields.get(fields.size() - 1).name().equals(name)) {
      // the second word of a number
      name += "@" + Hex.of(offset);
    }
    if (reference) {
      fields.add(ClassWriter.Field.reference(name));
    } else if (one) {
      fields.add(field(name, parts.get(0)));
    } else if (parts.isEmpty() || !within(offset, parts)) {
      fields.add(ClassWriter.Field.number(name, wordSize));
    } else {
      allWords = false;
      split(offset, parts);
    }
  }

  /** Whether parts end inside a word: numbers of 8 bytes can cover two words of 4. */
  private boolean within(long offset, List<TypedFields.Part> parts) {
    TypedFields.Part last = parts.get(parts.size() - 1);
    return last.offset() + last.size() <= offset + wordSize;
  }

  private void split(long offset, List<TypedFields.Part> parts) {
    long at = offset;
    for (TypedFields.Part part : parts) {
      pad(at, part.offset());
      fields.add(field(part.name(), part));
      at = part.offset() + part.size();
    }
    pad(at, offset + wordSize);
  }

  private void pad(long from, long to) {
    for (long at = from; at < to; ) {
      int size = (at & 3) == 0 && to - at >= 4 ? 4 : (at & 1) == 0 && to - at >= 2 ? 2 : 1;
      fields.add(ClassWriter.Field.number("padding@" + Hex.of(at), size));
      at += size;
    }
  }

  private static ClassWriter.Field field(String known, TypedFields.Part part) {
    String name = known.isEmpty() ? "value" : known;
    return switch (part.form()) {
      case BOOLEAN -> ClassWriter.Field.bool(name);
      case FLOAT -> ClassWriter.Field.floating(name, part.size());
      case INTEGER, WORD -> ClassWriter.Field.number(name, part.size());
    };
  }
}
