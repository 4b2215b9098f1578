package dev.godump.report;

import dev.godump.analysis.MergedPaths;
import dev.godump.analysis.MergedPaths.HiddenNodes;
import dev.godump.analysis.MergedPaths.Node;
import dev.godump.graph.ObjectTable;
import dev.godump.report.text.Amounts;
import dev.godump.report.text.NameShortener;
import dev.godump.report.text.TextWriter;
import dev.godump.types.ObjectType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Draws merged paths as a tree. Lines are indented only where paths branch, so that a long path
 * fits into a narrow terminal.
 */
final class PathTreeText {
  /** Maximum length of a field's name, which leaves space for the type. */
  private static final int MAX_FIELD_LENGTH = 30;

  private final ObjectText objects;
  private final MergedPaths merged;
  private final boolean raw;
  private final List<Line> lines = new ArrayList<>();

  /**
   * @param lead branches of the tree
   * @param what precedes the name and is never shortened
   */
  private record Line(
      String count, String bytes, String share, String lead, String what, String name) {}

  /**
   * @param raw whether objects inside maps are steps of their own
   */
  PathTreeText(ObjectText objects, MergedPaths merged, boolean raw) {
    this.raw = raw;
    this.objects = objects;
    this.merged = merged;
  }

  void write(TextWriter out) {
    merged.tree().forEach(root -> node(root, "", ""));
    more(merged.hidden(), "");
    Line heading = new Line("OBJECTS", "BYTES", "SHARE", "", "", "SHORTEST PATHS FROM ROOTS");
    int counts =
        Math.max(
            heading.count.length(), lines.stream().mapToInt(l -> l.count.length()).max().orElse(0));
    int bytes =
        Math.max(
            heading.bytes.length(), lines.stream().mapToInt(l -> l.bytes.length()).max().orElse(0));
    String format = "  %" + counts + "s  %" + bytes + "s  %6s  %s%s";
    out.heading(counts(heading, format) + heading.name);
    lines.forEach(line -> out.line(counts(line, format), line.name, ""));
  }

  private static String counts(Line line, String format) {
    return String.format(
        Locale.ROOT, format, line.count, line.bytes, line.share, line.lead, line.what);
  }

  /**
   * @param lead start of the node's line
   * @param below start of the lines below
   */
  private void node(Node node, String lead, String below) {
    ObjectType type = new ObjectType(node.step().name(), node.step().certainty());
    String name = raw ? type.label() : type.wholeMapLabel();
    String field =
        node.step().field().isEmpty()
            ? ""
            : NameShortener.truncate(node.step().field(), MAX_FIELD_LENGTH) + " ";
    add(node.count(), node.bytes(), lead, field + objectsOf(node), name);
    boolean cut = node.hidden().nodes() > 0;
    boolean deeper = node.deeper().count() > 0;
    int left = node.children().size() + (cut ? 1 : 0) + (deeper ? 1 : 0);
    boolean part = left > 1;
    for (Node child : node.children()) {
      left--;
      node(child, below + mark(part, left), below + (!part ? "" : left > 0 ? "│ " : "  "));
    }
    if (deeper) {
      left--;
      String what =
          Amounts.count(node.deeper().nodes(), "object") + " further down: --depth shows more";
      add(node.deeper().count(), node.deeper().bytes(), below + mark(part, left), "", what);
    }
    more(node.hidden(), below + mark(part, 0));
  }

  private static String mark(boolean part, int left) {
    return !part ? "→ " : left > 0 ? "├ " : "└ ";
  }

  private void more(HiddenNodes more, String lead) {
    if (more.nodes() > 0) {
      add(
          more.count(),
          more.bytes(),
          lead,
          "",
          Amounts.count(more.nodes()) + " more: --min-percent 0 shows all");
    }
  }

  private void add(long count, long bytes, String lead, String what, String name) {
    String share = Amounts.share(bytes, merged.live().bytes());
    lines.add(new Line(Amounts.count(count), Amounts.bytes(bytes), share, lead, what, name));
  }

  /**
   * Returns the address of the only object, or the number of objects and the length of the longest
   * run of them.
   */
  private String objectsOf(Node node) {
    if (node.step().isOwner()) {
      return node.step().members() == 1 ? "" : Amounts.count(node.step().members()) + " ";
    }
    if (node.step().onlyObject() != ObjectTable.NONE) {
      return Amounts.address(objects.addressOf(node.step().onlyObject())) + "  ";
    }
    String all = Amounts.count(node.step().members(), "object");
    if (node.step().longestRun() == 1) {
      return all + "  ";
    }
    return all
        + (node.step().longestRun() == node.step().members() ? ", ×" : ", up to ×")
        + Amounts.count(node.step().longestRun())
        + " in a row  ";
  }
}
