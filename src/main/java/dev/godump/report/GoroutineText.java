package dev.godump.report;

import dev.godump.binary.runtime.Call;
import dev.godump.graph.Frames;
import dev.godump.graph.Goroutine;
import dev.godump.heap.roots.SourceLocations;
import dev.godump.report.text.Amounts;
import dev.godump.report.text.Json;
import dev.godump.report.text.TextWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How a goroutine and its stack are shown. */
final class GoroutineText {
  private static final String BOTTOM = "runtime.goexit";

  private GoroutineText() {}

  /**
   * The state, in text. That of the goroutine that wrote the dump is left over from before up to Go
   * 1.19, so it gets the reason that later releases state.
   */
  static String state(Frames frames, Goroutine goroutine) {
    return goroutine.isWaiting() && goroutine.wroteDump(frames)
        ? "dumping heap"
        : goroutine.state();
  }

  /** What is special about a goroutine, in parentheses. */
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

  /**
   * Writes a line per call, innermost first: function, place in the source if it is known, and how
   * far into the function. Inlined calls have no distance, as in Go's tracebacks. The bottom of
   * every stack is left out.
   */
  static void stack(TextWriter out, Frames frames, Goroutine goroutine, SourceLocations locations) {
    boolean any = false;
    int end = goroutine.firstFrame() + goroutine.frameCount();
    for (int f = goroutine.firstFrame(); f < end; f++) {
      if (f < end - 1 || !frames.function(f).equals(BOTTOM)) {
        String location = "";
        for (Call call : locations.callsAt(goroutine, f)) {
          if (call.inlined()) {
            out.line("    ", call.function() + "(...)  " + CallText.text(call), "");
          } else {
            location = "  " + CallText.text(call);
          }
        }
        String distance = " +0x" + Long.toHexString(frames.pc(f) - frames.entry(f));
        out.line("    ", frames.function(f) + location, distance);
        any = true;
      }
    }
    if (!any) {
      out.line("    (no frames)");
    }
  }

  /** All frames as JSON. */
  static List<Map<String, Object>> frames(
      Frames frames, Goroutine goroutine, SourceLocations locations, Optional<FrameText> locals) {
    List<Map<String, Object>> list = new ArrayList<>();
    for (int f = goroutine.firstFrame(); f < goroutine.firstFrame() + goroutine.frameCount(); f++) {
      Json.Fields fields =
          Json.fields()
              .with("function", frames.function(f))
              .with("pc", Amounts.address(frames.pc(f)))
              .with("entry", Amounts.address(frames.entry(f)))
              .with("continue_pc", Amounts.address(frames.continuePc(f)))
              .with("sp", Amounts.address(frames.sp(f)))
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

  /** A frame's place in the source, and the calls inlined there. */
  private static void addLocation(Json.Fields fields, List<Call> calls) {
    Optional<Call> own = calls.stream().filter(call -> !call.inlined()).findFirst();
    fields
        .with("file", own.filter(c -> !c.file().isEmpty()).map(Call::file).orElse(null))
        .with("line", own.filter(c -> c.line() != 0).map(Call::line).orElse(null))
        .with("inlined", calls.stream().filter(Call::inlined).map(CallText::json).toList());
  }
}
