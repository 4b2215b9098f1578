package dev.godump.binary.file;

import dev.godump.binary.file.ElfFile.ElfSection;
import java.io.IOException;
import java.util.List;

/**
 * Reads the relative relocations of position-independent ELF files (System V ABI, chapters 4 and
 * 5): REL, RELA, and RELR, which packs addresses. Most linkers also store the link-time address in
 * the word itself.
 */
final class ElfRelocations {
  private static final int SHT_RELA = 4;
  private static final int SHT_REL = 9;
  private static final int SHT_RELR = 19;

  /** No known type. */
  private static final int NONE = -1;

  private static final int MAX_RELOCATIONS = 1 << 24;
  private static final int CHUNK_BYTES = 1 << 20;

  private final FileBytes file;
  private final LoadedRanges loaded;
  private final int relativeType;
  private final boolean is64Bit;
  private final boolean bigEndian;

  ElfRelocations(
      FileBytes file, LoadedRanges loaded, int machine, boolean is64Bit, boolean bigEndian) {
    this.file = file;
    this.loaded = loaded;
    this.relativeType = relativeType(machine);
    this.is64Bit = is64Bit;
    this.bigEndian = bigEndian;
  }

  /** Returns the type number of R_…_RELATIVE, or NONE if it is not known. */
  private static int relativeType(int machine) {
    return switch (machine) {
      case 3, 62 -> 8;
      case 21 -> 22;
      case 22 -> 12;
      case 40 -> 23;
      case 183 -> 1027;
      case 243, 258 -> 3;
      default -> NONE;
    };
  }

  /** Returns the relocated words for which the file has a value other than the link-time value. */
  Relocations differing(List<ElfSection> sections) throws IOException {
    return read(sections, false);
  }

  /** Returns all relocated words. */
  Relocations all(List<ElfSection> sections) throws IOException {
    return read(sections, true);
  }

  private Relocations read(List<ElfSection> sections, boolean all) throws IOException {
    Relocations.Builder relocations = new Relocations.Builder();
    for (ElfSection s : sections) {
      // relocations without an addend (REL, RELR) store the value in the word
      if (s.isLoaded() && (s.type() == SHT_RELA || (all && s.type() == SHT_REL))) {
        readEntries(s.section(), s.type() == SHT_RELA, all, relocations);
      } else if (s.isLoaded() && all && s.type() == SHT_RELR) {
        readPacked(s.section(), relocations);
      }
    }
    return relocations.build(is64Bit ? 8 : 4, bigEndian);
  }

  /**
   * Reads RELR entries: an address, or, if the lowest bit is set, a bitmap that marks which of the
   * next words are relocated.
   */
  private void readPacked(Section section, Relocations.Builder relocations) throws IOException {
    int word = is64Bit ? 8 : 4;
    long next = 0;
    for (long from = 0; from < section.stored() - section.stored() % word; from += word) {
      long entry =
          file.words("the section " + section.name(), section.offset() + from, word, bigEndian)
              .word(0, word);
      if ((entry & 1) == 0) {
        addInPlace(entry, relocations);
        next = entry + word;
        continue;
      }
      for (int bit = 1; bit < 8 * word; bit++) {
        if ((entry >>> bit & 1) != 0) {
          addInPlace(next + (bit - 1L) * word, relocations);
        }
      }
      next += (8L * word - 1) * word;
      requireFewerThanMax(section, relocations);
    }
  }

  private void addInPlace(long address, Relocations.Builder relocations) throws IOException {
    int word = is64Bit ? 8 : 4;
    byte[] stored = new byte[8];
    if (loaded.read(file, address, stored, 0, word) == word) {
      relocations.add(address, new Words(stored, bigEndian).word(0, word));
    }
  }

  private void requireFewerThanMax(Section section, Relocations.Builder relocations)
      throws ExecutableException {
    if (relocations.count() > MAX_RELOCATIONS) {
      throw file.error(
          section.offset(),
          "the section " + section.name() + " has more relocations than any program");
    }
  }

  private void readEntries(
      Section section, boolean hasAddends, boolean all, Relocations.Builder relocations)
      throws IOException {
    int word = is64Bit ? 8 : 4;
    int entry = (hasAddends ? 3 : 2) * word;
    byte[] stored = new byte[8];
    Words storedWord = new Words(stored, bigEndian);
    long end = section.stored() - section.stored() % entry;
    int chunk = CHUNK_BYTES - CHUNK_BYTES % entry;
    for (long from = 0; from < end; from += chunk) {
      Words entries =
          file.words(
              "the section " + section.name(),
              section.offset() + from,
              Math.min(chunk, end - from),
              bigEndian);
      for (int at = 0; at < entries.length(); at += entry) {
        long type = entries.word(at + word, word) & (is64Bit ? 0xffffffffL : 0xff);
        if (type == relativeType) {
          long address = entries.word(at, word);
          boolean whole = loaded.read(file, address, stored, 0, word) == word;
          long value = hasAddends ? entries.word(at + 2 * word, word) : storedWord.word(0, word);
          if (whole && (all || storedWord.word(0, word) != value)) {
            relocations.add(address, value);
          }
        }
      }
      requireFewerThanMax(section, relocations);
    }
  }
}
