package dev.godump.export.hprof;

import dev.godump.export.ObjectFilter;
import dev.godump.export.ObjectPass;
import dev.godump.export.TextDetector;
import dev.godump.graph.HeapGraph;
import dev.godump.types.value.Secrets;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.LongConsumer;

/**
 * Writes the objects of the heap, each under its address. A pointer into an object becomes a
 * reference to the object; one to anything else becomes null.
 *
 * <p>Text is written as java.lang.String. Its characters are an array that the heap doesn't have; a
 * table that is a root holds all of these, so that no object retains them.
 */
final class HprofObjects {
  private static final int INSTANCE = 0x21;
  private static final int OBJECT_ARRAY = 0x22;
  private static final int PRIMITIVE_ARRAY = 0x23;
  private static final int JNI_GLOBAL = 0x01;
  private static final int CHAR = 5;
  private static final int BYTE = 8;

  /** Entries of one table of texts. */
  private static final int TABLE = 1 << 16;

  private final HeapGraph graph;
  private final ObjectFilter shown;
  private final Secrets secrets;
  private final HprofRecords out;
  private final HprofIds ids;
  private final HprofIds textIds;
  private final JavaClasses java;
  private final HprofClasses classes;
  private final int wordSize;
  private final boolean bigEndian;
  private final TextDetector text = new TextDetector();
  private final long[] words = new long[(int) HprofClasses.LARGEST_INSTANCE];
  private final byte[] copy = new byte[ObjectPass.KEPT];
  private final LongArrayList texts = new LongArrayList();

  HprofObjects(
      HeapGraph graph,
      ObjectFilter shown,
      Secrets secrets,
      HprofRecords out,
      HprofIds ids,
      JavaClasses java,
      HprofClasses classes) {
    this.graph = graph;
    this.shown = shown;
    this.secrets = secrets;
    this.out = out;
    this.ids = ids;
    this.textIds = HprofIds.of(graph, 1);
    this.java = java;
    this.classes = classes;
    this.wordSize = graph.process().params().pointerSize();
    this.bigEndian = graph.process().params().bigEndian();
  }

  /** Writes those that are shown. */
  void write(LongConsumer progress) throws IOException {
    ObjectPass.over(
        graph,
        (id, contents) -> {
          if (shown.has(id)) {
            object(id, contents);
          }
        },
        progress);
    tableOfTexts();
  }

  private void object(int id, ObjectPass.Contents contents) throws IOException {
    long size = contents.size();
    boolean buffer = graph.shapes().get(graph.shape(id)).pointers() == 0;
    if (buffer && HprofClasses.isBuffer(size)) {
      bytes(contents);
    } else if (!buffer && size > HprofClasses.LARGEST_INSTANCE) {
      large(id, contents);
    } else {
      String found = buffer && classes.maybeText(id) ? text.of(contents.bytes(), (int) size) : null;
      if (found == null || textIds.exhausted()) {
        instance(id, contents);
      } else {
        text(contents, secrets.text(found));
      }
    }
  }

  private HprofRecords instance(long address, long type, long bytes) throws IOException {
    out.part(INSTANCE, 2L * wordSize + 8 + bytes);
    return out.id(address).u4(JavaClasses.NO_TRACE).id(type).u4((int) bytes);
  }

  /** Fields in the order of the classes: those of the head come last. */
  private void instance(int id, ObjectPass.Contents contents) throws IOException {
    int count = (int) (contents.size() / wordSize);
    HprofFields fields = classes.fieldsOf(id);
    load(contents, count, fields == null);
    instance(contents.address(), classes.of(id), contents.size());
    int head = count > HprofClasses.HEAD ? HprofClasses.HEAD : 0;
    put(fields, head, count);
    put(fields, 0, head);
  }

  private void put(int from, int to) throws IOException {
    for (int i = from; i < to; i++) {
      out.word(words[i]);
    }
  }

  /** The words of an object as the fields of its class, of which all are words if there is none. */
  private void put(HprofFields fields, int from, int to) throws IOException {
    if (fields == null) {
      put(from, to);
      return;
    }
    long at = 0;
    for (JavaClasses.Field field : fields.list()) {
      int size = field.size(wordSize);
      int word = (int) (at / wordSize);
      if (word >= from && word < to) {
        if (size == wordSize) {
          out.word(field.isReference() ? words[word] : secrets.number(words[word]));
        } else {
          number(words[word], (int) (at % wordSize), size);
        }
      }
      at += size;
    }
  }

  /** A number that is a part of a word as it lies in memory. */
  private void number(long word, int offset, int size) throws IOException {
    int shift = 8 * (bigEndian ? wordSize - offset - size : offset);
    long value = secrets.number(word >>> shift & (1L << 8 * size) - 1);
    switch (size) {
      case 1 -> out.u1((int) value);
      case 2 -> out.u2((int) value);
      default -> out.u4((int) value);
    }
  }

  /**
   * Takes the first words of an object: references and numbers.
   *
   * @param whole whether words are numbers; else only parts of them are, which are hidden later
   */
  private void load(ObjectPass.Contents contents, int count, boolean whole) throws IOException {
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
    return target < 0 ? 0 : graph.objects().address(target);
  }

  private void text(ObjectPass.Contents contents, String characters) throws IOException {
    long array = textIds.take(characters.length() * 2L + 8);
    texts.add(array);
    characters(array, characters);
    int count = (int) (contents.size() / wordSize);
    load(contents, count, true);
    instance(contents.address(), classes.ofText(contents.size()), contents.size() + wordSize)
        .id(array);
    int head = HprofClasses.headOfText(count);
    put(head, count);
    put(0, head);
  }

  private void characters(long id, String text) throws IOException {
    out.part(PRIMITIVE_ARRAY, wordSize + 9 + text.length() * 2L);
    out.id(id).u4(JavaClasses.NO_TRACE).u4(text.length()).u1(CHAR);
    for (int i = 0; i < text.length(); i++) {
      out.u2(text.charAt(i));
    }
  }

  /** A string that is not in the heap; returns its identifier. */
  long name(String text) throws IOException {
    long array = ids.take();
    characters(array, text);
    long id = ids.take();
    instance(id, java.string(), wordSize).id(array);
    return id;
  }

  /** A thread whose name is a string that was written before. */
  void thread(long id, long name, long number) throws IOException {
    instance(id, java.thread(), wordSize + 8L).id(name).u8(number);
  }

  /** As many bytes of a buffer as are left when the array's header is taken from its slot. */
  private void bytes(ObjectPass.Contents contents) throws IOException {
    long length = Math.min(contents.size() - JavaClasses.arrayHeader(wordSize), Integer.MAX_VALUE);
    out.part(PRIMITIVE_ARRAY, wordSize + 9 + length);
    out.id(contents.address()).u4(JavaClasses.NO_TRACE).u4((int) length).u1(BYTE);
    for (long offset = 0; offset < length; offset += copy.length) {
      int n = (int) Math.min(copy.length, length - offset);
      int present = secrets.isHidden() ? 0 : contents.copy(offset, copy, n);
      Arrays.fill(copy, present, n, (byte) 0);
      if (secrets.isHidden() && offset == 0) {
        long hash = secrets.number(hash(contents));
        for (int i = 0; i < 8; i++) {
          copy[i] = (byte) (hash >>> 8 * i);
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

  /** The first words, and an array with the pointers among the others in their places. */
  private void large(int id, ObjectPass.Contents contents) throws IOException {
    long count = contents.size() / wordSize;
    long length = Math.min(count - HprofClasses.BEFORE_ARRAY, Integer.MAX_VALUE / wordSize);
    // readers take a reference to be of four bytes if an array seems to reach into another
    long array = ids.take(wordSize == 8 ? contents.size() : 0);
    HprofFields fields = classes.fieldsOf(id);
    load(contents, HprofClasses.BEFORE_ARRAY, fields == null);
    instance(contents.address(), classes.of(id), (HprofClasses.BEFORE_ARRAY + 1L) * wordSize);
    put(fields, 0, HprofClasses.BEFORE_ARRAY);
    out.id(array);
    array(array, length);
    long at = HprofClasses.BEFORE_ARRAY;
    for (int pointer = 0; pointer < contents.pointers(); pointer++) {
      long place = contents.offset(pointer) / wordSize;
      if (place >= HprofClasses.BEFORE_ARRAY && place - HprofClasses.BEFORE_ARRAY < length) {
        nulls(place - at);
        out.id(reference(contents.target(pointer)));
        at = place + 1;
      }
    }
    nulls(length + HprofClasses.BEFORE_ARRAY - at);
  }

  private void nulls(long count) throws IOException {
    for (long i = 0; i < count; i++) {
      out.id(0);
    }
  }

  private void array(long id, long length) throws IOException {
    out.part(OBJECT_ARRAY, 2L * wordSize + 8 + length * wordSize);
    out.id(id).u4(JavaClasses.NO_TRACE).u4((int) length).id(java.objectArray());
  }

  private void tableOfTexts() throws IOException {
    for (int from = 0; from < texts.size(); from += TABLE) {
      int length = Math.min(TABLE, texts.size() - from);
      long id = ids.take(length * 8L + 24);
      out.part(JNI_GLOBAL, 2L * wordSize).id(id).id(id);
      array(id, length);
      for (int i = from; i < from + length; i++) {
        out.id(texts.getLong(i));
      }
    }
  }
}
