package dev.godump.binary.dwarf;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.util.Arrays;

/** One table of abbreviations (.debug_abbrev), which one unit or many use. */
final class Abbreviations {
  private static final int MOST = 1 << 16;
  private static final int MOST_ATTRIBUTES = 1 << 8;

  /** Codes below are in an array; compilers count from 1. */
  private static final int DENSE = 1 << 10;

  private Abbreviation[] dense = new Abbreviation[128];
  private final Long2ObjectOpenHashMap<Abbreviation> sparse = new Long2ObjectOpenHashMap<>();

  /** Reads from the position of {@code in} to the table's end. */
  Abbreviations(SectionReader in, UnitFormat format) {
    IntArrayList attributes = new IntArrayList();
    IntArrayList forms = new IntArrayList();
    LongArrayList constants = new LongArrayList();
    int count = 0;
    for (long code = in.uleb(); code != 0; code = in.uleb()) {
      if (++count > MOST) {
        throw in.damaged("more than " + MOST + " abbreviations");
      }
      int tag = small(in);
      boolean children = in.u8() != 0;
      attributes.clear();
      forms.clear();
      constants.clear();
      while (true) {
        int attribute = small(in);
        int form = small(in);
        if (attribute == 0 && form == 0) {
          break;
        }
        if (attributes.size() == MOST_ATTRIBUTES) {
          throw in.damaged("more than " + MOST_ATTRIBUTES + " attributes");
        }
        attributes.add(attribute);
        forms.add(form);
        constants.add(form == Form.IMPLICIT_CONST ? in.sleb() : 0);
      }
      put(
          code,
          new Abbreviation(
              tag,
              children,
              attributes.toIntArray(),
              forms.toIntArray(),
              constants.toLongArray(),
              format));
    }
  }

  private static int small(SectionReader in) {
    long value = in.uleb();
    if (value < 0 || value > 0xffff) {
      throw in.damaged("a tag, attribute or form above 65535");
    }
    return (int) value;
  }

  private void put(long code, Abbreviation abbreviation) {
    if (code > 0 && code < DENSE) {
      if (code >= dense.length) {
        dense = Arrays.copyOf(dense, DENSE);
      }
      dense[(int) code] = abbreviation;
    } else {
      sparse.put(code, abbreviation);
    }
  }

  /** The abbreviation of a code, or null. */
  Abbreviation get(long code) {
    return code >= 0 && code < dense.length ? dense[(int) code] : sparse.get(code);
  }
}
