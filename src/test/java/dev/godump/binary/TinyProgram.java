package dev.godump.binary;

import dev.godump.binary.runtime.ModuleLayout;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A Go program with three functions and the linker's tables in the layout of a release:
 *
 * <pre>
 * main.main  0x401000  main.go:10, from +0x80 main.go:12
 * main.work  0x401100  main.go:40, from +0x8 main.go:42, from +0x10 main.helper inlined, helper.go:7,
 *                      called at main.go:42; from +0x20 main.go:43
 * main.last  0x401200  main.go:90
 * </pre>
 */
public final class TinyProgram {
  public static final long BASE = 0x400000;
  public static final long TEXT = 0x401000;
  public static final long TYPES = 0x402000;
  public static final long GOFUNC = 0x402100;
  public static final long TYPELINKS = 0x403000;
  public static final long PCLNTAB = 0x404000;
  public static final long BUILDINFO = 0x405000;
  public static final long MODULE = 0x406000;
  public static final long DATA = 0x407000;
  public static final long BSS = 0x408000;
  static final String SETTINGS =
      "path\texample.com/tiny\nmod\texample.com/tiny\t(devel)\t\nbuild\tvcs.revision=abc123\n";

  private static final int FUNCTIONS = 3;
  private static final int LENGTH = 0x100;
  private static final int PCDATA = 3;
  private static final List<String> NAMES =
      List.of("main.main", "main.work", "main.last", "main.helper");
  private static final List<String> FILES = List.of("/src/main.go", "/src/helper.go");
  private static final int[] NONE = {};

  /** For each function, pairs of a value and the offset of its end. */
  private static final int[][] LINES = {
    {10, 0x80, 12, 0x100}, {40, 0x8, 42, 0x10, 7, 0x20, 43, 0x100}, {90, 0x100}
  };

  private static final int[][] FILE_NUMBERS = {
    {0, 0x100}, {0, 0x10, 1, 0x20, 0, 0x100}, {0, 0x100}
  };
  private static final int[][] INLINED = {NONE, {-1, 0x10, 0, 0x20, -1, 0x100}, NONE};

  private final ModuleLayout layout;
  private final boolean wide;
  private final boolean bigEndian;
  private final int word;
  private long index;

  private TinyProgram(ModuleLayout layout, boolean wide, boolean bigEndian) {
    this.layout = layout;
    this.wide = wide;
    this.bigEndian = bigEndian;
    this.word = wide ? 8 : 4;
  }

  /** The 64-bit, little-endian program of Go 1.20.3. */
  public static ObjectFile ofGo120() {
    return of(ModuleLayout.GO_1_20, true, false);
  }

  public static ObjectFile of(ModuleLayout layout, boolean wide, boolean bigEndian) {
    return new TinyProgram(layout, wide, bigEndian).file();
  }

  private ObjectFile file() {
    byte[] table = layout.since() < 16 ? oldTable() : newTable();
    return new ObjectFile(wide, bigEndian)
        .section(".text", TEXT, new byte[FUNCTIONS * LENGTH])
        .section(
            ".rodata", TYPES, new Bytes(bigEndian).upTo(GOFUNC - TYPES).raw(inlineTree()).bytes())
        .section(".typelink", TYPELINKS, new Bytes(bigEndian).u32(0x40).u32(0).bytes())
        .section(".gopclntab", PCLNTAB, table)
        .section(".go.buildinfo", BUILDINFO, buildInfo())
        .section(".noptrdata", MODULE, module())
        .section(".data", DATA, data())
        .section(".debug_frame", 0, "the program's types".getBytes(StandardCharsets.UTF_8))
        .symbol("runtime.text", TEXT, 0)
        .symbol("main.main", TEXT, LENGTH)
        .symbol("runtime.firstmoduledata", MODULE, (long) ModuleLayout.WORDS * word);
  }

  private Bytes bytes() {
    return new Bytes(bigEndian);
  }

  /** Writes pairs of value and end as varints of differences. */
  private static void pcTable(Bytes out, int[] pairs) {
    int value = -1;
    int pc = 0;
    for (int i = 0; i < pairs.length; i += 2) {
      int change = pairs[i] - value;
      varint(out, change << 1 ^ change >> 31);
      varint(out, pairs[i + 1] - pc);
      value = pairs[i];
      pc = pairs[i + 1];
    }
    out.u8(0);
  }

  private static void varint(Bytes out, int number) {
    int n = number;
    while (n >= 0x80) {
      out.u8((n & 0x7f) | 0x80);
      n >>>= 7;
    }
    out.u8(n);
  }

  private static int[] plus(int[] pairs, int more) {
    int[] result = pairs.clone();
    for (int i = 0; i < result.length; i += 2) {
      result[i] += more;
    }
    return result;
  }

  private int nameOffset(int function) {
    return NAMES.subList(0, function).stream().mapToInt(n -> n.length() + 1).sum();
  }

  private int funcdataCount() {
    return layout.since() < 16 ? 5 : 4;
  }

  /**
   * Writes a function's record with the offsets of its name and its tables of files, lines and
   * inlined calls.
   */
  private void record(Bytes out, int function, long name, long file, long line, long inlined) {
    long entry = (long) function * LENGTH;
    boolean offsets = layout.since() >= 18;
    out.number(offsets ? entry : TEXT + entry, offsets ? 4 : word);
    out.u32(name).u32(0).u32(0).u32(0).u32(file).u32(line).u32(PCDATA);
    if (layout.since() >= 16) {
      out.u32(0);
    }
    if (layout.since() >= 20) {
      out.u32(1);
    }
    out.u8(0, 0, 0, funcdataCount()).u32(0).u32(0).u32(inlined);
    long none = offsets ? 0xffffffffL : 0;
    if (!offsets) {
      out.align(word);
    }
    for (int i = 0; i < funcdataCount(); i++) {
      boolean tree = inlined != 0 && i == funcdataCount() - 1;
      long there = offsets ? 0 : GOFUNC;
      out.number(tree ? there : none, offsets ? 4 : word);
    }
    out.align(word);
  }

  private byte[] inlineTree() {
    long name = nameOffset(3) + (layout.since() < 16 ? oldStart() : 0);
    Bytes out = bytes();
    return layout.since() < 20
        ? out.u16(0xffff).u8(0, 0).u32(0).u32(42).u32(name).u32(8).bytes()
        : out.u32(0).u32(name).u32(8).u32(1).bytes();
  }

  /** The offset of the names, up to Go 1.15. */
  private long oldStart() {
    return 8 + word + (2L * FUNCTIONS + 1) * word + 4;
  }

  private byte[] oldTable() {
    Bytes rest = bytes();
    long start = oldStart();
    NAMES.forEach(rest::name);
    long[] fileNames = new long[FILES.size()];
    for (int i = 0; i < fileNames.length; i++) {
      fileNames[i] = start + rest.size();
      rest.name(FILES.get(i));
    }
    long[] records = new long[FUNCTIONS];
    for (int f = 0; f < FUNCTIONS; f++) {
      long file = start + rest.size();
      pcTable(rest, plus(FILE_NUMBERS[f], 1));
      long line = start + rest.size();
      pcTable(rest, LINES[f]);
      long inlined = INLINED[f].length == 0 ? 0 : start + rest.size();
      pcTable(rest, INLINED[f]);
      // records are aligned to words
      rest.upTo((start + rest.size() + word - 1) / word * word - start);
      records[f] = start + rest.size();
      Bytes record = bytes();
      record(record, f, start + nameOffset(f), file, line, inlined);
      rest.raw(record.bytes());
    }
    long files = start + rest.size();
    rest.u32(FILES.size() + 1L).u32(fileNames[0]).u32(fileNames[1]);
    Bytes out = bytes().u32(layout.magic()).u8(0, 0, 1, word).number(FUNCTIONS, word);
    index = PCLNTAB + out.size();
    for (int f = 0; f < FUNCTIONS; f++) {
      out.number(TEXT + (long) f * LENGTH, word).number(records[f], word);
    }
    return out.number(TEXT + FUNCTIONS * LENGTH, word).u32(files).raw(rest.bytes()).bytes();
  }

  private byte[] newTable() {
    boolean offsets = layout.since() >= 18;
    int header = 8 + (offsets ? 8 : 7) * word;
    Bytes names = bytes();
    NAMES.forEach(names::name);
    Bytes files = bytes();
    FILES.forEach(files::name);
    Bytes units = bytes().u32(0).u32(FILES.get(0).length() + 1L);
    Bytes pcs = bytes().u8(0);
    int entry = offsets ? 4 : word;
    long recordsStart = ((2L * FUNCTIONS + 1) * entry + word - 1) / word * word;
    Bytes records = bytes();
    Bytes functions = bytes();
    for (int f = 0; f < FUNCTIONS; f++) {
      long file = pcs.size();
      pcTable(pcs, FILE_NUMBERS[f]);
      long line = pcs.size();
      pcTable(pcs, LINES[f]);
      long inlined = INLINED[f].length == 0 ? 0 : pcs.size();
      pcTable(pcs, INLINED[f]);
      functions
          .number((offsets ? 0 : TEXT) + (long) f * LENGTH, entry)
          .number(recordsStart + records.size(), entry);
      record(records, f, nameOffset(f), file, line, inlined);
    }
    functions.number((offsets ? 0 : TEXT) + FUNCTIONS * LENGTH, entry).align(word);
    long namesAt = header;
    long unitsAt = namesAt + names.size();
    long filesAt = unitsAt + units.size();
    long pcsAt = filesAt + files.size();
    long functionsAt = (pcsAt + pcs.size() + word - 1) / word * word;
    index = PCLNTAB + functionsAt;
    Bytes out =
        bytes()
            .u32(layout.magic())
            .u8(0, 0, 1, word)
            .number(FUNCTIONS, word)
            .number(FILES.size(), word);
    if (offsets) {
      out.number(layout.since() < 26 ? TEXT : 0, word);
    }
    out.number(namesAt, word)
        .number(unitsAt, word)
        .number(filesAt, word)
        .number(pcsAt, word)
        .number(functionsAt, word);
    out.raw(names.bytes()).raw(units.bytes()).raw(files.bytes()).raw(pcs.bytes()).upTo(functionsAt);
    return out.raw(functions.bytes()).raw(records.bytes()).bytes();
  }

  private byte[] module() {
    long[] words = new long[ModuleLayout.WORDS];
    words[0] = PCLNTAB;
    slice(words, layout.functionIndex, index, FUNCTIONS + 1);
    long[] bounds = {
      TEXT,
      TEXT + FUNCTIONS * LENGTH,
      MODULE,
      MODULE + 0x100,
      DATA,
      DATA + 0x40,
      BSS,
      BSS + 0x80,
      BSS + 0x80,
      BSS + 0x90
    };
    System.arraycopy(bounds, 0, words, layout.text, bounds.length);
    set(words, layout.types, TYPES);
    set(words, layout.etypes, TYPES + 0x100);
    set(words, layout.rodata, TYPES);
    set(words, layout.gofunc, GOFUNC);
    slice(words, layout.typelinks, TYPELINKS, 1);
    if (layout.typeDescriptors >= 0) {
      words[layout.typeDescriptors] = 0x80;
      words[layout.typeDescriptors + 2] = 0x90;
      words[layout.typeDescriptors + 3] = 0x40;
    }
    Bytes out = bytes();
    for (long w : words) {
      out.number(w, word);
    }
    return out.bytes();
  }

  private static void set(long[] words, int at, long value) {
    if (at >= 0) {
      words[at] = value;
    }
  }

  private static void slice(long[] words, int at, long address, long count) {
    if (at >= 0) {
      words[at] = address;
      words[at + 1] = count;
      words[at + 2] = count;
    }
  }

  String version() {
    return "go1." + Math.max(layout.since(), layout.since() == 8 ? 15 : 0) + ".3";
  }

  private static byte[] marked() {
    return ("0123456789abcdef" + SETTINGS + "0123456789abcdef").getBytes(StandardCharsets.UTF_8);
  }

  /**
   * The build information: inline since Go 1.18; before, pointers to string headers in the data
   * segment.
   */
  private byte[] buildInfo() {
    byte[] version = version().getBytes(StandardCharsets.UTF_8);
    byte[] module = marked();
    Bytes out = bytes().u8(0xff).raw(" Go buildinf:".getBytes(StandardCharsets.UTF_8)).u8(word);
    if (layout.since() >= 18) {
      out.u8(2).upTo(32).u8(version.length).raw(version);
      varint(out, module.length);
      return out.raw(module).bytes();
    }
    out.u8(bigEndian ? 1 : 0).number(DATA, word).number(DATA + 2L * word, word).upTo(32);
    return out.raw(version).raw(module).bytes();
  }

  private byte[] data() {
    long text = BUILDINFO + 32;
    return bytes()
        .number(text, word)
        .number(version().length(), word)
        .number(text + version().length(), word)
        .number(marked().length, word)
        .upTo(0x40)
        .bytes();
  }
}
