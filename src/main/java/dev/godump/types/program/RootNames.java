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
 * Names of the variables that hold roots: {@code main.cache.entries}, {@code req.body}. Used by one
 * thread at a time.
 */
public final class RootNames {
  private final HeapGraph graph;
  private final ProgramTypes types;
  private final FrameVariables frameVariables;

  public RootNames(HeapGraph graph, ProgramTypes types) {
    this.graph = graph;
    this.types = types;
    this.frameVariables = new FrameVariables(graph, types.locals(), types.slide());
  }

  /** The names that a program's executable has. */
  public static RootNames of(HeapGraph graph, Program program) {
    return new RootNames(graph, new ProgramTypes(program, graph));
  }

  /**
   * A variable of a frame that a root lies in.
   *
   * @param text its name, and what of it: {@code req.body}
   * @param frame that has the variable in scope: the one the root lies in, or for an argument that
   *     is passed on the stack the one it calls
   * @param function that declares it: the frame's, or one that is inlined there
   * @param inlining how many calls of inlined functions are between the frame's and that one
   */
  public record Local(String text, int frame, String function, int inliningDepth) {}

  /** Whether the program says what variables functions have: one without DWARF doesn't. */
  public boolean describesVariables() {
    return types.describesVariables();
  }

  /** The variable, and what of it, in which a root lies; empty where nothing tells. */
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

  /** The package variable, and what of it, that lies at an address of the process. */
  public Optional<String> globalNameAt(long address) {
    return types.globalAt(address).map(global -> global.name() + path(global, address));
  }

  /**
   * The package variable of a name, such as {@code main.sessions}, at its address in the process.
   */
  public Optional<Global> globalNamed(String name) {
    return types.globals().named(name).map(this::inProcess);
  }

  /** The package variable that lies at an address of the process, at its address there. */
  public Optional<Global> globalAt(long address) {
    return types.globalAt(address).map(this::inProcess);
  }

  private Global inProcess(Global global) {
    return new Global(
        global.name(), global.address() + types.slide(), global.size(), global.type());
  }

  /**
   * The variables that are in scope where a frame stands, as {@link FrameVariables#variablesOf}
   * gives them.
   */
  public List<FrameVariable> variablesOf(int frame) throws IOException {
    return frameVariables.variablesOf(frame);
  }

  private String path(Global global, long address) {
    long offset = address - types.slide() - global.address();
    Optional<GoType> type = global.type();
    return type.isPresent()
        ? FieldPath.of(type.get(), 1, offset).text()
        : offset == 0 ? "" : "+0x" + Long.toHexString(offset);
  }

  /**
   * The variable of a frame in which a root lies; empty where nothing tells, or it lies in no
   * frame.
   */
  public Optional<Local> localOf(int root) throws IOException {
    boolean inFrame = graph.roots().kind(root) == RootKind.FRAME;
    return inFrame
        ? localOf(graph.roots().recordIndex(root), graph.roots().offset(root))
        : Optional.empty();
  }

  private Optional<Local> localOf(int frame, long offset) throws IOException {
    // arguments that are passed on the stack lie in the caller's frame
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
                    + FieldPath.of(
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
