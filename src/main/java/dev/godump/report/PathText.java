package dev.godump.report;

import dev.godump.analysis.Retainers.Step;
import java.util.List;

/** How the steps of a path are shown. */
final class PathText {
  /** Steps that a cut path keeps at either end. */
  private static final int ENDS = 10;

  private PathText() {}

  /**
   * Writes a line per step: the offset of the pointer it follows, and the object that leads to.
   *
   * @param limit how many steps are shown before the middle is left out
   */
  static void steps(TextWriter out, ObjectText objects, List<Step> steps, int limit) {
    int cut = steps.size() > Math.max(limit, 2 * ENDS) ? ENDS : steps.size();
    steps.subList(0, cut).forEach(step -> out.line(line(objects, step)));
    if (cut < steps.size()) {
      out.line("            … " + Amounts.count(steps.size() - 2 * ENDS) + " more steps: --limit 0 shows all");
      steps.subList(steps.size() - ENDS, steps.size()).forEach(step -> out.line(line(objects, step)));
    }
  }

  private static String line(ObjectText objects, Step step) {
    String by = step.offset() < 0 ? "" : "+" + step.offset();
    return String.format(
        "    %7s → %s%s  %s, %s",
        by,
        Amounts.address(objects.address(step.object())),
        step.inside() == 0 ? "" : "+" + step.inside(),
        Amounts.bytes(objects.size(step.object())),
        objects.label(step.object()));
  }

  static Json.Fields json(ObjectText objects, Step step) {
    return objects
        .json(step.object())
        .with("offset", step.offset() < 0 ? null : step.offset())
        .with("inside", step.inside());
  }
}
