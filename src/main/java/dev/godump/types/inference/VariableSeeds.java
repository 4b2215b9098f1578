package dev.godump.types.inference;

import dev.godump.binary.dwarf.Global;
import dev.godump.graph.Frames;
import dev.godump.graph.HeapGraph;
import dev.godump.types.Certainty;
import dev.godump.types.layout.Layout;
import dev.godump.types.layout.Layouts;
import dev.godump.types.program.FrameVariable;
import dev.godump.types.program.FrameVariables;
import dev.godump.types.program.FrameWords;
import dev.godump.types.program.ProgramTypes;
import dev.godump.types.program.SegmentWords;
import java.io.IOException;
import java.util.List;

/** Follows the references of package variables and of local variables on stacks. */
final class VariableSeeds {
  private final HeapGraph graph;
  private final ProgramTypes types;
  private final Layouts layouts;
  private final Propagation propagation;

  VariableSeeds(InferenceContext context, ProgramTypes types, Propagation propagation) {
    this.graph = context.graph();
    this.types = types;
    this.layouts = context.layouts();
    this.propagation = propagation;
  }

  /** Follows the references of package variables. */
  void fromGlobals() throws IOException {
    List<SegmentWords> segments = SegmentWords.all(graph);
    for (Global global : types.globals().all()) {
      if (global.type().isEmpty()) {
        continue;
      }
      Layout layout = layouts.layoutOf(global.type().get());
      if (!layout.isScannable()) {
        continue;
      }
      for (SegmentWords each : segments) {
        long offset = each.offsetOf(global.address() + types.slide());
        if (offset >= 0 && offset < each.segment().contents().length()) {
          propagation.values(each.words(), offset, layout, 1, Certainty.INFERRED);
        }
      }
    }
  }

  /** Follows the references of local variables that are live for the garbage collector. */
  void fromFrames() throws IOException {
    FrameVariables variables = new FrameVariables(graph, types.locals(), types.slide());
    FrameWords words = new FrameWords(graph);
    Frames frames = graph.process().frames();
    for (int frame = 0; frame < frames.count(); frame++) {
      for (FrameVariable variable : variables.variablesOf(frame)) {
        if (!variable.live()) {
          continue;
        }
        Layout layout = layouts.layoutOf(variable.type());
        if (layout.isScannable()) {
          words.open(variable);
          propagation.values(words, 0, layout, 1, Certainty.INFERRED);
        }
      }
    }
  }
}
