package dev.godump.binary.dwarf;

import it.unimi.dsi.fastutil.ints.IntArrayList;

/**
 * What entries of one sort look like: their tag, whether entries follow inside, their attributes.
 */
final class Abbreviation {
  /** What an index of entries takes them for. */
  enum Sort {
    FUNCTION,
    VARIABLE,
    TYPE,
    OTHER
  }

  final int tag;
  final boolean children;
  final Sort sort;
  private final int[] attributes;
  private final int[] forms;
  private final long[] constants;

  /** Sizes and {@link Form}'s negative constants, neighbours of fixed size made one. */
  private final int[] steps;

  /**
   * @param forms by attribute
   * @param constants by attribute, for {@link Form#IMPLICIT_CONST}
   */
  Abbreviation(
      int tag,
      boolean children,
      int[] attributes,
      int[] forms,
      long[] constants,
      UnitFormat format) {
    this.tag = tag;
    this.children = children;
    this.attributes = attributes;
    this.forms = forms;
    this.constants = constants;
    this.steps = steps(forms, format);
    this.sort = sort();
  }

  private Sort sort() {
    if (tag == Tag.SUBPROGRAM) {
      return has(Attribute.LOW_PC) ? Sort.FUNCTION : Sort.OTHER;
    } else if (tag == Tag.VARIABLE) {
      return has(Attribute.LOCATION) ? Sort.VARIABLE : Sort.OTHER;
    }
    return Tag.isType(tag) && has(Attribute.NAME) ? Sort.TYPE : Sort.OTHER;
  }

  private static int[] steps(int[] forms, UnitFormat format) {
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

  /** Goes from an entry's first attribute behind its last. */
  void skip(SectionReader in, UnitFormat format) {
    for (int step : steps) {
      if (step >= 0) {
        in.skip(step);
      } else if (step == Form.TEXT) {
        in.skipText();
      } else if (step == Form.LEB) {
        in.skipLeb();
      } else {
        format.skipSpecial(in, step);
      }
    }
  }
}
