package dev.godump.binary.file;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The symbols of a file in the bytes that hold them; each is made into a {@link Symbol} when asked
 * for.
 */
final class SymbolTable {
  private static final int MAX_NAME_LENGTH = 1 << 16;

  /** Entries of one format, numbered from 0. */
  interface Entries {
    int count();

    /** Where its name starts in the names, or -1 if it names nothing that is loaded. */
    long nameOffset(int entry);

    /** Bytes that its name has at most. */
    int nameLimit(int entry);

    long address(int entry);

    long size(int entry);
  }

  private final Words names;
  private final Entries entries;

  SymbolTable(Words names, Entries entries) {
    this.names = names;
    this.entries = entries;
  }

  /** Of a stripped file. */
  static SymbolTable empty() {
    return new SymbolTable(null, null);
  }

  /** All, by address. */
  List<Symbol> all() {
    List<Symbol> symbols = new ArrayList<>();
    if (entries == null) {
      return symbols;
    }
    // names may share bytes, but in no sound file so much as this
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

  /** The first of a name. */
  Optional<Symbol> find(String name) {
    if (entries == null) {
      return Optional.empty();
    }
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
