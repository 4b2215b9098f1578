package dev.godump.binary.dwarf;

import dev.godump.binary.type.GoType;
import java.util.List;

/**
 * A variable of a function at some pc.
 *
 * @param name as declared; {@code &x} for one that was moved to the heap: this is the pointer to
 *     it; {@code x.ptr}, {@code x.len}, {@code x.data}, {@code x.f} for a part that the compiler
 *     keeps by itself (see {@link #isPart}); {@code ~r0} for a result without a name
 * @param type of it. What an interface's data word refers to isn't known, so of the part {@code
 *     x.data} it is unsafe.Pointer
 * @param line of its declaration, 0 where that isn't said
 * @param function that declares it: the one that runs at the pc, or one that is inlined there
 * @param inlining how many calls of inlined functions are between the one that runs and this one
 * @param closureOffset of a variable that a closure captured, its offset in the closure (Go 1.23
 *     and later); else -1
 * @param dictionaryEntry of a variable of generic code whose type is a shape, the place in the
 *     function's dictionary that has the real one; else -1
 * @param throughout whether it has one place for all of its scope: only then may it share it with
 *     another whose time is over, or be read before it is set
 * @param pieces where it is at the pc, by offset; empty if it is nowhere
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
  /** What sort of variable. */
  public enum Role {
    LOCAL,
    PARAMETER,
    RESULT
  }

  /** Whether it is only a part of a declared variable. */
  public boolean isPart() {
    return isPart(name);
  }

  static boolean isPart(String name) {
    return name.indexOf('.', 1) > 0 || name.indexOf('[') > 0;
  }
}
