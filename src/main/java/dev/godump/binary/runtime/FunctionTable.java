package dev.godump.binary.runtime;

import dev.godump.binary.file.Executable;
import dev.godump.binary.file.LoadedWords;
import dev.godump.binary.file.Words;
import java.util.Optional;

/**
 * The function table of a Go program (runtime.pclntab): which function has a pc, and its record.
 * The layouts are those of runtime/symtab.go and cmd/link/internal/ld/pcln.go, Go 1.2 to 1.27.
 */
final class FunctionTable {
  /** A function's record is at most this long without its lists of pcdata and funcdata. */
  private static final int RECORD = 48;

  private final Executable program;
  private final ModuleData module;
  private final int word;
  private final boolean offsets;
  private final int count;
  private final long index;
  private final long records;
  private final long names;
  private final long files;
  private final long units;
  private final long pcValues;
  private final int quantum;
  private final TextSections text;

  private FunctionTable(Executable program, ModuleData module, Words header) {
    this.program = program;
    this.module = module;
    this.word = program.pointerSize();
    this.offsets = module.since() >= 18;
    this.quantum = header.u8(6);
    this.count = (int) Math.max(0, Math.min(header.word(8, word), Integer.MAX_VALUE >> 1));
    long start = module.functions();
    if (module.since() < 16) {
      index = start + 8 + word;
      records = start;
      names = start;
      units = 0;
      pcValues = start;
      long fileOffset = index + (2L * count + 1) * word;
      files = start + LoadedWords.at(program, fileOffset, 4).map(w -> w.u32(0)).orElse(0L);
    } else {
      int parts = 8 + (offsets ? 3 : 2) * word;
      names = start + header.word(parts, word);
      units = start + header.word(parts + word, word);
      files = start + header.word(parts + 2 * word, word);
      pcValues = start + header.word(parts + 3 * word, word);
      index = start + header.word(parts + 4 * word, word);
      records = index;
    }
    this.text = TextSections.of(program, module);
  }

  /** The table of a program, if it is whole enough to be searched. */
  static Optional<FunctionTable> of(Executable program, ModuleData module) {
    return LoadedWords.at(program, module.functions(), 8 + 8 * program.pointerSize())
        .map(header -> new FunctionTable(program, module, header))
        .filter(
            t ->
                t.count > 0
                    && LoadedWords.loaded(program, t.index, ((long) t.count + 1) * t.entrySize()));
  }

  int count() {
    return count;
  }

  /** Bytes of an instruction are a multiple of this. */
  int quantum() {
    return quantum;
  }

  /** What offsets in {@link FunctionRecord} for pc-value tables count from. */
  long pcValues() {
    return pcValues;
  }

  private int entrySize() {
    return offsets ? 8 : 2 * word;
  }

  /** A function's place in the index, by a pc in it; -1 if none has it. */
  int find(long pc) {
    if (!module.text().contains(pc)) {
      return -1;
    }
    long wanted = offsets ? text.offset(pc) : pc;
    int low = 0;
    int high = count;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (Long.compareUnsigned(start(middle), wanted) <= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low - 1;
  }

  /** Entry of a function, or one past the last for the end of all. */
  long entry(int function) {
    return offsets ? text.address(start(function)) : start(function);
  }

  private long start(int function) {
    return indexWord(function, 0);
  }

  private long indexWord(int function, int which) {
    int size = offsets ? 4 : word;
    return LoadedWords.at(
            program, index + (long) function * entrySize() + (long) which * size, size)
        .map(w -> w.word(0, size))
        .orElse(0L);
  }

  /** A function's record, if it is loaded. */
  Optional<FunctionRecord> record(int function) {
    long at = records + indexWord(function, 1);
    byte[] bytes = new byte[RECORD];
    int n = program.read(at, bytes, 0, RECORD);
    int length = FunctionRecord.length(module.since(), word);
    return n < length
        ? Optional.empty()
        : Optional.of(
            new FunctionRecord(at, new Words(bytes, program.bigEndian()), module.since(), word));
  }

  /** A name by its offset in the names. */
  Optional<String> name(long offset) {
    return LoadedWords.name(program, names + offset);
  }

  /** The path of a file, by its number in the compilation unit of a function. */
  Optional<String> file(FunctionRecord function, int number) {
    if (number < 0) {
      return Optional.empty();
    }
    if (module.since() < 16) {
      return LoadedWords.at(program, files + 4L * number, 4)
          .flatMap(w -> LoadedWords.name(program, module.functions() + w.u32(0)));
    }
    return LoadedWords.at(program, units + 4 * (function.unit() + number), 4)
        .filter(w -> w.u32(0) != 0xffffffffL)
        .flatMap(w -> LoadedWords.name(program, files + w.u32(0)));
  }

  /** Offset of a pc-value table of a function, 0 if it has none of that number. */
  long pcdata(FunctionRecord function, int number) {
    return number >= function.pcdataCount()
        ? 0
        : LoadedWords.at(program, function.lists() + 4L * number, 4).map(w -> w.u32(0)).orElse(0L);
  }

  /** Address of a table of a function, 0 if it has none of that number. */
  long funcdata(FunctionRecord function, int number) {
    if (number >= function.funcdataCount()) {
      return 0;
    }
    long lists = function.lists() + 4 * function.pcdataCount();
    if (offsets) {
      return LoadedWords.at(program, lists + 4L * number, 4)
          .filter(w -> w.u32(0) != 0xffffffffL)
          .map(w -> module.gofunc() + w.u32(0))
          .orElse(0L);
    }
    long aligned = (lists + word - 1) & -word;
    return LoadedWords.at(program, aligned + (long) number * word, word)
        .map(w -> w.word(0, word))
        .orElse(0L);
  }
}
