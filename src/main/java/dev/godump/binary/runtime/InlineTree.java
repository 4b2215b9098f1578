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
  static final int DEEPEST = 1 << 10;

  private final Executable program;
  private final int funcdata;
  private final int pcdata;
  private final int size;
  private final int name;

  /**
   * An inlined call.
   *
   * @param name offset of the function's name
   * @param parent offset in the physical function of an instruction at the call
   */
  record Inlined(long name, long parent) {}

  /**
   * @param release the minor version of the Go release that built the program, 0 if it isn't known
   */
  InlineTree(Executable program, int release) {
    this.program = program;
    this.pcdata = release < 14 ? 1 : 2;
    this.funcdata = release < 12 ? Integer.MAX_VALUE : release < 14 ? 2 : release < 16 ? 4 : 3;
    this.size = release < 20 ? 20 : 16;
    this.name = release < 20 ? 12 : 4;
  }

  /** The number of the table of a function's inlined calls. */
  int funcdata() {
    return funcdata;
  }

  /** The number of the pc-value table that says which of them an instruction belongs to. */
  int pcdata() {
    return pcdata;
  }

  /** An entry of the table at an address. */
  Optional<Inlined> entry(long table, int number) {
    return LoadedWords.at(program, table + (long) number * size, size)
        .map(w -> new Inlined(w.u32(name), w.u32(name == 12 ? 16 : 8)));
  }
}
