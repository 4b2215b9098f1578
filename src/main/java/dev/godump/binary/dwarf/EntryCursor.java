package dev.godump.binary.dwarf;

import org.jspecify.annotations.Nullable;

/**
 * A cursor over debugging information entries, so that entries need no objects. Attributes are
 * searched on demand. Not thread-safe.
 */
final class EntryCursor {
  /** No entry or offset. */
  static final int NONE = -1;

  /** The null entry that ends a list of children. It has no attributes. */
  private static final Abbreviation END =
      new Abbreviation(0, false, new int[0], new int[0], new long[0], new UnitFormat(5, 8, 4));

  /** The unit before the first move. It has no entries. */
  private static final Unit NO_UNIT =
      new Unit(0, 0, 0, new UnitFormat(5, 8, 4), new Abbreviations(), Unit.Bases.NONE);

  private final Sections sections;
  private final Units units;
  private final SectionReader in;

  private Unit unit = NO_UNIT;
  private int offset;
  private Abbreviation abbreviation = END;
  private int attributesOffset;

  /** Form of the attribute found last. */
  private int form;

  private long constant;
  private int expressionEnd;

  EntryCursor(Sections sections, Units units) {
    this.sections = sections;
    this.units = units;
    this.in = sections.open("info");
  }

  /**
   * Moves to the entry at an offset of .debug_info.
   *
   * @return false if it is the null entry that ends a list of children
   */
  boolean moveTo(long target) {
    if (!unit.contains(target)) {
      unit = units.unitAt(target);
    }
    return moveTo(unit, (int) target);
  }

  /** Moves to the entry at an offset inside a unit. */
  boolean moveTo(Unit targetUnit, int target) {
    unit = targetUnit;
    offset = target;
    long code = in.seek(target).uleb();
    attributesOffset = in.position();
    if (code == 0) {
      abbreviation = END;
      return false;
    }
    abbreviation = targetUnit.abbreviations().get(code);
    if (abbreviation == null) {
      throw in.damaged("an entry of unknown abbreviation " + Long.toUnsignedString(code));
    }
    return true;
  }

  /** Moves to the next entry, which is the first child if this entry has children. */
  boolean moveToNext() {
    int nextOffset = nextOffset();
    if (nextOffset >= unit.end()) {
      throw in.damaged("the entries of a unit don't end before it does");
    }
    return moveTo(unit, nextOffset);
  }

  /** Returns the offset of the next entry. */
  int nextOffset() {
    in.seek(attributesOffset);
    abbreviation.skip(in, unit.format());
    return in.position();
  }

  Unit unit() {
    return unit;
  }

  int offset() {
    return offset;
  }

  int tag() {
    return abbreviation.tag;
  }

  boolean hasChildren() {
    return abbreviation.hasChildren;
  }

  boolean has(int attribute) {
    return abbreviation.has(attribute);
  }

  /** Moves the reader to an attribute's value. */
  private boolean seekAttribute(int attribute) {
    if (!abbreviation.has(attribute)) {
      return false;
    }
    in.seek(attributesOffset);
    for (int i = 0; ; i++) {
      form = abbreviation.form(i);
      if (abbreviation.attribute(i) == attribute) {
        constant = abbreviation.constant(i);
        if (form == Form.INDIRECT) {
          form = (int) in.uleb();
        }
        return true;
      }
      unit.format().skip(in, form);
    }
  }

  /** Returns the value of an attribute that is a number, a flag, an address or an offset. */
  long number(int attribute, long fallback) {
    if (!seekAttribute(attribute)) {
      return fallback;
    }
    return switch (form) {
      case Form.SDATA -> in.sleb();
      case Form.UDATA -> in.uleb();
      case Form.IMPLICIT_CONST -> constant;
      case Form.FLAG_PRESENT -> 1;
      case Form.DATA1, Form.DATA2, Form.DATA4, Form.DATA8, Form.FLAG, Form.SEC_OFFSET, Form.ADDR ->
          in.unsigned(unit.format().size(form));
      default -> fallback;
    };
  }

  /** Returns the value of a string attribute, or an empty string. */
  String text(int attribute) {
    SectionReader at = seekAttribute(attribute) ? textReader() : null;
    return at == null ? "" : at.text();
  }

  /** Returns the {@link SectionReader#hash} of a string attribute, or 0. */
  int textHash(int attribute) {
    SectionReader at = seekAttribute(attribute) ? textReader() : null;
    return at == null ? 0 : at.textHash();
  }

  private @Nullable SectionReader textReader() {
    int offsetSize = unit.format().offsetSize();
    return switch (form) {
      case Form.STRING -> in;
      case Form.STRP -> sections.shared("str").seek(in.unsigned(offsetSize));
      case Form.LINE_STRP -> sections.shared("line_str").seek(in.unsigned(offsetSize));
      case Form.STRX, Form.STRX1, Form.STRX2, Form.STRX3, Form.STRX4 -> {
        SectionReader offsets =
            tableEntry("str_offsets", unit.bases().strOffsetsBase(), readIndex(), offsetSize);
        yield sections.shared("str").seek(offsets.unsigned(offsetSize));
      }
      default -> null;
    };
  }

  /** Reads an attribute that is an index into a table of another section. */
  private long readIndex() {
    return switch (form) {
      case Form.STRX1, Form.ADDRX1 -> in.u8();
      case Form.STRX2, Form.ADDRX2 -> in.u16();
      case Form.STRX3, Form.ADDRX3 -> in.u24();
      case Form.STRX4, Form.ADDRX4 -> in.u32();
      default -> in.uleb();
    };
  }

  private SectionReader tableEntry(String section, long base, long index, int size) {
    if (base < 0 || index < 0 || index > Integer.MAX_VALUE) {
      throw in.damaged("no place in .debug_" + section);
    }
    return sections.shared(section).seek(base + index * size);
  }

  /**
   * Returns the offset of the entry that an attribute refers to, or NONE if it is not in this file.
   */
  int reference(int attribute) {
    if (!seekAttribute(attribute)) {
      return NONE;
    }
    UnitFormat format = unit.format();
    long to =
        switch (form) {
          case Form.REF1, Form.REF2, Form.REF4, Form.REF8 ->
              unit.start() + in.unsigned(format.size(form));
          case Form.REF_UDATA -> unit.start() + in.uleb();
          case Form.REF_ADDR -> in.unsigned(format.size(form));
          default -> NONE;
        };
    return to < 0 || to >= in.length() ? NONE : (int) to;
  }

  /** Returns the value of an attribute that is an address, or 0. */
  long address(int attribute) {
    if (!seekAttribute(attribute)) {
      return 0;
    }
    return switch (form) {
      case Form.ADDR -> in.unsigned(unit.format().addressSize());
      case Form.ADDRX, Form.ADDRX1, Form.ADDRX2, Form.ADDRX3, Form.ADDRX4 ->
          indexedAddress(readIndex());
      default -> 0;
    };
  }

  /** Returns the address at an index of the unit's table in .debug_addr. */
  long indexedAddress(long index) {
    int size = unit.format().addressSize();
    return tableEntry("addr", unit.bases().addrBase(), index, size).unsigned(size);
  }

  /**
   * Returns the end of the range of code that starts at {@code lowPc}, or {@code lowPc} if it is
   * not stated.
   */
  long highPc(long lowPc) {
    if (!seekAttribute(Attribute.HIGH_PC)) {
      return lowPc;
    }
    boolean absolute =
        form == Form.ADDR || form == Form.ADDRX || (form >= Form.ADDRX1 && form <= Form.ADDRX4);
    return absolute ? address(Attribute.HIGH_PC) : lowPc + number(Attribute.HIGH_PC, 0);
  }

  /**
   * Returns a reader at the first byte of an expression.
   *
   * @return null if the attribute is not an expression
   */
  @Nullable SectionReader expression(int attribute) {
    if (!seekAttribute(attribute)) {
      return null;
    }
    long length =
        switch (form) {
          case Form.BLOCK1 -> in.u8();
          case Form.BLOCK2 -> in.u16();
          case Form.BLOCK4 -> in.u32();
          case Form.BLOCK, Form.EXPRLOC -> in.uleb();
          default -> NONE;
        };
    if (length < 0) {
      return null;
    }
    if (length > in.length() - in.position()) {
      throw in.damaged("an expression goes past the end");
    }
    expressionEnd = (int) (in.position() + length);
    return in;
  }

  /** The end of the expression found last. */
  int expressionEnd() {
    return expressionEnd;
  }

  /**
   * Returns the offset of a list in another section, from an attribute.
   *
   * @param base offset of the unit's table of offsets in that section, or NONE
   * @param indexForm the form that is an index into that table
   * @return NONE if the attribute is something else
   */
  long listOffset(int attribute, String section, long base, int indexForm) {
    if (!seekAttribute(attribute)) {
      return NONE;
    }
    if (form == indexForm) {
      int size = unit.format().offsetSize();
      return base + tableEntry(section, base, in.uleb(), size).unsigned(size);
    }
    return switch (form) {
      case Form.SEC_OFFSET -> in.unsigned(unit.format().offsetSize());
      case Form.DATA4 -> in.u32();
      case Form.DATA8 -> in.u64();
      default -> NONE;
    };
  }
}
