package dev.godump.heap.roots;

import dev.godump.format.DumpRecord;
import dev.godump.graph.Frames;
import dev.godump.graph.Goroutine;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectTable;
import dev.godump.graph.ProcessState;
import dev.godump.types.program.Program;
import java.util.Optional;

/** Describes addresses of the dumped process, as far as the dump and the program know them. */
public final class AddressSpace {
  private final HeapGraph graph;

  private final Optional<Program> program;

  public AddressSpace(HeapGraph graph) {
    this(graph, Optional.empty());
  }

  /**
   * @param program the one that wrote the dump; it knows the names of functions
   */
  public AddressSpace(HeapGraph graph, Optional<Program> program) {
    this.graph = graph;
    this.program = program;
  }

  /**
   * Describes an address: {@code nil}, {@code data+0x40}, {@code stack of goroutine 18
   * (main.worker)}, {@code itab of main.Circle}, …
   */
  public String describe(long address) {
    if (address == 0) {
      return "nil";
    }
    int object = graph.objects().find(address);
    if (object != ObjectTable.NONE) {
      long start = graph.objects().address(object);
      return "object"
          + (address == start ? "" : " 0x" + Long.toHexString(start) + "+" + (address - start));
    }
    return segment(address)
        .or(() -> frame(address))
        .or(() -> typeWord(address))
        .or(() -> graph.process().frames().functionAt(address).map(name -> "code of " + name))
        .or(() -> program.flatMap(p -> p.functionNameAt(address)).map(name -> "code of " + name))
        .or(
            () ->
                program
                    .flatMap(p -> p.functionNameOfValue(address))
                    .map(name -> "function " + name))
        .orElseGet(() -> outside(address));
  }

  /**
   * The name of the function that starts at a pc; the pc itself if neither a stack nor the program
   * names it.
   */
  public String functionAt(long entry) {
    return findFunction(entry).orElseGet(() -> "function at pc 0x" + Long.toHexString(entry));
  }

  /** The name of the function that starts at a pc. */
  public Optional<String> findFunction(long entry) {
    return graph
        .process()
        .frames()
        .functionAt(entry)
        .or(() -> program.flatMap(p -> p.functionNameAt(entry)));
  }

  private Optional<String> segment(long address) {
    for (DumpRecord.Segment segment : graph.process().segments()) {
      long offset = address - segment.address();
      if (Long.compareUnsigned(offset, segment.contents().length()) < 0) {
        return Optional.of(segment.kind().label() + "+0x" + Long.toHexString(offset));
      }
    }
    return Optional.empty();
  }

  private Optional<String> frame(long address) {
    Frames all = graph.process().frames();
    int frame = all.at(address);
    int owner = frame == Frames.NONE ? Goroutine.NONE : all.goroutine(frame);
    if (owner == Goroutine.NONE) {
      return Optional.empty();
    }
    Goroutine goroutine = graph.process().goroutines().get(owner);
    return Optional.of("stack of goroutine " + goroutine.id() + " (" + all.function(frame) + ")");
  }

  private Optional<String> typeWord(long address) {
    ProcessState process = graph.process();
    DumpRecord.Itab itab = process.itabs().get(address);
    if (itab != null) {
      return Optional.of("itab of " + typeName(itab.type()));
    }
    return Optional.ofNullable(process.types().get(address))
        .map(type -> "type " + typeName(address));
  }

  private String typeName(long address) {
    DumpRecord.Type type = graph.process().types().get(address);
    if (type == null) {
      return "a type at 0x" + Long.toHexString(address);
    }
    return type.name().endsWith(".")
        ? "a pointer type of " + type.name().substring(0, type.name().length() - 1)
        : type.name();
  }

  private String outside(long address) {
    DumpRecord.Params params = graph.process().params();
    boolean heap =
        Long.compareUnsigned(address, params.heapStart()) >= 0
            && Long.compareUnsigned(address, params.heapEnd()) < 0;
    return heap
        ? "no object: free memory or a stack in the heap's range"
        : section(address).orElse("outside the heap: static data or code");
  }

  private Optional<String> section(long address) {
    return program.flatMap(
        p ->
            p.file().sections().stream()
                .filter(
                    s ->
                        s.address() != 0
                            && Long.compareUnsigned(address - p.slide() - s.address(), s.size())
                                < 0)
                .map(s -> "static data: " + s.name() + " of the executable")
                .findFirst());
  }
}
