package dev.godump.report;

import dev.godump.analysis.stacks.FlameGraph.Node;
import dev.godump.analysis.stacks.FlameGraph.Weight;
import dev.godump.report.text.Amounts;
import dev.godump.report.text.Json;
import dev.godump.report.text.Report;
import dev.godump.report.text.TextWriter;
import java.util.Locale;
import java.util.Map;

/**
 * {@code godump flamegraph}: stacks of live objects merged into a tree.
 *
 * @param by what a stack is, as the option says
 * @param inverted whether the tree goes from the objects up
 */
public record FlameGraphReport(String by, Weight weight, boolean inverted, Node root)
    implements Report {
  @Override
  public void text(TextWriter out) {
    out.heading(
        amount(root.value())
            + (weight == Weight.BYTES ? " of " + Amounts.count(root.objects(), "object") : "")
            + (inverted
                ? ", by type, and below what keeps them alive"
                : ", by what keeps them alive"));
    children(out, root, "  ");
  }

  private void children(TextWriter out, Node node, String indent) {
    for (Node child : node.children()) {
      out.line(
          indent
              + amount(child.value())
              + " "
              + Amounts.share(child.value(), root.value())
              + "  "
              + child.name());
      children(out, child, indent + "  ");
    }
    if (node.more() > 0) {
      out.line(
          indent
              + amount(node.moreValue())
              + "  "
              + Amounts.count(node.more())
              + (node.children().isEmpty() ? "" : " more")
              + " (--max-nodes shows more)");
    }
  }

  private String amount(long value) {
    return weight == Weight.BYTES ? Amounts.bytes(value) : Amounts.count(value, "object");
  }

  @Override
  public Map<String, Object> json() {
    return Json.fields()
        .with("by", by)
        .with("weight", weight.name().toLowerCase(Locale.ROOT))
        .with("inverted", inverted)
        .with("total", root.value())
        .with("root", json(root));
  }

  private static Map<String, Object> json(Node node) {
    return Json.fields()
        .with("name", node.name())
        .with("kind", node.kind().name().toLowerCase(Locale.ROOT))
        .withText("type", node.type())
        .with("value", node.value())
        .with("self", node.self())
        .with("objects", node.objects())
        .withAddressOrNull("example", node.example())
        .with("children", node.children().stream().map(FlameGraphReport::json).toList())
        .with("more", node.more())
        .with("more_value", node.moreValue());
  }
}
