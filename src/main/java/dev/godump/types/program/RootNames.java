package dev.godump.types.program;

import dev.godump.binary.dwarf.Global;
import dev.godump.binary.type.GoType;
import dev.godump.format.DumpRecord;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.RootKind;
import dev.godump.graph.Roots;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Names the variables that contain roots: {@code main.cache.entries}, {@code req.body}. Not
 * thread-safe.
 */
public final class RootNames {
  private final HeapGraph graph;
  private final ProgramTypes types;
  private final FrameVariables frameVariables;

  public RootNames(HeapGraph graph, ProgramTypes types) {
    this(graph, types, new FrameVariables(graph, types.locals(), types.slide()));
  }

  private RootNames(HeapGraph graph, ProgramTypes types, FrameVariables frameVariables) {
    this.graph = graph;
    this.types = types;
    this.frameVariables = frameVariables;
  }

  /** Returns the names from a program's executable. */
  public static RootNames of(HeapGraph graph, Program program) {
    return new RootNames(graph, new ProgramTypes(program, graph));
  }

  /**
   * A local variable that contains a root.
   *
   * @param text its name and the path to the root: {@code req.body}
   * @param frame the frame with the variable in scope: the frame that contains the root, or its
   *     callee for arguments passed on the stack
   * @param function the function that declares it: the frame's, or one inlined there
   * @param inliningDepth depth of the inlined call that declares it; 0 for the frame's function
   */
  public record Local(String text, int frame, String function, int inliningDepth) {}

  /** Returns the names for the roots of the graph or of a view of it. */
  public RootNames of(HeapGraph view) {
    return graph == view ? this : new RootNames(view, types, frameVariables);
  }

  /** Reports whether the program has DWARF, so that it describes local variables. */
  public boolean describesVariables() {
    return types.describesVariables();
  }

  /**
   * Returns the name of the variable that contains a root, and the path to it; empty if unknown.
   */
  public Optional<String> nameOf(int root) throws IOException {
    Roots roots = graph.roots();
    return switch (roots.kind(root)) {
      case DATA, BSS -> {
        DumpRecord.Segment segment = graph.process().segments().get(roots.recordIndex(root));
        yield globalNameAt(segment.address() + roots.offset(root));
      }
      case FRAME -> localOf(root).map(Local::text);
      default -> Optional.empty();
    };
  }

  /**
   * Returns the name of the package variable that contains an address of the process, and the path
   * to it.
   */
  public Optional<String> globalNameAt(long address) {
    return types.globalAt(address).map(global -> global.name() + path(global, address));
  }

  /**
   * Returns the package variable with a name such as {@code main.sessions}, with its address in the
   * process.
   */
  public Optional<Global> globalNamed(String name) {
    return types.globals().named(name).map(this::inProcess);
  }

  /**
   * Returns the package variable that contains an address of the process, with its address in the
   * process.
   */
  public Optional<Global> globalAt(long address) {
    return types.globalAt(address).map(this::inProcess);
  }

  private Global inProcess(Global global) {
    return new Global(
        global.name(), global.address() + types.slide(), global.size(), global.type());
  }

  /** Returns the variables in scope at a frame's pc, see {@link FrameVariables#variablesOf}. */
  public List<FrameVariable> variablesOf(int frame) throws IOException {
    return frameVariables.variablesOf(frame);
  }

  private String path(Global global, long address) {
    long offset = address - types.slide() - global.address();
    Optional<GoType> type = global.type();
    return type.isPresent()
        ? FieldPath.withWholeMaps(type.get(), 1, offset).text()
        : offset == 0 ? "" : "+0x" + Long.toHexString(offset);
  }

  /**
   * Returns the local variable that contains a root; empty if unknown, or if the root is not in a
   * frame.
   */
  public Optional<Local> localOf(int root) throws IOException {
    boolean inFrame = graph.roots().kind(root) == RootKind.FRAME;
    return inFrame
        ? localAt(graph.roots().recordIndex(root), graph.roots().offset(root))
        : Optional.empty();
  }

  /**
   * Returns the local variable at an offset of a frame's bytes; empty if unknown.
   *
   * @param frame its number in {@link dev.godump.graph.Frames}
   */
  public Optional<Local> localAt(int frame, long offset) throws IOException {
    // arguments passed on the stack are in the caller's frame
    for (int each = frame; each >= Math.max(0, frame - 1); each--) {
      if (graph.process().frames().goroutine(each) != graph.process().frames().goroutine(frame)) {
        break;
      }
      for (FrameVariable variable : frameVariables.variablesOf(each)) {
        for (FrameVariable.Slot slot : variable.slots()) {
          if (slot.frame() == frame
              && offset >= slot.frameOffset()
              && offset < slot.frameOffset() + slot.size()) {
            String text =
                variable.name()
                    + FieldPath.withWholeMaps(
                            variable.type(), 1, offset - slot.frameOffset() + slot.variableOffset())
                        .text();
            int inlining = variable.variable().inliningDepth();
            String function =
                inlining == 0
                    ? graph.process().frames().function(each)
                    : variable.variable().function();
            return Optional.of(new Local(text, each, function, inlining));
          }
        }
      }
    }
    return Optional.empty();
  }
}
