package dev.godump.types.inference;

import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectBytes;
import dev.godump.graph.ObjectTable;
import dev.godump.types.Certainty;
import dev.godump.types.inference.ObjectTypings.Typing;
import dev.godump.types.layout.InterfaceWords;
import dev.godump.types.layout.InterfaceWords.DataWord;
import dev.godump.types.layout.InterfaceWords.DynamicValue;
import dev.godump.types.layout.Layout;
import dev.godump.types.layout.Layout.Form;
import dev.godump.types.layout.Layout.Reference;
import dev.godump.types.layout.Layouts;
import dev.godump.types.layout.SlotMatcher;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;

/**
 * Goes through objects for what they lead to and notes what of that is not known yet, without
 * changing anything, so that two of these can work at once. Objects for which more has to be found
 * out first are noted themselves.
 */
final class ObjectScan {
  static final int CERTAINTY_SHIFT = 33;
  static final long SURE = 1L << 32;
  private static final int ID_SHIFT = 24;
  private static final int SURE_COUNT = 4;
  private static final Certainty[] CERTAINTIES = Certainty.values();

  /**
   * Offers that are compared at once: what is known of the objects is fetched for all of them, one
   * after the other, so that the processor waits for memory once and not for each.
   */
  private static final int QUEUE = 512;

  private static final long AGAIN = 1L << 62;
  private final ObjectTable objects;
  private final Layout closure;
  private final InterfaceWords interfaces;
  private final StaticValues statics;
  private final InteriorValues interiorValues;
  private final TypingCache cache;
  private final SlotMatcher matcher;
  private final ObjectTypings typings;
  private final ObjectBytes bytes;
  private final int word;
  private final LongArrayList found = new LongArrayList();
  private boolean again;

  /**
   * Where offers lead that are still to be compared with what is known, in order. Among them marks
   * of objects to be gone through again.
   */
  private long[] locations = new long[QUEUE];

  private Layout[] offered = new Layout[QUEUE];
  private long[] counts = new long[QUEUE];

  /** How sure the offers' types are, and {@link #SURE_COUNT} if so are their counts. */
  private byte[] sureness = new byte[QUEUE];

  /** By offer, what is known of the object. */
  private final long[] cells = new long[QUEUE];

  private int queued;

  ObjectScan(
      HeapGraph graph,
      Layouts layouts,
      InterfaceWords interfaces,
      SlotMatcher matcher,
      ObjectTypings typings,
      TypeEvidence evidence) {
    this.objects = graph.objects();
    this.closure = layouts.closure();
    this.interfaces = interfaces;
    this.statics = evidence.statics();
    this.interiorValues = evidence.interiorValues();
    this.cache = evidence.cache();
    this.matcher = matcher;
    this.typings = typings;
    this.bytes = new ObjectBytes(graph);
    this.word = matcher.wordSize();
  }

  /**
   * What was found, in order. Of values that were offered before to an object of that shape one
   * number, see {@link #isSeenOffer}; of an object to be gone through again one, see {@link
   * #isObject}; of others three: the place ({@link ObjectTable#locate}), the layout's number with
   * {@link #SURE} and above it the certainty, the count.
   */
  LongArrayList found() {
    return found;
  }

  /** Whether a number stands for an object and an offer in {@link TypingCache}. */
  static boolean isSeenOffer(long number) {
    return number < 0 && (number & AGAIN) == 0;
  }

  /** Whether a number stands for an object that is to be gone through again. */
  static boolean isObject(long number) {
    return number < 0 && (number & AGAIN) != 0;
  }

  static int idOf(long number) {
    return (int) (number >>> ID_SHIFT) & Integer.MAX_VALUE;
  }

  static int offerOf(long number) {
    return (int) number & (1 << ID_SHIFT) - 1;
  }

  /** Goes through the objects in a part of a list. */
  void run(int[] ids, int from, int to) {
    found.clear();
    try {
      for (int i = from; i < to; i++) {
        if (queued >= QUEUE / 2) {
          compare();
        }
        int before = queued;
        again = false;
        if (!object(ids[i]) || again) {
          queued = before;
          queue(Long.MIN_VALUE | AGAIN | (long) ids[i] << ID_SHIFT, null, 0, 0);
        }
      }
      compare();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void queue(long location, Layout layout, long count, int sure) {
    if (queued == locations.length) {
      locations = Arrays.copyOf(locations, 2 * queued);
      offered = Arrays.copyOf(offered, 2 * queued);
      counts = Arrays.copyOf(counts, 2 * queued);
      sureness = Arrays.copyOf(sureness, 2 * queued);
    }
    locations[queued] = location;
    offered[queued] = layout;
    counts[queued] = count;
    sureness[queued++] = (byte) sure;
  }

  /** Compares what was offered with what is known, and notes what is new. */
  private void compare() {
    for (int start = 0; start < queued; start += QUEUE) {
      int end = Math.min(queued, start + QUEUE);
      for (int i = start; i < end; i++) {
        cells[i - start] =
            isObject(locations[i]) ? 0 : typings.cell(ObjectTable.idOf(locations[i]));
      }
      for (int i = start; i < end; i++) {
        if (isObject(locations[i])) {
          found.add(locations[i]);
        } else {
          compare(
              locations[i],
              cells[i - start],
              offered[i],
              counts[i],
              (sureness[i] & SURE_COUNT) != 0,
              CERTAINTIES[sureness[i] & SURE_COUNT - 1]);
        }
      }
    }
    queued = 0;
  }

  /** Goes through an object, as far as it can; false if something has to be found out first. */
  private boolean object(int id) throws IOException {
    Typing typing = typings.get(id);
    if (typing == null || typing.layout().form != Form.VALUE) {
      return typing == null;
    }
    Layout layout = typing.layout();
    Certainty certainty = TypeEvidence.derived(typing.certainty());
    bytes.open(id);
    long base = matcher.headerSize(typings.shape(id));
    for (long i = 0; i < typing.count(); i++, base += layout.size) {
      for (int slot = 0; slot < layout.references.length; slot++) {
        long at = base + layout.referenceOffsets[slot];
        if (!bytes.hasWord(at)) {
          return true;
        }
        long value = bytes.word(at);
        if (value != 0 && !slot(layout, slot, at, value, certainty)) {
          return false;
        }
      }
    }
    return true;
  }

  private boolean slot(Layout layout, int slot, long at, long value, Certainty certainty)
      throws IOException {
    Reference kind = layout.references[slot];
    if (kind == Reference.INTERFACE) {
      return !bytes.hasWord(at + word) || dynamic(value, bytes.word(at + word), certainty);
    }
    if (kind == Reference.FUNCTION) {
      offer(value, closure, 1, true, certainty);
      return true;
    }
    Layout target = layout.targets[slot];
    if (target == null) {
      return false;
    }
    switch (kind) {
      case POINTER, CHANNEL -> offer(value, target, 1, false, certainty);
      case MAP -> offer(value, target, 1, true, certainty);
      case STRING -> length(value, target, at + word, certainty);
      case SLICE -> length(value, target, at + 2L * word, certainty);
      default -> {
        return false;
      }
    }
    return true;
  }

  private void length(long value, Layout target, long at, Certainty certainty) throws IOException {
    if (bytes.hasWord(at)) {
      offer(value, target, bytes.word(at), false, certainty);
    }
  }

  private boolean dynamic(long first, long data, Certainty certainty) {
    DynamicValue held = interfaces.cachedValueOf(first);
    if (held == null) {
      return !interfaces.mayBeTypeWord(first) && !interfaces.mayBeRuntimeType(first);
    }
    if (held.dataWord() == DataWord.UNKNOWN) {
      return true;
    }
    Certainty sure =
        certainty == Certainty.GUESS || !held.named() ? Certainty.GUESS : Certainty.EXACT;
    offer(
        data,
        held.dataWord() == DataWord.CLOSURE ? closure : held.layout(),
        1,
        held.dataWord() != DataWord.POINTER,
        sure);
    return true;
  }

  private void offer(long address, Layout layout, long count, boolean sure, Certainty certainty) {
    long location = address == 0 ? -1 : objects.locate(address);
    if (location < 0) {
      again |= address != 0 && layout.isScannable() && statics.isNew(address, layout, count);
      return;
    }
    queue(location, layout, count, certainty.ordinal() | (sure ? SURE_COUNT : 0));
  }

  private void compare(
      long location, long cell, Layout layout, long count, boolean sure, Certainty certainty) {
    int id = ObjectTable.idOf(location);
    int shape = typings.shapeIn(cell);
    long offset = ObjectTable.offsetOf(location) - matcher.headerSize(shape);
    if (offset != 0) {
      insideObject(id, shape, location, offset, layout, count, sure, certainty);
      return;
    }
    int offer = cache.find(layout, shape, count, sure, certainty);
    int number = typings.typingIdIn(cell);
    if (number != 0) {
      boolean same = offer >= 0 && cache.typing(offer) == number;
      if (same || TypeEvidence.isSettled(typings.typing(number), layout, count, sure, certainty)) {
        return;
      }
    }
    if (offer >= 0) {
      found.add(Long.MIN_VALUE | (long) id << ID_SHIFT | offer);
    } else {
      add(location, layout, count, sure, certainty);
    }
  }

  private void insideObject(
      int id,
      int shape,
      long location,
      long offset,
      Layout layout,
      long count,
      boolean sure,
      Certainty certainty) {
    boolean known =
        offset < 0
            || TypeEvidence.isCovered(typings.get(id), offset, layout, count, certainty)
            || matcher.shape(shape).pointers() == 0
                && layout.pointerOffsets.length == 0
                && interiorValues.addsNothing(id, offset, layout);
    if (!known) {
      add(location, layout, count, sure, certainty);
    }
  }

  private void add(long location, Layout layout, long count, boolean sure, Certainty certainty) {
    found.add(location);
    found.add((long) certainty.ordinal() << CERTAINTY_SHIFT | (sure ? SURE : 0) | layout.id);
    found.add(count);
  }
}
