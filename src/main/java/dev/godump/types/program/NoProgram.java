package dev.godump.types.program;

import dev.godump.binary.type.GoType;
import dev.godump.format.DumpRecord;
import dev.godump.graph.Frames;
import dev.godump.graph.HeapGraph;
import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;
import java.util.List;
import java.util.Optional;

/** What a dump without its executable tells of types: the names of functions on some stack. */
public final class NoProgram implements KnownTypes {
  /** What functions are called of which only the address is known. */
  public static final String UNNAMED_FUNCTION = "function at 0x";

  private final Frames frames;

  /** Those that are on no stack. */
  private final Long2ObjectOpenHashMap<String> nameByEntry = new Long2ObjectOpenHashMap<>();

  private final boolean swissMaps;

  public NoProgram(HeapGraph graph) {
    frames = graph.process().frames();
    for (DumpRecord.Finalizer finalizer : graph.process().finalizers()) {
      nameByEntry.putIfAbsent(
          finalizer.entry(), UNNAMED_FUNCTION + Long.toHexString(finalizer.entry()));
    }
    for (DumpRecord.Defer defer : graph.process().defers()) {
      nameByEntry.putIfAbsent(defer.entry(), UNNAMED_FUNCTION + Long.toHexString(defer.entry()));
    }
    swissMaps =
        graph
            .process()
            .version()
            .map(v -> v.isAtLeast(24) && !v.experiments().contains("noswissmap"))
            .orElse(false);
  }

  @Override
  public Optional<GoType> at(long descriptor) {
    return Optional.empty();
  }

  @Override
  public boolean mayBeDescriptor(long address) {
    return false;
  }

  @Override
  public Optional<GoType> named(String name) {
    return Optional.empty();
  }

  @Override
  public GoType resolve(GoType type) {
    return type;
  }

  @Override
  public int entryOf(GoType type) {
    return -1;
  }

  @Override
  public Optional<GoType> typeOfEntry(int offset) {
    return Optional.empty();
  }

  @Override
  public long[] pointerOffsets(GoType type) {
    return null;
  }

  @Override
  public List<GoType> all() {
    return List.of();
  }

  @Override
  public Optional<String> nameOfFunction(long entry) {
    return frames.functionAt(entry).or(() -> Optional.ofNullable(nameByEntry.get(entry)));
  }

  @Override
  public List<GoType.Field> capturedBy(long entry) {
    return List.of();
  }

  @Override
  public boolean hasSwissMaps() {
    return swissMaps;
  }

  @Override
  public List<String> warnings() {
    return List.of();
  }
}
