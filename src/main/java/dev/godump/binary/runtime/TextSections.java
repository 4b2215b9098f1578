package dev.godump.binary.runtime;

import dev.godump.binary.file.Executable;
import dev.godump.binary.file.LoadedWords;
import dev.godump.binary.file.Words;
import java.util.Optional;

/**
 * The parts of a program's code. Mostly one; linkers of some machines split code that is too large
 * for their jumps (runtime.textsectmap), and offsets then count as if the parts followed one
 * another.
 */
final class TextSections {
  private static final int MOST = 1 << 12;

  private final long base;

  /** For each part its first offset, the one after its last, and the address of the first. */
  private final long[] parts;

  private TextSections(long base, long[] parts) {
    this.base = base;
    this.parts = parts;
  }

  static TextSections of(Executable program, ModuleData module) {
    int word = program.pointerSize();
    long count = module.textSections().count();
    Optional<Words> table =
        module.since() >= 18 && count > 1 && count <= MOST
            ? LoadedWords.at(program, module.textSections().address(), (int) count * 3 * word)
            : Optional.empty();
    long[] parts = new long[table.isEmpty() ? 0 : (int) count * 3];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = table.get().word(i * word, word);
    }
    return new TextSections(module.text().start(), parts);
  }

  /** The address that an offset stands for. */
  long address(long offset) {
    for (int i = 0; i < parts.length; i += 3) {
      boolean last = i + 3 == parts.length;
      if (offset >= parts[i] && (offset < parts[i + 1] || last && offset == parts[i + 1])) {
        return parts[i + 2] + offset - parts[i];
      }
    }
    return base + offset;
  }

  /** The offset that stands for an address. */
  long offset(long address) {
    for (int i = 0; i < parts.length; i += 3) {
      long inside = address - parts[i + 2];
      if (inside >= 0 && inside < parts[i + 1] - parts[i]) {
        return parts[i] + inside;
      }
    }
    return address - base;
  }
}
