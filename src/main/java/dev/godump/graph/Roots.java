package dev.godump.graph;

import dev.godump.index.Coded;
import dev.godump.vector.IntVector;
import dev.godump.vector.LongVector;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.function.IntToLongFunction;
import java.util.function.IntUnaryOperator;

/**
 * All pointers into objects from outside the heap, numbered from 0 in file order by kind of record.
 */
public final class Roots {
  /** The offset of a root that is in neither a segment nor a frame. */
  public static final int NO_OFFSET = -1;

  private static final RootKind[] KIND_BY_CODE = Coded.byCode(RootKind.values());

  /** All codes of {@link Columns#kinds} are below it. */
  public static final int KIND_CODES = KIND_BY_CODE.length;

  private final Columns columns;
  private final long outsideObjects;

  /**
   * The fields of each root, by its number.
   *
   * @param kinds codes of {@link RootKind}
   */
  public record Columns(
      int count,
      IntUnaryOperator kinds,
      IntUnaryOperator recordIndexes,
      IntToLongFunction offsets,
      IntToLongFunction values,
      IntUnaryOperator targets) {}

  public Roots(Columns columns, long outsideObjects) {
    this.columns = columns;
    this.outsideObjects = outsideObjects;
  }

  /** Returns the number of roots. */
  public int count() {
    return columns.count;
  }

  /**
   * Returns the number of root fields with an address that is in no object (static data, stacks,
   * …).
   */
  public long outsideObjects() {
    return outsideObjects;
  }

  public RootKind kind(int root) {
    return KIND_BY_CODE[columns.kinds.applyAsInt(root)];
  }

  /**
   * Returns the index of the record that the root is in: for {@link RootKind#FRAME} the frame, for
   * {@link RootKind#CONTEXT} the goroutine, for segments, finalizers, defers, panics and other
   * roots the index in their list of {@link ProcessState}.
   */
  public int recordIndex(int root) {
    return columns.recordIndexes.applyAsInt(root);
  }

  /** Returns the byte offset of the pointer in its segment or frame; else {@link #NO_OFFSET}. */
  public long offset(int root) {
    return columns.offsets.applyAsLong(root);
  }

  /** Returns the address that the root holds. */
  public long value(int root) {
    return columns.values.applyAsLong(root);
  }

  /** Returns the object that the root points into. */
  public int target(int root) {
    return columns.targets.applyAsInt(root);
  }

  /** Whether a root is in a package variable; those are named before others. */
  public boolean isGlobal(int root) {
    return kind(root) == RootKind.DATA || kind(root) == RootKind.BSS;
  }

  /**
   * Returns the roots that point into an object, package variables first, else by number. Scans all
   * roots.
   */
  public IntArrayList rootsOf(int object) {
    IntArrayList globals = new IntArrayList();
    IntArrayList others = new IntArrayList();
    for (int root = 0; root < columns.count; root++) {
      if (target(root) == object) {
        (isGlobal(root) ? globals : others).add(root);
      }
    }
    globals.addAll(others);
    return globals;
  }

  public Columns columns() {
    return columns;
  }

  /** Collects roots while a dump is read, before objects are known. */
  public static final class Recorder {
    private final IntVector kinds = new IntVector();
    private final IntVector recordIndexes = new IntVector();
    private final LongVector offsets = new LongVector();
    private final LongVector addresses = new LongVector();

    public void add(RootKind kind, int recordIndex, long offset, long address) {
      if (address != 0) {
        kinds.add(kind.code());
        recordIndexes.add(recordIndex);
        offsets.add(offset);
        addresses.add(address);
      }
    }

    /** Returns the number of roots added. */
    public long count() {
      return addresses.size();
    }

    /** Returns the roots that point into objects. */
    public Roots resolve(ObjectTable objects) {
      IntVector keptKinds = new IntVector();
      IntVector keptRecordIndexes = new IntVector();
      LongVector keptOffsets = new LongVector();
      LongVector values = new LongVector();
      IntVector targets = new IntVector();
      for (long i = 0; i < addresses.size(); i++) {
        int target = objects.find(addresses.get(i));
        if (target != ObjectTable.NONE) {
          keptKinds.add(kinds.get(i));
          keptRecordIndexes.add(recordIndexes.get(i));
          keptOffsets.add(offsets.get(i));
          values.add(addresses.get(i));
          targets.add(target);
        }
      }
      int count = Math.toIntExact(targets.size());
      return new Roots(
          new Columns(
              count,
              keptKinds::get,
              keptRecordIndexes::get,
              keptOffsets::get,
              values::get,
              targets::get),
          addresses.size() - count);
    }
  }
}
