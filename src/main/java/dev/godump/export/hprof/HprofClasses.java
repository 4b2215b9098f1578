package dev.godump.export.hprof;

import dev.godump.export.Hex;
import dev.godump.export.ObjectFilter;
import dev.godump.export.ObjectLabels;
import dev.godump.export.ObjectPass;
import dev.godump.export.TextDetector;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.Shape;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import it.unimi.dsi.fastutil.objects.Object2IntOpenHashMap;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The classes that objects of the heap are written as: one for each type and shape, with the fields
 * of the type where those are known, else one for each word; pointers are references.
 *
 * <p>Readers don't agree on the size of an instance. Eclipse MAT adds a header of two words to the
 * fields of all classes but the topmost; NetBeans and VisualVM take the size that a class states,
 * without a header of their own if java.lang.Object states one, and so does Shark. So the first two
 * words of an object are the fields of a topmost class, the head, and the others those of the class
 * that extends it, which states the size of the slot. Then all of them take an object of two words
 * or more for as large as its slot is.
 */
final class HprofClasses {
  /** Objects with pointers that are larger are written as their first words and an array. */
  static final long LARGEST_INSTANCE = 16 << 10;

  /** Words of an object that are the fields of a head. */
  static final int HEAD = 2;

  /** Words that a larger object has before its array. */
  static final int BEFORE_ARRAY = 5;

  private static final String REST = "rest";

  private final HeapGraph graph;
  private final ObjectLabels names;
  private final ObjectFilter shown;
  private final JavaClasses java;
  private final int wordSize;

  private final Object2IntOpenHashMap<String> types = new Object2IntOpenHashMap<>();
  private final Long2IntOpenHashMap classes = new Long2IntOpenHashMap();
  private final int[] untyped;

  /** The number of each object's class. */
  private final int[] numbers;

  private final IntArrayList samples = new IntArrayList();
  private final BitSet textPossible = new BitSet();
  private final LongArrayList ids = new LongArrayList();

  /** Of each class its fields, or null if they are all of a word. */
  private final List<HprofFields> plans = new ArrayList<>();

  private final Map<List<JavaClasses.Field>, Long> heads = new HashMap<>();
  private final Map<Long, Long> texts = new HashMap<>();

  HprofClasses(HeapGraph graph, ObjectLabels names, ObjectFilter shown, JavaClasses java) {
    this.graph = graph;
    this.names = names;
    this.shown = shown;
    this.java = java;
    this.wordSize = graph.process().params().pointerSize();
    this.untyped = new int[graph.shapes().size()];
    Arrays.fill(untyped, -1);
    this.numbers = new int[graph.objects().count()];
    classes.defaultReturnValue(-1);
  }

  /** Whether an object without pointers of some size is written as an array of bytes. */
  static boolean isBuffer(long size) {
    return size > TextDetector.LONGEST_SLOT;
  }

  /** Writes all of them. */
  void write() throws IOException {
    for (int id = 0; id < numbers.length; id++) {
      if (shown.has(id)) {
        numbers[id] = number(id);
      }
    }
    ObjectPass.Contents contents = new ObjectPass.Contents(graph);
    for (int i = 0; i < samples.size(); i++) {
      int sample = samples.getInt(i);
      contents.read(graph.record(sample));
      plans.add(null);
      ids.add(write(sample, contents));
    }
    for (Shape shape : graph.shapes()) {
      if (shape.pointers() == 0 && !isBuffer(shape.size()) && !texts.containsKey(shape.size())) {
        texts.put(shape.size(), writeText(shape.size()));
      }
    }
  }

  private int number(int object) {
    String type = names.type(object);
    int shape = graph.shapeIndex(object);
    if (type == null) {
      if (untyped[shape] < 0) {
        untyped[shape] = add(object, TextDetector.possible(null));
      }
      return untyped[shape];
    }
    int name = types.computeIfAbsent(names.kind(object), kind -> types.size());
    long key = (long) name << 32 | shape;
    int number = classes.get(key);
    if (number < 0) {
      number = add(object, TextDetector.possible(type));
      classes.put(key, number);
    }
    return number;
  }

  private int add(int object, boolean maybeText) {
    samples.add(object);
    textPossible.set(samples.size() - 1, maybeText);
    return samples.size() - 1;
  }

  /** The class of an object. */
  long of(int object) {
    return ids.getLong(numbers[object]);
  }

  /** The fields of an object's class; null if they are all of a word. */
  HprofFields fieldsOf(int object) {
    return plans.get(numbers[object]);
  }

  /** Whether an object's bytes can be text, by its type. */
  boolean maybeText(int object) {
    return textPossible.get(numbers[object]);
  }

  /** The class of an object without pointers whose bytes are text. */
  long ofText(long size) {
    return texts.get(size);
  }

  private long write(int sample, ObjectPass.Contents contents) throws IOException {
    String name = names.kind(sample);
    if (contents.pointers() == 0 && isBuffer(contents.size())) {
      // an array of bytes, for which there is one class
      return java.byteArray();
    }
    if (contents.size() > LARGEST_INSTANCE) {
      List<JavaClasses.Field> fields = new ArrayList<>(plan(sample, contents, BEFORE_ARRAY));
      fields.add(JavaClasses.Field.reference(REST));
      // what the array with its header leaves of the slot
      return java.write(
          name, 0, BEFORE_ARRAY * wordSize - JavaClasses.arrayHeader(wordSize), fields);
    }
    return write(
        name, plan(sample, contents, (int) (contents.size() / wordSize)), (int) contents.size());
  }

  /** The fields of the class that is being written. */
  private List<JavaClasses.Field> plan(int sample, ObjectPass.Contents contents, int words) {
    HprofFields fields = HprofFields.of(names, sample, contents, words, wordSize);
    plans.set(plans.size() - 1, fields.isWords() ? null : fields);
    return fields.list();
  }

  private long write(String name, List<JavaClasses.Field> fields, int size) throws IOException {
    int head = 0;
    for (int bytes = 0; bytes < HEAD * wordSize && head < fields.size(); head++) {
      bytes += fields.get(head).size(wordSize);
    }
    if (head == fields.size()) {
      return java.write(name, 0, size, fields);
    }
    return java.write(
        name, head(fields.subList(0, head)), size, fields.subList(head, fields.size()));
  }

  private long head(List<JavaClasses.Field> fields) throws IOException {
    Long known = heads.get(fields);
    if (known == null) {
      known = java.write("go/Head" + heads.size(), 0, HEAD * wordSize, fields);
      heads.put(List.copyOf(fields), known);
    }
    return known;
  }

  /**
   * The value takes the place of a word among the fields that count, so one more belongs to the
   * head.
   */
  private long writeText(long size) throws IOException {
    List<JavaClasses.Field> words = new ArrayList<>();
    for (long offset = 0; offset < size; offset += wordSize) {
      words.add(java.wordField("word@" + Hex.of(offset)));
    }
    int head = headOfText(words.size());
    List<JavaClasses.Field> own = new ArrayList<>();
    own.add(JavaClasses.Field.reference("value"));
    own.addAll(words.subList(head, words.size()));
    return java.write(
        JavaClasses.STRING, head == 0 ? 0 : head(words.subList(0, head)), (int) size, own);
  }

  /** How many words of a text of so many words are in its head. */
  static int headOfText(int words) {
    return words > HEAD ? HEAD + 1 : 0;
  }
}
