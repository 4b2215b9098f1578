package dev.godump.types.inference;

import dev.godump.binary.type.GoType.Kind;
import dev.godump.types.Certainty;
import dev.godump.types.inference.ObjectTypings.Typing;
import dev.godump.types.layout.Layout;
import dev.godump.types.layout.Layouts;
import dev.godump.types.layout.SlotMatcher;

/**
 * Decides what objects consist of of which only values inside, or less than all at the start, are
 * known: of equal values in a row, if these fit.
 */
final class ArrayElementInference {
  private final Layouts layouts;
  private final SlotMatcher matcher;
  private final ObjectTypings typings;
  private final TypeEvidence evidence;

  ArrayElementInference(
      Layouts layouts, SlotMatcher matcher, ObjectTypings typings, TypeEvidence evidence) {
    this.layouts = layouts;
    this.matcher = matcher;
    this.typings = typings;
    this.evidence = evidence;
  }

  /** Decides, and forgets the values inside. */
  void inferArrays() {
    Layout tinyBlock = layouts.opaque("tiny block", 0);
    evidence
        .interiorValues()
        .drainTiny(
            id -> {
              if (!typings.isTyped(id)) {
                typings.set(id, tinyBlock, 1, Certainty.GUESS, SlotMatcher.WHOLE);
              }
            });
    evidence
        .interiorValues()
        .drain(
            new InteriorValues.Visitor() {
              private int lastId = -1;
              private Layout last;

              @Override
              public void values(int id, long offset, Layout layout, long count) {
                if (!typings.isTyped(id)) {
                  fromInside(id, offset, layout, count, id == lastId && layout == last);
                }
                lastId = id;
                last = layout;
              }
            });
    for (int id = typings.nextPartial(0); id >= 0; id = typings.nextPartial(id + 1)) {
      fromPart(id, typings.get(id));
    }
  }

  /**
   * Takes an object for an array by values inside it.
   *
   * @param another whether there are such before them, too
   */
  private void fromInside(int id, long offset, Layout layout, long count, boolean another) {
    boolean inRow = offset % layout.size == 0;
    if (inRow && count > 1 || layout.size == 1) {
      array(id, layout, offset / layout.size + count, Certainty.INFERRED);
    } else if (inRow && another) {
      array(id, layout, offset / layout.size + 1, Certainty.GUESS);
    }
  }

  private void fromPart(int id, Typing typing) {
    Layout layout = typing.layout();
    boolean severalSeen =
        typing.count() > 1 || layout.size == 1 && layout.type.kind() == Kind.UINT8;
    typings.clear(id);
    if (severalSeen) {
      array(
          id,
          layout,
          typing.count(),
          typing.certainty() == Certainty.GUESS ? Certainty.GUESS : Certainty.INFERRED);
    } else {
      array(id, layout, 1, Certainty.GUESS);
    }
  }

  /** Takes an object for an array, with at least so many elements. */
  private void array(int id, Layout layout, long atLeast, Certainty certainty) {
    int shape = typings.shape(id);
    long room = matcher.shape(shape).size() - matcher.headerSize(shape);
    if (layout.size == 0 || layout.opaque || matcher.tiling(layout, shape) != SlotMatcher.WHOLE) {
      return;
    }
    long count =
        layout.pointerOffsets.length > 0
            ? (matcher.match(layout, shape, atLeast, false) >>> 2)
            : room / layout.size;
    if (matcher.fillsWithoutPointers(
        room + matcher.headerSize(shape), atLeast * layout.size + matcher.headerSize(shape))) {
      count = atLeast;
    }
    if (count >= atLeast
        && ((int) matcher.match(layout, shape, count, false) & 3) != SlotMatcher.NOT) {
      typings.set(id, layout, count, certainty, SlotMatcher.MANY);
      if (layout.isScannable()) {
        evidence.pending().add(id);
      }
    }
  }
}
