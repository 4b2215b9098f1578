package dev.godump.report;

import dev.godump.analysis.Retainers.Step;

/** How a step of a path is shown. */
final class PathText {
  private PathText() {}

  /** The pointer it follows, and the object that leads to. */
  static String step(ObjectText objects, Step step) {
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
