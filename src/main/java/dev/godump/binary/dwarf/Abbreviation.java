package dev.godump.binary.dwarf;

import it.unimi.dsi.fastutil.ints.IntArrayList;

/** The format of a kind of entry: its tag, whether it has children, and its attributes. */
final class Abbreviation {
  /** How {@link EntryIndex} records an entry. */
  enum EntryKind {
    FUNCTION,
    VARIABLE,
    TYPE,
    CONSTANT,
    OTHER
  }

  final int tag;
  final boolean hasChildren;
  final EntryKind entryKind;
  private final int[] attributes;
  private final int[] forms;
  private final long[] constants;

  /**
   * The steps that skip an entry: sizes in bytes, adjacent ones added up, and {@link Form}'s
   * negative constants.
   */
  private final int[] skipSteps;

  /**
   * @param forms form by index of the attribute
   * @param constants value by index of the attribute, for {@link Form#IMPLICIT_CONST}
   */
  Abbreviation(
      int tag,
      boolean hasChildren,
      int[] attributes,
      int[] forms,
      long[] constants,
      UnitFormat format) {
    this.tag = tag;
    this.hasChildren = hasChildren;
    this.attributes = attributes;
    this.forms = forms;
    this.constants = constants;
    this.skipSteps = skipSteps(forms, format);
    this.entryKind = kindOfEntries();
  }

  private EntryKind kindOfEntries() {
    if (tag == Tag.SUBPROGRAM) {
      return has(Attribute.LOW_PC) ? EntryKind.FUNCTION : EntryKind.OTHER;
    } else if (tag == Tag.VARIABLE) {
      return has(Attribute.LOCATION) ? EntryKind.VARIABLE : EntryKind.OTHER;
    }
    if (tag == Tag.CONSTANT) {
      return has(Attribute.CONST_VALUE) ? EntryKind.CONSTANT : EntryKind.OTHER;
    }
    return Tag.isType(tag) && has(Attribute.NAME) ? EntryKind.TYPE : EntryKind.OTHER;
  }

  private static int[] skipSteps(int[] forms, UnitFormat format) {
    IntArrayList steps = new IntArrayList();
    int fixed = 0;
    for (int form : forms) {
      int size = format.size(form);
      if (size >= 0) {
        fixed += size;
      } else {
        if (fixed > 0) {
          steps.add(fixed);
          fixed = 0;
        }
        steps.add(size);
      }
    }
    if (fixed > 0) {
      steps.add(fixed);
    }
    return steps.toIntArray();
  }

  int count() {
    return attributes.length;
  }

  int attribute(int index) {
    return attributes[index];
  }

  int form(int index) {
    return forms[index];
  }

  long constant(int index) {
    return constants[index];
  }

  boolean has(int attribute) {
    for (int each : attributes) {
      if (each == attribute) {
        return true;
      }
    }
    return false;
  }

  /** Moves a reader from an entry's first attribute to the end of the last. */
  void skip(SectionReader in, UnitFormat format) {
    for (int step : skipSteps) {
      if (step >= 0) {
        in.skip(step);
      } else if (step == Form.ZERO_TERMINATED) {
        in.skipText();
      } else if (step == Form.LEB) {
        in.skipLeb();
      } else {
        format.skipSpecial(in, step);
      }
    }
  }
}
