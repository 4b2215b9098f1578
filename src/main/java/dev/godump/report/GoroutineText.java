package dev.godump.report;

import dev.godump.binary.runtime.Call;
import dev.godump.graph.Frames;
import dev.godump.graph.Goroutine;
import dev.godump.heap.roots.SourceLocations;
import dev.godump.report.text.Json;
import dev.godump.report.text.TextWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Shows a goroutine and its stack. */
final class GoroutineText {
  private static final String BOTTOM = "runtime.goexit";

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

  /**
   * Writes one line per call, innermost first: function and source location if known. The innermost
   * calls of the runtime and {@code runtime.goexit} at the bottom are left out, unless the stack
   * has no others.
   */
  static void stack(TextWriter out, Frames frames, Goroutine goroutine, SourceLocations locations) {
    boolean any = false;
    int end = goroutine.firstFrame() + goroutine.frameCount();
    for (int f = firstShown(frames, goroutine); f < end; f++) {
      if (f < end - 1 || !frames.function(f).equals(BOTTOM)) {
        String location = "";
        for (Call call : locations.callsAt(goroutine, f)) {
          if (call.inlined()) {
            out.line("    ", call.function() + "(...)  " + CallText.shortText(call), "");
          } else {
            location = "  " + CallText.shortText(call);
          }
        }
        out.line("    ", frames.function(f) + location, "");
        any = true;
      }
    }
    if (!any) {
      out.line("    (no frames)");
    }
  }

  /** Returns the first frame that is not of the runtime, or the first of all if there is none. */
  private static int firstShown(Frames frames, Goroutine goroutine) {
    int end = goroutine.firstFrame() + goroutine.frameCount();
    for (int f = goroutine.firstFrame(); f < end; f++) {
      if (!frames.function(f).startsWith("runtime.")) {
        return f;
      }
    }
    return goroutine.firstFrame();
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
