package dev.godump.binary.runtime;

import dev.godump.binary.file.Executable;
import dev.godump.binary.file.Section;
import dev.godump.binary.file.Words;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * Looks for runtime.moduledata where no symbol names it: the function table has a section of its
 * own or is found by how it starts, and the moduledata by the pointer to that table.
 */
final class ModuleSearch {
  private static final int CHUNK = 1 << 20;

  private final Executable program;

  ModuleSearch(Executable program) {
    this.program = program;
  }

  Optional<ModuleData> find() {
    for (Section section : loaded("gopclntab")) {
      if (section.name().contains("gopclntab")
          && ModuleReader.magic(program, section.address()) != 0) {
        return pointingTo(section.address());
      }
    }
    for (Section section : loaded("rodata", "rdata", "data.rel.ro", "data")) {
      Optional<ModuleData> found =
          firstWord(section, 4, this::startsFunctionTable, this::pointingToFunctionTable);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private boolean startsFunctionTable(long word) {
    return word >= 0xfffffff0L && ModuleLayout.known(word);
  }

  private Optional<ModuleData> pointingToFunctionTable(long address) {
    return ModuleReader.magic(program, address) == 0 ? Optional.empty() : pointingTo(address);
  }

  private Optional<ModuleData> pointingTo(long table) {
    ModuleReader reader = new ModuleReader(program);
    for (Section section : loaded("go.module", "go_module", "noptrdata", "data")) {
      Optional<ModuleData> found =
          firstWord(section, program.pointerSize(), w -> w == table, reader::at);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private interface Wanted {
    boolean test(long word);
  }

  /** What the first word of a kind leads to that leads anywhere. */
  private Optional<ModuleData> firstWord(
      Section section, int size, Wanted wanted, LongFunction<Optional<ModuleData>> lookAt) {
    byte[] bytes = new byte[(int) Math.min(CHUNK, section.stored())];
    Words words = new Words(bytes, program.bigEndian());
    long start = (section.address() + size - 1) & -size;
    long end = section.address() + section.stored();
    for (long at = start; at < end; at += CHUNK) {
      int n = program.read(at, bytes, 0, (int) Math.min(bytes.length, end - at));
      for (int i = 0; i + size <= n; i += size) {
        if (wanted.test(words.word(i, size))) {
          Optional<ModuleData> found = lookAt.apply(at + i);
          if (found.isPresent()) {
            return found;
          }
        }
      }
    }
    return Optional.empty();
  }

  /** Sections that are loaded, those first whose names say that it is likely there. */
  private List<Section> loaded(String... likely) {
    return program.sections().stream()
        .filter(s -> s.address() != 0 && s.stored() > 0)
        .sorted(Comparator.comparingInt(s -> rank(s.name(), likely)))
        .toList();
  }

  private static int rank(String name, String... likely) {
    for (int i = 0; i < likely.length; i++) {
      if (name.contains(likely[i])) {
        return i;
      }
    }
    return likely.length;
  }
}
