package dev.godump.binary.runtime;

/**
 * The layouts of runtime.moduledata (runtime/symtab.go) by release, since Go 1.5: offsets of fields
 * in words, or -1 if a release has no such field. All fields up to the last one here are words, or
 * slices of three words.
 */
public enum ModuleLayout implements ReleaseRow {
  GO_1_5(5, 0xfffffffbL, 3, 12, -1, -1, -1, -1, 25, -1, -1, -1),
  GO_1_7(7, 0xfffffffbL, 3, 12, 25, 26, -1, -1, 27, 30, -1, -1),
  GO_1_8(8, 0xfffffffbL, 3, 12, 25, 26, -1, -1, 30, 33, 27, -1),
  GO_1_16(16, 0xfffffffaL, 16, 22, 35, 36, -1, -1, 40, 43, 37, -1),
  GO_1_18(18, 0xfffffff0L, 16, 22, 35, 36, 37, 38, 42, 45, 39, -1),
  GO_1_20(20, 0xfffffff1L, 16, 22, 37, 38, 39, 40, 44, 47, 41, -1),
  GO_1_26(26, 0xfffffff1L, 16, 22, 37, 38, 39, 40, 45, 48, 42, -1),
  GO_1_27(27, 0xfffffff1L, 16, 22, 37, 39, 42, 43, -1, -1, 45, 38);

  /** The number of words up to the end of the last field here. */
  public static final int WORDS = 51;

  private final int since;
  private final long magic;
  public final int functionIndex;
  public final int text;
  public final int types;
  public final int etypes;
  public final int rodata;
  public final int gofunc;
  public final int typelinks;
  final int itablinks;
  final int textSections;

  /** Offset of typedesclen; itaboffset and itabsize are two and three words after it. */
  public final int typeDescriptors;

  ModuleLayout(
      int since,
      long magic,
      int functionIndex,
      int text,
      int types,
      int etypes,
      int rodata,
      int gofunc,
      int typelinks,
      int itablinks,
      int textSections,
      int typeDescriptors) {
    this.since = since;
    this.magic = magic;
    this.functionIndex = functionIndex;
    this.text = text;
    this.types = types;
    this.etypes = etypes;
    this.rodata = rodata;
    this.gofunc = gofunc;
    this.typelinks = typelinks;
    this.itablinks = itablinks;
    this.textSections = textSections;
    this.typeDescriptors = typeDescriptors;
  }

  /** The minor version of the first release with this layout: 18 for Go 1.18. */
  @Override
  public int since() {
    return since;
  }

  /** The magic of the function table. */
  public long magic() {
    return magic;
  }

  /** Reports whether a function table can start with this magic. */
  static boolean isKnownMagic(long magic) {
    return magic == GO_1_8.magic
        || magic == GO_1_16.magic
        || magic == GO_1_18.magic
        || magic == GO_1_20.magic;
  }
}
