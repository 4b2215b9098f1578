package dev.godump.report;

import dev.godump.analysis.Retainers.Step;
import dev.godump.report.text.Amounts;
import dev.godump.report.text.Json;
import dev.godump.report.text.NameShortener;
import dev.godump.report.text.TextWriter;
import java.util.List;
import java.util.Optional;

/** Shows the steps of paths from roots. */
final class PathText {
  /** Steps that are shown at each end of a long path. */
  private static final int STEPS_AT_EACH_END = 10;

  /** Bounds of the width at which the arrows of all steps are aligned, in columns. */
  private static final int MIN_FIELD_WIDTH = 7;

  private static final int MAX_FIELD_WIDTH = 28;

  private PathText() {}

  /**
   * Writes one line per step: the field or offset of the pointer, and the object it points at.
   *
   * @param limit length above which the middle of a path is left out, in steps
   */
  static void steps(TextWriter out, ObjectText objects, List<Step> steps, int limit) {
    int cut =
        steps.size() > Math.max(limit, 2 * STEPS_AT_EACH_END) ? STEPS_AT_EACH_END : steps.size();
    int rest = cut < steps.size() ? steps.size() - STEPS_AT_EACH_END : cut;
    int width = MIN_FIELD_WIDTH;
    for (int i = 0; i < steps.size(); i++) {
      int length = i < cut || i >= rest ? fieldName(objects, steps, i).length() : 0;
      width = length <= MAX_FIELD_WIDTH ? Math.max(width, length) : width;
    }
    for (int i = 0; i < cut; i++) {
      line(out, objects, steps, i, width);
    }
    if (cut < steps.size()) {
      String more = Amounts.count(steps.size() - 2 * STEPS_AT_EACH_END);
      out.line(" ".repeat(width + 5) + "… " + more + " more steps");
    }
    for (int i = rest; cut < steps.size() && i < steps.size(); i++) {
      line(out, objects, steps, i, width);
    }
  }

  /**
   * Returns the field that a step follows: {@code .buf}, {@code ["k17"]}, {@code +16}; empty for
   * the first step.
   */
  private static String fieldName(ObjectText objects, List<Step> steps, int step) {
    long offset = steps.get(step).pointerOffset();
    return offset == Step.NO_POINTER || step == 0
        ? ""
        : objects.fieldAt(steps.get(step - 1).object(), offset).orElse("+" + offset);
  }

  private static void line(
      TextWriter out, ObjectText objects, List<Step> steps, int index, int width) {
    Step step = steps.get(index);
    String before =
        String.format(
            "    %" + width + "s → %s%s  %s, ",
            NameShortener.shorten(fieldName(objects, steps, index), out.columns() / 2),
            Amounts.address(objects.addressOf(step.object())),
            step.interiorOffset() == 0 ? "" : "+" + step.interiorOffset(),
            Amounts.bytes(objects.sizeOf(step.object())));
    out.line(before, objects.labelOf(step.object()), "");
  }

  /** Returns a step as JSON. */
  static Json.Fields json(ObjectText objects, List<Step> steps, int index) {
    Step step = steps.get(index);
    Optional<String> field =
        step.pointerOffset() == Step.NO_POINTER || index == 0
            ? Optional.empty()
            : objects.fieldAt(steps.get(index - 1).object(), step.pointerOffset());
    return objects
        .json(step.object())
        .with("offset", step.pointerOffset() == Step.NO_POINTER ? null : step.pointerOffset())
        .with("field", field)
        .with("inside", step.interiorOffset());
  }
}
