package dev.godump.binary.dwarf;

/**
 * Reads the ranges of pcs in a list of .debug_ranges or .debug_loc (up to DWARF 4, section 2.17.3
 * and 2.6.2), .debug_rnglists or .debug_loclists (DWARF 5, same sections). In lists of locations an
 * expression follows each range: the caller reads or skips it before it moves on.
 */
final class RangeListReader {
  private static final int END = 0;
  private static final int BASE_INDEX = 1;
  private static final int START_INDEX_END_INDEX = 2;
  private static final int START_INDEX_LENGTH = 3;
  private static final int OFFSET_PAIR = 4;
  private static final int BASE_ADDRESS = 5;
  private static final int START_END = 6;
  private static final int START_LENGTH = 7;

  /**
   * Only lists of locations have this kind of entry: its code there is 5, and the codes from 5 on
   * are one higher than in lists of ranges.
   */
  private static final int DEFAULT_LOCATION = -1;

  private static final int DEFAULT_LOCATION_CODE = 5;

  /** What the entries of a list describe. */
  enum Content {
    RANGES("a range"),
    LOCATIONS("a location");

    private final String noun;

    Content(String noun) {
      this.noun = noun;
    }
  }

  private final SectionReader in;
  private final EntryCursor entry;
  private final Content content;
  private final WorkBudget budget;
  private final int addressSize;
  private final boolean isPairs;
  private long base;
  private long low;
  private long high;
  private boolean isDefault;

  /**
   * @param in reader at the start of the list
   * @param entry the entry with the list; its unit has the base and the table of addresses
   */
  RangeListReader(SectionReader in, EntryCursor entry, Content content, WorkBudget budget) {
    this.in = in;
    this.entry = entry;
    this.content = content;
    this.budget = budget;
    this.addressSize = entry.unit().format().addressSize();
    this.isPairs = entry.unit().format().version() < 5;
    this.base = entry.unit().bases().lowPc();
  }

  /** Moves to the next range; returns false at the end of the list. */
  boolean next() {
    return isPairs ? nextPair() : nextCoded();
  }

  /** Reports whether the range contains a pc. */
  boolean contains(long pc) {
    return PcRanges.contains(low, high, pc);
  }

  /** Reports whether the entry is the default location, for pcs in no range. */
  boolean isDefault() {
    return isDefault;
  }

  /** Reads the length of the expression after a range, in bytes. */
  long expressionLength() {
    return isPairs ? in.u16() : in.uleb();
  }

  private boolean nextPair() {
    long baseMark = addressSize == 8 ? -1L : 0xffffffffL;
    while (true) {
      budget.spend(1);
      long first = in.unsigned(addressSize);
      long second = in.unsigned(addressSize);
      if (first == 0 && second == 0) {
        return false;
      } else if (first == baseMark) {
        base = second;
      } else {
        low = base + first;
        high = base + second;
        return true;
      }
    }
  }

  private boolean nextCoded() {
    isDefault = false;
    while (true) {
      budget.spend(1);
      int code = in.u8();
      switch (kindOf(code)) {
        case END -> {
          return false;
        }
        case BASE_INDEX -> base = entry.indexedAddress(in.uleb());
        case BASE_ADDRESS -> base = in.unsigned(addressSize);
        case START_INDEX_END_INDEX -> {
          low = entry.indexedAddress(in.uleb());
          high = entry.indexedAddress(in.uleb());
          return true;
        }
        case START_INDEX_LENGTH -> {
          low = entry.indexedAddress(in.uleb());
          high = low + in.uleb();
          return true;
        }
        case OFFSET_PAIR -> {
          low = base + in.uleb();
          high = base + in.uleb();
          return true;
        }
        case START_END -> {
          low = in.unsigned(addressSize);
          high = in.unsigned(addressSize);
          return true;
        }
        case START_LENGTH -> {
          low = in.unsigned(addressSize);
          high = low + in.uleb();
          return true;
        }
        case DEFAULT_LOCATION -> {
          low = 0;
          high = 0;
          isDefault = true;
          return true;
        }
        default -> throw in.damaged(content.noun + " of kind " + code);
      }
    }
  }

  private int kindOf(int code) {
    if (content == Content.RANGES || code < DEFAULT_LOCATION_CODE) {
      return code;
    }
    return code == DEFAULT_LOCATION_CODE ? DEFAULT_LOCATION : code - 1;
  }
}
