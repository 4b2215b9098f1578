package dev.godump.binary.dwarf;

import dev.godump.binary.file.Section;
import dev.godump.binary.file.Symbol;
import dev.godump.binary.type.GoType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A program's global variables by name and by address: those that DWARF describes, with their
 * types, and where it describes none, what the symbol table has in the sections of variables.
 */
public final class Globals {
  private final Dwarf dwarf;
  private final DwarfTypes types;
  private final Entry entry;
  private final boolean sized;
  private List<Symbol> symbols;
  private Map<String, Integer> byName;

  public Globals(Dwarf dwarf, DwarfTypes types) {
    this.dwarf = dwarf;
    this.types = types;
    this.entry = dwarf.entry();
    this.sized = dwarf.executable().symbols().stream().anyMatch(s -> s.size() > 0);
  }

  /** All of them by address. */
  public List<Global> all() {
    List<Global> all = new ArrayList<>();
    for (int i = 0; i < dwarf.index().variableCount(); i++) {
      described(i).ifPresent(all::add);
    }
    if (all.isEmpty()) {
      variables().forEach(s -> all.add(global(s)));
    }
    return all;
  }

  /** The variable that an address lies in. */
  public Optional<Global> at(long address) {
    EntryIndex index = dwarf.index();
    int last = index.variableBefore(address);
    // variables of no size may share the start of a larger one
    for (int i = last; i >= 0 && index.variableAddress(i) == index.variableAddress(last); i--) {
      Optional<Global> found = described(i);
      if (found.isPresent() && holds(found.get(), address)) {
        return found;
      }
    }
    return symbolAt(address).map(Globals::global);
  }

  private static boolean holds(Global global, long address) {
    long offset = address - global.address();
    return offset == 0 || offset > 0 && offset < global.size();
  }

  /** A variable by its whole name, such as {@code main.sessions}. */
  public Optional<Global> named(String name) {
    if (byName == null) {
      byName = new TreeMap<>();
      for (int i = 0; i < dwarf.index().variableCount(); i++) {
        int number = i;
        name(i).ifPresent(n -> byName.putIfAbsent(n, number));
      }
    }
    Integer number = byName.get(name);
    if (number != null) {
      return described(number);
    }
    return variables().stream().filter(s -> s.name().equals(name)).findFirst().map(Globals::global);
  }

  private Optional<String> name(int variable) {
    try {
      entry.at(dwarf.index().variableEntry(variable));
      return Optional.of(DwarfNames.plain(entry.text(Attribute.NAME))).filter(n -> !n.isEmpty());
    } catch (DwarfException e) {
      dwarf.damaged(e);
      return Optional.empty();
    }
  }

  private Optional<Global> described(int variable) {
    return name(variable)
        .map(
            name -> {
              Optional<GoType> type = Optional.ofNullable(types.referred(entry, Attribute.TYPE));
              long size = type.map(GoType::size).orElse(0L);
              return new Global(name, dwarf.index().variableAddress(variable), size, type);
            });
  }

  private static Global global(Symbol symbol) {
    return new Global(
        DwarfNames.plain(symbol.name()), symbol.address(), symbol.size(), Optional.empty());
  }

  private Optional<Symbol> symbolAt(long address) {
    List<Symbol> list = variables();
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
   * The symbols of variables by address, one at each; the largest, as the linker has marks of no
   * size for the starts of sections. Where symbols have no sizes (PE), each goes on to the next.
   */
  private List<Symbol> variables() {
    if (symbols == null) {
      TreeMap<Long, Symbol> at = new TreeMap<>(Long::compareUnsigned);
      List<Section> places =
          dwarf.executable().sections().stream().filter(Globals::holdsVariables).toList();
      for (Symbol symbol : dwarf.executable().symbols()) {
        if ((symbol.size() > 0 || !sized)
            && places.stream().anyMatch(s -> inside(s, symbol.address()))) {
          at.merge(symbol.address(), symbol, (a, b) -> b.size() > a.size() ? b : a);
        }
      }
      List<Symbol> list = new ArrayList<>(at.values());
      for (int i = 0; !sized && i + 1 < list.size(); i++) {
        Symbol each = list.get(i);
        list.set(
            i, new Symbol(each.name(), each.address(), list.get(i + 1).address() - each.address()));
      }
      symbols = list;
    }
    return symbols;
  }

  /** .data, .bss and their kin of all formats; not .rodata, .rdata. */
  private static boolean holdsVariables(Section section) {
    String name = section.name();
    return section.address() != 0
        && (name.contains("bss")
            || name.contains("data") && !name.contains("rodata") && !name.contains("rdata"))
        && !name.contains("rel.ro");
  }

  private static boolean inside(Section section, long address) {
    long offset = address - section.address();
    return offset >= 0 && offset < section.size();
  }
}
