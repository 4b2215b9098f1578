package dev.godump.report;

import dev.godump.analysis.Retainers.Step;
import dev.godump.report.text.Amounts;
import dev.godump.report.text.Json;
import dev.godump.report.text.NameShortener;
import dev.godump.report.text.TextWriter;
import dev.godump.types.program.SyncMapParts;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/** Shows the steps of a path from a root. */
final class PathText {
  /** Steps that are shown at each end of a long path. */
  private static final int STEPS_AT_EACH_END = 10;

  /** Bounds of the width at which the arrows of all steps are aligned, in columns. */
  private static final int MIN_FIELD_WIDTH = 7;

  private static final int MAX_FIELD_WIDTH = 28;

  private final ObjectText objects;
  private final List<Step> steps;
  private final String firstField;

  /**
   * @param steps of the path
   * @param firstField how the root leads to the first object; empty if it points at it
   */
  PathText(ObjectText objects, List<Step> steps, String firstField) {
    this.objects = objects;
    this.steps = steps;
    this.firstField = firstField;
  }

  /**
   * Writes one line per step: the field or offset of the pointer, and the object it points at. A
   * map is one step.
   *
   * @param limit length above which the middle of a path is left out, in steps
   * @param raw whether to show the steps inside maps
   */
  void text(TextWriter out, int limit, boolean raw) {
    IntList shown =
        raw
            ? IntArrayList.toList(IntStream.range(0, steps.size()))
            : objects.stepsOfWholeMaps(steps);
    int count = shown.size();
    int cut = count > Math.max(limit, 2 * STEPS_AT_EACH_END) ? STEPS_AT_EACH_END : count;
    int rest = cut < count ? count - STEPS_AT_EACH_END : cut;
    int width = MIN_FIELD_WIDTH;
    for (int i = 0; i < count; i++) {
      int length = i < cut || i >= rest ? fieldName(shown, i).length() : 0;
      width = length <= MAX_FIELD_WIDTH ? Math.max(width, length) : width;
    }
    for (int i = 0; i < cut; i++) {
      line(out, shown, i, width, raw);
    }
    if (cut < count) {
      String more = Amounts.count(count - 2 * STEPS_AT_EACH_END);
      out.line(" ".repeat(width + 5) + "… " + more + " more steps");
    }
    for (int i = rest; cut < count && i < count; i++) {
      line(out, shown, i, width, raw);
    }
  }

  /**
   * Returns the field that a step follows: {@code .buf}, {@code ["k17"]}, {@code +16}. An entry of
   * a map whose types are unknown is {@code […]}.
   */
  private String fieldName(IntList shown, int index) {
    int step = shown.getInt(index);
    long offset = steps.get(step).pointerOffset();
    if (offset == Step.NO_POINTER || step == 0) {
      return firstField;
    }
    int before = shown.getInt(index - 1);
    boolean folded = before < step - 1;
    return (folded ? objects.entryOnPath(steps, before, step) : Optional.<String>empty())
        .or(() -> objects.fieldAt(steps.get(step - 1).object(), offset))
        .orElse(folded ? "[…]" : "+" + offset);
  }

  private void line(TextWriter out, IntList shown, int index, int width, boolean raw) {
    Step step = steps.get(shown.getInt(index));
    String before =
        String.format(
            "    %" + width + "s → %s%s  %s, ",
            NameShortener.shorten(fieldName(shown, index), out.columns() / 2),
            Amounts.address(objects.addressOf(step.object())),
            step.interiorOffset() == 0 ? "" : "+" + step.interiorOffset(),
            Amounts.bytes(objects.sizeOf(step.object())));
    String name = objects.stepLabelOf(step.object(), raw);
    boolean partOfMap = raw && SyncMapParts.isNode(name);
    OptionalLong entries = partOfMap ? OptionalLong.empty() : objects.entryCount(step.object());
    String after =
        entries.isEmpty()
            ? ""
            : entries.getAsLong() == 1
                ? ", 1 entry"
                : ", " + Amounts.count(entries.getAsLong()) + " entries";
    out.line(before, name, after);
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
