package dev.godump.binary.dwarf;

import dev.godump.binary.file.Executable;
import dev.godump.binary.file.Section;
import dev.godump.binary.file.Symbol;
import dev.godump.binary.type.GoType.Kind;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A program with only the debugging information that a test adds, in one unit. */
public final class TinyDwarf implements Executable {
  /** The address of runtime.types. */
  public static final long TYPES = 0x500000;

  private static final int COMPILE_UNIT = 0x11;
  private static final int LANGUAGE = 0x13;
  private static final int GO = 22;

  private final int version;
  private final int wordSize;
  private final boolean bigEndian;
  private final Die unit = new Die(COMPILE_UNIT, "main").with(LANGUAGE, (long) GO);
  private final List<Long> addresses = new ArrayList<>();
  private final Out lists;
  private final Out ranges;
  private final List<Symbol> symbols = new ArrayList<>();
  private final List<Section> sections = new ArrayList<>();
  private Map<String, byte[]> written;

  private TinyDwarf(int version, int wordSize, boolean bigEndian) {
    this.version = version;
    this.wordSize = wordSize;
    this.bigEndian = bigEndian;
    this.lists = new Out();
    this.ranges = new Out();
    symbols.add(new Symbol("runtime.types", TYPES, 0));
    if (version >= 5) {
      unit.with(Attribute.ADDR_BASE, new Die.ListOffset(8));
    }
  }

  /** A 64-bit, little-endian program. */
  public static TinyDwarf of(int version) {
    return new TinyDwarf(version, 8, false);
  }

  static TinyDwarf of(int version, int wordSize, boolean bigEndian) {
    return new TinyDwarf(version, wordSize, bigEndian);
  }

  // contents

  Die add(int tag, String name) {
    return unit.add(tag, name);
  }

  /** Adds a numeric type. */
  public Die number(String name, Kind kind, long size) {
    return add(Tag.BASE_TYPE, name).kind(kind).size(size);
  }

  public Die struct(String name, long size) {
    return add(Tag.STRUCTURE_TYPE, name).kind(Kind.STRUCT).size(size);
  }

  public Die pointer(String name, Die to) {
    return add(Tag.POINTER_TYPE, name).kind(Kind.POINTER).type(to);
  }

  public Die string() {
    return add(Tag.STRUCTURE_TYPE, "string").kind(Kind.STRING).size(2L * wordSize);
  }

  Die global(String name, Die type, long address) {
    Out expression = new Out().u8(0x03).word(address);
    return add(Tag.VARIABLE, name).type(type).with(Attribute.LOCATION, expression.bytes());
  }

  /** Adds a function with code from {@code low} up to {@code high}. */
  public Die function(String name, long low, long high) {
    Die function = add(Tag.SUBPROGRAM, name).with(Attribute.LOW_PC, new Die.Address(low));
    function.with(Attribute.HIGH_PC, version >= 5 ? (Object) (high - low) : new Die.Address(high));
    return function.with(Attribute.FRAME_BASE, new byte[] {(byte) 0x9c});
  }

  /** Returns DW_OP_fbreg with a distance from the CFA. */
  public static byte[] frame(long distance) {
    return new TinyDwarf(4, 8, false).new Out().u8(0x91).sleb(distance).bytes();
  }

  /** Returns DW_OP_regN. */
  static byte[] register(int number) {
    return new byte[] {(byte) (0x50 + number)};
  }

  /** Returns expressions, each followed by DW_OP_piece. */
  static byte[] pieces(int size, byte[]... expressions) {
    Out all = new TinyDwarf(4, 8, false).new Out();
    for (byte[] expression : expressions) {
      all.raw(expression).u8(0x93).uleb(size);
    }
    return all.bytes();
  }

  /** An expression for a range of code. */
  record Covered(long low, long high, byte[] expression) {}

  /** Adds a location list with addresses relative to a base. */
  Object list(long base, Covered... entries) {
    int offset = lists.size();
    if (version >= 5) {
      lists.u8(1).uleb(index(base));
    } else {
      lists.word(-1).word(base);
    }
    for (Covered entry : entries) {
      if (version >= 5) {
        lists.u8(4).uleb(entry.low - base).uleb(entry.high - base).uleb(entry.expression.length);
      } else {
        lists.word(entry.low - base).word(entry.high - base).u16(entry.expression.length);
      }
      lists.raw(entry.expression);
    }
    end(lists);
    return new Die.ListOffset(offset);
  }

  /** Adds a list of ranges of code. */
  Object ranges(long... lowsAndHighs) {
    int offset = ranges.size();
    for (int i = 0; i < lowsAndHighs.length; i += 2) {
      if (version >= 5) {
        ranges.u8(7).word(lowsAndHighs[i]).uleb(lowsAndHighs[i + 1] - lowsAndHighs[i]);
      } else {
        ranges.word(lowsAndHighs[i]).word(lowsAndHighs[i + 1]);
      }
    }
    end(ranges);
    return new Die.ListOffset(offset);
  }

  private void end(Out out) {
    if (version >= 5) {
      out.u8(0);
    } else {
      out.word(0).word(0);
    }
  }

  TinyDwarf symbol(String name, long address, long size) {
    symbols.add(new Symbol(name, address, size));
    return this;
  }

  TinyDwarf section(String name, long address, long size) {
    sections.add(new Section(name, address, size, 0, size));
    return this;
  }

  // encoding

  private int index(long address) {
    int known = addresses.indexOf(address);
    if (known < 0) {
      addresses.add(address);
    }
    return known < 0 ? addresses.size() - 1 : known;
  }

  /** Returns the sections: the same bytes each time, so that a test can damage them. */
  Map<String, byte[]> written() {
    if (written == null) {
      Out abbreviations = new Out();
      // the first pass computes the offsets
      info(new Out());
      byte[] info = info(abbreviations);
      written = new HashMap<>();
      written.put("info", info);
      written.put("abbrev", abbreviations.u8(0).bytes());
      written.put(version >= 5 ? "loclists" : "loc", lists.bytes());
      written.put(version >= 5 ? "rnglists" : "ranges", ranges.bytes());
      Out table = new Out().u32(4 + (long) addresses.size() * wordSize).u16(5).u8(wordSize).u8(0);
      addresses.forEach(table::word);
      written.put("addr", table.bytes());
    }
    return written;
  }

  private byte[] info(Out abbreviations) {
    Out body = new Out();
    body.u16(version);
    if (version >= 5) {
      body.u8(1).u8(wordSize).u32(0);
    } else {
      body.u32(0).u8(wordSize);
    }
    entry(unit, body, abbreviations, new int[1]);
    return new Out().u32(body.size()).raw(body.bytes()).bytes();
  }

  private void entry(Die die, Out out, Out abbreviations, int[] codes) {
    die.offset = out.size() + 4;
    int code = ++codes[0];
    out.uleb(code);
    abbreviations.uleb(code).uleb(die.tag).u8(die.children.isEmpty() ? 0 : 1);
    die.attributes.forEach(
        (attribute, value) -> {
          abbreviations.uleb(attribute).uleb(form(value));
          value(value, out);
        });
    abbreviations.u8(0).u8(0);
    die.children.forEach(child -> entry(child, out, abbreviations, codes));
    if (!die.children.isEmpty()) {
      out.u8(0);
    }
  }

  private int form(Object value) {
    if (value instanceof String) {
      return Form.STRING;
    } else if (value instanceof Die) {
      return Form.REF_ADDR;
    } else if (value instanceof byte[]) {
      return version >= 4 ? Form.EXPRLOC : Form.BLOCK1;
    } else if (value instanceof Boolean) {
      return Form.FLAG;
    } else if (value instanceof Die.ListOffset) {
      return version >= 4 ? Form.SEC_OFFSET : Form.DATA4;
    } else if (value instanceof Die.Plain) {
      return Form.ADDR;
    } else if (value instanceof Die.Address) {
      return version >= 5 ? Form.ADDRX : Form.ADDR;
    }
    return Form.UDATA;
  }

  private void value(Object value, Out out) {
    if (value instanceof String text) {
      out.raw(text.getBytes(StandardCharsets.UTF_8)).u8(0);
    } else if (value instanceof Die die) {
      if (version == 2 && wordSize == 8) {
        out.word(die.offset);
      } else {
        out.u32(die.offset);
      }
    } else if (value instanceof byte[] expression) {
      out.u8(expression.length).raw(expression);
    } else if (value instanceof Boolean flag) {
      out.u8(flag ? 1 : 0);
    } else if (value instanceof Die.ListOffset list) {
      out.u32(list.offset());
    } else if (value instanceof Die.Plain plain) {
      out.word(plain.value());
    } else if (value instanceof Die.Address address) {
      if (version >= 5) {
        out.uleb(index(address.value()));
      } else {
        out.word(address.value());
      }
    } else {
      out.uleb((Long) value);
    }
  }

  private final class Out {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    int size() {
      return bytes.size();
    }

    byte[] bytes() {
      return bytes.toByteArray();
    }

    Out u8(long value) {
      bytes.write((int) value);
      return this;
    }

    private Out fixed(long value, int size) {
      for (int i = 0; i < size; i++) {
        u8(value >>> (8 * (bigEndian ? size - 1 - i : i)));
      }
      return this;
    }

    Out u16(long value) {
      return fixed(value, 2);
    }

    Out u32(long value) {
      return fixed(value, 4);
    }

    Out word(long value) {
      return fixed(value, wordSize);
    }

    Out raw(byte[] more) {
      bytes.writeBytes(more);
      return this;
    }

    Out uleb(long value) {
      long rest = value;
      for (; rest >>> 7 != 0; rest >>>= 7) {
        u8((rest & 0x7f) | 0x80);
      }
      return u8(rest);
    }

    Out sleb(long value) {
      long rest = value;
      while (rest < -64 || rest > 63) {
        u8((rest & 0x7f) | 0x80);
        rest >>= 7;
      }
      return u8(rest & 0x7f);
    }
  }

  // implementation of Executable

  @Override
  public String name() {
    return "tiny";
  }

  @Override
  public int pointerSize() {
    return wordSize;
  }

  @Override
  public boolean bigEndian() {
    return bigEndian;
  }

  @Override
  public Optional<String> architecture() {
    return Optional.empty();
  }

  @Override
  public List<Section> sections() {
    return sections;
  }

  @Override
  public List<Symbol> symbols() {
    return symbols;
  }

  @Override
  public Optional<Symbol> symbol(String name) {
    return symbols.stream().filter(s -> s.name().equals(name)).findFirst();
  }

  @Override
  public Optional<byte[]> debugSection(String name) {
    return Optional.ofNullable(written().get(name));
  }

  @Override
  public int read(long address, byte[] into, int offset, int length) {
    return 0;
  }

  @Override
  public void close() {
    // has no file
  }
}
