package dev.godump.binary.file;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** A file's symbol table, kept as raw bytes. Entries become {@link Symbol}s on demand. */
final class SymbolTable {
  private static final int MAX_NAME_LENGTH = 1 << 16;

  /** The entries of a symbol table, by index from 0. */
  interface Entries {
    /** No name. */
    int NONE = -1;

    int count();

    /**
     * Returns the offset of an entry's name, or NONE if the symbol is for something that is not
     * loaded.
     */
    long nameOffset(int entry);

    /** Returns the maximum length of an entry's name, in bytes. */
    int nameLimit(int entry);

    long address(int entry);

    long size(int entry);
  }

  private record NoEntries() implements Entries {
    @Override
    public int count() {
      return 0;
    }

    @Override
    public long nameOffset(int entry) {
      return NONE;
    }

    @Override
    public int nameLimit(int entry) {
      return 0;
    }

    @Override
    public long address(int entry) {
      return 0;
    }

    @Override
    public long size(int entry) {
      return 0;
    }
  }

  private final Words names;
  private final Entries entries;

  SymbolTable(Words names, Entries entries) {
    this.names = names;
    this.entries = entries;
  }

  /** The symbol table of a stripped file. */
  static SymbolTable empty() {
    return new SymbolTable(new Words(new byte[0], false), new NoEntries());
  }

  /** Returns all symbols in address order. */
  List<Symbol> all() {
    List<Symbol> symbols = new ArrayList<>();
    // names may share bytes, but an undamaged file stays far below this
    long budget = 16L * names.length() + MAX_NAME_LENGTH;
    for (int i = 0; i < entries.count() && budget > 0; i++) {
      long at = entries.nameOffset(i);
      if (at >= 0 && at < names.length()) {
        Symbol symbol =
            symbol(i, names.name((int) at, Math.min(MAX_NAME_LENGTH, entries.nameLimit(i))));
        budget -= symbol.name().length();
        symbols.add(symbol);
      }
    }
    symbols.sort(Comparator.comparing(Symbol::address, Long::compareUnsigned));
    return symbols;
  }

  /** Returns the first symbol with a name. */
  Optional<Symbol> find(String name) {
    byte[] utf8Name = name.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < entries.count(); i++) {
      if (hasName(i, utf8Name)) {
        return Optional.of(symbol(i, name));
      }
    }
    return Optional.empty();
  }

  private boolean hasName(int entry, byte[] utf8Name) {
    long start = entries.nameOffset(entry);
    if (start < 0
        || start > names.length() - (long) utf8Name.length
        || entries.nameLimit(entry) < utf8Name.length) {
      return false;
    }
    int at = (int) start;
    byte[] bytes = names.bytes();
    for (int i = 0; i < utf8Name.length; i++) {
      if (bytes[at + i] != utf8Name[i]) {
        return false;
      }
    }
    int end = at + utf8Name.length;
    return end == bytes.length || bytes[end] == 0 || entries.nameLimit(entry) == utf8Name.length;
  }

  private Symbol symbol(int entry, String name) {
    return new Symbol(name, entries.address(entry), entries.size(entry));
  }
}
