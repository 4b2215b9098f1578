package dev.godump.analysis;

import dev.godump.format.DumpRecord;
import dev.godump.graph.Frames;
import dev.godump.graph.Goroutine;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ProcessState;
import dev.godump.types.Program;
import java.util.Optional;
import java.util.TreeMap;

/** Says what lies at an address of the dumped process, as far as the dump tells. */
public final class AddressSpace {
  private final HeapGraph graph;

  /** Frames by their lowest address (sign bit flipped, so that order is unsigned). */
  private final TreeMap<Long, Integer> frames = new TreeMap<>();

  private final TreeMap<Long, String> functions = new TreeMap<>();

  private final Optional<Program> program;

  public AddressSpace(HeapGraph graph) {
    this(graph, Optional.empty());
  }

  /** With the program that wrote the dump, which knows its code. */
  public AddressSpace(HeapGraph graph, Optional<Program> program) {
    this.graph = graph;
    this.program = program;
    Frames all = graph.process().frames();
    for (int f = 0; f < all.count(); f++) {
      frames.put(all.sp(f) ^ Long.MIN_VALUE, f);
      functions.putIfAbsent(all.entry(f), all.function(f));
    }
  }

  /**
   * In words: {@code nil}, {@code data+0x40}, {@code stack of goroutine 18 (main.worker)}, {@code
   * itab of main.Circle}, …
   */
  public String describe(long address) {
    if (address == 0) {
      return "nil";
    }
    int object = graph.objects().find(address);
    if (object >= 0) {
      long start = graph.objects().address(object);
      return "object" + (address == start ? "" : " 0x" + Long.toHexString(start) + "+" + (address - start));
    }
    return segment(address)
        .or(() -> frame(address))
        .or(() -> typeWord(address))
        .or(() -> Optional.ofNullable(functions.get(address)).map(name -> "code of " + name))
        .or(() -> program.flatMap(p -> p.function(address)).map(name -> "code of " + name))
        .or(() -> program.flatMap(p -> p.functionValue(address)).map(name -> "function " + name))
        .orElseGet(() -> outside(address));
  }

  /** The name of the function that starts at a pc, or the pc where neither a stack nor the program shows it. */
  public String function(long entry) {
    return knownFunction(entry).orElseGet(() -> "function at pc 0x" + Long.toHexString(entry));
  }

  /** The name of the function that starts at a pc. */
  public Optional<String> knownFunction(long entry) {
    return Optional.ofNullable(functions.get(entry)).or(() -> program.flatMap(p -> p.function(entry)));
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
    var entry = frames.floorEntry(address ^ Long.MIN_VALUE);
    if (entry == null) {
      return Optional.empty();
    }
    Frames all = graph.process().frames();
    int frame = entry.getValue();
    int owner = all.goroutine(frame);
    if (Long.compareUnsigned(address - all.sp(frame), all.size(frame)) >= 0 || owner < 0) {
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
    return Optional.ofNullable(process.types().get(address)).map(type -> "type " + typeName(address));
  }

  private String typeName(long address) {
    DumpRecord.Type type = graph.process().types().get(address);
    if (type == null) {
      return "a type at 0x" + Long.toHexString(address);
    }
    return type.name().endsWith(".") ? "a pointer type of " + type.name().substring(0, type.name().length() - 1) : type.name();
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
                .filter(s -> s.address() != 0 && Long.compareUnsigned(address - p.slide() - s.address(), s.size()) < 0)
                .map(s -> "static data: " + s.name() + " of the executable")
                .findFirst());
  }
}
