package dev.godump.graph;

import dev.godump.format.DumpRecord;
import it.unimi.dsi.fastutil.objects.Object2IntOpenHashMap;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToLongFunction;
import java.util.function.IntUnaryOperator;

/**
 * The stack frames of all goroutines, numbered from 0 in file order; a goroutine's frames follow one
 * another, innermost first. Kept in columns: a program can have millions.
 */
public final class Frames {
  private final Columns columns;
  private final List<String> names;

  /**
   * What there is of each frame, by its number.
   *
   * @param functions places of functions' names in the list of all
   */
  record Columns(
      int count,
      IntToLongFunction positions,
      IntToLongFunction stackPointers,
      IntToLongFunction entries,
      IntToLongFunction counters,
      IntToLongFunction continuations,
      IntToLongFunction lengths,
      IntUnaryOperator functions,
      IntUnaryOperator goroutines) {}

  /** @param names of functions */
  Frames(Columns columns, List<String> names) {
    this.columns = columns;
    this.names = names;
  }

  /** How many frames there are. */
  public int count() {
    return columns.count;
  }

  /** Where its record starts, in bytes from the start of the (unpacked) file. */
  public long position(int frame) {
    return columns.positions.applyAsLong(frame);
  }

  /** Lowest address of a frame. */
  public long sp(int frame) {
    return columns.stackPointers.applyAsLong(frame);
  }

  /** Entry pc of its function. */
  public long entry(int frame) {
    return columns.entries.applyAsLong(frame);
  }

  /** Where it stands. */
  public long pc(int frame) {
    return columns.counters.applyAsLong(frame);
  }

  /** Where it can go on; 0 for a dead frame. */
  public long continuePc(int frame) {
    return columns.continuations.applyAsLong(frame);
  }

  /** Bytes of a frame. */
  public long size(int frame) {
    return columns.lengths.applyAsLong(frame);
  }

  /** Name of its function. */
  public String function(int frame) {
    return names.get(columns.functions.applyAsInt(frame));
  }

  /** The place of its goroutine in the graph's list. */
  public int goroutine(int frame) {
    return columns.goroutines.applyAsInt(frame);
  }

  Columns columns() {
    return columns;
  }

  /** Names of all functions that frames are of. */
  List<String> names() {
    return names;
  }

  /** Takes frames down. */
  static final class Recorder {
    private final LongVector positions = new LongVector();
    private final LongVector stackPointers = new LongVector();
    private final LongVector entries = new LongVector();
    private final LongVector counters = new LongVector();
    private final LongVector continuations = new LongVector();
    private final LongVector lengths = new LongVector();
    private final IntVector functions = new IntVector();
    private final IntVector goroutines = new IntVector();

    private final List<String> names = new ArrayList<>();
    private final Object2IntOpenHashMap<String> numbers = new Object2IntOpenHashMap<>();

    Recorder() {
      numbers.defaultReturnValue(-1);
    }

    void add(int goroutine, long position, DumpRecord.Frame frame) {
      positions.add(position);
      stackPointers.add(frame.sp());
      entries.add(frame.entry());
      counters.add(frame.pc());
      continuations.add(frame.continuePc());
      lengths.add(frame.contents().length());
      functions.add(number(frame.function()));
      goroutines.add(goroutine);
    }

    private int number(String name) {
      int number = numbers.getInt(name);
      if (number < 0) {
        number = names.size();
        numbers.put(name, number);
        names.add(name);
      }
      return number;
    }

    /** How many frames there are. */
    int count() {
      return (int) functions.size();
    }

    /** All that were added. */
    Frames frames() {
      Columns columns =
          new Columns(
              count(),
              positions::get,
              stackPointers::get,
              entries::get,
              counters::get,
              continuations::get,
              lengths::get,
              functions::get,
              goroutines::get);
      return new Frames(columns, names);
    }
  }
}
