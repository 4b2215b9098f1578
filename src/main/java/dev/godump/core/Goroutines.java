package dev.godump.core;

import dev.godump.core.CoreNotes.StoppedThread;
import dev.godump.format.DumpRecord;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import it.unimi.dsi.fastutil.longs.LongSet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The goroutines and threads of a process (runtime/runtime2.go g and m). */
final class Goroutines {
  private static final int RUNNING = 2;

  /** More than memory allows. */
  static final int MOST = 1 << 28;

  private final GoProcess process;
  private final CoreMemory memory;
  private final RuntimeLayout layout;
  private final SystemGoroutines systemGoroutines;
  private final Map<Long, StoppedThread> registersByThread = new HashMap<>();

  Goroutines(GoProcess process) {
    this.process = process;
    this.systemGoroutines = new SystemGoroutines(process);
    this.memory = process.memory();
    this.layout = process.layout();
    process.core().notes().threads().forEach(t -> registersByThread.put(t.id(), t));
  }

  /**
   * A goroutine and where its stack continues.
   *
   * @param pc the next instruction of its innermost frame; 0 if the core file doesn't tell
   * @param isInterrupted whether that can be any instruction, as its thread was stopped there
   * @param stackEnd end of its stack
   */
  record Stopped(DumpRecord.Goroutine record, long pc, boolean isInterrupted, long stackEnd) {}

  /** Returns the addresses of all g's, dead ones too. */
  List<Long> addresses(long allGoroutines) {
    long array = memory.word(allGoroutines);
    long count = Math.min(memory.word(allGoroutines + 8), MOST);
    List<Long> found = new ArrayList<>();
    for (long i = 0; i < count && memory.isKnown(array + 8 * i, 8); i++) {
      found.add(memory.word(array + 8 * i));
    }
    return found;
  }

  /** Whether a goroutine has ended, or has not begun. */
  boolean isDead(long g) {
    int status = status(g);
    return status == layout.constant("_Gdead")
        || status == layout.constant("_Gdeadextra")
        || status == layout.constant("_Gidle");
  }

  private int status(long g) {
    return (int) number(g, "g.atomicstatus") & ~layout.constant("_Gscan");
  }

  /** Reads a goroutine that is not dead. */
  Stopped read(long g) throws IOException {
    int status = status(g);
    Position position = position(g, status).orElse(Position.UNKNOWN);
    String reason = layout.waitReason((int) number(g, "g.waitreason"));
    DumpRecord.Goroutine record =
        new DumpRecord.Goroutine(
            g,
            position.sp,
            number(g, "g.goid"),
            number(g, "g.gopc"),
            status,
            systemGoroutines.contains(
                number(g, "g.startpc"), position.pc, position.sp, stackEnd(g)),
            false,
            number(g, "g.waitsince"),
            reason,
            memory.word(g + layout.offset("g.sched") + layout.offset("gobuf.ctxt")),
            number(g, "g.m"),
            number(g, "g._defer"),
            number(g, "g._panic"));
    return new Stopped(record, position.pc, position.isInterrupted, stackEnd(g));
  }

  /** Where a stack continues. */
  private record Position(long pc, long sp, boolean isInterrupted) {
    static final Position UNKNOWN = new Position(0, 0, false);

    /** At a call, which has a stack map. */
    static Position atCall(long pc, long sp) {
      return new Position(pc, sp, false);
    }
  }

  private Optional<Position> position(long g, int status) {
    if (number(g, "g.syscallsp") != 0) {
      return Optional.of(Position.atCall(number(g, "g.syscallpc"), number(g, "g.syscallsp")));
    }
    return status == RUNNING ? registers(g) : Optional.of(saved(g));
  }

  /** Returns where a goroutine was when it last gave up its thread. */
  private Position saved(long g) {
    long sched = g + layout.offset("g.sched");
    return Position.atCall(
        memory.word(sched + layout.offset("gobuf.pc")),
        memory.word(sched + layout.offset("gobuf.sp")));
  }

  /**
   * Returns where a running goroutine was: the registers of its thread, or, if that handles a
   * signal, those that the kernel saved, or, in a call of the vDSO, what the runtime saved. If the
   * thread runs on its own stack, the goroutine has saved where it was. Empty if the core file has
   * no such thread.
   */
  private Optional<Position> registers(long g) {
    long m = number(g, "g.m");
    StoppedThread thread = m == 0 ? null : registersByThread.get(number(m, "m.procid"));
    if (thread == null) {
      return Optional.empty();
    }
    if (isOnStack(g, thread.sp())) {
      if (process.functions().functionAt(thread.pc()).isPresent()) {
        return Optional.of(new Position(thread.pc(), thread.sp(), true));
      }
      return vdsoCaller(g, m);
    }
    long signals = number(m, "m.gsignal");
    if (signals != 0 && isOnStack(signals, thread.sp())) {
      Optional<Position> interrupted =
          SignalFrame.find(memory, thread.sp(), stackEnd(signals))
              .filter(frame -> isOnStack(g, frame.sp()))
              .map(frame -> new Position(frame.pc(), frame.sp(), true));
      if (interrupted.isPresent()) {
        return interrupted;
      }
    }
    Optional<Position> caller = vdsoCaller(g, m);
    return caller.isPresent() ? caller : Optional.of(saved(g));
  }

  private Optional<Position> vdsoCaller(long g, long m) {
    long sp = number(m, "m.vdsoSP");
    return isOnStack(g, sp)
        ? Optional.of(Position.atCall(number(m, "m.vdsoPC"), sp))
        : Optional.empty();
  }

  private boolean isOnStack(long g, long sp) {
    long start = memory.word(g + layout.offset("g.stack"));
    return Long.compareUnsigned(start, sp) <= 0 && Long.compareUnsigned(sp, stackEnd(g)) < 0;
  }

  private long stackEnd(long g) {
    return memory.word(g + layout.offset("g.stack") + 8);
  }

  /** Returns the deferred calls of a goroutine. */
  List<DumpRecord.Defer> defers(DumpRecord.Goroutine goroutine) {
    List<DumpRecord.Defer> found = new ArrayList<>();
    LongSet seen = new LongOpenHashSet();
    for (long d = goroutine.deferRecord();
        d != 0 && seen.add(d) && memory.isKnown(d, layout.size("_defer"));
        d = number(d, "_defer.link")) {
      long function = number(d, "_defer.fn");
      found.add(
          new DumpRecord.Defer(
              d,
              goroutine.address(),
              number(d, "_defer.sp"),
              number(d, "_defer.pc"),
              function,
              function == 0 ? 0 : memory.word(function),
              number(d, "_defer.link")));
    }
    return found;
  }

  /** Returns the panics of a goroutine. */
  List<DumpRecord.Panic> panics(DumpRecord.Goroutine goroutine) {
    List<DumpRecord.Panic> found = new ArrayList<>();
    LongSet seen = new LongOpenHashSet();
    for (long p = goroutine.panicRecord();
        p != 0 && seen.add(p) && memory.isKnown(p, layout.size("_panic"));
        p = number(p, "_panic.link")) {
      long value = p + layout.offset("_panic.arg");
      found.add(
          new DumpRecord.Panic(
              p,
              goroutine.address(),
              memory.word(value),
              memory.word(value + 8),
              0,
              number(p, "_panic.link")));
    }
    return found;
  }

  /** Returns the threads, newest first. */
  List<DumpRecord.OsThread> threads(OptionalLong allThreads) {
    List<DumpRecord.OsThread> found = new ArrayList<>();
    LongSet seen = new LongOpenHashSet();
    for (long m = allThreads.isEmpty() ? 0 : memory.word(allThreads.getAsLong());
        m != 0 && seen.add(m) && memory.isKnown(m, 8);
        m = number(m, "m.alllink")) {
      found.add(new DumpRecord.OsThread(m, number(m, "m.id"), number(m, "m.procid")));
    }
    return found;
  }

  private long number(long structure, String field) {
    LayoutRow.Field found = layout.field(field);
    return memory.number(structure + found.offset(), found.length());
  }
}
