package dev.godump.cli;

import dev.godump.binary.dwarf.Global;
import dev.godump.binary.type.GoType;
import dev.godump.binary.type.GoType.Kind;
import dev.godump.cli.Errors.OperandException;
import dev.godump.graph.Frames;
import dev.godump.graph.Goroutine;
import dev.godump.graph.HeapGraph;
import dev.godump.types.program.FrameVariable;
import dev.godump.types.program.FrameVariable.Slot;
import dev.godump.types.program.RootNames;
import dev.godump.types.value.ValuePath;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A local variable of a goroutine, named as roots are: {@code goroutine 7, main.worker, req}. If
 * several calls of the function are on the stack, it is that of the innermost.
 */
final class LocalOperand {
  private static final Pattern NAME =
      Pattern.compile("(goroutine (\\d{1,18}), (\\S+), )(&?[^.\\[]+)(.*)");

  private final HeapGraph graph;
  private final RootNames names;
  private final ValuePath values;

  LocalOperand(HeapGraph graph, RootNames names, ValuePath values) {
    this.graph = graph;
    this.names = names;
    this.values = values;
  }

  /** Whether an operand names a local variable. */
  static boolean isLocal(String text) {
    return text.startsWith("goroutine ");
  }

  /**
   * Returns the variable at the start of a path: {@code goroutine 7, main.worker, req} of {@code
   * goroutine 7, main.worker, req.body}; with its address in the process.
   *
   * @throws OperandException if the goroutine has no such variable, or the dump lacks it
   */
  Global startOf(String path) throws IOException {
    Matcher name = NAME.matcher(path);
    if (!name.matches()) {
      throw new OperandException(
          "'" + path + "' is not a local variable (expected: goroutine ID, FUNCTION, NAME)");
    }
    long id = Long.parseLong(name.group(2));
    Goroutine goroutine =
        graph
            .process()
            .goroutine(id)
            .orElseThrow(() -> new OperandException("the dump has no goroutine " + id));
    FrameVariable found = find(goroutine, name.group(3), name.group(4));
    if (found == null) {
      throw new OperandException(
          "goroutine "
              + id
              + " has no variable "
              + name.group(4)
              + " in "
              + name.group(3)
              + "; godump goroutines --id "
              + id
              + " --locals shows those it has");
    }
    String start = name.group(1) + name.group(4);
    if (!found.isWhole()) {
      String locals = "; godump goroutines --id " + id + " --locals";
      throw new OperandException(start + notWhole(found) + locals + " shows all that is there");
    }
    return variable(start, found);
  }

  private static String notWhole(FrameVariable variable) {
    long present = variable.slots().stream().mapToLong(Slot::size).sum();
    long size = variable.type().size();
    return present == 0
        ? " is not in the dump"
        : present < size
            ? " is only in part in the dump, " + present + " of " + size + " bytes"
            : " is in the dump, but in pieces that are not next to each other on the stack";
  }

  /** The variable in the innermost call that has it in the dump, else in the innermost. */
  private @Nullable FrameVariable find(Goroutine goroutine, String function, String name)
      throws IOException {
    FrameVariable found = null;
    Frames frames = graph.process().frames();
    int end = goroutine.firstFrame() + goroutine.frameCount();
    for (int frame = goroutine.firstFrame(); frame < end; frame++) {
      for (FrameVariable each : names.variablesOf(frame)) {
        boolean inlined = each.variable().inliningDepth() > 0;
        String declares = inlined ? each.variable().function() : frames.function(frame);
        boolean named = each.name().equals(name) || each.name().equals("&" + name);
        if (named && declares.equals(function) && (found == null || !found.isWhole())) {
          found = each.isWhole() || found == null ? each : found;
        }
      }
    }
    return found;
  }

  private Global variable(String name, FrameVariable found) throws IOException {
    Slot slot = found.slots().get(0);
    long address = graph.process().frames().sp(slot.frame()) + slot.frameOffset();
    GoType moved = found.type().kind() == Kind.POINTER ? found.type().elem() : null;
    if (moved != null && found.name().startsWith("&") && name.indexOf('&') < 0) {
      // the compiler moved the variable to the heap, and the frame has its address
      long target = values.target(new ValuePath.TypedAddress(found.type(), address), name);
      return new Global(name, target, moved.size(), Optional.of(moved));
    }
    return new Global(name, address, found.type().size(), Optional.of(found.type()));
  }
}
