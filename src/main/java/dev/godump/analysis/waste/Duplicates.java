package dev.godump.analysis.waste;

import dev.godump.binary.type.GoType;
import dev.godump.graph.HeapGraph;
import dev.godump.io.Parallel;
import dev.godump.types.Certainty;
import dev.godump.types.HeapTypes;
import dev.godump.types.ObjectType;
import dev.godump.types.layout.Closures;
import dev.godump.types.program.ObjectWords;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.BitSet;
import java.util.Objects;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds objects that are single values with the same type and bits as another object. Skips types
 * that are meant to change (locks, atomics, channels), zero values, and the runtime's own
 * structures.
 *
 * <p>Reads the objects twice. The first pass sets one bit per object by half of its hash; the
 * second keeps full hashes only of objects that share a bit with another. Takes 4 bytes per object.
 */
final class Duplicates {
  private static final int MIN_SIZE = 16;
  private static final int MAX_SIZE = 1 << 16;
  private static final int MAX_DEPTH = 16;

  /** Objects that one thread hashes at a time. */
  private static final int PART = 1 << 18;

  /** In place of half of a hash, for an object that is not compared. */
  private static final int NOT_COMPARED = -1;

  private final HeapGraph graph;
  private final HeapTypes types;
  private final ObjectUses uses;
  private final IntPredicate live;

  /** 1 if values of the type are compared. */
  private final byte[] isComparedByType;

  Duplicates(HeapGraph graph, HeapTypes types, ObjectUses uses, IntPredicate live) {
    this.graph = graph;
    this.types = types;
    this.uses = uses;
    this.live = live;
    this.isComparedByType = new byte[types.typeCount()];
    for (int number = 1; number < isComparedByType.length; number++) {
      isComparedByType[number] = (byte) (isComparable(types.type(number)) ? 1 : 0);
    }
  }

  private static boolean isComparable(ObjectType type) {
    GoType value = type.element();
    return value != null
        && type.count() == 1
        && type.certainty() != Certainty.GUESS
        && value.size() >= MIN_SIZE
        && value.size() <= MAX_SIZE
        && !isRuntimeType(value)
        && (value.kind() == GoType.Kind.STRUCT || value.kind() == GoType.Kind.ARRAY)
        && !isMutable(value, 0);
  }

  /** Whether a type is a part of the runtime, which a program can't change. */
  static boolean isRuntimeType(GoType type) {
    String name = type.name();
    return name.indexOf('<') >= 0 || Closures.isClosureName(name) || name.startsWith("runtime.");
  }

  private static boolean isMutable(@Nullable GoType type, int depth) {
    if (type == null || depth > MAX_DEPTH || type.kind() == GoType.Kind.CHAN) {
      return true;
    }
    String name = type.name();
    if (name.startsWith("sync.")
        || name.startsWith("sync/atomic.")
        || name.startsWith("internal/sync.")
        || name.startsWith("internal/runtime/atomic.")) {
      return true;
    }
    return switch (type.kind()) {
      case STRUCT -> type.fields().stream().anyMatch(field -> isMutable(field.type(), depth + 1));
      case ARRAY -> isMutable(type.elem(), depth + 1);
      default -> false;
    };
  }

  /** Visits all equal objects except the first of each value. */
  void forEach(IntConsumer visitor) throws IOException {
    int count = graph.objects().count();
    int[] halves = new int[count];
    int bits = Math.max(16, Math.min(31, 36 - Integer.numberOfLeadingZeros(Math.max(1, count))));
    int mask = (int) ((1L << bits) - 1);
    Parallel.map(0, (count + PART - 1) / PART, part -> addHalves(halves, part * PART, mask));
    BitSet once = new BitSet();
    BitSet twice = new BitSet();
    for (int half : halves) {
      if (half != NOT_COMPARED) {
        (once.get(half) ? twice : once).set(half);
      }
    }
    Hasher hasher = new Hasher();
    LongOpenHashSet seen = new LongOpenHashSet();
    for (int id = 0; id < count; id++) {
      if (halves[id] != NOT_COMPARED && twice.get(halves[id]) && !seen.add(hasher.hash(id))) {
        visitor.accept(id);
      }
    }
  }

  /** Adds halves of the hashes of a part of the objects; returns the number of its objects. */
  private int addHalves(int[] halves, int start, int mask) {
    try {
      Hasher hasher = new Hasher();
      int end = (int) Math.min((long) start + PART, halves.length);
      for (int id = start; id < end; id++) {
        boolean compared = isComparedByType[types.typeIndex(id)] != 0 && live.test(id);
        long hash = compared ? hasher.hash(id) : 0;
        halves[id] = hash == 0 ? NOT_COMPARED : (int) (hash >>> 32) & mask;
      }
      return end - start;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads objects and hashes them. */
  private final class Hasher {
    private final ObjectWords words = types.words();
    private final byte[] contents = new byte[MAX_SIZE];

    /** The hash of an object's value; 0 if the value is zero or incomplete in the dump. */
    long hash(int id) throws IOException {
      GoType type = Objects.requireNonNull(types.type(types.typeIndex(id)).element());
      int size = (int) type.size();
      if (uses.isTiny(id) && size < MIN_SIZE) {
        return 0;
      }
      words.open(id);
      if (words.read(contents, size) < size) {
        return 0;
      }
      boolean zero = true;
      for (int i = 0; i < size && zero; i++) {
        zero = contents[i] == 0;
      }
      return zero
          ? 0
          : ContentHash.add(ContentHash.start(type.name().hashCode()), contents, 0, size);
    }
  }
}
