package dev.godump.types.inference;

import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectTable;
import dev.godump.types.Certainty;
import dev.godump.types.layout.Layout;
import dev.godump.types.layout.Match;
import dev.godump.vector.IntVector;
import dev.godump.vector.LongVector;
import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The typing of each object's start: a typing id and the shape in one cell per object, and the list
 * of typings by id. 4 bytes per object, 8 where the heap has many shapes.
 */
final class ObjectTypings {
  /** The id of no typing. */
  static final int NONE = 0;

  private static final int COUNT_BITS = 38;
  private static final int MOST_SHAPE_BITS = 12;
  private static final int TYPING_BITS = 30;
  private static final int MOST_LAYOUTS = 1 << 21;

  /**
   * Values at an object's start.
   *
   * @param count number of values
   * @param match how well they match the object's slot, never {@link Match#NONE}
   */
  record Typing(Layout layout, long count, Certainty certainty, Match match) {
    /** Precedence: typings that fill the slot before others, then by certainty. */
    int rank() {
      int sure =
          switch (certainty) {
            case EXACT -> 2;
            case INFERRED -> 1;
            case GUESS, UNKNOWN -> 0;
          };
      return match.fills() ? 3 + sure : sure;
    }

    /** Whether this is a surer typing than another of the same values. */
    boolean isSurerThan(Typing other) {
      return rank() == other.rank() ? match.compareTo(other.match) > 0 : rank() > other.rank();
    }

    /** Bytes of all values. */
    long size() {
      return layout.size * count;
    }
  }

  /**
   * Cells: typing id (high bits) and shape (low bits) by object; they are usually read together.
   * Empty for a heap with many shapes.
   */
  private final IntVector narrowCells;

  /** The cells of a heap with many shapes; else empty. */
  private final LongVector wideCells;

  private final boolean wide;

  private final int shapeBits;
  private final int mostTypings;

  /** Objects that have a typing. */
  private final BitSet typed;

  /** Objects typed by a {@link Match#PREFIX}. */
  private final BitSet partial;

  /** Ids of typings with references. */
  private final BitSet scannable = new BitSet();

  private final List<Typing> table = new ArrayList<>();
  private final Long2IntOpenHashMap idByKey = new Long2IntOpenHashMap();

  ObjectTypings(HeapGraph graph) {
    int objects = graph.objects().count();
    shapeBits = Integer.SIZE - Integer.numberOfLeadingZeros(graph.shapes().size());
    wide = shapeBits > MOST_SHAPE_BITS;
    narrowCells = wide ? new IntVector() : graph.typesStorage().ints(objects);
    wideCells = wide ? graph.typesStorage().longs(objects) : new LongVector();
    mostTypings = 1 << (wide ? TYPING_BITS : Math.min(TYPING_BITS, Integer.SIZE - shapeBits));
    for (int id = 0; id < objects; id++) {
      put(id, graph.shapeIndex(id));
    }
    typed = new BitSet(objects);
    partial = new BitSet(objects);
    table.add(null);
    idByKey.defaultReturnValue(NONE);
  }

  /** The typing of an object, or null. */
  @Nullable Typing get(int id) {
    return table.get(typingId(id));
  }

  /** The typing of an id; null for {@link #NONE}. */
  Typing typing(int typingId) {
    return table.get(typingId);
  }

  /** The id of an object's typing, or {@link #NONE}. */
  int typingId(int id) {
    return (int) (cell(id) >>> shapeBits);
  }

  /** An object's shape. */
  int shape(int id) {
    return (int) cell(id) & (1 << shapeBits) - 1;
  }

  /** The typing id and shape of an object, for {@link #typingIdIn} and {@link #shapeIn}. */
  long cell(int id) {
    return wide ? wideCells.get(id) : narrowCells.get(id) & 0xffffffffL;
  }

  int typingIdIn(long cell) {
    return (int) (cell >>> shapeBits);
  }

  int shapeIn(long cell) {
    return (int) cell & (1 << shapeBits) - 1;
  }

  private void put(int id, long cell) {
    if (wide) {
      wideCells.set(id, cell);
    } else {
      narrowCells.set(id, (int) cell);
    }
  }

  private void putTypingId(int id, int typingId) {
    put(id, (long) typingId << shapeBits | shape(id));
  }

  /** Whether an object has a typing. */
  boolean isTyped(int id) {
    return typed.get(id);
  }

  /** The first untyped object from an id on, or the number of objects. */
  int nextUntyped(int from) {
    return typed.nextClearBit(from);
  }

  /** The first object from an id on whose typing is a prefix, or {@link ObjectTable#NONE}. */
  int nextPartial(int from) {
    return partial.nextSetBit(from);
  }

  /** Whether values of a typing have references. */
  boolean isScannable(int typingId) {
    return scannable.get(typingId);
  }

  void clear(int id) {
    putTypingId(id, NONE);
    typed.clear(id);
    partial.clear(id);
  }

  /** Sets the typing of an untyped object. */
  void setTyping(int id, int typingId) {
    putTypingId(id, typingId);
    typed.set(id);
    if (table.get(typingId).match() == Match.PREFIX) {
      partial.set(id);
    }
  }

  /** Typings by id; the first is null. */
  List<Typing> table() {
    return table;
  }

  /** Sets what an object starts with. Does nothing if there are too many typings. */
  void set(int object, Typing typing) {
    int typingId = idOf(typing);
    if (typingId != NONE) {
      putTypingId(object, typingId);
      typed.set(object);
      partial.set(object, typing.match() == Match.PREFIX);
    }
  }

  /** The id of a typing, a new one if it has none; {@link #NONE} if there are too many. */
  private int idOf(Typing typing) {
    Layout layout = typing.layout();
    if (layout.id >= MOST_LAYOUTS || typing.count() >>> COUNT_BITS != 0) {
      return NONE;
    }
    long key =
        ((long) layout.id << COUNT_BITS | typing.count()) << 4
            | typing.certainty().code() << 2
            | typing.match().code();
    int typingId = idByKey.get(key);
    if (typingId == NONE && table.size() < mostTypings) {
      typingId = table.size();
      table.add(typing);
      idByKey.put(key, typingId);
      scannable.set(typingId, layout.isScannable());
    }
    return typingId;
  }
}
