package dev.godump.binary.runtime;

import dev.godump.binary.file.Executable;
import dev.godump.binary.file.Section;
import dev.godump.binary.file.Words;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * Searches for runtime.moduledata in a program without symbols. Finds the function table by its
 * section or its magic, and the moduledata by the pointer to that table.
 */
final class ModuleSearch {
  private static final int CHUNK_BYTES = 1 << 20;

  private final Executable program;

  ModuleSearch(Executable program) {
    this.program = program;
  }

  Optional<ModuleData> find() {
    for (Section section : loadedSections("gopclntab")) {
      if (section.name().contains("gopclntab")
          && ModuleReader.functionTableMagic(program, section.address()) != 0) {
        return moduleOfTable(section.address());
      }
    }
    for (Section section : loadedSections("rodata", "rdata", "data.rel.ro", "data")) {
      Optional<ModuleData> found = firstModule(section, 4, this::isMagic, this::moduleOfTableAt);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private boolean isMagic(long word) {
    return word >= 0xfffffff0L && ModuleLayout.isKnownMagic(word);
  }

  private Optional<ModuleData> moduleOfTableAt(long address) {
    return ModuleReader.functionTableMagic(program, address) == 0
        ? Optional.empty()
        : moduleOfTable(address);
  }

  private Optional<ModuleData> moduleOfTable(long table) {
    ModuleReader reader = new ModuleReader(program);
    for (Section section : loadedSections("go.module", "go_module", "noptrdata", "data")) {
      Optional<ModuleData> found =
          firstModule(section, program.pointerSize(), w -> w == table, reader::readAt);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private interface Wanted {
    boolean test(long word);
  }

  /**
   * Tries every word of a section that passes the filter, and returns the first moduledata found.
   */
  private Optional<ModuleData> firstModule(
      Section section, int size, Wanted filter, LongFunction<Optional<ModuleData>> readAt) {
    byte[] bytes = new byte[(int) Math.min(CHUNK_BYTES, section.stored())];
    Words words = new Words(bytes, program.bigEndian());
    long start = (section.address() + size - 1) & -size;
    long end = section.address() + section.stored();
    for (long at = start; at < end; at += CHUNK_BYTES) {
      int n = program.read(at, bytes, 0, (int) Math.min(bytes.length, end - at));
      for (int i = 0; i + size <= n; i += size) {
        if (filter.test(words.word(i, size))) {
          Optional<ModuleData> found = readAt.apply(at + i);
          if (found.isPresent()) {
            return found;
          }
        }
      }
    }
    return Optional.empty();
  }

  /** Returns the loaded sections, those with the first of the likely names first. */
  private List<Section> loadedSections(String... likelyNames) {
    return program.sections().stream()
        .filter(s -> s.address() != 0 && s.stored() > 0)
        .sorted(Comparator.comparingInt(s -> rank(s.name(), likelyNames)))
        .toList();
  }

  private static int rank(String name, String... likelyNames) {
    for (int i = 0; i < likelyNames.length; i++) {
      if (name.contains(likelyNames[i])) {
        return i;
      }
    }
    return likelyNames.length;
  }
}
