package dev.godump.binary.dwarf;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.LongArrayList;

/**
 * Where the global variables, functions and types of all units are, found in one pass over
 * .debug_info (Go's entries don't say where their next sibling is, so that nothing can be left
 * out). 12 bytes for a variable or a runtime type, 20 for a function, 8 for a type's name.
 */
final class EntryIndex {
  private static final int OP_ADDR = 0x03;
  private static final int OP_ADDRX = 0xa1;
  private static final int OP_GNU_ADDR_INDEX = 0xfb;

  private final Entry entry;
  private final LongArrayList variables = new LongArrayList();
  private final IntArrayList variableEntries = new IntArrayList();
  private final LongArrayList functions = new LongArrayList();
  private final LongArrayList functionEnds = new LongArrayList();
  private final IntArrayList functionEntries = new IntArrayList();
  private final LongArrayList runtimeTypes = new LongArrayList();
  private final IntArrayList runtimeTypeEntries = new IntArrayList();

  /** Hash of the name above, entry below. */
  private final LongArrayList typeNames = new LongArrayList();

  private EntryIndex(Entry entry) {
    this.entry = entry;
  }

  static EntryIndex of(Sections sections, Units units, Warnings warnings) {
    EntryIndex index = new EntryIndex(new Entry(sections, units));
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
    in.seek(unit.entries());
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
      switch (abbreviation.sort) {
        case FUNCTION -> function(unit, at);
        case VARIABLE -> {
          if (depth == 1) {
            variable(unit, at);
          }
        }
        case TYPE -> {
          if (depth == 1) {
            type(unit, at);
          }
        }
        case OTHER -> {
          // children may matter
        }
      }
      if (abbreviation.children) {
        depth++;
      } else if (depth == 0) {
        return;
      }
    }
  }

  private void function(Unit unit, int at) {
    entry.at(unit, at);
    long low = entry.address(Attribute.LOW_PC);
    long high = entry.highPc(low);
    if (Long.compareUnsigned(high, low) > 0) {
      functions.add(low);
      functionEnds.add(high);
      functionEntries.add(at);
    }
  }

  private void variable(Unit unit, int at) {
    entry.at(unit, at);
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
    // anything more would be thread-local storage or arithmetic
    if (expression.position() == entry.expressionEnd() || op != OP_ADDR) {
      variables.add(address);
      variableEntries.add(at);
    }
  }

  private void type(Unit unit, int at) {
    entry.at(unit, at);
    int hash = entry.textHash(Attribute.NAME);
    if (hash != 0) {
      typeNames.add((long) hash << 32 | at);
    }
    if (entry.has(Attribute.GO_RUNTIME_TYPE)) {
      long runtimeType = entry.number(Attribute.GO_RUNTIME_TYPE, 0);
      if (runtimeType != 0) {
        runtimeTypes.add(runtimeType);
        runtimeTypeEntries.add(at);
      }
    }
  }

  private void sort() {
    SortedColumns.sort(variables, variableEntries, null);
    SortedColumns.sort(functions, functionEntries, functionEnds);
    SortedColumns.sort(runtimeTypes, runtimeTypeEntries, null);
    typeNames.unstableSort(null);
    variables.trim();
    typeNames.trim();
  }

  /** How many global variables there are; they are numbered from 0 by address. */
  int variableCount() {
    return variables.size();
  }

  long variableAddress(int number) {
    return variables.getLong(number);
  }

  int variableEntry(int number) {
    return variableEntries.getInt(number);
  }

  /** The last variable that starts at an address or below it; -1 if there is none. */
  int variableBefore(long address) {
    return SortedColumns.lastUpTo(variables, address);
  }

  /** The entry of the function that has an instruction at {@code pc}; -1 if there is none. */
  int function(long pc) {
    int number = SortedColumns.lastUpTo(functions, pc);
    return number >= 0 && Long.compareUnsigned(pc, functionEnds.getLong(number)) < 0
        ? functionEntries.getInt(number)
        : -1;
  }

  /** The entry of a type by what DW_AT_go_runtime_type says; -1 if there is none. */
  int runtimeType(long value) {
    int number = SortedColumns.lastUpTo(runtimeTypes, value);
    return number >= 0 && runtimeTypes.getLong(number) == value
        ? runtimeTypeEntries.getInt(number)
        : -1;
  }

  /** The entries of types whose names may be this one: they have its hash. */
  IntArrayList typesNamed(String name) {
    int hash = SectionReader.hash(name);
    IntArrayList found = new IntArrayList();
    int low = 0;
    int high = typeNames.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (typeNames.getLong(middle) >> 32 < hash) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    for (int i = low; i < typeNames.size() && typeNames.getLong(i) >> 32 == hash; i++) {
      found.add((int) typeNames.getLong(i));
    }
    return found;
  }
}
