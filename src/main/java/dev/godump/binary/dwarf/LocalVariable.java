package dev.godump.binary.dwarf;

import dev.godump.binary.type.GoType;
import java.util.List;

/**
 * A variable of a function at a pc.
 *
 * @param name name as declared; {@code &x} for the pointer to a variable that was moved to the
 *     heap; {@code x.ptr}, {@code x.len}, {@code x.data}, {@code x.f} for a part that the compiler
 *     keeps separately (see {@link #isPart}); {@code ~r0} for an unnamed result
 * @param type its type; unsafe.Pointer for the part {@code x.data}, as the dynamic type of an
 *     interface is unknown
 * @param line line of its declaration; 0 if not stated
 * @param function function that declares it: the one that contains the pc, or one inlined there
 * @param inliningDepth depth of the inlined call that declares it; 0 for the function that contains
 *     the pc
 * @param closureOffset offset in the closure for a captured variable (Go 1.23 and later), else NONE
 * @param dictionaryIndex index in the function's dictionary of the real type if the type is a
 *     shape, else NONE
 * @param hasOneLocation whether one location is valid in all of its scope; such a variable can
 *     share its location with a dead one and be read before it is set
 * @param pieces its locations at the pc, by offset; empty if it has none
 */
public record LocalVariable(
    String name,
    GoType type,
    Role role,
    int line,
    String function,
    int inliningDepth,
    long closureOffset,
    int dictionaryIndex,
    boolean hasOneLocation,
    List<Piece> pieces) {
  /** No closure offset, or no dictionary index. */
  public static final int NONE = -1;

  /** Roles of variables. */
  public enum Role {
    LOCAL,
    PARAMETER,
    RESULT
  }

  /** Reports whether this is a part of a declared variable. */
  public boolean isPart() {
    return isPart(name);
  }

  static boolean isPart(String name) {
    return name.indexOf('.', 1) > 0 || name.indexOf('[') > 0;
  }
}
