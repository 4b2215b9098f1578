package dev.godump.analysis.stacks;

import dev.godump.graph.HeapGraph;
import dev.godump.heap.histogram.TypeOrShapeIndex;
import dev.godump.heap.paths.StepFields;
import dev.godump.types.ArrayName;
import dev.godump.types.Certainty;
import dev.godump.types.HeapTypes;
import dev.godump.types.ObjectType;
import dev.godump.types.RuntimeTypeName;
import dev.godump.types.program.SyncMapParts;
import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import java.util.BitSet;
import java.util.Optional;

/**
 * The frames of objects: the field that points at the object, then its type, or its shape if the
 * type is unknown. Arrays of slices have one frame for all lengths, and all parts of a map have the
 * frame of the map.
 */
final class TypeFrames {
  private static final int NONE = -1;

  private final TypeOrShapeIndex kinds;
  private final HeapStacks stacks;
  private final StepFields fields;
  private final String[] names;
  private final Long2IntOpenHashMap frames = new Long2IntOpenHashMap();

  /** Kinds that are parts of maps. */
  private final BitSet inMaps = new BitSet();

  /** Kinds that are maps or parts of them. */
  private final BitSet maps = new BitSet();

  /** Kinds that are in a map if one of {@link #entries} points at them. */
  private final BitSet boxes = new BitSet();

  private final BitSet entries = new BitSet();

  /** Frames that stand for a map. */
  private final BitSet mapFrames = new BitSet();

  TypeFrames(HeapGraph graph, HeapTypes types, HeapStacks stacks, StepFields fields) {
    this.kinds = TypeOrShapeIndex.byType(graph, types);
    this.stacks = stacks;
    this.fields = fields;
    this.names = new String[kinds.count()];
    frames.defaultReturnValue(NONE);
  }

  /** Returns the id of an object's frame. */
  int frameOf(int object) {
    return frame(kinds.kindOf(object), fields.fieldIdOf(object));
  }

  private int frame(int kind, int field) {
    long key = (long) kind << 32 | field;
    int frame = frames.get(key);
    if (frame == NONE) {
      StepFields.Field step = fields.field(field);
      String name = name(kind);
      if (kinds.type(kind).name().equals(step.elements())) {
        // an array with one element has the element's name, but is a slice like longer ones
        name = "[]" + step.elements();
      }
      frame = stacks.frameId(StackFrame.ofObjects(step.name(), name));
      frames.put(key, frame);
      mapFrames.set(frame, mapFrames.get(frame) || maps.get(kind));
    }
    return frame;
  }

  /**
   * Whether an object is a part of the map that a frame stands for.
   *
   * @param holder the object before it
   */
  boolean isPartOf(int object, int holder, int frame) {
    if (!mapFrames.get(frame)) {
      return false;
    }
    int kind = kinds.kindOf(object);
    name(kind);
    return inMaps.get(kind) || (boxes.get(kind) && entries.get(kinds.kindOf(holder)));
  }

  /** Returns the certainty of an object's type. */
  Certainty certainty(int object) {
    return kinds.type(kinds.kindOf(object)).certainty();
  }

  /** The name of a kind without lengths and without its certainty; maps and channels as in Go. */
  private String name(int kind) {
    if (names[kind] == null) {
      ObjectType type = kinds.type(kind);
      Optional<String> map = RuntimeTypeName.mapOf(type.name());
      maps.set(kind, map.isPresent());
      inMaps.set(kind, RuntimeTypeName.isInsideMap(type.name()));
      boxes.set(kind, SyncMapParts.isBox(type.name()));
      entries.set(kind, SyncMapParts.isEntry(type.name()));
      names[kind] = ArrayName.folded(map.orElse(type.name()));
    }
    return names[kind];
  }
}
