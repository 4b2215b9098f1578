package dev.godump.report;

import dev.godump.binary.runtime.Call;
import dev.godump.graph.Frames;
import dev.godump.graph.Goroutine;
import dev.godump.heap.roots.GoroutineFunctions;
import dev.godump.heap.roots.SourceLocations;
import dev.godump.report.text.Amounts;
import dev.godump.report.text.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Shows a goroutine and its stack. */
final class GoroutineText {
  private static final String BOTTOM = "runtime.goexit";

  /** The calls by which a goroutine of the runtime waits. */
  private static final Set<String> PARKING = Set.of("runtime.gopark", "runtime.goparkunlock");

  private GoroutineText() {}

  /**
   * Returns the state for text. Up to Go 1.19 the goroutine that writes the dump still has its
   * previous state, so it gets the wait reason of later releases.
   */
  static String state(Frames frames, Goroutine goroutine) {
    return goroutine.isWaiting() && goroutine.wroteDump(frames)
        ? "dumping heap"
        : goroutine.state();
  }

  /** Returns the special roles of a goroutine, in parentheses. */
  static String marks(Frames frames, Goroutine goroutine) {
    StringBuilder marks = new StringBuilder();
    if (goroutine.record().system()) {
      marks.append("  (system)");
    }
    if (goroutine.wroteDump(frames)) {
      marks.append("  (wrote this dump)");
    }
    return marks.toString();
  }

  /** Says what text leaves out. */
  static String hidden(long count) {
    return Amounts.count(count, "runtime goroutine") + " hidden (--runtime)";
  }

  /** Returns what is retained and the size of stacks, each after two spaces, as far as known. */
  static String memory(OptionalLong retained, long stack) {
    return (retained.isPresent() ? "  retains " + Amounts.bytes(retained.getAsLong()) : "")
        + (stack == 0 ? "" : "  stack " + Amounts.bytes(stack));
  }

  /** Returns a number for a table. */
  static @Nullable Long orNull(OptionalLong number) {
    return number.isPresent() ? (Long) number.getAsLong() : null;
  }

  /**
   * Returns one line per call, innermost first: function and source location if known. Equal lines
   * after each other are one line.
   *
   * @param runtime whether to show the calls in which the runtime parked the goroutine, and {@code
   *     runtime.goexit} at the bottom; else they are left out, unless the stack has no others
   */
  static List<String> stack(
      Frames frames, Goroutine goroutine, SourceLocations locations, boolean runtime) {
    List<String> lines = new ArrayList<>();
    int end = goroutine.firstFrame() + goroutine.frameCount();
    int first = runtime ? goroutine.firstFrame() : firstShown(frames, goroutine);
    for (int f = first; f < end; f++) {
      if (runtime || f < end - 1 || !frames.function(f).equals(BOTTOM)) {
        String location = "";
        for (Call call : locations.callsAt(goroutine, f)) {
          if (call.inlined()) {
            lines.add(call.function() + "(...)  " + CallText.text(call));
          } else {
            location = "  " + CallText.text(call);
          }
        }
        lines.add(frames.function(f) + location);
      }
    }
    return lines.isEmpty() ? List.of("(no frames)") : folded(lines);
  }

  /** Replaces equal lines after each other, as of a recursion, by one with their number. */
  private static List<String> folded(List<String> lines) {
    List<String> folded = new ArrayList<>();
    for (int from = 0, end; from < lines.size(); from = end) {
      end = from + 1;
      while (end < lines.size() && lines.get(end).equals(lines.get(from))) {
        end++;
      }
      folded.add(lines.get(from) + (end - from == 1 ? "" : ", " + (end - from) + " times"));
    }
    return folded;
  }

  /**
   * Returns the first frame that is not of the runtime or {@code iter.Pull}; if there is none, the
   * first that is not where the scheduler parks goroutines.
   */
  private static int firstShown(Frames frames, Goroutine goroutine) {
    int end = goroutine.firstFrame() + goroutine.frameCount();
    int parked = goroutine.firstFrame();
    for (int f = goroutine.firstFrame(); f < end; f++) {
      String function = frames.function(f);
      boolean pull = GoroutineFunctions.isPull(function);
      if (!isOfRuntime(function) && !pull && !function.equals(BOTTOM)) {
        return f;
      }
      if (f == parked && PARKING.contains(function)) {
        parked++;
      }
    }
    return parked < end ? parked : goroutine.firstFrame();
  }

  /** Whether a function is the runtime's, also by a name in another package. */
  private static boolean isOfRuntime(String function) {
    return function.startsWith("runtime.")
        || function.startsWith("runtime_", function.lastIndexOf('.') + 1);
  }

  /** Returns all frames as JSON. */
  static List<Map<String, Object>> frames(
      Frames frames, Goroutine goroutine, SourceLocations locations, Optional<FrameText> locals) {
    List<Map<String, Object>> list = new ArrayList<>();
    for (int f = goroutine.firstFrame(); f < goroutine.firstFrame() + goroutine.frameCount(); f++) {
      Json.Fields fields =
          Json.fields()
              .with("function", frames.function(f))
              .withAddress("pc", frames.pc(f))
              .withAddress("entry", frames.entry(f))
              .withAddress("continue_pc", frames.continuePc(f))
              .withAddress("sp", frames.sp(f))
              .with("size", frames.size(f));
      if (locations.isAvailable()) {
        addLocation(fields, locations.callsAt(goroutine, f));
      }
      int frame = f;
      locals.ifPresent(values -> fields.with("locals", values.json(frame)));
      list.add(fields);
    }
    return list;
  }

  /** Adds a frame's source location and the calls inlined there. */
  private static void addLocation(Json.Fields fields, List<Call> calls) {
    Optional<Call> own = calls.stream().filter(call -> !call.inlined()).findFirst();
    fields
        .with("file", own.filter(c -> !c.file().isEmpty()).map(Call::file))
        .with("line", own.filter(c -> c.line() != 0).map(Call::line))
        .with("inlined", calls.stream().filter(Call::inlined).map(CallText::json).toList());
  }
}
