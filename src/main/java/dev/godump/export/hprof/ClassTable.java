package dev.godump.export.hprof;

import dev.godump.export.Hex;
import dev.godump.export.ObjectFilter;
import dev.godump.export.ObjectLabels;
import dev.godump.export.ObjectPass;
import dev.godump.export.TextDetector;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.Shape;
import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The Java classes of the heap's objects: one per type and shape. Its fields are those of the type,
 * or one per word if the type's fields are unknown; pointers are references.
 *
 * <p>Readers compute the size of an instance differently. Eclipse MAT adds a header of two words to
 * the fields of all classes except the topmost. NetBeans, VisualVM and Shark take the size in the
 * class record, without a header if java.lang.Object has a size. So the first two words of an
 * object are the fields of a topmost class, the head; the others are the fields of a subclass that
 * states the size of the slot. Then all readers show the slot's size for objects of two words or
 * more.
 */
final class ClassTable {
  /** Larger objects with pointers are written as their first words and an array, in bytes. */
  static final long LARGEST_INSTANCE = 16 << 10;

  /** Words of an object in the head. */
  static final int HEAD_WORDS = 2;

  /** Words of a larger object before its array. */
  static final int WORDS_BEFORE_ARRAY = 5;

  private static final int NONE = -1;
  private static final String REST = "rest";

  private final HeapGraph graph;
  private final ObjectLabels labels;
  private final ObjectFilter filter;
  private final ClassWriter writer;
  private final int wordSize;

  /** The index of the class of each type and shape; types are known by their labels. */
  private final Map<String, Int2IntOpenHashMap> classIndexesByLabel = new HashMap<>();

  private final int[] untypedClassByShape;

  private final int[] classIndexByObject;

  private final IntArrayList sampleByClass = new IntArrayList();
  private final BitSet textPossible = new BitSet();
  private final LongArrayList idByClass = new LongArrayList();

  /** The fields of each class, or null if each is a word. */
  private final List<@Nullable ClassFields> fieldsByClass = new ArrayList<>();

  private final Map<List<ClassWriter.Field>, Long> headByFields = new HashMap<>();
  private final Map<Long, Long> textClassBySize = new HashMap<>();

  ClassTable(HeapGraph graph, ObjectLabels labels, ObjectFilter filter, ClassWriter writer) {
    this.graph = graph;
    this.labels = labels;
    this.filter = filter;
    this.writer = writer;
    this.wordSize = graph.process().params().pointerSize();
    this.untypedClassByShape = new int[graph.shapes().size()];
    Arrays.fill(untypedClassByShape, NONE);
    this.classIndexByObject = new int[graph.objects().count()];
  }

  /** Whether an object of a size without pointers is written as an array of bytes. */
  static boolean isBuffer(long size) {
    return size > TextDetector.MAX_SLOT;
  }

  /** Writes all classes. */
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
      if (untypedClassByShape[shape] == NONE) {
        untypedClassByShape[shape] = add(object, TextDetector.canHoldText(null));
      }
      return untypedClassByShape[shape];
    }
    Int2IntOpenHashMap indexByShape =
        classIndexesByLabel.computeIfAbsent(
            labels.groupLabel(object), label -> new Int2IntOpenHashMap());
    return indexByShape.computeIfAbsent(shape, key -> add(object, TextDetector.canHoldText(type)));
  }

  private int add(int object, boolean maybeText) {
    sampleByClass.add(object);
    textPossible.set(sampleByClass.size() - 1, maybeText);
    return sampleByClass.size() - 1;
  }

  /** Returns the id of an object's class. */
  long classOf(int object) {
    return idByClass.getLong(classIndexByObject[object]);
  }

  /** Returns the fields of an object's class, or null if each is a word. */
  @Nullable ClassFields fieldsOf(int object) {
    return fieldsByClass.get(classIndexByObject[object]);
  }

  /** Whether the type of an object allows text. */
  boolean mayBeText(int object) {
    return textPossible.get(classIndexByObject[object]);
  }

  /** Returns the id of the class for text in a slot of a size. */
  long textClass(long size) {
    return Objects.requireNonNull(textClassBySize.get(size));
  }

  private long write(int sample, ObjectPass.Contents contents) throws IOException {
    String name = labels.groupLabel(sample);
    if (contents.pointers() == 0 && isBuffer(contents.size())) {
      // written as an array of bytes
      return writer.byteArray();
    }
    if (contents.size() > LARGEST_INSTANCE) {
      List<ClassWriter.Field> fields = new ArrayList<>(plan(sample, contents, WORDS_BEFORE_ARRAY));
      fields.add(ClassWriter.Field.reference(REST));
      // the slot without the array and its header
      return writer.write(
          name, 0, WORDS_BEFORE_ARRAY * wordSize - ClassWriter.arrayHeader(wordSize), fields);
    }
    return write(
        name, plan(sample, contents, (int) (contents.size() / wordSize)), (int) contents.size());
  }

  /** Finds the fields of the class that is being written. */
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
   * Writes the class for text in slots of a size. The reference to the characters takes a word of
   * the subclass, so the head has one word more.
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

  /** Returns the number of words in the head of a text of {@code words} words. */
  static int wordsInTextHead(int words) {
    return words > HEAD_WORDS ? HEAD_WORDS + 1 : 0;
  }
}
