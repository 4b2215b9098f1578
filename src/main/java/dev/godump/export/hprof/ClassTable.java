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
final class ClassTable {
  /** Objects with pointers that are larger are written as their first words and an array. */
  static final long LARGEST_INSTANCE = 16 << 10;

  /** Words of an object that are the fields of a head. */
  static final int HEAD_WORDS = 2;

  /** Words that a larger object has before its array. */
  static final int WORDS_BEFORE_ARRAY = 5;

  private static final String REST = "rest";

  private final HeapGraph graph;
  private final ObjectLabels labels;
  private final ObjectFilter filter;
  private final ClassWriter writer;
  private final int wordSize;

  private final Object2IntOpenHashMap<String> typeIndexByLabel = new Object2IntOpenHashMap<>();
  private final Long2IntOpenHashMap classIndexByTypeAndShape = new Long2IntOpenHashMap();
  private final int[] untypedClassByShape;

  /** The number of each object's class. */
  private final int[] classIndexByObject;

  private final IntArrayList sampleByClass = new IntArrayList();
  private final BitSet textPossible = new BitSet();
  private final LongArrayList idByClass = new LongArrayList();

  /** Of each class its fields, or null if they are all of a word. */
  private final List<ClassFields> fieldsByClass = new ArrayList<>();

  private final Map<List<ClassWriter.Field>, Long> headByFields = new HashMap<>();
  private final Map<Long, Long> textClassBySize = new HashMap<>();

  ClassTable(HeapGraph graph, ObjectLabels labels, ObjectFilter filter, ClassWriter writer) {
    this.graph = graph;
    this.labels = labels;
    this.filter = filter;
    this.writer = writer;
    this.wordSize = graph.process().params().pointerSize();
    this.untypedClassByShape = new int[graph.shapes().size()];
    Arrays.fill(untypedClassByShape, -1);
    this.classIndexByObject = new int[graph.objects().count()];
    classIndexByTypeAndShape.defaultReturnValue(-1);
  }

  /** Whether an object without pointers of some size is written as an array of bytes. */
  static boolean isBuffer(long size) {
    return size > TextDetector.MAX_SLOT;
  }

  /** Writes all of them. */
  void write() throws IOException {
    for (int id = 0; id < classIndexByObject.length; id++) {
      if (filter.includes(id)) {
        classIndexByObject[id] = classIndexOf(id);
      }
    }
    ObjectPass.Contents contents = new ObjectPass.Contents(graph);
    for (int i = 0; i < sampleByClass.size(); i++) {
      int sample = sampleByClass.getInt(i);
      contents.read(graph.record(sample));
      fieldsByClass.add(null);
      idByClass.add(write(sample, contents));
    }
    for (Shape shape : graph.shapes()) {
      if (shape.pointers() == 0
          && !isBuffer(shape.size())
          && !textClassBySize.containsKey(shape.size())) {
        textClassBySize.put(shape.size(), writeText(shape.size()));
      }
    }
  }

  private int classIndexOf(int object) {
    String type = labels.typeName(object);
    int shape = graph.shapeIndex(object);
    if (type == null) {
      if (untypedClassByShape[shape] < 0) {
        untypedClassByShape[shape] = add(object, TextDetector.canHoldText(null));
      }
      return untypedClassByShape[shape];
    }
    int name =
        typeIndexByLabel.computeIfAbsent(
            labels.groupLabel(object), kind -> typeIndexByLabel.size());
    long key = (long) name << 32 | shape;
    int number = classIndexByTypeAndShape.get(key);
    if (number < 0) {
      number = add(object, TextDetector.canHoldText(type));
      classIndexByTypeAndShape.put(key, number);
    }
    return number;
  }

  private int add(int object, boolean maybeText) {
    sampleByClass.add(object);
    textPossible.set(sampleByClass.size() - 1, maybeText);
    return sampleByClass.size() - 1;
  }

  /** The class of an object. */
  long classOf(int object) {
    return idByClass.getLong(classIndexByObject[object]);
  }

  /** The fields of an object's class; null if they are all of a word. */
  ClassFields fieldsOf(int object) {
    return fieldsByClass.get(classIndexByObject[object]);
  }

  /** Whether an object's bytes can be text, by its type. */
  boolean mayBeText(int object) {
    return textPossible.get(classIndexByObject[object]);
  }

  /** The class of an object without pointers whose bytes are text. */
  long textClass(long size) {
    return textClassBySize.get(size);
  }

  private long write(int sample, ObjectPass.Contents contents) throws IOException {
    String name = labels.groupLabel(sample);
    if (contents.pointers() == 0 && isBuffer(contents.size())) {
      // an array of bytes, for which there is one class
      return writer.byteArray();
    }
    if (contents.size() > LARGEST_INSTANCE) {
      List<ClassWriter.Field> fields = new ArrayList<>(plan(sample, contents, WORDS_BEFORE_ARRAY));
      fields.add(ClassWriter.Field.reference(REST));
      // what the array with its header leaves of the slot
      return writer.write(
          name, 0, WORDS_BEFORE_ARRAY * wordSize - ClassWriter.arrayHeader(wordSize), fields);
    }
    return write(
        name, plan(sample, contents, (int) (contents.size() / wordSize)), (int) contents.size());
  }

  /** The fields of the class that is being written. */
  private List<ClassWriter.Field> plan(int sample, ObjectPass.Contents contents, int words) {
    ClassFields fields = ClassFields.of(labels, sample, contents, words, wordSize);
    fieldsByClass.set(fieldsByClass.size() - 1, fields.isAllWords() ? null : fields);
    return fields.list();
  }

  private long write(String name, List<ClassWriter.Field> fields, int size) throws IOException {
    int head = 0;
    for (int bytes = 0; bytes < HEAD_WORDS * wordSize && head < fields.size(); head++) {
      bytes += fields.get(head).size(wordSize);
    }
    if (head == fields.size()) {
      return writer.write(name, 0, size, fields);
    }
    return writer.write(
        name, head(fields.subList(0, head)), size, fields.subList(head, fields.size()));
  }

  private long head(List<ClassWriter.Field> fields) throws IOException {
    Long known = headByFields.get(fields);
    if (known == null) {
      known = writer.write("go/Head" + headByFields.size(), 0, HEAD_WORDS * wordSize, fields);
      headByFields.put(List.copyOf(fields), known);
    }
    return known;
  }

  /**
   * The value takes the place of a word among the fields that count, so one more belongs to the
   * head.
   */
  private long writeText(long size) throws IOException {
    List<ClassWriter.Field> words = new ArrayList<>();
    for (long offset = 0; offset < size; offset += wordSize) {
      words.add(writer.wordField("word@" + Hex.of(offset)));
    }
    int head = wordsInTextHead(words.size());
    List<ClassWriter.Field> own = new ArrayList<>();
    own.add(ClassWriter.Field.reference("value"));
    own.addAll(words.subList(head, words.size()));
    return writer.write(
        ClassWriter.STRING, head == 0 ? 0 : head(words.subList(0, head)), (int) size, own);
  }

  /** How many words of a text of so many words are in its head. */
  static int wordsInTextHead(int words) {
    return words > HEAD_WORDS ? HEAD_WORDS + 1 : 0;
  }
}
