package dev.godump.core;

import dev.godump.binary.dwarf.Constants;
import dev.godump.binary.dwarf.Dwarf;
import dev.godump.binary.dwarf.DwarfTypes;
import dev.godump.binary.dwarf.Global;
import dev.godump.binary.dwarf.Globals;
import dev.godump.binary.file.Executable;
import dev.godump.binary.file.LoadedWords;
import dev.godump.binary.type.GoType;
import dev.godump.core.LayoutRow.Field;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Reads what the runtime's structures are like in the DWARF of a program. */
final class DwarfLayout {
  private static final String RUNTIME = "runtime.";

  /** Larger than any structure that is read. */
  private static final int MAX_SIZE = 1 << 24;

  private static final int MAX_WAIT_REASONS = 1 << 10;
  private static final int MAX_TEXT = 1 << 10;
  private static final int STRING = 16;

  private final Executable program;
  private final Dwarf dwarf;
  private final DwarfTypes types;

  private DwarfLayout(Executable program) {
    this.program = program;
    this.dwarf = new Dwarf(program);
    this.types = new DwarfTypes(dwarf, 0);
  }

  /**
   * Reads a row.
   *
   * @param known rows with the names to look for
   * @return empty if the program has no DWARF of the runtime
   */
  static Optional<LayoutRow> of(Executable program, List<LayoutRow> known) {
    DwarfLayout layout = new DwarfLayout(program);
    return layout.dwarf.isPresent()
        ? Optional.of(layout.row(known)).filter(row -> !row.sizes().isEmpty())
        : Optional.empty();
  }

  private LayoutRow row(List<LayoutRow> known) {
    LayoutRow row = new LayoutRow(new HashMap<>(), new HashMap<>(), new HashMap<>(), waitReasons());
    Map<String, Integer> lengths = new HashMap<>();
    Set<String> structures = new HashSet<>();
    Set<String> constants = new HashSet<>();
    for (LayoutRow each : known) {
      each.fields().forEach((name, field) -> lengths.putIfAbsent(name, field.length()));
      structures.addAll(each.sizes().keySet());
      constants.addAll(each.constants().keySet());
    }
    structures.forEach(name -> addStructure(name, lengths, row));
    Constants named = new Constants(dwarf);
    for (String name : constants) {
      OptionalLong value = named.named(RUNTIME + name);
      if (value.isPresent() && value.getAsLong() == (int) value.getAsLong()) {
        row.constants().put(name, (int) value.getAsLong());
      }
    }
    return row;
  }

  private void addStructure(String name, Map<String, Integer> lengths, LayoutRow row) {
    Optional<GoType> found = types.named(RUNTIME + name);
    if (found.isEmpty() && name.equals("finblock")) {
      // since Go 1.25
      found = types.named(RUNTIME + "finBlock");
    }
    if (found.isEmpty() || found.get().size() <= 0 || found.get().size() > MAX_SIZE) {
      return;
    }
    GoType structure = found.get();
    row.sizes().put(name, (int) structure.size());
    for (GoType.Field field : structure.fields()) {
      String full = name + "." + field.name();
      Integer length = lengths.get(full);
      if (length != null && isPlausible(field, length, structure.size())) {
        row.fields().put(full, new Field((int) field.offset(), (int) field.type().size()));
      }
    }
  }

  /** Whether a field is inside its structure, and a number where other releases have one. */
  private static boolean isPlausible(GoType.Field field, int known, long size) {
    long length = field.type().size();
    boolean number = length <= 8 && Long.bitCount(length) == 1;
    return (known > 8 ? length > 8 : number)
        && field.offset() >= 0
        && field.offset() <= size - length;
  }

  /** Returns the texts of runtime.waitReasonStrings, an array of strings; empty if unknown. */
  private Map<Integer, String> waitReasons() {
    Map<Integer, String> reasons = new HashMap<>();
    Optional<Global> array = new Globals(dwarf, types).named(RUNTIME + "waitReasonStrings");
    long count = array.map(global -> global.size() / STRING).orElse(0L);
    for (int i = 0; i < Math.min(count, MAX_WAIT_REASONS); i++) {
      Optional<String> text = text(array.get().address() + (long) STRING * i);
      if (text.isEmpty()) {
        return Map.of();
      }
      reasons.put(i, text.get());
    }
    return reasons;
  }

  private Optional<String> text(long string) {
    return LoadedWords.read(program, string, STRING)
        .filter(header -> header.word(8, 8) >= 0 && header.word(8, 8) <= MAX_TEXT)
        .flatMap(header -> LoadedWords.read(program, header.word(0, 8), (int) header.word(8, 8)))
        .map(text -> new String(text.bytes(), StandardCharsets.UTF_8));
  }
}
