package dev.godump.types.program;

import dev.godump.format.DumpRecord;
import dev.godump.graph.Frames;
import dev.godump.graph.HeapGraph;
import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;
import java.util.Optional;

/** The types of a dump without its executable: only the names of functions on stacks are known. */
public final class NoProgram implements KnownTypes {
  /** Prefix of the name of a function with only a known address. */
  public static final String UNNAMED_FUNCTION = "function at 0x";

  private final Frames frames;

  /** Names of functions that are on no stack. */
  private final Long2ObjectOpenHashMap<String> nameByEntry = new Long2ObjectOpenHashMap<>();

  private final boolean swissMaps;
  private final CodeRange code;

  public NoProgram(HeapGraph graph) {
    frames = graph.process().frames();
    for (DumpRecord.Finalizer finalizer : graph.process().finalizers()) {
      nameByEntry.putIfAbsent(
          finalizer.entry(), UNNAMED_FUNCTION + Long.toHexString(finalizer.entry()));
    }
    for (DumpRecord.Defer defer : graph.process().defers()) {
      nameByEntry.putIfAbsent(defer.entry(), UNNAMED_FUNCTION + Long.toHexString(defer.entry()));
    }
    code = CodeRange.of(graph);
    swissMaps =
        graph
            .process()
            .version()
            .map(v -> v.isAtLeast(24) && !v.experiments().contains("noswissmap"))
            .orElse(false);
  }

  @Override
  public Optional<String> nameOfFunction(long entry) {
    return frames.functionAt(entry).or(() -> Optional.ofNullable(nameByEntry.get(entry)));
  }

  @Override
  public boolean mayBeFunction(long address) {
    return code.mayBeEntry(address);
  }

  @Override
  public boolean hasSwissMaps() {
    return swissMaps;
  }
}
