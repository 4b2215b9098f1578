package dev.godump.binary.dwarf;

import dev.godump.binary.file.Section;
import dev.godump.binary.file.Symbol;
import dev.godump.binary.type.GoType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A program's global variables by name and by address. Variables in DWARF have types; where DWARF
 * has none, the symbols in the data and BSS sections are used. Not thread-safe.
 */
public final class Globals {
  private final Dwarf dwarf;
  private final DwarfTypes types;
  private final EntryCursor entry;
  private final boolean symbolsHaveSizes;
  private @Nullable List<Symbol> variableSymbols;
  private @Nullable Map<String, Integer> indexByName;

  public Globals(Dwarf dwarf, DwarfTypes types) {
    this.dwarf = dwarf;
    this.types = types;
    this.entry = dwarf.newCursor();
    this.symbolsHaveSizes = dwarf.executable().symbols().stream().anyMatch(s -> s.size() > 0);
  }

  /** Returns all variables in address order. */
  public List<Global> all() {
    List<Global> all = new ArrayList<>();
    for (int i = 0; i < dwarf.index().variableCount(); i++) {
      variable(i).ifPresent(all::add);
    }
    if (all.isEmpty()) {
      variableSymbols().forEach(s -> all.add(toGlobal(s)));
    }
    return all;
  }

  /** Returns the variable that contains an address. */
  public Optional<Global> at(long address) {
    EntryIndex index = dwarf.index();
    int last = index.lastVariableUpTo(address);
    // zero-sized variables may have the same address as a larger one
    for (int i = last; i >= 0 && index.addressOfVariable(i) == index.addressOfVariable(last); i--) {
      Optional<Global> found = variable(i);
      if (found.isPresent() && contains(found.get(), address)) {
        return found;
      }
    }
    return symbolAt(address).map(Globals::toGlobal);
  }

  private static boolean contains(Global global, long address) {
    long offset = address - global.address();
    return offset == 0 || (offset > 0 && offset < global.size());
  }

  /** Returns the variable with a full name such as {@code main.sessions}. */
  public Optional<Global> named(String name) {
    if (indexByName == null) {
      indexByName = indexNames();
    }
    Integer index = indexByName.get(name);
    if (index != null) {
      return variable(index);
    }
    return variableSymbols().stream()
        .filter(s -> s.name().equals(name))
        .findFirst()
        .map(Globals::toGlobal);
  }

  private Map<String, Integer> indexNames() {
    Map<String, Integer> indexes = new TreeMap<>();
    for (int i = 0; i < dwarf.index().variableCount(); i++) {
      int index = i;
      nameOf(i).ifPresent(name -> indexes.putIfAbsent(name, index));
    }
    return indexes;
  }

  private Optional<String> nameOf(int variable) {
    try {
      entry.moveTo(dwarf.index().entryOfVariable(variable));
      return Optional.of(DwarfNames.runtimeName(entry.text(Attribute.NAME)))
          .filter(n -> !n.isEmpty());
    } catch (DwarfException e) {
      dwarf.addWarning(e);
      return Optional.empty();
    }
  }

  private Optional<Global> variable(int variable) {
    return nameOf(variable)
        .map(
            name -> {
              Optional<GoType> type =
                  Optional.ofNullable(types.referredType(entry, Attribute.TYPE));
              long size = type.map(GoType::size).orElse(0L);
              return new Global(name, dwarf.index().addressOfVariable(variable), size, type);
            });
  }

  private static Global toGlobal(Symbol symbol) {
    return new Global(
        DwarfNames.runtimeName(symbol.name()), symbol.address(), symbol.size(), Optional.empty());
  }

  private Optional<Symbol> symbolAt(long address) {
    List<Symbol> list = variableSymbols();
    int low = 0;
    int high = list.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (Long.compareUnsigned(list.get(middle).address(), address) <= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    if (low == 0) {
      return Optional.empty();
    }
    Symbol last = list.get(low - 1);
    long offset = address - last.address();
    return offset == 0 || offset < last.size() ? Optional.of(last) : Optional.empty();
  }

  /**
   * Returns the symbols of variables in address order, the largest at each address: the linker
   * marks starts of sections by zero-sized symbols. If symbols have no sizes (PE), each ends at the
   * next.
   */
  private List<Symbol> variableSymbols() {
    if (variableSymbols == null) {
      TreeMap<Long, Symbol> at = new TreeMap<>(Long::compareUnsigned);
      List<Section> sections =
          dwarf.executable().sections().stream().filter(Globals::hasVariables).toList();
      for (Symbol symbol : dwarf.executable().symbols()) {
        if ((symbol.size() > 0 || !symbolsHaveSizes)
            && sections.stream().anyMatch(s -> contains(s, symbol.address()))) {
          at.merge(symbol.address(), symbol, (a, b) -> b.size() > a.size() ? b : a);
        }
      }
      List<Symbol> list = new ArrayList<>(at.values());
      for (int i = 0; !symbolsHaveSizes && i + 1 < list.size(); i++) {
        Symbol each = list.get(i);
        list.set(
            i, new Symbol(each.name(), each.address(), list.get(i + 1).address() - each.address()));
      }
      variableSymbols = list;
    }
    return variableSymbols;
  }

  /** Matches .data, .bss and similar sections of all formats, but not .rodata or .rdata. */
  private static boolean hasVariables(Section section) {
    String name = section.name();
    return section.address() != 0
        && (name.contains("bss")
            || (name.contains("data") && !name.contains("rodata") && !name.contains("rdata")))
        && !name.contains("rel.ro");
  }

  private static boolean contains(Section section, long address) {
    long offset = address - section.address();
    return offset >= 0 && offset < section.size();
  }
}
