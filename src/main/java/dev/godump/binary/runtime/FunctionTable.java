package dev.godump.binary.runtime;

import dev.godump.binary.file.Executable;
import dev.godump.binary.file.LoadedWords;
import dev.godump.binary.file.Words;
import java.util.Optional;

/**
 * The function table of a Go program (runtime.pclntab), which maps a pc to a function and its
 * record. Layouts: runtime/symtab.go and cmd/link/internal/ld/pcln.go, Go 1.2 to 1.27.
 */
final class FunctionTable {
  /** No function. */
  static final int NONE = -1;

  /**
   * The maximum length of a function's record without its lists of pcdata and funcdata, in bytes.
   */
  private static final int MAX_RECORD_LENGTH = 48;

  private final Executable program;
  private final ModuleData module;
  private final int wordSize;
  private final boolean usesOffsets;
  private final FunctionRecord.Layout recordLayout;
  private final int count;
  private final long indexAddress;
  private final long recordBase;
  private final long nameTable;
  private final long fileTable;
  private final long cuTable;
  private final long pcTable;
  private final int quantum;
  private final TextSections textSections;

  private FunctionTable(Executable program, ModuleData module, Words header) {
    this.program = program;
    this.module = module;
    this.wordSize = program.pointerSize();
    this.usesOffsets = module.since() >= 18;
    this.recordLayout = FunctionRecord.Layout.of(module.since());
    this.quantum = header.u8(6);
    this.count = (int) Math.max(0, Math.min(header.word(8, wordSize), Integer.MAX_VALUE >> 1));
    long start = module.functionTable();
    if (module.since() < 16) {
      indexAddress = start + 8 + wordSize;
      recordBase = start;
      nameTable = start;
      cuTable = 0;
      pcTable = start;
      long fileOffset = indexAddress + (2L * count + 1) * wordSize;
      fileTable = start + LoadedWords.read(program, fileOffset, 4).map(w -> w.u32(0)).orElse(0L);
    } else {
      int parts = 8 + (usesOffsets ? 3 : 2) * wordSize;
      nameTable = start + header.word(parts, wordSize);
      cuTable = start + header.word(parts + wordSize, wordSize);
      fileTable = start + header.word(parts + 2 * wordSize, wordSize);
      pcTable = start + header.word(parts + 3 * wordSize, wordSize);
      indexAddress = start + header.word(parts + 4 * wordSize, wordSize);
      recordBase = indexAddress;
    }
    this.textSections = TextSections.of(program, module);
  }

  /**
   * Opens the table of a program; empty if it can't be searched because its index is not loaded.
   */
  static Optional<FunctionTable> of(Executable program, ModuleData module) {
    return LoadedWords.read(program, module.functionTable(), 8 + 8 * program.pointerSize())
        .map(header -> new FunctionTable(program, module, header))
        .filter(
            t ->
                t.count > 0
                    && LoadedWords.isLoaded(
                        program, t.indexAddress, ((long) t.count + 1) * t.entrySize()));
  }

  int count() {
    return count;
  }

  /** Instruction sizes are multiples of this number of bytes. */
  int quantum() {
    return quantum;
  }

  /** The address that offsets of pc-value tables are relative to. */
  long pcTable() {
    return pcTable;
  }

  private int entrySize() {
    return usesOffsets ? 8 : 2 * wordSize;
  }

  /** Returns the index of the function that contains a pc, or NONE. */
  int indexOf(long pc) {
    if (!module.text().contains(pc)) {
      return NONE;
    }
    long stored = usesOffsets ? textSections.offsetOf(pc) : pc;
    int low = 0;
    int high = count;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (Long.compareUnsigned(storedEntry(middle), stored) <= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low - 1;
  }

  /** Returns the entry of a function, or the end of the code for an index one past the last. */
  long entryOf(int function) {
    return usesOffsets ? textSections.addressOf(storedEntry(function)) : storedEntry(function);
  }

  private long storedEntry(int function) {
    return indexWord(function, 0);
  }

  private long indexWord(int function, int column) {
    int size = usesOffsets ? 4 : wordSize;
    return LoadedWords.read(
            program, indexAddress + (long) function * entrySize() + (long) column * size, size)
        .map(w -> w.word(0, size))
        .orElse(0L);
  }

  /** Returns the record of a function, or empty if it is not loaded. */
  Optional<FunctionRecord> recordOf(int function) {
    long at = recordBase + indexWord(function, 1);
    byte[] bytes = new byte[MAX_RECORD_LENGTH];
    int n = program.read(at, bytes, 0, MAX_RECORD_LENGTH);
    int length = recordLayout.length(wordSize);
    return n < length
        ? Optional.empty()
        : Optional.of(
            new FunctionRecord(at, new Words(bytes, program.bigEndian()), recordLayout, wordSize));
  }

  /** Returns the name at an offset in the table of names. */
  Optional<String> nameAt(long offset) {
    return LoadedWords.readName(program, nameTable + offset);
  }

  /** Returns the path of a file by its index in the compilation unit of a function. */
  Optional<String> fileOf(FunctionRecord function, int index) {
    if (index < 0) {
      return Optional.empty();
    }
    if (module.since() < 16) {
      return LoadedWords.read(program, fileTable + 4L * index, 4)
          .flatMap(w -> LoadedWords.readName(program, module.functionTable() + w.u32(0)));
    }
    return LoadedWords.read(program, cuTable + 4 * (function.cuOffset() + index), 4)
        .filter(w -> w.u32(0) != 0xffffffffL)
        .flatMap(w -> LoadedWords.readName(program, fileTable + w.u32(0)));
  }

  /** Returns the offset of a function's pc-value table, or 0 if the function doesn't have it. */
  long pcdataOffset(FunctionRecord function, int index) {
    return index >= function.pcdataCount()
        ? 0
        : LoadedWords.read(program, function.pcdataAddress() + 4L * index, 4)
            .map(w -> w.u32(0))
            .orElse(0L);
  }

  /** Returns the address of a function's funcdata, or 0 if the function doesn't have it. */
  long funcdataAddress(FunctionRecord function, int index) {
    if (index >= function.funcdataCount()) {
      return 0;
    }
    long lists = function.pcdataAddress() + 4 * function.pcdataCount();
    if (usesOffsets) {
      return LoadedWords.read(program, lists + 4L * index, 4)
          .filter(w -> w.u32(0) != 0xffffffffL)
          .map(w -> module.gofunc() + w.u32(0))
          .orElse(0L);
    }
    long aligned = (lists + wordSize - 1) & -wordSize;
    return LoadedWords.read(program, aligned + (long) index * wordSize, wordSize)
        .map(w -> w.word(0, wordSize))
        .orElse(0L);
  }
}
