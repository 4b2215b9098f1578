package dev.godump.binary.dwarf;

import dev.godump.binary.file.Executable;
import dev.godump.binary.file.Section;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The debugging information of an executable. The constructor reads nothing; the first look-up
 * builds an index in one pass over .debug_info. Not thread-safe.
 */
public final class Dwarf {
  private final Executable executable;
  private final Sections sections;
  private final Warnings warnings = new Warnings();
  private @Nullable Units units;
  private @Nullable EntryIndex index;

  public Dwarf(Executable executable) {
    this.executable = executable;
    this.sections = new Sections(executable);
  }

  /** Reports whether the executable has debugging information. Stripped programs have none. */
  public boolean isPresent() {
    return units().count() > 0;
  }

  /** The damage found so far, as sentences for the user, a few at most. */
  public List<String> warnings() {
    return warnings.list();
  }

  Executable executable() {
    return executable;
  }

  Sections sections() {
    return sections;
  }

  Units units() {
    if (units == null) {
      units = new Units(sections, warnings);
      if (units.count() == 0
          && warnings.list().isEmpty()
          && executable.sections().stream().anyMatch(Dwarf::isInfo)) {
        warnings.add(new DwarfException("info", 0, "it can't be unpacked, or holds nothing"));
      }
    }
    return units;
  }

  private static boolean isInfo(Section section) {
    return section.name().endsWith("debug_info") && section.stored() > 0;
  }

  EntryIndex index() {
    if (index == null) {
      index = EntryIndex.of(sections, units(), warnings);
    }
    return index;
  }

  /** Returns a new cursor over the entries. */
  EntryCursor newCursor() {
    return new EntryCursor(sections, units());
  }

  void addWarning(DwarfException e) {
    warnings.add(e);
  }
}
