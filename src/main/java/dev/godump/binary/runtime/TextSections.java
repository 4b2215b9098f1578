package dev.godump.binary.runtime;

import dev.godump.binary.file.Executable;
import dev.godump.binary.file.LoadedWords;
import dev.godump.binary.file.Words;
import java.util.Optional;

/**
 * Converts between addresses of code and text offsets. Code is mostly one section, but linkers for
 * some machines split code that is too large for their jumps (runtime.textsectmap). Text offsets
 * are as if the sections were contiguous.
 */
final class TextSections {
  private static final int MAX_SECTIONS = 1 << 12;

  private final long base;

  /** Three numbers per section: start offset, end offset, start address. */
  private final long[] bounds;

  private TextSections(long base, long[] bounds) {
    this.base = base;
    this.bounds = bounds;
  }

  static TextSections of(Executable program, ModuleData module) {
    int word = program.pointerSize();
    long count = module.textSections().count();
    Optional<Words> table =
        module.since() >= 18 && count > 1 && count <= MAX_SECTIONS
            ? LoadedWords.read(program, module.textSections().address(), (int) count * 3 * word)
            : Optional.empty();
    long[] bounds = new long[table.isEmpty() ? 0 : (int) count * 3];
    for (int i = 0; i < bounds.length; i++) {
      bounds[i] = table.get().word(i * word, word);
    }
    return new TextSections(module.text().start(), bounds);
  }

  /** Returns the address of a text offset. */
  long addressOf(long offset) {
    for (int i = 0; i < bounds.length; i += 3) {
      boolean last = i + 3 == bounds.length;
      if (offset >= bounds[i] && (offset < bounds[i + 1] || (last && offset == bounds[i + 1]))) {
        return bounds[i + 2] + offset - bounds[i];
      }
    }
    return base + offset;
  }

  /** Returns the text offset of an address. */
  long offsetOf(long address) {
    for (int i = 0; i < bounds.length; i += 3) {
      long inside = address - bounds[i + 2];
      if (inside >= 0 && inside < bounds[i + 1] - bounds[i]) {
        return bounds[i] + inside;
      }
    }
    return address - base;
  }
}
