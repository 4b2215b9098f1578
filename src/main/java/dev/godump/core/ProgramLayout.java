package dev.godump.core;

import dev.godump.binary.file.Executable;
import dev.godump.core.LayoutRow.Field;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Finds what the runtime's structures are like in a program: in its DWARF, and what that lacks in
 * the row of the nearest release.
 */
final class ProgramLayout {
  private static final int SHOWN = 3;

  private final int minor;
  private final int nearest;
  private final int newest;
  private final LayoutRow row;
  private final List<LayoutRow> rows;
  private final TreeSet<String> lacking = new TreeSet<>();

  private ProgramLayout(LayoutRows known, int minor) throws IOException {
    this.minor = minor;
    this.nearest = known.nearest(minor);
    this.newest = known.releases().last();
    this.row = known.row(nearest);
    this.rows = known.rows();
  }

  /**
   * Returns the layout of a program.
   *
   * @param minor the minor version of its release
   * @return empty if the release is older than all that have a row
   */
  static Optional<RuntimeLayout> of(Executable program, int minor, LayoutRows known)
      throws IOException {
    return minor < known.releases().first()
        ? Optional.empty()
        : Optional.of(new ProgramLayout(known, minor).layout(program));
  }

  private RuntimeLayout layout(Executable program) {
    Optional<LayoutRow> own = DwarfLayout.of(program, rows).map(this::complete);
    return new RuntimeLayout(minor, own.orElse(row), doubt(program, own.isPresent()));
  }

  /** Adds what a program's DWARF lacks, from the nearest release. */
  private LayoutRow complete(LayoutRow own) {
    Map<String, Field> fields =
        complete(
            own.fields(),
            LayoutRow::fields,
            field -> own.hasFieldsOf(LayoutRow.structureOf(field)));
    // a structure that is there without any field that is known has others in this release
    fields.keySet().stream()
        .filter(field -> !own.fields().containsKey(field))
        .filter(field -> own.sizes().containsKey(LayoutRow.structureOf(field)))
        .forEach(lacking::add);
    return new LayoutRow(
        fields,
        complete(own.sizes(), LayoutRow::sizes, structure -> false),
        complete(own.constants(), LayoutRow::constants, constant -> !own.constants().isEmpty()),
        own.waitReasons().isEmpty() ? row.waitReasons() : own.waitReasons());
  }

  /**
   * Adds entries of the nearest release: those that all releases have, and of the others those that
   * the DWARF can't be expected to have.
   *
   * @param isKnown whether the DWARF would have a name if the release had it. The linker leaves out
   *     structures that the program doesn't use
   */
  private <V> Map<String, V> complete(
      Map<String, V> own, Function<LayoutRow, Map<String, V>> part, Predicate<String> isKnown) {
    Map<String, V> all = new HashMap<>(own);
    part.apply(row)
        .forEach(
            (name, value) -> {
              boolean always = rows.stream().allMatch(each -> part.apply(each).containsKey(name));
              if (!own.containsKey(name) && (always || !isKnown.test(name))) {
                all.put(name, value);
                if (always) {
                  lacking.add(name);
                }
              }
            });
    return all;
  }

  private Optional<String> doubt(Executable program, boolean hasDwarf) {
    if (minor == nearest) {
      return Optional.empty();
    } else if (!hasDwarf) {
      return Optional.of(
          "godump has no layouts of Go 1.%d, and the program no DWARF; those of Go 1.%d are tried"
              .formatted(minor, nearest));
    } else if (!lacking.isEmpty()) {
      return Optional.of(
          "the DWARF of %s lacks %s%s of the runtime; Go 1.%d is assumed for %s"
              .formatted(
                  program.name(),
                  String.join(", ", lacking.stream().limit(SHOWN).toList()),
                  lacking.size() > SHOWN ? " and " + (lacking.size() - SHOWN) + " more" : "",
                  nearest,
                  lacking.size() == 1 ? "it" : "them"));
    }
    return minor < newest
        ? Optional.empty()
        : Optional.of(
            "Go 1.%d is newer than Go 1.%d, the newest that godump knows; the DWARF of %s is followed"
                .formatted(minor, newest, program.name()));
  }
}
