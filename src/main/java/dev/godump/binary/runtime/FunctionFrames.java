package dev.godump.binary.runtime;

import dev.godump.binary.file.Executable;
import dev.godump.binary.file.LoadedWords;
import dev.godump.binary.runtime.FunctionFrame.PointerBits;
import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;
import java.util.Optional;

/**
 * Finds the layouts of frames: sizes in the pc-value table pcsp, pointers in the stack maps of the
 * funcdata, as runtime/heapdump.go dumpframe looks them up (Go 1.15 to 1.27). Not thread-safe.
 */
public final class FunctionFrames {
  private static final int STACK_MAP_INDEX = 1;
  private static final int ARGUMENT_MAPS = 0;
  private static final int LOCAL_MAPS = 1;
  private static final int MAX_MAP_WORDS = 1 << 20;
  private static final int MAX_CACHED = 1 << 16;

  /** The bit of a function's flags that says that nothing calls it, since Go 1.17. */
  private static final int TOP_FRAME = 1;

  private final Executable program;
  private final FunctionTable table;
  private final PcValues pcValues;
  private final boolean hasFlags;
  private final Long2ObjectOpenHashMap<Optional<FunctionFrame>> layoutByPc =
      new Long2ObjectOpenHashMap<>();

  private FunctionFrames(Executable program, FunctionTable table, boolean hasFlags) {
    this.program = program;
    this.table = table;
    this.pcValues = new PcValues(program);
    this.hasFlags = hasFlags;
  }

  /**
   * Returns the layouts of the functions of a program.
   *
   * @param minor the minor version of the Go release that built it
   * @return empty if its function table is damaged
   */
  public static Optional<FunctionFrames> of(Executable program, ModuleData module, int minor) {
    return FunctionTable.of(program, module)
        .map(table -> new FunctionFrames(program, table, minor >= 17));
  }

  /**
   * Returns the layout of the frame of the function that contains an instruction.
   *
   * @param pc the next instruction that the function will run
   * @return empty if no function contains it, or if its tables are damaged
   */
  public Optional<FunctionFrame> at(long pc) {
    Optional<FunctionFrame> layout = layoutByPc.get(pc);
    if (layout == null) {
      layout = find(pc);
      if (layoutByPc.size() < MAX_CACHED) {
        layoutByPc.put(pc, layout);
      }
    }
    return layout;
  }

  private Optional<FunctionFrame> find(long pc) {
    int index = table.indexOf(pc);
    Optional<FunctionRecord> found =
        index == FunctionTable.NONE ? Optional.empty() : table.recordOf(index);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    FunctionRecord function = found.get();
    long entry = table.entryOf(index);
    int size = value(function.pcsp(), entry, pc);
    if (size < 0) {
      return Optional.empty();
    }
    // the runtime uses the first map at the entry, and where the table has no value
    int map =
        pc == entry
            ? 0
            : Math.max(0, value(table.pcdataOffset(function, STACK_MAP_INDEX), entry, pc - 1));
    String name = table.nameAt(function.nameOffset()).orElse("");
    return Optional.of(
        new FunctionFrame(
            new Function(name, entry, table.entryOf(index + 1)),
            size,
            function.argumentBytes(),
            function.deferReturn(),
            isOutermost(function, name),
            pointers(table.funcdataAddress(function, LOCAL_MAPS), map),
            pointers(table.funcdataAddress(function, ARGUMENT_MAPS), map)));
  }

  private boolean isOutermost(FunctionRecord function, String name) {
    return (hasFlags && (function.flags() & TOP_FRAME) != 0)
        || name.equals("runtime.goexit")
        || name.equals("runtime.mstart")
        || name.equals("runtime.rt0_go");
  }

  private int value(long offset, long entry, long pc) {
    return offset == 0
        ? PcValues.NONE
        : pcValues.valueAt(table.pcTable() + offset, entry, pc, table.quantum());
  }

  /** Reads a map of a list (runtime.stackmap): the number of maps, their bits, the maps. */
  private Optional<PointerBits> pointers(long maps, int index) {
    if (maps == 0) {
      return Optional.empty();
    }
    return LoadedWords.read(program, maps, 8)
        .flatMap(
            head -> {
              long count = head.u32(0);
              int words = (int) Math.min(head.u32(4), MAX_MAP_WORDS);
              return words == 0 || index >= count
                  ? Optional.of(PointerBits.NONE)
                  : PointerMask.at(program, maps + 8 + index * ((words + 7L) / 8), words)
                      .map(bits -> new PointerBits(words, bits));
            });
  }
}
