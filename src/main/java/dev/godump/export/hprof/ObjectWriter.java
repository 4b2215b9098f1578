package dev.godump.export.hprof;

import dev.godump.export.ObjectFilter;
import dev.godump.export.ObjectPass;
import dev.godump.export.TextDetector;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectTable;
import dev.godump.types.value.Secrets;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes the objects of the heap, with their addresses as ids. A pointer into an object becomes a
 * reference to the object; other pointers become null.
 *
 * <p>Text is written as java.lang.String. Its characters are an array that the heap doesn't have.
 * Tables that are roots refer to all these arrays, so that no object retains them.
 */
final class ObjectWriter {
  private static final int INSTANCE = 0x21;
  private static final int OBJECT_ARRAY = 0x22;
  private static final int PRIMITIVE_ARRAY = 0x23;
  private static final int JNI_GLOBAL = 0x01;
  private static final int CHAR = 5;
  private static final int BYTE = 8;

  /** Entries in one table of texts. */
  private static final int TABLE_ENTRIES = 1 << 16;

  private final HeapGraph graph;
  private final ObjectFilter filter;
  private final Secrets secrets;
  private final RecordWriter out;
  private final SyntheticIds ids;
  private final SyntheticIds textIds;
  private final ClassWriter classWriter;
  private final ClassTable classes;
  private final int wordSize;
  private final boolean bigEndian;
  private final TextDetector detector = new TextDetector();
  private final long[] words = new long[(int) ClassTable.LARGEST_INSTANCE];
  private final byte[] copy = new byte[ObjectPass.MAX_BUFFERED];
  private final LongArrayList textArrayIds = new LongArrayList();

  ObjectWriter(
      HeapGraph graph,
      ObjectFilter filter,
      Secrets secrets,
      RecordWriter out,
      SyntheticIds ids,
      ClassWriter classWriter,
      ClassTable classes) {
    this.graph = graph;
    this.filter = filter;
    this.secrets = secrets;
    this.out = out;
    this.ids = ids;
    this.textIds = SyntheticIds.of(graph, 1);
    this.classWriter = classWriter;
    this.classes = classes;
    this.wordSize = graph.process().params().pointerSize();
    this.bigEndian = graph.process().params().bigEndian();
  }

  /** Writes the objects that the filter includes. */
  void write(LongConsumer progress) throws IOException {
    ObjectPass.over(
        graph,
        (id, contents) -> {
          if (filter.includes(id)) {
            writeObject(id, contents);
          }
        },
        progress);
    writeTextTables();
  }

  private void writeObject(int id, ObjectPass.Contents contents) throws IOException {
    long size = contents.size();
    boolean buffer = graph.shapes().get(graph.shapeIndex(id)).pointers() == 0;
    if (buffer && ClassTable.isBuffer(size)) {
      writeBuffer(contents);
    } else if (!buffer && size > ClassTable.LARGEST_INSTANCE) {
      writeLarge(id, contents);
    } else {
      String found =
          buffer && classes.mayBeText(id) ? detector.textOf(contents.bytes(), (int) size) : null;
      if (found == null || textIds.isExhausted()) {
        writeInstance(id, contents);
      } else {
        writeText(contents, secrets.text(found));
      }
    }
  }

  private RecordWriter writeInstance(long address, long type, long bytes) throws IOException {
    out.startPart(INSTANCE, 2L * wordSize + 8 + bytes);
    return out.id(address).u4(ClassWriter.NO_TRACE).id(type).u4((int) bytes);
  }

  /** Writes the fields of the subclass first, then those of the head. */
  private void writeInstance(int id, ObjectPass.Contents contents) throws IOException {
    int count = (int) (contents.size() / wordSize);
    ClassFields fields = classes.fieldsOf(id);
    loadWords(contents, count, fields == null);
    writeInstance(contents.address(), classes.classOf(id), contents.size());
    int head = count > ClassTable.HEAD_WORDS ? ClassTable.HEAD_WORDS : 0;
    writeWords(fields, head, count);
    writeWords(fields, 0, head);
  }

  private void writeWords(int from, int to) throws IOException {
    for (int i = from; i < to; i++) {
      out.word(words[i]);
    }
  }

  /** Writes the words of an object as fields of its class, or as words if fields is null. */
  private void writeWords(@Nullable ClassFields fields, int from, int to) throws IOException {
    if (fields == null) {
      writeWords(from, to);
      return;
    }
    long at = 0;
    for (ClassWriter.Field field : fields.list()) {
      int size = field.size(wordSize);
      int word = (int) (at / wordSize);
      if (word >= from && word < to) {
        if (size == wordSize) {
          out.word(field.isReference() ? words[word] : secrets.number(words[word]));
        } else {
          writeNumber(words[word], (int) (at % wordSize), size);
        }
      }
      at += size;
    }
  }

  /** Writes a number that is a part of a word in memory. */
  private void writeNumber(long word, int offset, int size) throws IOException {
    int shift = 8 * (bigEndian ? wordSize - offset - size : offset);
    long value = secrets.number(word >>> shift & (1L << (8 * size)) - 1);
    switch (size) {
      case 1 -> out.u1((int) value);
      case 2 -> out.u2((int) value);
      default -> out.u4((int) value);
    }
  }

  /**
   * Loads the first words of an object: references and numbers.
   *
   * @param whole whether each other word is one number to redact; else its parts are redacted later
   */
  private void loadWords(ObjectPass.Contents contents, int count, boolean whole)
      throws IOException {
    int pointer = 0;
    for (int i = 0; i < count; i++) {
      long offset = (long) i * wordSize;
      if (pointer < contents.pointers() && contents.offset(pointer) == offset) {
        words[i] = reference(contents.target(pointer++));
      } else {
        words[i] = whole ? secrets.number(contents.word(offset)) : contents.word(offset);
      }
    }
  }

  private long reference(int target) {
    return target == ObjectTable.NONE ? 0 : graph.objects().address(target);
  }

  private void writeText(ObjectPass.Contents contents, String characters) throws IOException {
    long array = textIds.take(characters.length() * 2L + 8);
    textArrayIds.add(array);
    writeCharacters(array, characters);
    int count = (int) (contents.size() / wordSize);
    loadWords(contents, count, true);
    writeInstance(
            contents.address(), classes.textClass(contents.size()), contents.size() + wordSize)
        .id(array);
    int head = ClassTable.wordsInTextHead(count);
    writeWords(head, count);
    writeWords(0, head);
  }

  private void writeCharacters(long id, String text) throws IOException {
    out.startPart(PRIMITIVE_ARRAY, wordSize + 9 + text.length() * 2L);
    out.id(id).u4(ClassWriter.NO_TRACE).u4(text.length()).u1(CHAR);
    for (int i = 0; i < text.length(); i++) {
      out.u2(text.charAt(i));
    }
  }

  /** Writes a string that is not in the heap and returns its id. */
  long writeName(String text) throws IOException {
    long array = ids.take();
    writeCharacters(array, text);
    long id = ids.take();
    writeInstance(id, classWriter.string(), wordSize).id(array);
    return id;
  }

  /** Writes a thread; {@code name} is the id of a written string. */
  void writeThread(long id, long name, long number) throws IOException {
    writeInstance(id, classWriter.thread(), wordSize + 8L).id(name).u8(number);
  }

  /**
   * Writes the bytes of a buffer, without those at its end for which the header of an array leaves
   * no space.
   */
  private void writeBuffer(ObjectPass.Contents contents) throws IOException {
    long length = Math.min(contents.size() - ClassWriter.arrayHeader(wordSize), Integer.MAX_VALUE);
    out.startPart(PRIMITIVE_ARRAY, wordSize + 9 + length);
    out.id(contents.address()).u4(ClassWriter.NO_TRACE).u4((int) length).u1(BYTE);
    for (long offset = 0; offset < length; offset += copy.length) {
      int n = (int) Math.min(copy.length, length - offset);
      int present = secrets.isHidden() ? 0 : contents.copy(offset, copy, n);
      Arrays.fill(copy, present, n, (byte) 0);
      if (secrets.isHidden() && offset == 0) {
        long hash = secrets.number(hash(contents));
        for (int i = 0; i < 8; i++) {
          copy[i] = (byte) (hash >>> (8 * i));
        }
      }
      out.bytes(copy, n);
    }
  }

  private long hash(ObjectPass.Contents contents) throws IOException {
    long hash = 1;
    for (long offset = 0; offset < contents.size(); offset += wordSize) {
      hash = secrets.number(hash ^ contents.word(offset)) + 1;
    }
    return hash;
  }

  /** Writes the first words and an array that has the other pointers at their indexes. */
  private void writeLarge(int id, ObjectPass.Contents contents) throws IOException {
    long count = contents.size() / wordSize;
    long length = Math.min(count - ClassTable.WORDS_BEFORE_ARRAY, Integer.MAX_VALUE / wordSize);
    // readers assume references of four bytes if an array seems to overlap another
    long array = ids.take(wordSize == 8 ? contents.size() : 0);
    ClassFields fields = classes.fieldsOf(id);
    loadWords(contents, ClassTable.WORDS_BEFORE_ARRAY, fields == null);
    writeInstance(
        contents.address(), classes.classOf(id), (ClassTable.WORDS_BEFORE_ARRAY + 1L) * wordSize);
    writeWords(fields, 0, ClassTable.WORDS_BEFORE_ARRAY);
    out.id(array);
    startArray(array, length);
    long at = ClassTable.WORDS_BEFORE_ARRAY;
    for (int pointer = 0; pointer < contents.pointers(); pointer++) {
      long index = contents.offset(pointer) / wordSize;
      if (index >= ClassTable.WORDS_BEFORE_ARRAY
          && index - ClassTable.WORDS_BEFORE_ARRAY < length) {
        writeNulls(index - at);
        out.id(reference(contents.target(pointer)));
        at = index + 1;
      }
    }
    writeNulls(length + ClassTable.WORDS_BEFORE_ARRAY - at);
  }

  private void writeNulls(long count) throws IOException {
    for (long i = 0; i < count; i++) {
      out.id(0);
    }
  }

  private void startArray(long id, long length) throws IOException {
    out.startPart(OBJECT_ARRAY, 2L * wordSize + 8 + length * wordSize);
    out.id(id).u4(ClassWriter.NO_TRACE).u4((int) length).id(classWriter.objectArray());
  }

  private void writeTextTables() throws IOException {
    for (int from = 0; from < textArrayIds.size(); from += TABLE_ENTRIES) {
      int length = Math.min(TABLE_ENTRIES, textArrayIds.size() - from);
      long id = ids.take(length * 8L + 24);
      out.startPart(JNI_GLOBAL, 2L * wordSize).id(id).id(id);
      startArray(id, length);
      for (int i = from; i < from + length; i++) {
        out.id(textArrayIds.getLong(i));
      }
    }
  }
}
