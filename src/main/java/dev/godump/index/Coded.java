package dev.godump.index;

import java.util.Arrays;
import java.util.Comparator;

/**
 * A constant that index files store by its code. A code is never changed or reused, so that
 * constants can be added, removed and reordered without changing the format.
 */
public interface Coded {
  /** Returns the code, 0 to 127. */
  int code();

  /**
   * Returns the constants in the order of their codes, which must be 0 and up without gaps.
   *
   * @throws IllegalArgumentException if they are not
   */
  static <E extends Coded> E[] byCode(E[] constants) {
    E[] constantByCode = constants.clone();
    Arrays.sort(constantByCode, Comparator.comparingInt(Coded::code));
    for (int code = 0; code < constantByCode.length; code++) {
      if (constantByCode[code].code() != code) {
        throw new IllegalArgumentException(constantByCode[code] + " does not have code " + code);
      }
    }
    return constantByCode;
  }

  /**
   * Returns the constant with a code.
   *
   * @param constants all there are
   * @throws DamagedIndexException if none has the code
   */
  static <E extends Coded> E ofCode(E[] constants, int code) {
    for (E constant : constants) {
      if (constant.code() == code) {
        return constant;
      }
    }
    throw new DamagedIndexException(
        "no " + constants.getClass().getComponentType().getSimpleName() + " has code " + code);
  }
}
