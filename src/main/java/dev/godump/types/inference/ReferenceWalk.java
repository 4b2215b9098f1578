package dev.godump.types.inference;

import dev.godump.binary.type.GoType;
import dev.godump.types.Certainty;
import dev.godump.types.layout.InterfaceWords.DataWord;
import dev.godump.types.layout.InterfaceWords.DynamicValue;
import dev.godump.types.layout.Layout;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Follows the references in values of known types, and determines the candidate for each target.
 * Subclasses supply the words of the values and receive the candidates. They may give up at a
 * reference that they can't follow.
 */
abstract class ReferenceWalk {
  /** Bytes of a pointer. */
  final int word;

  private final Layout closure;

  ReferenceWalk(InferenceContext context) {
    this.word = context.wordSize();
    this.closure = context.layouts().unresolvedClosure();
  }

  /** Whether the word at an offset exists. */
  abstract boolean holds(long offset);

  abstract long word(long offset) throws IOException;

  /** The layout of a reference's target, or null if it is not known yet. */
  abstract @Nullable Layout target(Layout layout, int reference);

  /** Receives a reference to exactly {@code count} values; returns false to give up. */
  abstract boolean proposeExactly(long count, Layout layout, long address, Certainty certainty);

  /** Receives a reference to {@code count} values or more; returns false to give up. */
  abstract boolean proposeAtLeast(long count, Layout layout, long address, Certainty certainty);

  /** Receives a slice without its length and capacity; returns false to give up. */
  abstract boolean proposeUncounted(long address, Layout elem, Certainty certainty);

  /** Receives the words of an interface; returns false to give up. */
  abstract boolean followInterface(long typeWord, long data, Certainty certainty);

  /** Receives the words of a reflect.Value; returns false to give up. */
  abstract boolean followReflectValue(long type, long pointer, long flags, Certainty certainty);

  /** Receives a pointer to a node of a hash trie map; returns false to give up. */
  abstract boolean followTrieNode(long address, GoType node, Certainty certainty)
      throws IOException;

  /** Receives a pointer to a channel of unknown type; returns false to give up. */
  abstract boolean followUntypedChannel(long address, Layout header, Certainty certainty)
      throws IOException;

  /**
   * Follows the references of consecutive values, up to the first that is not there as a whole.
   *
   * @param start offset of the first value
   * @return false if the subclass gave up at one
   */
  final boolean walk(long start, Layout layout, long count, Certainty certainty)
      throws IOException {
    int references = layout.references.length;
    if (references == 0) {
      return true;
    }
    long base = start;
    for (long i = 0; i < count; i++, base += layout.size) {
      for (int reference = 0; reference < references; reference++) {
        long offset = base + layout.referenceOffsets[reference];
        if (!holds(offset)) {
          return true;
        }
        long value = word(offset);
        if (value != 0 && !follow(layout, reference, offset, value, certainty)) {
          return false;
        }
      }
    }
    return true;
  }

  private boolean follow(Layout layout, int reference, long offset, long value, Certainty certainty)
      throws IOException {
    long second = offset + word;
    long third = offset + 2L * word;
    return switch (layout.references[reference]) {
      case POINTER, CHANNEL -> atLeast(1, layout, reference, value, certainty);
      case MAP -> exactly(1, layout, reference, value, certainty);
      case STRING -> !holds(second) || atLeast(word(second), layout, reference, value, certainty);
      case SLICE ->
          holds(third)
              ? atLeast(word(third), layout, reference, value, certainty)
              : uncounted(layout, reference, value, certainty);
      case COUNTED_ARRAY ->
          !holds(second) || exactly(word(second), layout, reference, value, certainty);
      case FUNCTION -> proposeExactly(1, closure, value, certainty);
      case INTERFACE -> !holds(second) || followInterface(value, word(second), certainty);
      case REFLECT_VALUE ->
          !holds(third) || followReflectValue(value, word(second), word(third), certainty);
      case TRIE_NODE -> followTrieNode(value, layout.operands[reference], certainty);
      case ANY_CHANNEL -> {
        Layout header = target(layout, reference);
        yield header != null && followUntypedChannel(value, header, certainty);
      }
    };
  }

  /** Proposes the dynamic value of an interface. */
  final boolean proposeDynamicValue(DynamicValue value, long data, Certainty certainty) {
    Certainty known =
        certainty == Certainty.GUESS || !value.named() ? Certainty.GUESS : Certainty.EXACT;
    Layout layout = value.layout();
    if (layout == null) {
      return true;
    }
    return value.dataWord() == DataWord.POINTER
        ? proposeAtLeast(1, layout, data, known)
        : proposeExactly(1, layout, data, known);
  }

  private boolean atLeast(
      long count, Layout layout, int reference, long address, Certainty certainty) {
    Layout target = target(layout, reference);
    return target != null && proposeAtLeast(count, target, address, certainty);
  }

  private boolean exactly(
      long count, Layout layout, int reference, long address, Certainty certainty) {
    Layout target = target(layout, reference);
    return target != null && proposeExactly(count, target, address, certainty);
  }

  private boolean uncounted(Layout layout, int reference, long address, Certainty certainty) {
    Layout elem = target(layout, reference);
    return elem != null && proposeUncounted(address, elem, certainty);
  }
}
