package dev.godump.binary;

import dev.godump.binary.ElfFile.ElfSection;
import java.io.IOException;
import java.util.List;

/**
 * Relative relocations of position-independent ELF files. Most linkers also leave the link-time
 * address in the word itself; only words that hold something else are kept.
 */
final class ElfRelocations {
  private static final int SHT_RELA = 4;
  private static final int MOST = 1 << 24;
  private static final int CHUNK = 1 << 20;

  private final FileBytes file;
  private final LoadedRanges loaded;
  private final int relative;
  private final boolean wide;
  private final boolean bigEndian;

  ElfRelocations(FileBytes file, LoadedRanges loaded, int machine, boolean wide, boolean bigEndian) {
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

  Relocations read(List<ElfSection> sections) throws IOException {
    Relocations.Builder found = new Relocations.Builder();
    for (ElfSection s : sections) {
      // relocations without an addend (REL, RELR) have it in the word
      if (s.type() == SHT_RELA && s.loaded()) {
        collect(s.section(), found);
      }
    }
    return found.build(wide ? 8 : 4, bigEndian);
  }

  private void collect(Section section, Relocations.Builder found) throws IOException {
    int word = wide ? 8 : 4;
    int entry = 3 * word;
    byte[] place = new byte[8];
    Words there = new Words(place, bigEndian);
    long end = section.stored() - section.stored() % entry;
    int chunk = CHUNK - CHUNK % entry;
    for (long from = 0; from < end; from += chunk) {
      Words entries =
          file.words("the section " + section.name(), section.offset() + from, Math.min(chunk, end - from), bigEndian);
      for (int at = 0; at < entries.length(); at += entry) {
        long kind = entries.word(at + word, word) & (wide ? 0xffffffffL : 0xff);
        if (kind == relative) {
          long address = entries.word(at, word);
          long addend = entries.word(at + 2 * word, word);
          boolean whole = loaded.read(file, address, place, 0, word) == word;
          if (whole && there.word(0, word) != addend) {
            found.add(address, addend);
          }
        }
      }
      if (found.count() > MOST) {
        throw file.error(section.offset(), "the section " + section.name() + " has more relocations than any program");
      }
    }
  }
}
