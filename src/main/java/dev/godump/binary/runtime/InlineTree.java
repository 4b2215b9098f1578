package dev.godump.binary.runtime;

import dev.godump.binary.file.Executable;
import dev.godump.binary.file.LoadedWords;
import java.util.Optional;

/**
 * Which calls the compiler inlined into functions (runtime/symtabinl.go). Says nothing before Go
 * 1.12, whose table doesn't tell where in the caller an inlined call stands.
 */
final class InlineTree {
  /** More than any compiler nests. */
  static final int MAX_DEPTH = 1 << 10;

  private final Executable program;
  private final int funcdataIndex;
  private final int pcdataIndex;
  private final int entrySize;
  private final int nameOffset;

  /**
   * An inlined call.
   *
   * @param name offset of the function's name
   * @param parent offset in the physical function of an instruction at the call
   */
  record InlinedCall(long nameOffset, long parentPc) {}

  /**
   * @param release the minor version of the Go release that built the program, 0 if it isn't known
   */
  InlineTree(Executable program, int minor) {
    this.program = program;
    this.pcdataIndex = minor < 14 ? 1 : 2;
    this.funcdataIndex = minor < 12 ? Integer.MAX_VALUE : minor < 14 ? 2 : minor < 16 ? 4 : 3;
    this.entrySize = minor < 20 ? 20 : 16;
    this.nameOffset = minor < 20 ? 12 : 4;
  }

  /** The number of the table of a function's inlined calls. */
  int funcdataIndex() {
    return funcdataIndex;
  }

  /** The number of the pc-value table that says which of them an instruction belongs to. */
  int pcdataIndex() {
    return pcdataIndex;
  }

  /** An entry of the table at an address. */
  Optional<InlinedCall> callAt(long table, int index) {
    return LoadedWords.read(program, table + (long) index * entrySize, entrySize)
        .map(w -> new InlinedCall(w.u32(nameOffset), w.u32(nameOffset == 12 ? 16 : 8)));
  }
}
