package dev.godump.heap.roots;

import dev.godump.binary.runtime.Call;
import dev.godump.graph.Frames;
import dev.godump.graph.Goroutine;
import dev.godump.types.program.Program;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Locations of frames and goroutines in the source; all unknown without the program. */
public final class SourceLocations {
  private static final String FAULT = "runtime.sigpanic";

  private final Optional<Program> program;
  private final Frames frames;

  /** Cached: many goroutines are started by few go statements. */
  private final Map<Long, Optional<Call>> creationByPc = new HashMap<>();

  public SourceLocations(Optional<Program> program, Frames frames) {
    this.program = program;
    this.frames = frames;
  }

  /** Whether there is a program, so that locations can be known. */
  public boolean isAvailable() {
    return program.isPresent();
  }

  /**
   * The calls at a frame's pc: the functions inlined there, innermost first, then the frame's own;
   * empty if unknown.
   */
  public List<Call> callsAt(Goroutine goroutine, int frame) {
    if (program.isEmpty()) {
      return List.of();
    }
    // the pc of a frame below a fault is the failed instruction; all others are return addresses
    boolean failed = frame > goroutine.firstFrame() && frames.function(frame - 1).equals(FAULT);
    return failed
        ? program.get().callsAt(frames.pc(frame))
        : program.get().callsAtReturn(frames.pc(frame), frames.entry(frame));
  }

  /**
   * The go statement that started a goroutine: its function and location. Empty for the main
   * goroutine, which the runtime starts.
   */
  public Optional<Call> creationOf(Goroutine goroutine) {
    long pc = goroutine.record().createdAt();
    return program.isEmpty() || pc == 0 || goroutine.id() == 1
        ? Optional.empty()
        : creationByPc.computeIfAbsent(pc, this::statementAt);
  }

  /** The statement before a return address, by the function that has the frame. */
  public Optional<Call> callAtReturn(long pc) {
    return program.isEmpty() || pc == 0 ? Optional.empty() : statementAt(pc);
  }

  private Optional<Call> statementAt(long pc) {
    List<Call> calls = program.get().callsAtReturn(pc, 0);
    if (calls.isEmpty()) {
      return Optional.empty();
    }
    // as in Go's tracebacks: the function that has the frame, with the location in an inlined
    // function
    Call innermost = calls.get(0);
    return Optional.of(
        new Call(
            calls.get(calls.size() - 1).function(), innermost.file(), innermost.line(), false));
  }
}
