package dev.godump.binary.runtime;

import dev.godump.binary.file.AddressRange;
import dev.godump.binary.file.Executable;
import dev.godump.binary.file.LoadedWords;
import dev.godump.binary.file.Words;
import dev.godump.binary.runtime.ModuleData.Slice;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;

/**
 * Reads runtime.moduledata at an address, in the layout that is consistent with the bytes there.
 */
final class ModuleReader {
  private final Executable program;
  private final int wordSize;

  ModuleReader(Executable program) {
    this.program = program;
    this.wordSize = program.pointerSize();
  }

  /** Reads the moduledata at an address; empty if the bytes are not a moduledata. */
  Optional<ModuleData> readAt(long address) {
    byte[] bytes = new byte[ModuleLayout.WORDS * wordSize];
    if (program.read(address, bytes, 0, bytes.length) < wordSize) {
      return Optional.empty();
    }
    Words words = new Words(bytes, program.bigEndian());
    long magic = functionTableMagic(program, words.word(0, wordSize));
    return Arrays.stream(ModuleLayout.values())
        .sorted(Comparator.reverseOrder())
        .filter(layout -> layout.magic() == magic)
        .map(layout -> new Candidate(words, layout))
        .filter(Candidate::isConsistent)
        .map(fields -> fields.read(address))
        .findFirst();
  }

  /**
   * Reads the moduledata at an address in a known layout, of a plugin whose tables may not be
   * loaded; empty if its ranges are not in order.
   *
   * @param since as {@link ModuleData#since}
   */
  Optional<ModuleData> readAt(long address, int since) {
    byte[] bytes = new byte[ModuleLayout.WORDS * wordSize];
    int length = program.read(address, bytes, 0, bytes.length);
    Words words = new Words(bytes, program.bigEndian());
    return Arrays.stream(ModuleLayout.values())
        .filter(layout -> layout.since() == since && length == bytes.length)
        .map(layout -> new Candidate(words, layout))
        .filter(Candidate::hasRanges)
        .map(fields -> fields.read(address))
        .findFirst();
  }

  /**
   * Returns the magic of the function table at an address, or 0 if the bytes are not a function
   * table.
   */
  static long functionTableMagic(Executable program, long address) {
    return LoadedWords.read(program, address, 8)
        .filter(
            w ->
                w.u16(4) == 0
                    && (w.u8(6) == 1 || w.u8(6) == 2 || w.u8(6) == 4)
                    && w.u8(7) == program.pointerSize()
                    && ModuleLayout.isKnownMagic(w.u32(0)))
        .map(w -> w.u32(0))
        .orElse(0L);
  }

  /** The words at an address, read in one layout. */
  private final class Candidate {
    private final Words words;
    private final ModuleLayout layout;

    Candidate(Words words, ModuleLayout layout) {
      this.words = words;
      this.layout = layout;
    }

    /** Reports whether the words can be a moduledata with this layout. */
    boolean isConsistent() {
      boolean index = isSlice(layout.functionIndex) && word(layout.functionIndex + 1) > 1;
      return hasRanges() && index && typesFit() && linksFit() && descriptorsFit();
    }

    /** Reports whether there is code, and where variables begin and end is in order. */
    boolean hasRanges() {
      for (int i = 0; i < 5; i++) {
        if (!isOrdered(layout.text + 2 * i, layout.text + 2 * i + 1)) {
          return false;
        }
      }
      return word(layout.text) != word(layout.text + 1);
    }

    private boolean typesFit() {
      return layout.types < 0
          || (isOrdered(layout.types, layout.etypes)
              && LoadedWords.isLoaded(
                  program, word(layout.types), word(layout.etypes) - word(layout.types)));
    }

    private boolean linksFit() {
      return layout.typelinks < 0
          || (isSlice(layout.typelinks)
              && word(layout.typelinks + 1) > 0
              && LoadedWords.isLoaded(
                  program, word(layout.typelinks), 4 * word(layout.typelinks + 1))
              && (layout.itablinks < 0 || (isSlice(layout.itablinks) && firstLinkFits())));
    }

    /**
     * Checks the first typelink: no type has offset 0. Distinguishes typelinks from another
     * release's textsectmap.
     */
    private boolean firstLinkFits() {
      long offset =
          LoadedWords.read(program, word(layout.typelinks), 4).map(w -> w.u32(0)).orElse(0L);
      return offset > 0 && offset < word(layout.etypes) - word(layout.types);
    }

    private boolean descriptorsFit() {
      if (layout.typeDescriptors < 0) {
        return true;
      }
      long all = word(layout.etypes) - word(layout.types);
      long descriptors = word(layout.typeDescriptors);
      long itabs = word(layout.typeDescriptors + 2);
      long itabBytes = word(layout.typeDescriptors + 3);
      return descriptors > 0
          && descriptors <= all
          && itabs >= descriptors
          && itabBytes >= 0
          && itabs <= all
          && itabBytes <= all - itabs;
    }

    ModuleData read(long address) {
      int segments = layout.text + 2;
      long types = layout.types < 0 ? 0 : word(layout.types);
      boolean isPacked = layout.typeDescriptors >= 0;
      long itabs = isPacked ? types + word(layout.typeDescriptors + 2) : 0;
      return new ModuleData(
          address,
          layout.since(),
          word(0),
          slice(layout.functionIndex),
          slice(layout.textSections),
          range(layout.text),
          range(segments),
          range(segments + 2),
          range(segments + 4),
          range(segments + 6),
          layout.types < 0 ? AddressRange.EMPTY : new AddressRange(types, word(layout.etypes)),
          layout.rodata < 0 ? 0 : word(layout.rodata),
          layout.gofunc < 0 ? 0 : word(layout.gofunc),
          slice(layout.typelinks),
          slice(layout.itablinks),
          isPacked
              ? new AddressRange(types + wordSize, types + word(layout.typeDescriptors))
              : AddressRange.EMPTY,
          isPacked
              ? new AddressRange(itabs, itabs + word(layout.typeDescriptors + 3))
              : AddressRange.EMPTY);
    }

    private long word(int index) {
      return words.word(index * wordSize, wordSize);
    }

    private AddressRange range(int index) {
      return new AddressRange(word(index), word(index + 1));
    }

    private boolean isOrdered(int start, int end) {
      return Long.compareUnsigned(word(start), word(end)) <= 0;
    }

    private boolean isSlice(int index) {
      long count = word(index + 1);
      return count >= 0 && count <= word(index + 2) && count < 1L << 40;
    }

    private Slice slice(int index) {
      return index < 0 || !isSlice(index) ? Slice.EMPTY : new Slice(word(index), word(index + 1));
    }
  }
}
