package dev.godump.types.inference;

import dev.godump.binary.type.GoType.Kind;
import dev.godump.graph.ObjectTable;
import dev.godump.types.Certainty;
import dev.godump.types.inference.ObjectTypings.Typing;
import dev.godump.types.layout.Layout;
import dev.godump.types.layout.Layouts;
import dev.godump.types.layout.Match;
import dev.godump.types.layout.SlotMatcher;
import org.jspecify.annotations.Nullable;

/** Infers array types for objects with only some typed elements. */
final class ArrayElementInference {
  private final Layouts layouts;
  private final SlotMatcher matcher;
  private final ObjectTypings typings;
  private final TypeEvidence evidence;

  ArrayElementInference(InferenceContext context, TypeEvidence evidence) {
    this.layouts = context.layouts();
    this.matcher = context.matcher();
    this.typings = context.typings();
    this.evidence = evidence;
  }

  /** Types objects with values inside them or at their start as arrays, and forgets the values. */
  void inferArrays() {
    Typing tinyBlock = new Typing(layouts.opaque("tiny block", 0), 1, Certainty.GUESS, Match.EXACT);
    evidence.drainTinyBlocks(
        object -> {
          if (!typings.isTyped(object)) {
            evidence.assign(object, tinyBlock);
          }
        });
    evidence.drainInteriors(
        new InteriorValues.Visitor() {
          private int lastObject = ObjectTable.NONE;
          private @Nullable Layout lastLayout;

          @Override
          public void values(int object, long offset, Layout layout, long count) {
            if (!typings.isTyped(object)) {
              boolean repeated = object == lastObject && layout == lastLayout;
              fromInterior(object, offset, layout, count, repeated);
            } else {
              evidence.shareBytes(object, layout, count);
            }
            lastObject = object;
            lastLayout = layout;
          }
        });
    for (int id = typings.nextPartial(0);
        id != ObjectTable.NONE;
        id = typings.nextPartial(id + 1)) {
      fromPrefix(id, typings.typing(typings.typingId(id)));
    }
  }

  /**
   * Infers an array from values inside an object.
   *
   * @param repeated whether the object also has values of this layout at a lower offset
   */
  private void fromInterior(int object, long offset, Layout layout, long count, boolean repeated) {
    boolean aligned = offset % layout.size == 0;
    if ((aligned && count > 1) || layout.size == 1) {
      array(object, layout, offset / layout.size + count, Certainty.INFERRED);
    } else if (aligned && repeated) {
      array(object, layout, offset / layout.size + 1, Certainty.GUESS);
    }
  }

  /** Infers an array from the values that an object starts with. */
  private void fromPrefix(int object, Typing typing) {
    Layout layout = typing.layout();
    typings.clear(object);
    if (typing.count() > 1 || (layout.size == 1 && layout.type.kind() == Kind.UINT8)) {
      Certainty certainty =
          typing.certainty() == Certainty.GUESS ? Certainty.GUESS : Certainty.INFERRED;
      array(object, layout, typing.count(), certainty);
    } else {
      array(object, layout, 1, Certainty.GUESS);
    }
  }

  /** Types an untyped object as an array of at least some elements, if these fit. */
  private void array(int object, Layout layout, long atLeast, Certainty certainty) {
    int shape = typings.shape(object);
    if (layout.size == 0 || layout.opaque || matcher.tiling(layout, shape) != Match.EXACT) {
      return;
    }
    long count = count(shape, layout, atLeast);
    if (count >= atLeast && matcher.match(layout, shape, count, false).match() != Match.NONE) {
      evidence.assign(object, new Typing(layout, count, certainty, Match.FILLS_UNCOUNTED));
    }
  }

  private long count(int shape, Layout layout, long atLeast) {
    int header = matcher.headerSize(shape);
    if (matcher.fillsWithoutPointers(matcher.shape(shape).size(), atLeast * layout.size + header)) {
      return atLeast;
    }
    return layout.pointerOffsets.length > 0
        ? matcher.match(layout, shape, atLeast, false).count()
        : matcher.valueSize(shape) / layout.size;
  }
}
