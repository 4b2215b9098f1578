package dev.godump.report;

import dev.godump.analysis.MergedPaths;
import dev.godump.analysis.MergedPaths.HiddenNodes;
import dev.godump.analysis.MergedPaths.Node;
import dev.godump.analysis.ObjectTotal;
import dev.godump.graph.ObjectTable;
import dev.godump.heap.histogram.ObjectClass;
import dev.godump.report.liveness.LivenessText;
import dev.godump.report.text.Amounts;
import dev.godump.report.text.Json;
import dev.godump.report.text.Report;
import dev.godump.report.text.TextWriter;
import java.util.Map;

/**
 * {@code godump retainers --type}, {@code --shape}, {@code --site}: the paths that keep a class of
 * objects alive.
 */
public final class MergedPathsReport implements Report {
  private final ObjectText objects;
  private final ObjectClass objectClass;
  private final MergedPaths merged;
  private final boolean raw;

  /**
   * @param raw whether objects inside maps are steps of their own
   */
  public MergedPathsReport(
      ObjectText objects, ObjectClass objectClass, MergedPaths merged, boolean raw) {
    this.raw = raw;
    this.objects = objects;
    this.objectClass = objectClass;
    this.merged = merged;
  }

  @Override
  public void text(TextWriter out) {
    ObjectTotal live = merged.live();
    String share = Amounts.share(live.bytes(), merged.heapBytes()) + " of the live heap";
    String amount =
        Amounts.count(live.objects(), "live object") + ", " + Amounts.bytes(live.bytes());
    out.heading(
        amount + " (" + share + "), of " + objectClass.by().label() + " " + objectClass.text());
    boolean none = live.objects() + merged.garbage().objects() == 0;
    line(out, merged.garbage(), "more have no path from a recorded root");
    if (none && merged.unrecorded().isEmpty()) {
      out.line("  " + whereToLook());
    }
    paths(out, merged);
    merged
        .unrecorded()
        .forEach(
            (part, kept) -> {
              out.line();
              out.heading(
                  Amounts.count(kept.live().objects(), "more object")
                      + ", "
                      + Amounts.bytes(kept.live().bytes())
                      + ", kept alive only by "
                      + LivenessText.roots(part));
              paths(out, kept);
            });
  }

  private void paths(TextWriter out, MergedPaths found) {
    line(out, found.unreachable(), "have no path outside of --exclude");
    if (!found.tree().isEmpty() || found.hidden().nodes() > 0) {
      out.line();
      new PathTreeText(objects, found, raw).write(out);
    }
  }

  private static void line(TextWriter out, ObjectTotal amount, String what) {
    if (amount.objects() > 0) {
      out.line(
          "  "
              + Amounts.count(amount.objects())
              + " "
              + what
              + ", "
              + Amounts.bytes(amount.bytes()));
    }
  }

  private String whereToLook() {
    return switch (objectClass.by()) {
      case TYPE ->
          "no object is known to be of this type; godump histogram lists all types and shapes";
      case SHAPE -> "godump histogram lists all types and shapes";
      case SITE ->
          "godump memprof lists all sites; only objects that were sampled are known by site";
    };
  }

  @Override
  public Map<String, Object> json() {
    Json.Fields fields =
        Json.fields()
            .with("by", objectClass.by().label())
            .with("class", objectClass.text())
            .with("garbage", merged.garbage().objects())
            .with("garbage_bytes", merged.garbage().bytes());
    paths(fields, merged);
    merged
        .unrecorded()
        .forEach(
            (part, kept) -> fields.with(LivenessText.keptBy(part), paths(Json.fields(), kept)));
    return fields;
  }

  private Json.Fields paths(Json.Fields fields, MergedPaths found) {
    long bytes = found.live().bytes();
    return fields
        .with("objects", found.live().objects())
        .with("bytes", bytes)
        .with("excluded", found.unreachable().objects())
        .with("excluded_bytes", found.unreachable().bytes())
        .with("tree", found.tree().stream().map(node -> json(node, bytes)).toList())
        .with("more", json(found.hidden()));
  }

  /**
   * @param whole bytes that shares are parts of
   */
  private Map<String, Object> json(Node node, long whole) {
    return Json.fields()
        .with("label", ObjectText.typeLabel(node.step().name(), node.step().certainty()))
        .withText("field", node.step().field())
        .with("holder", node.step().isOwner())
        .with(
            "address",
            node.step().onlyObject() == ObjectTable.NONE
                ? null
                : Amounts.address(objects.addressOf(node.step().onlyObject())))
        .with("count", node.count())
        .with("bytes", node.bytes())
        .with("share", (double) node.bytes() / whole)
        .with("distinct", node.step().members())
        .with("repeated", node.step().longestRun())
        .with("children", node.children().stream().map(child -> json(child, whole)).toList())
        .with("more", json(node.hidden()))
        .with("deeper", json(node.deeper()));
  }

  private static Map<String, Object> json(HiddenNodes folded) {
    return Json.fields()
        .with("count", folded.count())
        .with("bytes", folded.bytes())
        .with("nodes", folded.nodes());
  }
}
