package dev.godump.report;

import dev.godump.analysis.Summary;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectTable;
import dev.godump.heap.dominators.DominatorTree;
import dev.godump.report.liveness.LivenessText;
import dev.godump.report.text.Amounts;
import dev.godump.report.text.Table;
import dev.godump.report.text.Table.Kind;
import dev.godump.types.ObjectType;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/** The tables of a summary that list single objects. */
final class SummaryObjects {
  private static final int RETAINER_ROWS = 5;
  private static final int LARGEST_ROWS = 3;

  /** A dominated object that retains at least this part of its dominator is in a chain with it. */
  private static final double CHAIN = 0.9;

  private final HeapGraph graph;
  private final Summary summary;
  private final Optional<ObjectText> objects;
  private final boolean hasGarbage;

  /**
   * @param hasGarbage whether the text says which objects are live
   */
  SummaryObjects(
      HeapGraph graph, Summary summary, Optional<ObjectText> objects, boolean hasGarbage) {
    this.hasGarbage = hasGarbage;
    this.graph = graph;
    this.summary = summary;
    this.objects = objects;
  }

  /** Returns all of the objects that retain most. */
  Table<Integer> retainers() {
    return retainers(summary.topRetainers());
  }

  /** Returns the objects that retain most and are not further down in a chain, for text. */
  Table<Integer> shownRetainers() {
    return retainers(first(RETAINER_ROWS, chainTops()));
  }

  /** Returns all of the largest objects. */
  Table<Integer> largest() {
    return largest(summary.largestObjects());
  }

  /** Returns the first of the largest objects, for text. */
  Table<Integer> shownLargest() {
    Table<Integer> table = largest(first(LARGEST_ROWS, summary.largestObjects()));
    return hasGarbage ? table : table.withoutHeading(LivenessText.HEADING);
  }

  private static List<Integer> first(int count, List<Integer> ids) {
    return ids.subList(0, Math.min(count, ids.size()));
  }

  private Table<Integer> largest(List<Integer> ids) {
    Table<Integer> table =
        new Table<>(ids)
            .column("address", "ADDRESS", Kind.ADDRESS, id -> graph.objects().address(id))
            .column("size", "SIZE", Kind.BYTES, id -> graph.objects().size(id))
            .textOnly(
                "SHARE",
                Kind.SHARE,
                id -> Amounts.share(graph.objects().size(id), summary.shapes().total().bytes()));
    LivenessText.columns(table, summary.parts()::of);
    return LivenessText.keptByCleanups(withNames(table), summary.parts()::of);
  }

  /** Adds the names of objects: their types if known, otherwise their shapes. */
  private Table<Integer> withNames(Table<Integer> table) {
    if (objects.isEmpty()) {
      return table.column("shape", "SHAPE", Kind.NAME, this::shape);
    }
    ObjectText names = objects.get();
    return table
        .dataOnly("type", Kind.TEXT, id -> names.typeOf(id).map(ObjectType::name).orElse(null))
        .dataOnly("certainty", Kind.TEXT, id -> names.certaintyOf(id).label())
        .dataOnly("shape", Kind.TEXT, this::shape)
        .textOnly("", Kind.MARK, id -> CertaintyText.mark(names.certaintyOf(id)))
        .textOnly("TYPE", Kind.NAME, names::wholeMapNameOf);
  }

  private String shape(int object) {
    return graph.shapes().get(graph.shapeIndex(object)).toString();
  }

  private List<Integer> chainTops() {
    DominatorTree tree = summary.tree();
    return summary.topRetainers().stream()
        .filter(
            id -> {
              int above = tree.object(tree.dominator(tree.node(id)));
              return above == ObjectTable.NONE
                  || (!isInsideMap(id, above)
                      && tree.retainedByObject(id) < CHAIN * tree.retainedByObject(above));
            })
        .toList();
  }

  private boolean isInsideMap(int object, int above) {
    return objects.filter(names -> names.isInsideMap(object, above)).isPresent();
  }

  private Table<Integer> retainers(List<Integer> ids) {
    DominatorTree tree = summary.tree();
    IntFunction<String> ownerNames =
        owner ->
            objects
                .map(names -> names.roots().ownerName(tree.owners(), owner))
                .orElseGet(() -> tree.owners().text(owner));
    Table<Integer> table =
        new Table<>(ids)
            .column("address", "ADDRESS", Kind.ADDRESS, id -> graph.objects().address(id))
            .column("retained", "RETAINED", Kind.BYTES, id -> tree.retained(tree.node(id)))
            .textOnly(
                "SHARE",
                Kind.SHARE,
                id -> Amounts.share(tree.retained(tree.node(id)), tree.liveBytes()))
            .dataOnly("dominator", Kind.TEXT, id -> DominatorText.json(graph, tree, id))
            .textOnly(
                "DOMINATED BY", Kind.NAME, id -> DominatorText.nameOf(graph, tree, id, ownerNames))
            .dataOnly("size", Kind.BYTES, id -> graph.objects().size(id));
    return withNames(table);
  }
}
