package dev.godump.report;

import dev.godump.analysis.ObjectTotal;
import dev.godump.analysis.Summary;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectTable;
import dev.godump.heap.HeapPart;
import dev.godump.heap.dominators.DominatorTree;
import dev.godump.heap.roots.GoroutineFunctions;
import dev.godump.heap.roots.RootOwners;
import dev.godump.heap.roots.SourceLocations;
import dev.godump.report.liveness.LivenessText;
import dev.godump.report.text.Amounts;
import dev.godump.report.text.Json;
import dev.godump.report.text.LabelledLines;
import dev.godump.report.text.NameShortener;
import dev.godump.report.text.TextWriter;
import dev.godump.types.program.ShortName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The verdict of a summary: which variable, goroutines or shared object retain most. */
final class SummaryHolders {
  private static final int LABEL_WIDTH = 12;

  /** A longer name loses its middle. */
  private static final int MAX_NAME_LINES = 2;

  private final HeapGraph graph;
  private final Summary summary;
  private final DominatorTree tree;
  private final Optional<ObjectText> objects;

  SummaryHolders(HeapGraph graph, Summary summary, Optional<ObjectText> objects) {
    this.graph = graph;
    this.summary = summary;
    this.tree = summary.tree();
    this.objects = objects;
  }

  /** A part of the verdict: how many bytes something keeps alive, and a sentence about it. */
  private record Verdict(long bytes, String text) {}

  /**
   * Writes which holder retains most of the live heap and, if it is much, what unrecorded roots
   * alone keep alive; largest first. A line that is too wide loses package paths and is wrapped.
   */
  void text(TextWriter out) {
    List<Verdict> verdicts = new ArrayList<>();
    verdicts.add(largestHolder(out.columns()));
    unrecorded(
            new ObjectTotal(summary.cleanups().objects(), summary.cleanups().bytes()),
            LivenessText.roots(HeapPart.CLEANUPS) + ": godump finalizers")
        .ifPresent(verdicts::add);
    summary
        .stackVariables()
        .flatMap(kept -> unrecorded(kept, LivenessText.roots(HeapPart.STACK_VARIABLES)))
        .ifPresent(verdicts::add);
    verdicts.sort(Comparator.comparingLong(verdict -> -verdict.bytes()));
    LabelledLines lines = new LabelledLines(out, 0, LABEL_WIDTH);
    for (int i = 0; i < verdicts.size(); i++) {
      lines.line(i == 0 ? "Largest" : "", verdicts.get(i).text());
    }
  }

  private Optional<Verdict> unrecorded(ObjectTotal kept, String roots) {
    long all = summary.shapes().total().bytes();
    return kept.bytes() < Summary.LARGE_HOLDER * all
        ? Optional.empty()
        : Optional.of(
            new Verdict(
                kept.bytes(),
                Amounts.bytes(kept.bytes())
                    + " ("
                    + Amounts.share(kept.bytes(), all)
                    + " of the heap) kept alive only by "
                    + roots));
  }

  private Verdict largestHolder(int columns) {
    List<Integer> holders = summary.holders();
    String least = Amounts.number(100 * Summary.LARGE_HOLDER) + "%";
    if (holders.isEmpty()) {
      return new Verdict(0, "no single holder retains " + least + " of the live bytes");
    }
    int first = holders.get(0);
    int others = holders.size() - 1;
    String amount =
        Amounts.bytes(tree.retained(first))
            + " ("
            + Amounts.share(tree.retained(first), tree.liveBytes())
            + ") retained by ";
    String more =
        others == 0 ? "" : "; " + Amounts.count(others, "more holder") + " of at least " + least;
    String name = nameOf(first);
    int width = columns - LABEL_WIDTH - amount.length() - more.length();
    String shown =
        name.length() <= width
            ? name
            : NameShortener.shorten(ShortName.of(name), MAX_NAME_LINES * columns);
    return new Verdict(tree.retained(first), amount + shown + more);
  }

  private String nameOf(int node) {
    int object = tree.object(node);
    if (object != ObjectTable.NONE) {
      return objectName(object)
          + " at "
          + Amounts.address(graph.objects().address(object))
          + " (reachable from several roots)";
    }
    RootOwners.Owner owner = tree.owners().get(tree.owner(node));
    return switch (owner.kind()) {
      case GOROUTINES ->
          Amounts.count(owner.children().size())
              + " goroutines in "
              + functionOf(owner)
              + ", such as "
              + graph.process().goroutines().get(owner.index()).id();
      case GOROUTINE -> ownerName(node) + " in " + functionOf(owner);
      default -> ownerName(node);
    };
  }

  private String objectName(int object) {
    return objects
        .map(names -> names.nameOf(object))
        .orElseGet(() -> graph.shapes().get(graph.shapeIndex(object)).toString());
  }

  private String functionOf(RootOwners.Owner owner) {
    int goroutine = owner.index();
    return objects
        .map(names -> names.roots().functionOf(goroutine))
        .orElseGet(
            () ->
                GoroutineFunctions.own(
                    graph.process(),
                    graph.process().goroutines().get(goroutine),
                    new SourceLocations(Optional.empty(), graph.process().frames())));
  }

  private String ownerName(int node) {
    int owner = tree.owner(node);
    return objects
        .map(names -> names.roots().ownerName(tree.owners(), owner))
        .orElseGet(() -> tree.owners().text(owner));
  }

  List<Map<String, Object>> json() {
    return summary.holders().stream().<Map<String, Object>>map(this::json).toList();
  }

  private Json.Fields json(int node) {
    int object = tree.object(node);
    Json.Fields fields = Json.fields();
    if (object == ObjectTable.NONE) {
      fields.with("holder", ownerName(node));
    } else {
      fields.with("holder", objectName(object));
      fields.withAddress("address", graph.objects().address(object));
    }
    return fields.with("retained", tree.retained(node));
  }
}
