package dev.godump.heap.roots;

import dev.godump.binary.runtime.Call;
import dev.godump.graph.Frames;
import dev.godump.graph.Goroutine;
import dev.godump.types.program.Program;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where frames and goroutines stand in the source. Knows nothing without the program. */
public final class SourceLocations {
  private static final String FAULT = "runtime.sigpanic";

  private final Optional<Program> program;
  private final Frames frames;

  /** By pc; many goroutines are started at few places. */
  private final Map<Long, Optional<Call>> creationByPc = new HashMap<>();

  public SourceLocations(Optional<Program> program, Frames frames) {
    this.program = program;
    this.frames = frames;
  }

  /** Whether there is a program that can tell. */
  public boolean isAvailable() {
    return program.isPresent();
  }

  /**
   * The calls that stand where a frame does: those inlined into its function, innermost first, and
   * its function last; empty if nothing is known of it.
   */
  public List<Call> callsAt(Goroutine goroutine, int frame) {
    if (program.isEmpty()) {
      return List.of();
    }
    // a frame under a fault stands at the instruction that failed; all others where a call returns
    // to
    boolean failed = frame > goroutine.firstFrame() && frames.function(frame - 1).equals(FAULT);
    return failed
        ? program.get().callsAt(frames.pc(frame))
        : program.get().callsAtReturn(frames.pc(frame), frames.entry(frame));
  }

  /**
   * The go statement that started a goroutine: the function that has it, and where it stands. Empty
   * for the main goroutine, which the runtime starts.
   */
  public Optional<Call> creationOf(Goroutine goroutine) {
    long pc = goroutine.record().createdAt();
    return program.isEmpty() || pc == 0 || goroutine.id() == 1
        ? Optional.empty()
        : creationByPc.computeIfAbsent(pc, this::creationAt);
  }

  private Optional<Call> creationAt(long pc) {
    List<Call> calls = program.get().callsAtReturn(pc, 0);
    if (calls.isEmpty()) {
      return Optional.empty();
    }
    // as Go's tracebacks have it: the function with a frame, the place in what was inlined into it
    Call innermost = calls.get(0);
    return Optional.of(
        new Call(
            calls.get(calls.size() - 1).function(), innermost.file(), innermost.line(), false));
  }
}
