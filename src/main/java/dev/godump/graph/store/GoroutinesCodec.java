package dev.godump.graph.store;

import dev.godump.format.DumpRecord;
import dev.godump.graph.Frames;
import dev.godump.graph.Goroutine;
import dev.godump.graph.GoroutineState;
import dev.godump.graph.ProcessState;
import dev.godump.index.DamagedIndexException;
import dev.godump.index.IndexFile;
import dev.godump.index.IndexWriter;
import dev.godump.index.IntColumn;
import dev.godump.index.LongColumn;
import dev.godump.index.SectionInput;
import dev.godump.index.SectionOutput;
import it.unimi.dsi.fastutil.longs.Long2IntLinkedOpenHashMap;
import it.unimi.dsi.fastutil.longs.Long2IntMap;
import java.io.IOException;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.RandomAccess;

/**
 * Stores goroutines and their frames in an index, in columns: there can be hundreds of thousands,
 * and only those that are used become objects. Deferred calls and panics, which most goroutines
 * don't have, are sections of bytes.
 */
final class GoroutinesCodec {
  private static final String GOROUTINE = "goroutine ";
  private static final String REASONS = GOROUTINE + "wait reasons";
  private static final String FRAME = "frame ";
  private static final String FUNCTIONS = FRAME + "functions";
  private static final String ENTRIES = FRAME + "function entries";
  private static final String BY_ADDRESS = "frames by address";
  private static final String DEFERS = "defers";
  private static final String PANICS = "panics";

  /** Bits of the column of flags. */
  private static final int SYSTEM = 1;

  private static final int BACKGROUND = 2;

  private GoroutinesCodec() {}

  static void write(ProcessState process, IndexWriter out) throws IOException {
    List<Goroutine> goroutines = process.goroutines();
    Map<String, Integer> reasons = new LinkedHashMap<>();
    goroutines.forEach(g -> reasons.putIfAbsent(g.record().waitReason(), reasons.size()));
    for (Field field : Field.values()) {
      out.deltaColumn(
          GOROUTINE + field.label, goroutines.size(), g -> field.valueOf(goroutines.get(g)));
    }
    out.column(
        GOROUTINE + "wait reason",
        goroutines.size(),
        g -> reasons.get(goroutines.get(g).record().waitReason()));
    strings(REASONS, new ArrayList<>(reasons.keySet()), out);
    Frames.Columns frames = process.frames().columns();
    int count = frames.count();
    out.deltaColumn(FRAME + "position", count, frames.positions());
    out.deltaColumn(FRAME + "sp", count, frames.stackPointers());
    out.deltaColumn(FRAME + "entry", count, frames.entries());
    out.deltaColumn(FRAME + "pc", count, frames.pcs());
    out.deltaColumn(FRAME + "continue pc", count, frames.continuePcs());
    out.deltaColumn(FRAME + "length", count, frames.sizes());
    out.column(FRAME + "function", count, frames.nameIndexes()::applyAsInt);
    // 0 for a frame before any goroutine, which only a damaged dump has
    out.deltaColumn(
        FRAME + "goroutine", count, frame -> frames.goroutines().applyAsInt(frame) + 1L);
    strings(FUNCTIONS, process.frames().names(), out);
    SectionOutput entries = new SectionOutput();
    for (Long2IntMap.Entry entry : process.frames().nameByEntry().long2IntEntrySet()) {
      longs(entries, entry.getLongKey(), entry.getIntValue());
    }
    out.bytes(ENTRIES, entries.toBytes());
    Frames.ByAddress byAddress = process.frames().byAddress();
    out.deltaColumn(BY_ADDRESS, byAddress.count(), byAddress.frames()::applyAsInt);
    writeCalls(process, out);
  }

  /** The numeric fields of a goroutine, a column each. */
  private enum Field {
    ADDRESS("address"),
    SP("sp"),
    ID("id"),
    CREATED_AT("created at"),
    STATUS("status"),
    FLAGS("flags"),
    WAIT_SINCE("wait since"),
    CONTEXT("context"),
    THREAD("thread"),
    DEFER("defer"),
    PANIC("panic"),
    FIRST_FRAME("first frame"),
    FRAMES("frames"),
    STACK("stack");

    private final String label;

    Field(String label) {
      this.label = label;
    }

    private long valueOf(Goroutine goroutine) {
      DumpRecord.Goroutine record = goroutine.record();
      return switch (this) {
        case ADDRESS -> record.address();
        case SP -> record.sp();
        case ID -> record.id();
        case CREATED_AT -> record.createdAt();
        case STATUS -> record.status();
        case FLAGS -> (record.system() ? SYSTEM : 0) | (record.background() ? BACKGROUND : 0);
        case WAIT_SINCE -> record.waitSince();
        case CONTEXT -> record.context();
        case THREAD -> record.thread();
        case DEFER -> record.deferRecord();
        case PANIC -> record.panicRecord();
        case FIRST_FRAME -> goroutine.firstFrame();
        case FRAMES -> goroutine.frameCount();
        case STACK -> goroutine.stackId();
      };
    }
  }

  private static void writeCalls(ProcessState process, IndexWriter out) throws IOException {
    SectionOutput defers = new SectionOutput();
    for (DumpRecord.Defer defer : process.defers()) {
      longs(
          defers,
          defer.address(),
          defer.goroutine(),
          defer.sp(),
          defer.pc(),
          defer.function(),
          defer.entry(),
          defer.next());
    }
    out.bytes(DEFERS, defers.toBytes());
    SectionOutput panics = new SectionOutput();
    for (DumpRecord.Panic panic : process.panics()) {
      longs(
          panics,
          panic.address(),
          panic.goroutine(),
          panic.type(),
          panic.value(),
          panic.deferRecord(),
          panic.next());
    }
    out.bytes(PANICS, panics.toBytes());
  }

  private static void longs(SectionOutput out, long... numbers) {
    for (long number : numbers) {
      out.writeLong(number);
    }
  }

  private static void strings(String name, List<String> strings, IndexWriter out)
      throws IOException {
    SectionOutput bytes = new SectionOutput();
    for (String string : strings) {
      bytes.writeText(string);
    }
    out.bytes(name, bytes.toBytes());
  }

  private static List<String> strings(String name, IndexFile index) {
    SectionInput in = open(name, index);
    List<String> strings = new ArrayList<>();
    while (in.hasRemaining()) {
      strings.add(in.readText());
    }
    return strings;
  }

  private static SectionInput open(String name, IndexFile index) {
    return new SectionInput(name, index.bytes(name));
  }

  /**
   * Opens stored goroutines.
   *
   * @param end where the records of the dump end
   */
  static GoroutineState open(IndexFile index, long end) {
    StoredGoroutines goroutines = new StoredGoroutines(index);
    List<String> functions = strings(FUNCTIONS, index);
    LongColumn positions = index.longDeltaColumn(FRAME + "position", end);
    int count = positions.size();
    IntColumn owners = index.deltaColumn(FRAME + "goroutine", goroutines.size() + 1);
    Frames.Columns columns =
        new Frames.Columns(
            count,
            positions,
            withSize(index.longDeltaColumn(FRAME + "sp"), count),
            withSize(index.longDeltaColumn(FRAME + "entry"), count),
            withSize(index.longDeltaColumn(FRAME + "pc"), count),
            withSize(index.longDeltaColumn(FRAME + "continue pc"), count),
            withSize(index.longDeltaColumn(FRAME + "length"), count),
            withSize(index.column(FRAME + "function", functions.size()), count),
            frame -> owners.get(frame) - 1);
    withSize(owners, count);
    Long2IntLinkedOpenHashMap entries = new Long2IntLinkedOpenHashMap();
    SectionInput each = open(ENTRIES, index);
    while (each.hasRemaining()) {
      entries.put(each.readLong(), (int) each.readLong());
    }
    IntColumn byAddress = index.deltaColumn(BY_ADDRESS, count);
    Frames frames =
        new Frames(
            columns, functions, entries, () -> new Frames.ByAddress(byAddress.size(), byAddress));
    SectionInput defers = open(DEFERS, index);
    List<DumpRecord.Defer> allDefers = new ArrayList<>();
    while (defers.hasRemaining()) {
      allDefers.add(
          new DumpRecord.Defer(
              defers.readLong(),
              defers.readLong(),
              defers.readLong(),
              defers.readLong(),
              defers.readLong(),
              defers.readLong(),
              defers.readLong()));
    }
    SectionInput panics = open(PANICS, index);
    List<DumpRecord.Panic> allPanics = new ArrayList<>();
    while (panics.hasRemaining()) {
      allPanics.add(
          new DumpRecord.Panic(
              panics.readLong(),
              panics.readLong(),
              panics.readLong(),
              panics.readLong(),
              panics.readLong(),
              panics.readLong()));
    }
    return new GoroutineState(goroutines, frames, List.copyOf(allDefers), List.copyOf(allPanics));
  }

  static LongColumn withSize(LongColumn column, int size) {
    requireSize(column.size(), size);
    return column;
  }

  static IntColumn withSize(IntColumn column, int size) {
    requireSize(column.size(), size);
    return column;
  }

  private static void requireSize(int size, int expected) {
    if (size != expected) {
      throw new DamagedIndexException("a column of " + size + " entries beside one of " + expected);
    }
  }

  /** A list that creates each goroutine when it is requested. */
  private static final class StoredGoroutines extends AbstractList<Goroutine>
      implements RandomAccess {
    private final Map<Field, LongColumn> columns = new EnumMap<>(Field.class);
    private final IntColumn reasonNumbers;
    private final List<String> reasons;

    StoredGoroutines(IndexFile index) {
      reasons = strings(REASONS, index);
      reasonNumbers = index.column(GOROUTINE + "wait reason", reasons.size());
      for (Field field : Field.values()) {
        columns.put(
            field, withSize(index.longDeltaColumn(GOROUTINE + field.label), reasonNumbers.size()));
      }
    }

    private long number(Field field, int index) {
      return Objects.requireNonNull(columns.get(field)).get(index);
    }

    @Override
    public Goroutine get(int index) {
      long flags = number(Field.FLAGS, index);
      DumpRecord.Goroutine record =
          new DumpRecord.Goroutine(
              number(Field.ADDRESS, index),
              number(Field.SP, index),
              number(Field.ID, index),
              number(Field.CREATED_AT, index),
              number(Field.STATUS, index),
              (flags & SYSTEM) != 0,
              (flags & BACKGROUND) != 0,
              number(Field.WAIT_SINCE, index),
              reasons.get(reasonNumbers.get(index)),
              number(Field.CONTEXT, index),
              number(Field.THREAD, index),
              number(Field.DEFER, index),
              number(Field.PANIC, index));
      return new Goroutine(
          record,
          (int) number(Field.FIRST_FRAME, index),
          (int) number(Field.FRAMES, index),
          (int) number(Field.STACK, index));
    }

    @Override
    public int size() {
      return reasonNumbers.size();
    }
  }
}
