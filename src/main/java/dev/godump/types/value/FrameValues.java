package dev.godump.types.value;

import dev.godump.binary.dwarf.LocalVariable;
import dev.godump.binary.dwarf.Piece;
import dev.godump.binary.type.GoType;
import dev.godump.binary.type.GoType.Kind;
import dev.godump.format.FrameLookup;
import dev.godump.format.RecordContents;
import dev.godump.graph.HeapGraph;
import dev.godump.types.program.FrameVariable;
import dev.godump.types.program.FrameVariable.Slot;
import dev.godump.types.program.RootNames;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads the variables of stack frames. Not thread-safe. */
public final class FrameValues {
  /** The most bytes of a variable to put together from several pieces. */
  private static final int MAX_BYTES = 1 << 16;

  private final HeapGraph graph;
  private final RootNames names;
  private final ValueReader values;
  private final FrameLookup frames;

  public FrameValues(HeapGraph graph, RootNames names, ValueReader values) {
    this.graph = graph;
    this.names = names;
    this.values = values;
    this.frames = new FrameLookup(graph.source());
  }

  /**
   * A variable and its value.
   *
   * @param variable as the program describes it
   * @param name without the mark of a variable that was moved to the heap
   * @param type of {@code value}
   * @param present whether the dump has at least a part of it
   * @param stale whether the variable is not known to be live, so that the value can be outdated
   */
  public record FrameValue(
      LocalVariable variable,
      String name,
      GoType type,
      GoValue value,
      boolean present,
      boolean stale) {}

  /** Whether the program describes variables. */
  public boolean isAvailable() {
    return names.describesVariables();
  }

  /**
   * Reads the arguments, results and locals in scope at a frame's pc, in the order of the program.
   * A variable that is only stored in parts is returned in parts.
   */
  public List<FrameValue> valuesOf(int frame) throws IOException {
    List<FrameValue> all = new ArrayList<>();
    List<FrameVariable> variables = names.variablesOf(frame);
    for (FrameVariable variable : variables) {
      if (!variable.variable().isPart() || variables.stream().noneMatch(v -> covers(v, variable))) {
        all.add(read(variable));
      }
    }
    return all;
  }

  /** Whether a variable in the dump includes a part. */
  private static boolean covers(FrameVariable whole, FrameVariable part) {
    return !whole.variable().isPart()
        && !whole.slots().isEmpty()
        && part.name().startsWith(whole.name())
        && ".[".indexOf(part.name().charAt(whole.name().length())) >= 0;
  }

  private FrameValue read(FrameVariable variable) throws IOException {
    GoType type = variable.type();
    GoValue value = value(variable);
    boolean stale = !variable.slots().isEmpty() && !variable.live();
    boolean moved = variable.name().startsWith("&") && type.kind() == Kind.POINTER;
    GoType movedType = moved ? type.elem() : null;
    if (movedType != null && value instanceof GoValue.Pointer pointer) {
      return new FrameValue(
          variable.variable(),
          variable.name().substring(1),
          movedType,
          values.readAt(movedType, pointer.address()),
          true,
          stale);
    }
    return new FrameValue(
        variable.variable(), variable.name(), type, value, !variable.slots().isEmpty(), stale);
  }

  private GoValue value(FrameVariable variable) throws IOException {
    List<Slot> slots = variable.slots();
    if (variable.type().size() == 0) {
      return values.readFrom(variable.type(), new byte[0], new boolean[0]);
    }
    if (slots.isEmpty()) {
      return elsewhere(variable);
    }
    if (variable.isWhole()) {
      Slot slot = slots.get(0);
      return values.readAt(
          variable.type(), graph.process().frames().sp(slot.frame()) + slot.frameOffset());
    }
    if (variable.type().size() > MAX_BYTES) {
      return new GoValue.Unknown("only parts of it are in the dump");
    }
    byte[] bytes = new byte[(int) variable.type().size()];
    boolean[] present = new boolean[bytes.length];
    for (Slot slot : slots) {
      put(slot, bytes, present);
    }
    return values.readFrom(variable.type(), bytes, present);
  }

  private void put(Slot slot, byte[] bytes, boolean[] present) throws IOException {
    RecordContents contents = frames.at(graph.process().frames().position(slot.frame())).contents();
    long length =
        Math.min(
            slot.size(),
            Math.min(
                bytes.length - slot.variableOffset(), contents.present() - slot.frameOffset()));
    if (length > 0) {
      int n =
          graph
              .source()
              .read(
                  contents.position() + slot.frameOffset(),
                  bytes,
                  (int) slot.variableOffset(),
                  (int) length);
      for (int i = 0; i < n; i++) {
        present[(int) slot.variableOffset() + i] = true;
      }
    }
  }

  private static GoValue elsewhere(FrameVariable variable) {
    List<Piece> pieces = variable.variable().pieces();
    boolean register = pieces.stream().anyMatch(p -> p.location() == Piece.Location.REGISTER);
    boolean constant = pieces.size() == 1 && pieces.get(0).location() == Piece.Location.CONSTANT;
    if (constant
        && variable.type().kind().compareTo(Kind.BOOL) >= 0
        && variable.type().kind().compareTo(Kind.UINTPTR) <= 0) {
      return new GoValue.Scalar(pieces.get(0).value());
    }
    return new GoValue.Unknown(register ? "in a register" : "not kept at this point");
  }
}
