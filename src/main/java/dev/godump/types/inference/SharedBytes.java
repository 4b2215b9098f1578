package dev.godump.types.inference;

import dev.godump.types.Certainty;
import dev.godump.types.inference.ObjectTypings.Typing;
import dev.godump.types.layout.ByteLayouts;
import dev.godump.types.layout.Layout;
import dev.godump.types.layout.Layout.Role;
import org.jspecify.annotations.Nullable;

/**
 * Determines from the pointers to an object whether its bytes are those of a string, of a byte
 * slice, or shared by both.
 */
final class SharedBytes {
  private final Layout shared;

  SharedBytes(ByteLayouts bytes) {
    this.shared = bytes.shared();
  }

  /**
   * Whether a candidate shows that strings and byte slices share an object's bytes. A guess shows
   * nothing of bytes of a known type.
   */
  static boolean areShared(@Nullable Typing current, Candidate candidate) {
    return current != null
        && (current.certainty() == Certainty.GUESS) == (candidate.certainty() == Certainty.GUESS)
        && areShared(current, candidate.layout(), candidate.count());
  }

  /** Whether bytes of a layout in an object show that strings and byte slices share its bytes. */
  static boolean areShared(Typing current, Layout layout, long count) {
    return (isString(current.layout()) && isSlice(layout, count))
        || (isSlice(current.layout(), current.count()) && isString(layout));
  }

  /** Whether a pointer to bytes of a layout is a string's. */
  static boolean isString(Layout layout) {
    return layout.role == Role.STRING_BYTES;
  }

  /** Whether a pointer to bytes is a slice's; a {@code *byte} may point into a string, too. */
  static boolean isSlice(Layout layout, long count) {
    return layout.role == Role.BYTES && count > 1;
  }

  /** The current typing with its bytes as shared ones. */
  Typing share(Typing current) {
    return new Typing(shared, current.count(), current.certainty(), current.match());
  }

  /**
   * A candidate for bytes at the start of an object as one for shared bytes, if those of the
   * current typing are shared, or are with the candidate; else the same candidate.
   */
  Candidate merge(@Nullable Typing current, Candidate candidate) {
    if (current == null
        || !(areShared(current, candidate)
            || (current.layout() == shared && ByteLayouts.isBytes(candidate.layout())))) {
      return candidate;
    }
    boolean surer = current.certainty().compareTo(candidate.certainty()) > 0;
    return Candidate.atLeast(
        Math.max(current.count(), candidate.count()),
        shared,
        surer ? current.certainty() : candidate.certainty());
  }
}
