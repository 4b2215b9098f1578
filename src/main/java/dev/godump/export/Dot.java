package dev.godump.export;

import dev.godump.analysis.diagram.HeapDiagram;
import dev.godump.analysis.diagram.HeapDiagram.Edge;
import dev.godump.analysis.diagram.HeapDiagram.Field;
import dev.godump.analysis.diagram.HeapDiagram.Node;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectTable;
import dev.godump.heap.HeapPart;
import dev.godump.heap.HeapParts;
import dev.godump.heap.cleanups.CleanupGraph;
import dev.godump.heap.dominators.DominatorTree;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.Collectors;

/** Writes a diagram in Graphviz's language. Colors show how much of the live heap nodes retain. */
public final class Dot {
  private static final String ROOT = "#c6dbef";
  private static final String GARBAGE = "#d9d9d9";
  private static final String KEPT_BY_CLEANUPS = "#c7e9c0";
  private static final String MOST = "#e6674f";
  private static final String MUCH = "#fdbb84";
  private static final String LITTLE = "#fef0d9";
  private static final List<String> LEGEND =
      List.of(
          "red: retains 10% of the live heap and more; orange: 1% and more; cream: less",
          "blue: a root; grey and dashed: garbage; bold: what was asked for");

  private static final String CLEANUPS_LEGEND =
      "green and dashed: kept alive only by " + CleanupGraph.HOLDER;

  /** Characters before the import path of a package. */
  private static final String BEFORE_PATH = " \t\n\u000b\f\r[](){}<>,*;\"";

  /** Longer names are cut; the tooltip has the whole name. */
  private static final int LONGEST = 60;

  private final HeapGraph graph;
  private final DominatorTree tree;
  private final HeapParts parts;
  private final ObjectLabels labels;
  private final LongFunction<String> bytes;

  /**
   * @param tree of the part of the heap that diagrams show
   * @param parts of the whole heap
   * @param bytes formats a number of bytes for people
   */
  public Dot(
      HeapGraph graph,
      DominatorTree tree,
      HeapParts parts,
      ObjectLabels labels,
      LongFunction<String> bytes) {
    this.graph = graph;
    this.tree = tree;
    this.parts = parts;
    this.labels = labels;
    this.bytes = bytes;
  }

  /** Writes a diagram. */
  public void write(HeapDiagram diagram, OutputStream stream) throws IOException {
    Writer out = new OutputStreamWriter(stream, StandardCharsets.UTF_8);
    out.write("// " + diagram.title() + "\n");
    for (String line : legendLines(diagram)) {
      out.write("// " + line + "\n");
    }
    out.write("digraph heap {\n");
    out.write(
        "  graph [rankdir=LR, labelloc=b, fontname=\"Helvetica\", fontsize=10, label="
            + quoted(legend(diagram))
            + "];\n");
    out.write("  node [shape=box, style=filled, fontname=\"Helvetica\", fontsize=10];\n");
    out.write("  edge [fontname=\"Helvetica\", fontsize=9];\n");
    for (int i = 0; i < diagram.nodes().size(); i++) {
      out.write("  n" + i + " [" + attributes(diagram.nodes().get(i)) + "];\n");
    }
    for (Edge edge : diagram.edges()) {
      out.write("  n" + edge.from() + " -> n" + edge.to() + attributes(diagram, edge) + ";\n");
    }
    out.write("}\n");
    out.flush();
  }

  private List<String> legendLines(HeapDiagram diagram) {
    List<String> lines = new ArrayList<>(LEGEND);
    if (diagram.nodes().stream().anyMatch(this::isKeptByCleanups)) {
      lines.add(CLEANUPS_LEGEND);
    }
    return lines;
  }

  private boolean isKeptByCleanups(Node node) {
    return node.object() != ObjectTable.NONE && parts.of(node.object()) == HeapPart.CLEANUPS;
  }

  private String legend(HeapDiagram diagram) {
    String cut =
        diagram.omittedNodes() == 0
            ? ""
            : "\n"
                + diagram.omittedNodes()
                + " more at the top, which retain "
                + bytes.apply(diagram.omittedBytes());
    return diagram.title() + cut + "\n" + String.join("\n", legendLines(diagram));
  }

  private String attributes(Node node) {
    StringBuilder attributes = new StringBuilder("label=" + quoted(label(node)));
    attributes.append(", fillcolor=\"").append(colour(node)).append('"');
    attributes.append(", tooltip=").append(quoted(name(node)));
    if (node.object() == ObjectTable.NONE) {
      attributes.append(", shape=ellipse");
    } else if (!tree.isLive(node.object()) || isKeptByCleanups(node)) {
      attributes.append(", style=\"filled,dashed\"");
    }
    if (node.requested()) {
      attributes.append(", penwidth=3");
    }
    return attributes.toString();
  }

  private String label(Node node) {
    StringBuilder label = new StringBuilder(shortened(name(node)));
    if (node.object() != ObjectTable.NONE) {
      label.append('\n').append(Hex.of(graph.objects().address(node.object())));
      label.append("  ").append(bytes.apply(graph.objects().size(node.object())));
    }
    if (node.retained() > 0) {
      label.append("\nretains ").append(bytes.apply(node.retained()));
    }
    if (node.object() != ObjectTable.NONE && heldBySeveralRoots(node.object())) {
      label.append("\nreachable from several roots");
    }
    if (node.hiddenAbove() > 0) {
      label.append("\n+ ").append(node.hiddenAbove()).append(" more that point here");
    }
    if (node.hiddenBelow() > 0) {
      label.append("\n+ ").append(node.hiddenBelow()).append(" more below");
      label.append(node.hiddenBelowBytes() > 0 ? ", " + bytes.apply(node.hiddenBelowBytes()) : "");
    }
    return label.toString();
  }

  private boolean heldBySeveralRoots(int object) {
    return tree.isLive(object) && tree.dominator(tree.node(object)) == DominatorTree.ROOT;
  }

  private String name(Node node) {
    return node.object() == ObjectTable.NONE ? node.label() : labels.wholeMapLabel(node.object());
  }

  private static String shortened(String name) {
    String text = withoutPaths(name);
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
  }

  /** Removes the paths of packages, without their last elements, and of files. */
  private static String withoutPaths(String name) {
    StringBuilder text = new StringBuilder();
    // where the word being read starts in the text
    int start = 0;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '/') {
        text.setLength(start);
      } else {
        text.append(c);
        start = BEFORE_PATH.indexOf(c) >= 0 ? text.length() : start;
      }
    }
    return text.toString();
  }

  private String colour(Node node) {
    if (node.object() == ObjectTable.NONE) {
      return ROOT;
    }
    if (isKeptByCleanups(node)) {
      return KEPT_BY_CLEANUPS;
    }
    if (!tree.isLive(node.object())) {
      return GARBAGE;
    }
    double share = 100.0 * node.retained() / tree.liveBytes();
    return share >= 10 ? MOST : share >= 1 ? MUCH : LITTLE;
  }

  private String attributes(HeapDiagram diagram, Edge edge) {
    if (edge.omittedObjects() > 0) {
      return " [style=dashed, label=" + quoted("… " + edge.omittedObjects() + " objects …") + "]";
    }
    if (edge.first().isEmpty()) {
      return "";
    }
    int from = diagram.nodes().get(edge.from()).object();
    long more = edge.pointers() - edge.first().size();
    String fields =
        edge.first().stream().map(field -> text(from, field)).collect(Collectors.joining(", "));
    return " [label=" + quoted(fields + (more > 0 ? ", " + more + " more" : "")) + "]";
  }

  private String text(int from, Field field) {
    String name = labels.fieldOrEntry(from, field.object(), field.offset());
    boolean itself = field.offset() == 0 && labels.elementType(field.object()) != null;
    return !name.isEmpty() ? name : itself ? "" : "+" + field.offset();
  }

  /** Quotes a string for Graphviz. Names come from the dump and can contain any character. */
  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                default ->
                    quoted.appendCodePoint(
                        Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE
                            ? '\uFFFD'
                            : c);
              }
            });
    return quoted.append('"').toString();
  }
}
