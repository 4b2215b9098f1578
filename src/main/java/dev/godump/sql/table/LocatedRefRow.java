package dev.godump.sql.table;

import dev.godump.format.ObjectRecord;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectBytes;
import dev.godump.graph.ObjectTable;
import dev.godump.graph.Shape;
import dev.godump.types.HeapTypes;
import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The pointer that a cursor is at, with its offsets, which are read from the dump. */
final class LocatedRefRow extends RefRow {
  /** Names of fields that are kept before all are dropped. */
  private static final int MAX_FIELDS = 1 << 16;

  private final HeapGraph graph;
  private final Optional<HeapTypes> types;
  private final ObjectBytes bytes;

  /** By index of the source's type and offset; empty if the field has no name. */
  private final Long2ObjectOpenHashMap<String> fields = new Long2ObjectOpenHashMap<>();

  private int opened = ObjectTable.NONE;

  /** The record of the open source if it has more pointers than its shape tells, else null. */
  private @Nullable ObjectRecord record;

  private Shape shape;
  private int nextPointer;
  private long sourceOffset;
  private long location;

  /**
   * @param types that name fields, if they are to be named
   * @param from the first source
   * @param to the object after the last
   */
  LocatedRefRow(HeapGraph graph, Optional<HeapTypes> types, int from, int to) {
    super(graph.objects(), graph.edges(), from, to);
    this.graph = graph;
    this.types = types;
    this.bytes = new ObjectBytes(graph);
    this.shape = graph.shapes().get(0);
  }

  @Override
  public boolean next() throws IOException {
    if (!super.next()) {
      return false;
    }
    if (sourceObject() != opened) {
      open(sourceObject());
    }
    do {
      sourceOffset = nextOffset();
      location = objects().locate(wordAt(sourceOffset));
    } while (location == ObjectTable.NONE || ObjectTable.idOf(location) != targetObject());
    return true;
  }

  private void open(int source) throws IOException {
    opened = source;
    shape = graph.shapes().get(graph.shapeIndex(source));
    nextPointer = 0;
    if (shape.pointers() <= shape.offsets().length) {
      record = null;
      bytes.open(source);
    } else {
      record = graph.ownRecord(source);
      record.expectPointers(shape.pointers());
    }
  }

  private long nextOffset() throws IOException {
    if (record == null && nextPointer < shape.offsets().length) {
      return shape.offsets()[nextPointer++];
    }
    long offset = record == null ? ObjectRecord.NONE : record.nextPointer();
    if (offset == ObjectRecord.NONE) {
      throw new IllegalStateException("object " + opened + " has fewer pointers than edges");
    }
    return offset;
  }

  private long wordAt(long offset) throws IOException {
    if (record != null) {
      return record.hasWord(offset) ? record.word(offset) : 0;
    }
    return bytes.hasWord(offset) ? bytes.word(offset) : 0;
  }

  @Override
  long sourceOffset() {
    return sourceOffset;
  }

  @Override
  long targetOffset() {
    return ObjectTable.offsetOf(location);
  }

  @Override
  @Nullable String field() {
    if (types.isEmpty()) {
      return null;
    }
    int type = types.get().typeIndex(opened);
    if (type == 0) {
      return null;
    }
    // an object is smaller than 2^33 bytes
    long key = (long) type << 33 ^ sourceOffset;
    String name = fields.get(key);
    if (name == null) {
      name = types.get().fieldName(opened, sourceOffset).orElse("");
      if (fields.size() >= MAX_FIELDS) {
        fields.clear();
      }
      fields.put(key, name);
    }
    return name.isEmpty() ? null : name;
  }
}
