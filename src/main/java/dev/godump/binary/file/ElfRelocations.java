package dev.godump.binary.file;

import dev.godump.binary.file.ElfFile.ElfSection;
import java.io.IOException;
import java.util.List;

/**
 * Relative relocations of position-independent ELF files (System V ABI, chapters 4 and 5): REL and
 * RELA, and RELR, which packs addresses. Most linkers also leave the link-time address in the word
 * itself.
 */
final class ElfRelocations {
  private static final int SHT_RELA = 4;
  private static final int SHT_REL = 9;
  private static final int SHT_RELR = 19;
  private static final int MOST = 1 << 24;
  private static final int CHUNK = 1 << 20;

  private final FileBytes file;
  private final LoadedRanges loaded;
  private final int relative;
  private final boolean wide;
  private final boolean bigEndian;

  ElfRelocations(
      FileBytes file, LoadedRanges loaded, int machine, boolean wide, boolean bigEndian) {
    this.file = file;
    this.loaded = loaded;
    this.relative = relative(machine);
    this.wide = wide;
    this.bigEndian = bigEndian;
  }

  /** The number of R_…_RELATIVE, or -1 if none is known. */
  private static int relative(int machine) {
    return switch (machine) {
      case 3, 62 -> 8;
      case 21 -> 22;
      case 22 -> 12;
      case 40 -> 23;
      case 183 -> 1027;
      case 243, 258 -> 3;
      default -> -1;
    };
  }

  /** Those words that hold something else in the file. */
  Relocations others(List<ElfSection> sections) throws IOException {
    return read(sections, false);
  }

  /** All words that are addresses. */
  Relocations all(List<ElfSection> sections) throws IOException {
    return read(sections, true);
  }

  private Relocations read(List<ElfSection> sections, boolean all) throws IOException {
    Relocations.Builder found = new Relocations.Builder();
    for (ElfSection s : sections) {
      // relocations without an addend (REL, RELR) have it in the word
      if (s.loaded() && (s.type() == SHT_RELA || all && s.type() == SHT_REL)) {
        collect(s.section(), s.type() == SHT_RELA, all, found);
      } else if (s.loaded() && all && s.type() == SHT_RELR) {
        unpack(s.section(), found);
      }
    }
    return found.build(wide ? 8 : 4, bigEndian);
  }

  /**
   * An address, or a word with the lowest bit set whose others say which of the next words follow.
   */
  private void unpack(Section section, Relocations.Builder found) throws IOException {
    int word = wide ? 8 : 4;
    long next = 0;
    for (long from = 0; from < section.stored() - section.stored() % word; from += word) {
      long entry =
          file.words("the section " + section.name(), section.offset() + from, word, bigEndian)
              .word(0, word);
      if ((entry & 1) == 0) {
        inPlace(entry, found);
        next = entry + word;
        continue;
      }
      for (int bit = 1; bit < 8 * word; bit++) {
        if ((entry >>> bit & 1) != 0) {
          inPlace(next + (bit - 1L) * word, found);
        }
      }
      next += (8L * word - 1) * word;
      limit(section, found);
    }
  }

  private void inPlace(long address, Relocations.Builder found) throws IOException {
    int word = wide ? 8 : 4;
    byte[] place = new byte[8];
    if (loaded.read(file, address, place, 0, word) == word) {
      found.add(address, new Words(place, bigEndian).word(0, word));
    }
  }

  private void limit(Section section, Relocations.Builder found) throws ExecutableException {
    if (found.count() > MOST) {
      throw file.error(
          section.offset(),
          "the section " + section.name() + " has more relocations than any program");
    }
  }

  private void collect(Section section, boolean addends, boolean all, Relocations.Builder found)
      throws IOException {
    int word = wide ? 8 : 4;
    int entry = (addends ? 3 : 2) * word;
    byte[] place = new byte[8];
    Words there = new Words(place, bigEndian);
    long end = section.stored() - section.stored() % entry;
    int chunk = CHUNK - CHUNK % entry;
    for (long from = 0; from < end; from += chunk) {
      Words entries =
          file.words(
              "the section " + section.name(),
              section.offset() + from,
              Math.min(chunk, end - from),
              bigEndian);
      for (int at = 0; at < entries.length(); at += entry) {
        long kind = entries.word(at + word, word) & (wide ? 0xffffffffL : 0xff);
        if (kind == relative) {
          long address = entries.word(at, word);
          boolean whole = loaded.read(file, address, place, 0, word) == word;
          long value = addends ? entries.word(at + 2 * word, word) : there.word(0, word);
          if (whole && (all || there.word(0, word) != value)) {
            found.add(address, value);
          }
        }
      }
      limit(section, found);
    }
  }
}
