package dev.godump.report;

import dev.godump.analysis.stacks.FlameGraph.Node;
import dev.godump.analysis.stacks.FlameGraph.Weight;
import dev.godump.report.text.Amounts;
import dev.godump.report.text.Json;
import dev.godump.report.text.Report;
import dev.godump.report.text.TextWriter;
import dev.godump.types.Certainty;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * {@code godump flamegraph}: stacks of live objects merged into a tree.
 *
 * @param by what a stack is, as the option says
 * @param inverted whether the tree goes from the objects up
 * @param since if values are growth
 */
public record FlameGraphReport(
    String by, Weight weight, boolean inverted, Optional<Since> since, Node root)
    implements Report {

  /**
   * An earlier dump: values are what grew since.
   *
   * @param dump its name
   * @param shrank by how much other stacks shrank, in bytes or objects
   */
  public record Since(String dump, long shrank) {}

  @Override
  public void text(TextWriter out) {
    out.heading(
        amount(root.value())
            + (weight == Weight.BYTES ? " of " + Amounts.count(root.objects(), "object") : "")
            + since.map(earlier -> " more than in " + earlier.dump()).orElse("")
            + (inverted
                ? ", by type, and below what keeps them alive"
                : ", by what keeps them alive"));
    if (since.isPresent() && since.get().shrank() > 0) {
      out.line("  Elsewhere " + amount(since.get().shrank()) + " less.");
    }
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
    Json.Fields fields =
        Json.fields()
            .with("by", by)
            .with("weight", weight.name().toLowerCase(Locale.ROOT))
            .with("inverted", inverted)
            .with("total", root.value());
    since.ifPresent(
        earlier -> fields.with("since", earlier.dump()).with("shrank", earlier.shrank()));
    return fields.with("root", json(root));
  }

  private static Map<String, Object> json(Node node) {
    return Json.fields()
        .with("name", node.name())
        .with("kind", node.kind().name().toLowerCase(Locale.ROOT))
        .withText("type", node.type())
        .with("certainty", node.certainty().map(Certainty::label))
        .with("value", node.value())
        .with("self", node.self())
        .with("objects", node.objects())
        .withAddressOrNull("example", node.example())
        .with("children", node.children().stream().map(FlameGraphReport::json).toList())
        .with("more", node.more())
        .with("more_value", node.moreValue());
  }
}
