package dev.godump.report;

import dev.godump.analysis.leaks.LeakCause;
import dev.godump.analysis.leaks.LeakSuspect;
import dev.godump.analysis.leaks.LeakSuspect.SimilarObjects;
import dev.godump.binary.runtime.Call;
import dev.godump.format.DumpRecord;
import dev.godump.graph.Goroutine;
import dev.godump.graph.HeapGraph;
import dev.godump.heap.dominators.DominatorTree;
import dev.godump.heap.histogram.AllocationSites;
import dev.godump.heap.roots.RootOwners;
import dev.godump.heap.roots.SourceLocations;
import dev.godump.report.text.Amounts;
import dev.godump.report.text.Json;
import dev.godump.report.text.Report;
import dev.godump.report.text.TextWriter;
import dev.godump.types.program.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** {@code godump leaks}: suspected leaks in words. */
public final class LeaksReport implements Report {
  private static final int MAX_STEPS = 40;

  private final HeapGraph graph;
  private final ObjectText objects;
  private final DominatorTree tree;
  private final List<LeakSuspect> suspects;
  private final double threshold;
  private final SourceLocations locations;

  /**
   * @param threshold percentage of the live heap that a suspect retains at least
   * @param program that wrote the dump, if known
   */
  public LeaksReport(
      HeapGraph graph,
      ObjectText objects,
      DominatorTree tree,
      List<LeakSuspect> suspects,
      double threshold,
      Optional<Program> program) {
    this.locations = new SourceLocations(program, graph.process().frames());
    this.graph = graph;
    this.objects = objects;
    this.tree = tree;
    this.suspects = suspects;
    this.threshold = threshold;
  }

  @Override
  public void text(TextWriter out) {
    if (suspects.isEmpty()) {
      out.line(
          "Nothing stands out in "
              + Amounts.bytes(tree.liveBytes())
              + " of live heap: no collection, large object or");
      out.line("group of goroutines retains " + Amounts.number(threshold) + "% of it.");
      return;
    }
    for (int i = 0; i < suspects.size(); i++) {
      if (i > 0) {
        out.line();
      }
      suspect(out, i + 1, suspects.get(i));
    }
  }

  private void suspect(TextWriter out, int rank, LeakSuspect suspect) {
    out.heading(rank + ". " + headline(suspect));
    if (suspect.accumulationPoint().isPresent()) {
      int id = suspect.accumulationPoint().getAsInt();
      String address = Amounts.address(objects.addressOf(id));
      String size = Amounts.bytes(objects.sizeOf(id));
      out.line("   at " + address + ", " + size + ", ", objects.labelOf(id), "");
    }
    boolean several =
        suspect.kind() == LeakSuspect.Kind.GROUP || suspect.kind() == LeakSuspect.Kind.GOROUTINES;
    String garbage = Amounts.count(suspect.objects(), "object");
    out.line("   " + garbage + " would be garbage without " + (several ? "them" : "it"));
    suspect
        .similar()
        .ifPresent(
            alike ->
                out.line(
                    "   " + before(suspect, alike),
                    objects.labelOf(alike.example()),
                    after(suspect, alike)));
    site(suspect)
        .ifPresent(
            call ->
                out.line(
                    "   allocated in ",
                    call.function() + "  " + call.file() + ":" + call.line(),
                    " (as far as sampled)"));
    suspect
        .cause()
        .filter(cause -> inVain(cause.pattern()).isEmpty())
        .ifPresent(cause -> out.line("   " + cause(cause)));
    if (suspect.path().isPresent()) {
      String end = suspect.accumulationPoint().isPresent() ? "it" : "one of them";
      out.line("   the shortest path to " + end + ":");
      out.line("  ", objects.roots().textOf(suspect.path().get().root()), "");
      PathText.steps(out, objects, suspect.path().get().steps(), MAX_STEPS);
    }
  }

  private String headline(LeakSuspect suspect) {
    return "%s (%s) %s"
        .formatted(
            Amounts.bytes(suspect.retained()),
            Amounts.share(suspect.retained(), tree.liveBytes()),
            whereRetained(suspect));
  }

  private String whereRetained(LeakSuspect suspect) {
    return switch (suspect.kind()) {
      case MAP -> "in a map with " + entries(suspect) + " entries" + heldBy(suspect);
      case CHANNEL ->
          "in a channel with %s of %s places taken%s"
              .formatted(
                  entries(suspect),
                  Amounts.count(suspect.structure().orElseThrow().capacity()),
                  heldBy(suspect));
      case COLLECTION -> "in a collection" + heldBy(suspect);
      case LIST -> "in a linked list of " + similar(suspect) + " nodes" + heldBy(suspect);
      case TREE -> "in a tree of " + similar(suspect) + " nodes" + heldBy(suspect);
      case OBJECT -> "in one large object" + heldBy(suspect);
      case GOROUTINES -> inVain(suspect).orElseGet(() -> "held by " + goroutines(suspect));
      case FINALIZERS -> "waiting for finalizers to run";
      case GROUP -> "in " + similar(suspect) + " alike objects, held by many roots";
    };
  }

  private static String entries(LeakSuspect suspect) {
    return Amounts.count(suspect.structure().orElseThrow().count());
  }

  private static String similar(LeakSuspect suspect) {
    return Amounts.count(suspect.similar().orElseThrow().count());
  }

  private String heldBy(LeakSuspect suspect) {
    return suspect.owner() == RootOwners.NONE
        ? ", held by several roots"
        : ", held by " + objects.roots().ownerName(tree.owners(), suspect.owner());
  }

  /** Says of goroutines that they are blocked for ever, if they are. */
  private Optional<String> inVain(LeakSuspect suspect) {
    return suspect
        .cause()
        .flatMap(cause -> inVain(cause.pattern()))
        .map(
            reason -> {
              RootOwners.Owner group = tree.owners().get(suspect.owner());
              Goroutine first = graph.process().goroutines().get(group.index());
              return " goroutine leak: %s × %s blocked in [%s]%s: %s"
                  .formatted(
                      Amounts.count(group.children().size()),
                      suspect.cause().orElseThrow().function(),
                      first.state(),
                      line(first),
                      reason);
            });
  }

  private static Optional<String> inVain(LeakCause.Pattern pattern) {
    return switch (pattern) {
      case NOBODY_RECEIVES -> Optional.of("nobody receives from their channels");
      case NOBODY_SENDS -> Optional.of("nobody sends to their channels");
      case NOBODY_SELECTS -> Optional.of("nobody else uses their channels");
      default -> Optional.empty();
    };
  }

  /** The line where a goroutine left the user's code, such as {@code , main.go:17}, if known. */
  private String line(Goroutine goroutine) {
    for (int f = goroutine.firstFrame(); f < goroutine.firstFrame() + goroutine.frameCount(); f++) {
      for (Call call : locations.callsAt(goroutine, f)) {
        if (!call.function().startsWith("runtime.") && !call.file().isEmpty()) {
          return ", " + call.file().substring(call.file().lastIndexOf('/') + 1) + ":" + call.line();
        }
      }
    }
    return "";
  }

  private String goroutines(LeakSuspect suspect) {
    RootOwners.Owner group = tree.owners().get(suspect.owner());
    Goroutine first = graph.process().goroutines().get(group.index());
    String count = Amounts.count(group.children().size());
    return "%s goroutines of one stack [%s], such as goroutine %s"
        .formatted(count, first.state(), first.id());
  }

  private static String before(LeakSuspect suspect, SimilarObjects alike) {
    return switch (suspect.kind()) {
      case LIST, TREE -> "its nodes: ";
      default -> "among what it holds: " + Amounts.count(alike.count()) + " × ";
    };
  }

  private static String after(LeakSuspect suspect, SimilarObjects alike) {
    return switch (suspect.kind()) {
      case LIST, TREE -> "";
      default ->
          ", "
              + Amounts.bytes(alike.retained())
              + " with what hangs on "
              + (alike.count() == 1 ? "it" : "them");
    };
  }

  private String cause(LeakCause cause) {
    String in = cause.function().isEmpty() ? "" : " in " + cause.function();
    return "usual cause: "
        + switch (cause.pattern()) {
          case MAP_GROWS -> "a map that only grows: entries are put in and never deleted";
          case CHANNEL_FILLS -> "a buffered channel that nobody empties";
          case SLICE_GROWS ->
              "a slice or array that only grows, or entries of it that are never cleared";
          case NODES_GROW -> "nodes that are added and never taken out";
          case ARRAYS_PINNED ->
              "slices or strings of about "
                  + Amounts.bytes(cause.detail())
                  + " keep the whole arrays they were cut from: copy them";
          case CLOSURES_KEPT ->
              "closures keep the variables they capture: " + objects.functionAt(cause.detail());
          case NOBODY_RECEIVES, NOBODY_SENDS, NOBODY_SELECTS ->
              "they wait" + in + ": " + inVain(cause.pattern()).orElseThrow();
          case ONE_CHANNEL ->
              "they wait" + in + " on one channel, " + Amounts.address(cause.detail());
          case TIMER_CHANNELS ->
              "they wait" + in + " on a time.Ticker or Timer each, and nothing ends them";
          case OWN_CHANNELS -> "they wait" + in + " on a channel each";
          case GOROUTINES_WAIT ->
              "goroutines are started and don't end" + (in.isEmpty() ? "" : "; they stand" + in);
          case FINALIZER_STUCK ->
              "goroutine " + cause.detail() + ", which runs all finalizers, doesn't get on" + in;
          case LARGE_OBJECT -> "a buffer, slice or table that is larger than it need be";
        };
  }

  /** Returns the allocation site of the similar objects, if their example was sampled. */
  private Optional<DumpRecord.StackEntry> site(LeakSuspect suspect) {
    return suspect
        .similar()
        .flatMap(alike -> graph.process().profile().bucketOf(alike.example()))
        .map(AllocationSites::siteOf);
  }

  @Override
  public Map<String, Object> json() {
    return Json.fields()
        .with("threshold_percent", threshold)
        .with("live_bytes", tree.liveBytes())
        .with("suspects", suspects.stream().map(this::json).toList());
  }

  private Map<String, Object> json(LeakSuspect suspect) {
    List<Object> path = new ArrayList<>();
    suspect
        .path()
        .ifPresent(
            p -> {
              path.add(objects.roots().json(p.root()));
              IntStream.range(0, p.steps().size())
                  .forEach(i -> path.add(PathText.json(objects, p.steps(), i)));
            });
    return Json.fields()
        .with("kind", suspect.kind().label())
        .with("retained", suspect.retained())
        .with("objects", suspect.objects())
        .with(
            "accumulation_point",
            suspect.accumulationPoint().isPresent()
                ? Amounts.address(objects.addressOf(suspect.accumulationPoint().getAsInt()))
                : null)
        .with(
            "holder",
            suspect.owner() == RootOwners.NONE
                ? null
                : objects.roots().ownerName(tree.owners(), suspect.owner()))
        .with("alike", suspect.similar().map(this::json))
        .with("entries", suspect.structure().map(s -> s.count()))
        .with("capacity", suspect.structure().map(s -> s.capacity()))
        .with("goroutines", goroutineIds(suspect))
        .with("cause", suspect.cause().map(c -> c.pattern().label()))
        .with("function", suspect.cause().map(LeakCause::function).filter(p -> !p.isEmpty()))
        .with("text", headline(suspect) + suspect.cause().map(c -> "; " + cause(c)).orElse(""))
        .with(
            "site",
            site(suspect).map(call -> call.function() + " " + call.file() + ":" + call.line()))
        .with("path", path);
  }

  private Map<String, Object> json(SimilarObjects alike) {
    return Json.fields()
        .with("shape", graph.shapes().get(alike.shape()).toString())
        .with("count", alike.count())
        .with("retained", alike.retained())
        .withAddress("example", objects.addressOf(alike.example()));
  }

  private @Nullable List<Number> goroutineIds(LeakSuspect suspect) {
    if (suspect.kind() != LeakSuspect.Kind.GOROUTINES) {
      return null;
    }
    return tree.owners()
        .get(suspect.owner())
        .children()
        .intStream()
        .mapToObj(
            h -> Json.unsigned(graph.process().goroutines().get(tree.owners().get(h).index()).id()))
        .toList();
  }
}
