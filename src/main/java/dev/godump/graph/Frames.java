package dev.godump.graph;

import dev.godump.format.DumpRecord;
import dev.godump.io.Lazy;
import dev.godump.vector.IntVector;
import dev.godump.vector.LongVector;
import it.unimi.dsi.fastutil.ints.IntArrays;
import it.unimi.dsi.fastutil.ints.IntComparator;
import it.unimi.dsi.fastutil.longs.Long2IntLinkedOpenHashMap;
import it.unimi.dsi.fastutil.objects.Object2IntOpenHashMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToLongFunction;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;

/**
 * The stack frames of all goroutines, numbered from 0 in file order; a goroutine's frames are
 * consecutive, innermost first. Stored in columns, since a program can have millions.
 */
public final class Frames {
  /** What look-ups return if there is no frame, or a frame has no goroutine. */
  public static final int NONE = -1;

  private final Columns columns;
  private final List<String> names;

  /** Index in {@link #names} by entry pc. */
  private final Long2IntLinkedOpenHashMap nameByEntry;

  /** Frames ordered by lowest address. */
  private final Supplier<ByAddress> byAddress;

  /** Frames by lowest address, unsigned; if several have one address, only the last. */
  public record ByAddress(int count, IntUnaryOperator frames) {}

  /**
   * The fields of a frame by its number.
   *
   * @param nameIndexes index of the function's name in the list of names
   */
  public record Columns(
      int count,
      IntToLongFunction positions,
      IntToLongFunction stackPointers,
      IntToLongFunction entries,
      IntToLongFunction pcs,
      IntToLongFunction continuePcs,
      IntToLongFunction sizes,
      IntUnaryOperator nameIndexes,
      IntUnaryOperator goroutines) {}

  /**
   * @param names of functions
   * @param nameByEntry index of the name by entry pc
   */
  public Frames(
      Columns columns,
      List<String> names,
      Long2IntLinkedOpenHashMap nameByEntry,
      Supplier<ByAddress> byAddress) {
    this.columns = columns;
    this.names = names;
    this.nameByEntry = nameByEntry;
    this.byAddress = byAddress;
    nameByEntry.defaultReturnValue(NONE);
  }

  /** Returns the number of frames. */
  public int count() {
    return columns.count;
  }

  /** Returns where the frame's record starts, in bytes from the start of the (unpacked) file. */
  public long position(int frame) {
    return columns.positions.applyAsLong(frame);
  }

  /** Returns the lowest address of a frame. */
  public long sp(int frame) {
    return columns.stackPointers.applyAsLong(frame);
  }

  /** Returns the entry pc of the frame's function. */
  public long entry(int frame) {
    return columns.entries.applyAsLong(frame);
  }

  /** Returns the pc that the frame is at. */
  public long pc(int frame) {
    return columns.pcs.applyAsLong(frame);
  }

  /** Returns the pc where the frame would continue, 0 for a dead frame. */
  public long continuePc(int frame) {
    return columns.continuePcs.applyAsLong(frame);
  }

  /** Returns the size of a frame in bytes. */
  public long size(int frame) {
    return columns.sizes.applyAsLong(frame);
  }

  /** Returns the name of the frame's function. */
  public String function(int frame) {
    return names.get(columns.nameIndexes.applyAsInt(frame));
  }

  /**
   * Returns the index of the frame's goroutine in {@link ProcessState#goroutines}; {@link #NONE}
   * for a frame before any goroutine, which only a damaged dump has.
   */
  public int goroutine(int frame) {
    return columns.goroutines.applyAsInt(frame);
  }

  /** Returns the name of the function with an entry pc, if any frame is in it. */
  public Optional<String> functionAt(long entry) {
    int name = nameByEntry.get(entry);
    return name == NONE ? Optional.empty() : Optional.of(names.get(name));
  }

  /** Returns the frame that contains an address, or {@link #NONE}. */
  public int at(long address) {
    ByAddress order = byAddress.get();
    int from = 0;
    int to = order.count;
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (Long.compareUnsigned(sp(order.frames.applyAsInt(middle)), address) <= 0) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    int frame = from == 0 ? NONE : order.frames.applyAsInt(from - 1);
    return frame != NONE && Long.compareUnsigned(address - sp(frame), size(frame)) < 0
        ? frame
        : NONE;
  }

  public Columns columns() {
    return columns;
  }

  /** Returns the names of all functions that frames are in. */
  public List<String> names() {
    return names;
  }

  public Long2IntLinkedOpenHashMap nameByEntry() {
    return nameByEntry;
  }

  public ByAddress byAddress() {
    return byAddress.get();
  }

  /** Collects frames while a dump is read. */
  public static final class Recorder {
    private final LongVector positions = new LongVector();
    private final LongVector stackPointers = new LongVector();
    private final LongVector entries = new LongVector();
    private final LongVector pcs = new LongVector();
    private final LongVector continuePcs = new LongVector();
    private final LongVector sizes = new LongVector();
    private final IntVector nameIndexes = new IntVector();
    private final IntVector goroutines = new IntVector();

    private final List<String> names = new ArrayList<>();
    private final Object2IntOpenHashMap<String> indexByName = new Object2IntOpenHashMap<>();
    private final Long2IntLinkedOpenHashMap nameByEntry = new Long2IntLinkedOpenHashMap();

    public Recorder() {
      indexByName.defaultReturnValue(NONE);
    }

    public void add(int goroutine, long position, DumpRecord.Frame frame) {
      positions.add(position);
      stackPointers.add(frame.sp());
      entries.add(frame.entry());
      pcs.add(frame.pc());
      continuePcs.add(frame.continuePc());
      sizes.add(frame.contents().length());
      int name = nameIndex(frame.function());
      nameIndexes.add(name);
      nameByEntry.putIfAbsent(frame.entry(), name);
      goroutines.add(goroutine);
    }

    private int nameIndex(String name) {
      int index = indexByName.getInt(name);
      if (index == NONE) {
        index = names.size();
        indexByName.put(name, index);
        names.add(name);
      }
      return index;
    }

    /** Returns the number of frames. */
    public int count() {
      return (int) nameIndexes.size();
    }

    /** Returns the frames added so far. */
    public Frames frames() {
      Columns columns =
          new Columns(
              count(),
              positions::get,
              stackPointers::get,
              entries::get,
              pcs::get,
              continuePcs::get,
              sizes::get,
              nameIndexes::get,
              goroutines::get);
      return new Frames(columns, names, nameByEntry, new Lazy<>(this::byAddress));
    }

    private ByAddress byAddress() {
      int[] order = new int[count()];
      Arrays.setAll(order, frame -> frame);
      IntComparator lowest =
          (a, b) -> Long.compareUnsigned(stackPointers.get(a), stackPointers.get(b));
      IntArrays.quickSort(order, lowest.thenComparing((a, b) -> Integer.compare(a, b)));
      int kept = 0;
      for (int i = 0; i < order.length; i++) {
        boolean last = i + 1 == order.length || lowest.compare(order[i], order[i + 1]) != 0;
        order[kept] = order[i];
        kept += last ? 1 : 0;
      }
      return new ByAddress(kept, i -> order[i]);
    }
  }
}
