package dev.godump.report;

import dev.godump.analysis.DominatingMaps;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectTable;
import dev.godump.heap.dominators.DominatorChain;
import dev.godump.heap.dominators.DominatorOutline.Entry;
import dev.godump.heap.dominators.DominatorTree;
import dev.godump.heap.parts.KeptObjects;
import dev.godump.report.liveness.LivenessText;
import dev.godump.report.text.Amounts;
import dev.godump.report.text.Json;
import dev.godump.report.text.Report;
import dev.godump.report.text.Table;
import dev.godump.report.text.TextWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** {@code godump dominators}: the dominator tree, largest retained sizes first. */
public final class DominatorsReport implements Report {
  private final HeapGraph graph;
  private final ObjectText objects;
  private final DominatorTree tree;
  private final Entry root;
  private final OptionalInt rootObject;
  private final String others;
  private final KeptObjects kept;
  private final DominatingMaps maps;

  /**
   * @param root node where the outline starts
   * @param rootObject object where the outline starts, or empty for the whole tree
   * @param others why nodes are left out, such as {@code each under 1%}
   * @param maps folds maps in text
   * @param kept what only cleanups keep alive, if the outline is of the whole tree
   */
  public DominatorsReport(
      HeapGraph graph,
      ObjectText objects,
      DominatorTree tree,
      Entry root,
      OptionalInt rootObject,
      String others,
      DominatingMaps maps,
      KeptObjects kept) {
    this.kept = kept;
    this.maps = maps;
    this.graph = graph;
    this.objects = objects;
    this.tree = tree;
    this.root = root;
    this.rootObject = rootObject;
    this.others = others;
  }

  @Override
  public void text(TextWriter out) {
    if (rootObject.isPresent()) {
      new DominatorChainText(
              objects, tree.owners(), DominatorChain.of(tree, rootObject.getAsInt()), false)
          .text(out);
      out.line();
      out.heading(amount(root.node()), name(root.node()), "");
    } else {
      out.heading(
          Amounts.count(tree.liveObjects()) + " live objects, " + Amounts.bytes(tree.liveBytes()));
      LivenessText.writeKept(out, kept, "not in this tree");
    }
    Entry folded = maps.folded(root);
    children(out, folded, "  ");
    if (hasMoreBelow(folded)) {
      out.line();
      out.line("  … deeper levels are hidden (--depth shows them)");
    }
  }

  /** Whether the outline leaves out some level of the tree. */
  private boolean hasMoreBelow(Entry entry) {
    return cutChildren(entry) || entry.children().stream().anyMatch(this::hasMoreBelow);
  }

  private boolean cutChildren(Entry entry) {
    int id = tree.object(entry.node());
    return entry.cut()
        && (id == ObjectTable.NONE || tree.retained(entry.node()) > objects.sizeOf(id));
  }

  private void children(TextWriter out, Entry entry, String indent) {
    for (Entry child : entry.children()) {
      out.line(indent + amount(child.node()), name(child.node()), cutChildren(child) ? " …" : "");
      children(out, child, indent + "  ");
    }
    if (entry.others() > 0) {
      out.line(
          indent
              + "%s  %s%s, %s"
                  .formatted(
                      Amounts.bytes(entry.othersRetained()),
                      Amounts.count(entry.others()),
                      entry.children().isEmpty() ? "" : " more",
                      others));
    }
  }

  /** Returns the retained size and address of a node, to precede its name. */
  private String amount(int node) {
    long retained = tree.retained(node);
    int id = tree.object(node);
    String address = id == ObjectTable.NONE ? "" : Amounts.address(objects.addressOf(id)) + "  ";
    return Amounts.bytes(retained)
        + " "
        + Amounts.share(retained, tree.liveBytes())
        + "  "
        + address;
  }

  private String name(int node) {
    int id = tree.object(node);
    return id == ObjectTable.NONE
        ? objects.roots().ownerName(tree.owners(), tree.owner(node))
        : objects.wholeMapLabelOf(id);
  }

  @Override
  public Map<String, Object> json() {
    Json.Fields fields =
        Json.fields()
            .with("live_objects", tree.liveObjects())
            .with("live_bytes", tree.liveBytes())
            .with("cleanup_objects", kept.count())
            .with("cleanup_bytes", kept.bytes());
    if (rootObject.isPresent()) {
      return fields
          .with("nodes", List.of(json(root)))
          .with(
              "dominators",
              new DominatorChainText(
                      objects, tree.owners(), DominatorChain.of(tree, rootObject.getAsInt()), false)
                  .json());
    }
    return fields
        .with("nodes", root.children().stream().map(this::json).toList())
        .with(
            "more",
            Json.fields().with("nodes", root.others()).with("retained", root.othersRetained()));
  }

  private Map<String, Object> fields(int node) {
    int id = tree.object(node);
    Json.Fields fields =
        id == ObjectTable.NONE
            ? Json.fields()
                .withNull("address")
                .with("holder", objects.roots().ownerName(tree.owners(), tree.owner(node)))
                .with("size", 0)
            : objects.json(id).withNull("holder");
    return fields.with("retained", tree.retained(node));
  }

  private Map<String, Object> json(Entry entry) {
    int id = tree.object(entry.node());
    Map<String, Object> fields = fields(entry.node());
    fields.put(
        "dominator",
        id == ObjectTable.NONE ? DominatorText.ROOT : DominatorText.json(graph, tree, id));
    fields.put("children", entry.children().stream().map(this::json).toList());
    fields.put(
        "more",
        Json.fields().with("nodes", entry.others()).with("retained", entry.othersRetained()));
    fields.put("cut", entry.cut());
    return fields;
  }

  @Override
  public Optional<Table<?>> csv() {
    List<Entry> rows = new ArrayList<>();
    flatten(root, rows);
    return Optional.of(
        new Table<>(rows)
            .dataOnly(
                "address",
                Table.Kind.ADDRESS,
                e ->
                    tree.object(e.node()) == ObjectTable.NONE
                        ? null
                        : objects.addressOf(tree.object(e.node())))
            .dataOnly(
                "size",
                Table.Kind.BYTES,
                e ->
                    tree.object(e.node()) == ObjectTable.NONE
                        ? 0
                        : objects.sizeOf(tree.object(e.node())))
            .dataOnly("retained", Table.Kind.BYTES, e -> tree.retained(e.node()))
            .dataOnly(
                "dominator",
                Table.Kind.TEXT,
                e ->
                    tree.object(e.node()) == ObjectTable.NONE
                        ? DominatorText.ROOT
                        : DominatorText.json(graph, tree, tree.object(e.node())))
            .dataOnly(
                "what",
                Table.Kind.TEXT,
                e ->
                    tree.object(e.node()) == ObjectTable.NONE
                        ? objects.roots().ownerName(tree.owners(), tree.owner(e.node()))
                        : objects.labelOf(tree.object(e.node()))));
  }

  private static void flatten(Entry entry, List<Entry> rows) {
    if (entry.node() != DominatorTree.ROOT) {
      rows.add(entry);
    }
    entry.children().forEach(child -> flatten(child, rows));
  }
}
