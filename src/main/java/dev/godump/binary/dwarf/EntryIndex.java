package dev.godump.binary.dwarf;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.LongArrayList;

/**
 * An index of the global variables, functions, types and constants of all units, built in one pass
 * over .debug_info. Nothing can be skipped, as Go's entries have no sibling offsets. Takes 12 bytes
 * per variable or runtime type, 20 per function, 8 per name of a type or a constant.
 */
final class EntryIndex {
  private static final int OP_ADDR = 0x03;
  private static final int OP_ADDRX = 0xa1;
  private static final int OP_GNU_ADDR_INDEX = 0xfb;

  private final EntryCursor entry;
  private final LongArrayList variableAddresses = new LongArrayList();
  private final IntArrayList variableEntries = new IntArrayList();
  private final LongArrayList functionStarts = new LongArrayList();
  private final LongArrayList functionEnds = new LongArrayList();
  private final IntArrayList functionEntries = new IntArrayList();
  private final LongArrayList runtimeTypeOffsets = new LongArrayList();
  private final IntArrayList runtimeTypeEntries = new IntArrayList();

  /** Hash of the name in the high half, offset of the entry in the low half. */
  private final LongArrayList typeNameHashes = new LongArrayList();

  /** As {@link #typeNameHashes}. */
  private final LongArrayList constantNameHashes = new LongArrayList();

  private EntryIndex(EntryCursor entry) {
    this.entry = entry;
  }

  static EntryIndex of(Sections sections, Units units, Warnings warnings) {
    EntryIndex index = new EntryIndex(new EntryCursor(sections, units));
    SectionReader in = sections.open("info");
    for (int i = 0; i < units.count(); i++) {
      try {
        Unit unit = units.get(i);
        if (unit != null) {
          index.scan(unit, in);
        }
      } catch (DwarfException e) {
        warnings.add(e);
      }
    }
    index.sort();
    return index;
  }

  private void scan(Unit unit, SectionReader in) {
    in.seek(unit.firstEntry());
    Abbreviations abbreviations = unit.abbreviations();
    UnitFormat format = unit.format();
    int depth = 0;
    while (in.position() < unit.end()) {
      int at = in.position();
      long code = in.uleb();
      if (code == 0) {
        if (--depth <= 0) {
          return;
        }
        continue;
      }
      Abbreviation abbreviation = abbreviations.get(code);
      if (abbreviation == null) {
        throw in.damaged("an entry of unknown abbreviation " + Long.toUnsignedString(code));
      }
      abbreviation.skip(in, format);
      if (in.position() > unit.end()) {
        throw in.damaged("an entry goes past the end of its unit");
      }
      switch (abbreviation.entryKind) {
        case FUNCTION -> addFunction(unit, at);
        case VARIABLE -> {
          if (depth == 1) {
            addVariable(unit, at);
          }
        }
        case TYPE -> {
          if (depth == 1) {
            addType(unit, at);
          }
        }
        case CONSTANT -> {
          if (depth == 1) {
            entry.moveTo(unit, at);
            addName(constantNameHashes, at);
          }
        }
        case OTHER -> {
          // not indexed, but its children may be
        }
      }
      if (abbreviation.hasChildren) {
        depth++;
      } else if (depth == 0) {
        return;
      }
    }
  }

  private void addFunction(Unit unit, int at) {
    entry.moveTo(unit, at);
    long low = entry.address(Attribute.LOW_PC);
    long high = entry.highPc(low);
    if (Long.compareUnsigned(high, low) > 0) {
      functionStarts.add(low);
      functionEnds.add(high);
      functionEntries.add(at);
    }
  }

  private void addVariable(Unit unit, int at) {
    entry.moveTo(unit, at);
    SectionReader expression = entry.expression(Attribute.LOCATION);
    if (expression == null || expression.position() == entry.expressionEnd()) {
      return;
    }
    int op = expression.u8();
    long address;
    if (op == OP_ADDR) {
      address = expression.unsigned(unit.format().addressSize());
    } else if (op == OP_ADDRX || op == OP_GNU_ADDR_INDEX) {
      address = entry.indexedAddress(expression.uleb());
    } else {
      return;
    }
    // an expression that continues is thread-local storage or arithmetic
    if (expression.position() == entry.expressionEnd() || op != OP_ADDR) {
      variableAddresses.add(address);
      variableEntries.add(at);
    }
  }

  private void addType(Unit unit, int at) {
    entry.moveTo(unit, at);
    addName(typeNameHashes, at);
    if (entry.has(Attribute.GO_RUNTIME_TYPE)) {
      long runtimeType = entry.number(Attribute.GO_RUNTIME_TYPE, 0);
      if (runtimeType != 0) {
        runtimeTypeOffsets.add(runtimeType);
        runtimeTypeEntries.add(at);
      }
    }
  }

  private void addName(LongArrayList hashes, int at) {
    int hash = entry.textHash(Attribute.NAME);
    if (hash != 0) {
      hashes.add((long) hash << 32 | at);
    }
  }

  private void sort() {
    SortedColumns.sort(variableAddresses, variableEntries, null);
    SortedColumns.sort(functionStarts, functionEntries, functionEnds);
    SortedColumns.sort(runtimeTypeOffsets, runtimeTypeEntries, null);
    typeNameHashes.unstableSort(null);
    constantNameHashes.unstableSort(null);
    variableAddresses.trim();
    typeNameHashes.trim();
    constantNameHashes.trim();
  }

  /** The number of global variables. Their indexes are in address order. */
  int variableCount() {
    return variableAddresses.size();
  }

  long addressOfVariable(int index) {
    return variableAddresses.getLong(index);
  }

  int entryOfVariable(int index) {
    return variableEntries.getInt(index);
  }

  /** Returns the index of the last variable that starts at or below an address, or NONE. */
  int lastVariableUpTo(long address) {
    return SortedColumns.indexOfLastUpTo(variableAddresses, address);
  }

  /** Returns the entry of the function that contains {@code pc}, or NONE. */
  int entryOfFunction(long pc) {
    int index = SortedColumns.indexOfLastUpTo(functionStarts, pc);
    return index != SortedColumns.NONE && Long.compareUnsigned(pc, functionEnds.getLong(index)) < 0
        ? functionEntries.getInt(index)
        : EntryCursor.NONE;
  }

  /** Returns the entry of the type with a value of DW_AT_go_runtime_type, or NONE. */
  int entryOfRuntimeType(long value) {
    int index = SortedColumns.indexOfLastUpTo(runtimeTypeOffsets, value);
    return index != SortedColumns.NONE && runtimeTypeOffsets.getLong(index) == value
        ? runtimeTypeEntries.getInt(index)
        : EntryCursor.NONE;
  }

  /** Returns the entries of types that may have a name: the hash of their name is the same. */
  IntArrayList typesNamed(String name) {
    return entriesNamed(typeNameHashes, name);
  }

  /** Returns the entries of constants that may have a name: the hash of their name is the same. */
  IntArrayList constantsNamed(String name) {
    return entriesNamed(constantNameHashes, name);
  }

  private static IntArrayList entriesNamed(LongArrayList hashes, String name) {
    int hash = SectionReader.hash(name);
    IntArrayList found = new IntArrayList();
    int low = 0;
    int high = hashes.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (hashes.getLong(middle) >> 32 < hash) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    for (int i = low; i < hashes.size() && hashes.getLong(i) >> 32 == hash; i++) {
      found.add((int) hashes.getLong(i));
    }
    return found;
  }
}
