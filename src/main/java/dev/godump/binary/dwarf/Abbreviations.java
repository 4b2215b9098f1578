package dev.godump.binary.dwarf;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.util.Arrays;

/** A table of abbreviations (.debug_abbrev), used by one or more units. */
final class Abbreviations {
  private static final int MAX_ABBREVIATIONS = 1 << 16;
  private static final int MAX_ATTRIBUTES = 1 << 8;

  /** Codes below this are in an array. Compilers number them from 1. */
  private static final int DENSE_LIMIT = 1 << 10;

  private Abbreviation[] denseByCode = new Abbreviation[128];
  private final Long2ObjectOpenHashMap<Abbreviation> sparseByCode = new Long2ObjectOpenHashMap<>();

  /** Makes an empty table. */
  Abbreviations() {}

  /** Reads from the position of {@code in} to the table's end. */
  Abbreviations(SectionReader in, UnitFormat format) {
    IntArrayList attributes = new IntArrayList();
    IntArrayList forms = new IntArrayList();
    LongArrayList constants = new LongArrayList();
    int count = 0;
    for (long code = in.uleb(); code != 0; code = in.uleb()) {
      if (++count > MAX_ABBREVIATIONS) {
        throw in.damaged("more than " + MAX_ABBREVIATIONS + " abbreviations");
      }
      int tag = readSmall(in);
      boolean children = in.u8() != 0;
      attributes.clear();
      forms.clear();
      constants.clear();
      while (true) {
        int attribute = readSmall(in);
        int form = readSmall(in);
        if (attribute == 0 && form == 0) {
          break;
        }
        if (attributes.size() == MAX_ATTRIBUTES) {
          throw in.damaged("more than " + MAX_ATTRIBUTES + " attributes");
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

  private static int readSmall(SectionReader in) {
    long value = in.uleb();
    if (value < 0 || value > 0xffff) {
      throw in.damaged("a tag, attribute or form above 65535");
    }
    return (int) value;
  }

  private void put(long code, Abbreviation abbreviation) {
    if (code > 0 && code < DENSE_LIMIT) {
      if (code >= denseByCode.length) {
        denseByCode = Arrays.copyOf(denseByCode, DENSE_LIMIT);
      }
      denseByCode[(int) code] = abbreviation;
    } else {
      sparseByCode.put(code, abbreviation);
    }
  }

  /** Returns the abbreviation with a code, or null. */
  Abbreviation get(long code) {
    return code >= 0 && code < denseByCode.length
        ? denseByCode[(int) code]
        : sparseByCode.get(code);
  }
}
