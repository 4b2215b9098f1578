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
  private final SlotMatcher fit;
  private final ObjectTypings typings;
  private final TypeEvidence offers;

  ArrayElementInference(
      Layouts layouts, SlotMatcher fit, ObjectTypings typings, TypeEvidence offers) {
    this.layouts = layouts;
    this.fit = fit;
    this.typings = typings;
    this.offers = offers;
  }

  /** Decides, and forgets the values inside. */
  void settle() {
    Layout tinyBlock = layouts.opaque("tiny block", 0);
    offers
        .inside()
        .drainTiny(
            id -> {
              if (!typings.known(id)) {
                typings.set(id, tinyBlock, 1, Certainty.GUESS, SlotMatcher.WHOLE);
              }
            });
    offers
        .inside()
        .drain(
            new InteriorValues.Visitor() {
              private int lastId = -1;
              private Layout last;

              @Override
              public void values(int id, long offset, Layout layout, long count) {
                if (!typings.known(id)) {
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
    long room = fit.shape(shape).size() - fit.headerSize(shape);
    if (layout.size == 0 || layout.opaque || fit.tiling(layout, shape) != SlotMatcher.WHOLE) {
      return;
    }
    long count =
        layout.pointerOffsets.length > 0
            ? (fit.match(layout, shape, atLeast, false) >>> 2)
            : room / layout.size;
    if (fit.fillsWithoutPointers(
        room + fit.headerSize(shape), atLeast * layout.size + fit.headerSize(shape))) {
      count = atLeast;
    }
    if (count >= atLeast && ((int) fit.match(layout, shape, count, false) & 3) != SlotMatcher.NOT) {
      typings.set(id, layout, count, certainty, SlotMatcher.MANY);
      if (layout.isScannable()) {
        offers.pending().add(id);
      }
    }
  }
}
