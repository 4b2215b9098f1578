package dev.godump.binary.runtime;

import dev.godump.binary.file.Executable;
import dev.godump.binary.file.LoadedWords;
import java.util.List;
import java.util.Optional;

/**
 * Reads which calls the compiler inlined into a function (runtime/symtabinl.go). Unsupported before
 * Go 1.12, as the older table has no position of the call in the caller.
 */
final class InlineTree {
  /** More than any compiler nests inlined calls. */
  static final int MAX_DEPTH = 1 << 10;

  /** An index that no function has. */
  private static final int NO_FUNCDATA = Integer.MAX_VALUE;

  private static final List<Layout> LAYOUTS =
      List.of(
          new Layout(0, 1, NO_FUNCDATA, 20, 12, 16),
          new Layout(12, 1, 2, 20, 12, 16),
          new Layout(14, 2, 4, 20, 12, 16),
          new Layout(16, 2, 3, 20, 12, 16),
          new Layout(20, 2, 3, 16, 4, 8));

  /**
   * The layout of a release.
   *
   * @param pcdata index of the pc-value table with indexes of entries
   * @param funcdata index of the funcdata with the tree
   * @param entrySize bytes per entry
   * @param nameOffset offset of the name in an entry
   * @param parentPcOffset offset of the parent's pc in an entry
   */
  private record Layout(
      int since, int pcdata, int funcdata, int entrySize, int nameOffset, int parentPcOffset)
      implements ReleaseRow {}

  private final Executable program;
  private final Layout layout;

  /**
   * An inlined call.
   *
   * @param nameOffset offset of the function's name in the table of names
   * @param parentPc offset of an instruction of the caller, at the call, from the entry of the
   *     physical function
   */
  record InlinedCall(long nameOffset, long parentPc) {}

  /**
   * @param minor the minor version of the Go release that built the program, or 0 if unknown
   */
  InlineTree(Executable program, int minor) {
    this.program = program;
    this.layout = ReleaseRow.of(LAYOUTS, minor);
  }

  /** Index of the funcdata with a function's inlined calls. */
  int funcdataIndex() {
    return layout.funcdata;
  }

  /** Index of the pc-value table that maps an instruction to one of these calls. */
  int pcdataIndex() {
    return layout.pcdata;
  }

  /** Returns an entry of the inline tree at an address. */
  Optional<InlinedCall> callAt(long table, int index) {
    return LoadedWords.read(program, table + (long) index * layout.entrySize, layout.entrySize)
        .map(w -> new InlinedCall(w.u32(layout.nameOffset), w.u32(layout.parentPcOffset)));
  }
}
