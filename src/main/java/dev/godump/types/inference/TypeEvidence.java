package dev.godump.types.inference;

import dev.godump.binary.type.GoType;
import dev.godump.binary.type.GoType.Field;
import dev.godump.binary.type.GoType.Kind;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectTable;
import dev.godump.types.Certainty;
import dev.godump.types.inference.ObjectTypings.Typing;
import dev.godump.types.layout.Layout;
import dev.godump.types.layout.Layout.Form;
import dev.godump.types.layout.Layouts;
import dev.godump.types.layout.SizeClasses;
import dev.godump.types.layout.SlotMatcher;
import it.unimi.dsi.fastutil.longs.LongArrayList;

/**
 * What objects are taken for, by the values that are said to lie in them. What an object starts
 * with is decided by rank: what fits the whole slot before what fits a part, exact before inferred
 * before guessed, larger before smaller, what contains the other before what is contained; else the
 * first stays. Values that start inside an object of which nothing better is known are noted, since
 * they may tell what an array consists of. Knows what is still to be gone through.
 */
final class TypeEvidence {
  private final ObjectTable objects;
  private final Layouts layouts;
  private final SlotMatcher matcher;
  private final ObjectTypings typings;
  private final PendingObjects pending;
  private final StaticValues statics;
  private final InteriorValues interiorValues;
  private final TypingCache cache = new TypingCache();
  private final int word;

  /** Values inside objects that are still to be gone through: place, layout, count. */
  private final LongArrayList pendingValues = new LongArrayList();

  private long conflicts;
  private long contradictions;

  TypeEvidence(HeapGraph graph, Layouts layouts, SlotMatcher matcher, ObjectTypings typings) {
    this.objects = graph.objects();
    this.layouts = layouts;
    this.matcher = matcher;
    this.typings = typings;
    this.pending = new PendingObjects(objects.count());
    this.statics = new StaticValues(graph);
    this.interiorValues = new InteriorValues(layouts, objects.count());
    this.word = matcher.wordSize();
  }

  /** Objects that are to be gone through. */
  PendingObjects pending() {
    return pending;
  }

  /**
   * Values inside objects that are to be gone through: of each place, layout with certainty above
   * it, count.
   */
  LongArrayList pendingValues() {
    return pendingValues;
  }

  StaticValues statics() {
    return statics;
  }

  InteriorValues interiorValues() {
    return interiorValues;
  }

  TypingCache cache() {
    return cache;
  }

  /** How often two types that fit contradicted each other. */
  long conflicts() {
    return conflicts;
  }

  /** How often a type was refused because the object's pointers or size are others. */
  long contradictions() {
    return contradictions;
  }

  /** Notes that a type was refused. */
  void countContradiction() {
    contradictions++;
  }

  /** How sure what a value leads to is, if so sure is the value itself. */
  static Certainty derived(Certainty certainty) {
    return certainty == Certainty.EXACT ? Certainty.INFERRED : certainty;
  }

  /**
   * Notes that values lie at an address.
   *
   * @param sure whether there are exactly so many; else there may be more
   */
  void propose(long address, Layout layout, long count, boolean sure, Certainty certainty) {
    if (address == 0) {
      return;
    }
    long location = objects.locate(address);
    if (location >= 0) {
      proposeAt(location, layout, count, sure, certainty);
    } else if (layout.isScannable()) {
      statics.add(address, layout, count, certainty);
    }
  }

  void proposeAt(long location, Layout layout, long count, boolean sure, Certainty certainty) {
    int id = ObjectTable.idOf(location);
    if (ObjectTable.offsetOf(location) == 0
        && isSettled(typings.get(id), layout, count, sure, certainty)) {
      return;
    }
    int shape = typings.shape(id);
    long offset = ObjectTable.offsetOf(location) - matcher.headerSize(shape);
    if (offset == 0) {
      atStart(id, shape, layout, count, sure, certainty);
    } else if (offset > 0) {
      insideObject(id, shape, offset, layout, count, certainty);
    }
  }

  /** Whether as much is known already. */
  static boolean isSettled(
      Typing current, Layout layout, long count, boolean sure, Certainty certainty) {
    return current != null
        && current.layout() == layout
        && current.count() >= count
        && current.fit() > SlotMatcher.PART
        && current.certainty().ordinal() <= certainty.ordinal()
        && !(current.fit() == SlotMatcher.MANY && (sure || count > 1 && count != current.count()));
  }

  private void atStart(
      int id, int shape, Layout layout, long count, boolean sure, Certainty certainty) {
    Typing current = typings.get(id);
    atStart(id, current, shape, layout, count, sure, certainty);
    if (current == null && typings.isTyped(id)) {
      cache.put(layout, shape, count, sure, certainty, typings.typingId(id));
    }
  }

  private void atStart(
      int id,
      Typing current,
      int shape,
      Layout layout,
      long count,
      boolean sure,
      Certainty certainty) {
    if (isSettled(current, layout, count, sure, certainty)) {
      return;
    }
    if (layout.form == Form.CLOSURE
        && current != null
        && current.layout().name.startsWith(Layouts.CLOSURE_PREFIX)) {
      return;
    }
    GoType type = layout.type;
    long judged =
        timerStart(layout, shape) || itabTable(layout, shape)
            ? SlotMatcher.WHOLE | count << 2
            : matcher.match(layout, shape, count, sure);
    boolean unnamedArray =
        type.kind() == Kind.ARRAY
            && type.length() > 1
            && type.elem() != null
            && type.name().startsWith("[");
    if (unnamedArray && judged >>> 2 <= 1 && count == 1 && type.elem().size() > 0) {
      // one array is its elements; of several, each is a value
      atStart(id, shape, layouts.layoutOf(type.elem()), type.length(), sure, certainty);
      return;
    }
    int level = (int) judged & 3;
    if (level == SlotMatcher.NOT) {
      contradictions++;
      return;
    }
    long many = judged >>> 2;
    boolean guessed = level == SlotMatcher.MANY || many != count;
    assign(id, current, layout, many, guessed ? derived(certainty) : certainty, level);
  }

  /**
   * What the time package hands out as a Timer or Ticker is the start of the runtime's own
   * structure from Go 1.23 on (time/sleep.go, runtime/time.go timeTimer).
   */
  private boolean timerStart(Layout layout, int shape) {
    boolean timer = layout.name.equals("time.Timer") || layout.name.equals("time.Ticker");
    return timer
        && matcher.shape(shape).size() <= 16L * word
        && matcher.shape(shape).size() > layout.size
        && matcher.agrees(layout, shape, 0);
  }

  /**
   * The table of itabs, once it has grown, has more entries than its type says, and is not scanned
   * (runtime/iface.go itabAdd).
   */
  private boolean itabTable(Layout layout, int shape) {
    return layout.name.equals("runtime.itabTableType")
        && matcher.shape(shape).pointers() == 0
        && matcher.shape(shape).size() >= layout.size;
  }

  /** Takes an object for a value of a type although its pointers seem to be others. */
  void force(int id, Layout layout, Certainty certainty) {
    assign(id, typings.get(id), layout, 1, certainty, SlotMatcher.WHOLE);
  }

  void assign(int id, Typing current, Layout layout, long count, Certainty certainty, int level) {
    if (current != null) {
      Typing offered = new Typing(layout, count, certainty, level);
      if (current.layout() == layout && current.count() == count) {
        if (offered.rank() > current.rank()
            || offered.rank() == current.rank() && level > current.fit()) {
          typings.set(id, layout, count, certainty, level);
        }
        return;
      }
      if (!replaces(current, offered)) {
        return;
      }
    }
    typings.set(id, layout, count, certainty, level);
    if (layout.isScannable()) {
      pending.add(id);
    }
  }

  private boolean replaces(Typing current, Typing offered) {
    boolean bothWhole = current.fit() != SlotMatcher.PART && offered.fit() != SlotMatcher.PART;
    Layout one = current.layout();
    Layout other = offered.layout();
    if (one == other && bothWhole) {
      if (current.fit() != offered.fit()) {
        return offered.fit() > current.fit();
      }
      return offered.count() > current.count();
    }
    if (bothWhole && (one.specializes(other) || other.specializes(one))) {
      return other.specializes(one);
    }
    if (bothWhole
        && !related(one, other)
        && offered.certainty() != Certainty.GUESS
        && current.certainty() != Certainty.GUESS) {
      conflicts++;
    }
    if (offered.rank() != current.rank()) {
      return offered.rank() > current.rank();
    }
    long size = one.size * current.count();
    long otherSize = other.size * offered.count();
    if (size != otherSize) {
      return otherSize > size;
    }
    return startsWith(other.type, one.type);
  }

  /** Whether a value of one starts with one of the other. */
  static boolean related(Layout one, Layout other) {
    return startsWith(one.type, other.type) || startsWith(other.type, one.type);
  }

  /** Whether a value of a type starts with one of another. */
  private static boolean startsWith(GoType outer, GoType inner) {
    GoType type = outer;
    for (int depth = 0; depth < 16; depth++) {
      GoType first = firstField(type);
      if (first != null) {
        type = first;
      } else if (type.kind() == Kind.ARRAY && type.elem() != null) {
        type = type.elem();
      } else {
        return false;
      }
      if (type == inner || type.name().equals(inner.name()) && type.size() == inner.size()) {
        return true;
      }
    }
    return false;
  }

  /**
   * The first field of a struct that takes room, such as the one behind a mutex's {@code noCopy};
   * null if there is none.
   */
  private static GoType firstField(GoType type) {
    if (type.kind() == Kind.STRUCT) {
      for (Field field : type.fields()) {
        if (field.offset() != 0 || field.type().size() > 0) {
          return field.offset() == 0 ? field.type() : null;
        }
      }
    }
    return null;
  }

  /** Whether what is known of an object's start says more than values inside it could. */
  static boolean isCovered(
      Typing current, long offset, Layout layout, long count, Certainty certainty) {
    return current != null
        && current.fit() != SlotMatcher.PART
        && current.layout().size * current.count() >= offset + layout.size * count
        && current.certainty().ordinal() <= certainty.ordinal();
  }

  private void insideObject(
      int id, int shape, long offset, Layout layout, long count, Certainty certainty) {
    if (isCovered(typings.get(id), offset, layout, count, certainty)) {
      return;
    }
    long size = matcher.shape(shape).size() - matcher.headerSize(shape);
    if (layout.opaque || layout.size == 0 || count <= 0 || count > (size - offset) / layout.size) {
      return;
    }
    if (!matcher.agrees(layout, shape, offset + matcher.headerSize(shape))) {
      contradictions++;
      return;
    }
    if (isTinyBlock(shape)) {
      interiorValues.addTiny(id);
    } else if (interiorValues.add(id, offset, layout, count) && layout.isScannable()) {
      pendingValues.add(ObjectTable.location(id, offset));
      pendingValues.add((long) certainty.ordinal() << 32 | layout.id);
      pendingValues.add(count);
    }
  }

  /** Notes values at an object's start that were offered to another of its shape before. */
  void proposeCached(int id, int offer) {
    int number = typings.typingId(id);
    int verdict = cache.typing(offer);
    if (number == 0) {
      typings.setTyping(id, verdict);
      if (typings.isScannable(verdict)) {
        pending.add(id);
      }
    } else if (number != verdict) {
      Layout layout = layouts.get(cache.layout(offer));
      atStart(
          id,
          cache.shape(offer),
          layout,
          cache.count(offer),
          cache.sure(offer),
          cache.certainty(offer));
    }
  }

  boolean isTinyBlock(int shape) {
    return matcher.shape(shape).size() == SizeClasses.TINY_BLOCK_SIZE
        && matcher.shape(shape).pointers() == 0;
  }
}
