package dev.godump.report;

import dev.godump.analysis.leaks.LeakCause;
import dev.godump.analysis.leaks.LeakSuspect;
import dev.godump.analysis.leaks.LeakSuspect.Kind;
import dev.godump.analysis.leaks.LeakSuspect.SimilarObjects;
import dev.godump.format.DumpRecord;
import dev.godump.graph.HeapGraph;
import dev.godump.heap.dominators.DominatorTree;
import dev.godump.heap.roots.RootOwners;
import dev.godump.report.text.Amounts;
import dev.godump.report.text.Json;
import dev.godump.report.text.LabelledLines;
import dev.godump.report.text.Report;
import dev.godump.report.text.TextWriter;
import dev.godump.types.program.ShortName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** {@code godump leaks}: suspected leaks in words. */
public final class LeaksReport implements Report {
  private static final int INDENT = 3;
  private static final int LABEL_WIDTH = 10;

  /** How the name of goroutines with several functions starts. */
  private static final String GOROUTINES = "goroutines: ";

  private final HeapGraph graph;
  private final ObjectText objects;
  private final DominatorTree tree;
  private final List<LeakSuspect> suspects;
  private final double threshold;
  private final String files;

  /**
   * @param threshold percentage of the live heap that a suspect retains at least
   * @param files that commands to try next are given: the dump, and the executable if named
   */
  public LeaksReport(
      HeapGraph graph,
      ObjectText objects,
      DominatorTree tree,
      List<LeakSuspect> suspects,
      double threshold,
      String files) {
    this.graph = graph;
    this.objects = objects;
    this.tree = tree;
    this.suspects = suspects;
    this.threshold = threshold;
    this.files = files;
  }

  @Override
  public void text(TextWriter out) {
    if (suspects.isEmpty()) {
      out.line(
          "Nothing stands out in "
              + Amounts.bytes(tree.liveBytes())
              + " of live heap: no large collection, large object");
      out.line("or group of goroutines retains " + Amounts.number(threshold) + "% of it.");
      return;
    }
    boolean known =
        suspects.stream()
            .flatMap(suspect -> suspect.causes().stream())
            .anyMatch(LeakCause::showsLeak);
    if (!known) {
      String live = Amounts.bytes(tree.liveBytes());
      out.line(
          "The largest parts of " + live + " of live heap. Nothing in it shows that they leak;");
      out.line("compare with a later dump to see whether they grow (godump diff).");
    }
    for (int i = 0; i < suspects.size(); i++) {
      if (i > 0 || !known) {
        out.line();
      }
      suspect(out, i + 1, suspects.get(i));
    }
  }

  private void suspect(TextWriter out, int rank, LeakSuspect suspect) {
    out.heading(rank + ". " + headline(suspect));
    LabelledLines lines = new LabelledLines(out, INDENT, LABEL_WIDTH);
    if (suspect.objects() > 0) {
      holds(lines, suspect);
    }
    heldBy(suspect).ifPresent(holder -> lines.line("held by", "", holder, ""));
    suspect.allocation().ifPresent(made -> allocation(lines, made));
    String before = "";
    for (LeakCause cause : suspect.causes()) {
      String label = cause.showsLeak() ? "likely" : "note";
      lines.line(label.equals(before) ? "" : label, LeakCauseText.of(cause));
      before = label;
    }
    lines.line("signature", suspect.signature().id());
    next(suspect).ifPresent(command -> lines.command("next", command));
  }

  private void holds(LabelledLines lines, LeakSuspect suspect) {
    boolean nodes = suspect.kind() == Kind.LIST || suspect.kind() == Kind.TREE;
    Optional<SimilarObjects> similar = suspect.similar().filter(s -> s.count() > 1 && !nodes);
    Optional<SimilarObjects> bulk =
        suspect
            .bulk()
            .filter(b -> b.count() > 1 && b.retained() >= suspect.retained() / 2)
            .filter(b -> similar.isEmpty() || differs(similar.get(), b));
    List<String> parts = new ArrayList<>();
    parts.add(Amounts.count(suspect.objects(), "object"));
    similar.ifPresent(s -> parts.add(members(s) + " retain " + Amounts.bytes(s.retained())));
    bulk.ifPresent(b -> parts.add(members(b) + " take " + Amounts.bytes(b.retained())));
    lines.line("holds", String.join("; ", parts));
  }

  /** Whether the bulk of objects is not the similar ones, nor what belongs to each of them. */
  private static boolean differs(SimilarObjects similar, SimilarObjects bulk) {
    return similar.kind() != bulk.kind()
        && !(bytes(similar.type()).equals(bulk.type()) && similar.count() == bulk.count());
  }

  private String members(SimilarObjects members) {
    String count = Amounts.count(members.count());
    if (!members.type().isEmpty()) {
      return count + " × " + bytes(ShortName.of(members.type()));
    }
    int shape = graph.shapeIndex(members.example());
    return graph.shapes().get(shape).pointers() == 0
        ? count + " objects without pointers"
        : count + " × " + objects.shapeOf(members.example());
  }

  private static String bytes(String type) {
    return type.replace("[]uint8", "[]byte");
  }

  private static void allocation(LabelledLines lines, LeakSuspect.Allocation made) {
    DumpRecord.StackEntry call = made.call();
    lines.line(
        "made in",
        "",
        ShortName.of(call.function()) + "  " + call.file() + ":" + call.line(),
        " (" + Amounts.count(made.count()) + " of " + Amounts.count(made.sampled()) + " sampled)");
  }

  private String headline(LeakSuspect suspect) {
    if (suspect.kind() == Kind.STACKS) {
      LeakCause.LargeStacks stacks = (LeakCause.LargeStacks) suspect.causes().get(0);
      return "%s of stacks  %s × %s, %s each%s"
          .formatted(
              Amounts.bytes(suspect.retained()),
              Amounts.count(stacks.goroutines()),
              stacks.function(),
              Amounts.bytes(stacks.each()),
              stacks.state().isEmpty() ? "" : ", in [" + stacks.state() + "]");
    }
    if (suspect.kind() == Kind.CLEANUPS || suspect.kind() == Kind.STACK_VARIABLES) {
      return "%s besides %s of live heap  %s"
          .formatted(
              Amounts.bytes(suspect.retained()), Amounts.bytes(tree.liveBytes()), subject(suspect));
    }
    String within = suspect.within() < 0 ? "" : "  within " + (suspect.within() + 1);
    String sent =
        suspect.valuesSent() > suspect.retained()
            ? " and " + Amounts.bytes(suspect.valuesSent()) + " besides the live heap"
            : "";
    return "%s (%s)%s  %s%s"
        .formatted(
            Amounts.bytes(suspect.retained()),
            Amounts.share(suspect.retained(), tree.liveBytes()),
            sent,
            subject(suspect),
            within);
  }

  private static String subject(LeakSuspect suspect) {
    String prefix = LeakCauseText.prefix(suspect.cause());
    String text = suspect.subject().text();
    return prefix.isEmpty() || !text.startsWith(GOROUTINES)
        ? prefix + text
        : prefix + text.substring(GOROUTINES.length());
  }

  /** The root that leads to a suspect, unless its subject names it. */
  private Optional<String> heldBy(LeakSuspect suspect) {
    if (suspect.path().isEmpty()
        || suspect.kind() == Kind.GOROUTINES
        || suspect.kind() == Kind.TIMERS
        || (suspect.kind() == Kind.GROUP && suspect.subject().type().equals("list.List"))
        || suspect.kind() == Kind.FINALIZER_CYCLE) {
      return Optional.empty();
    }
    int root = suspect.path().get().root();
    String variable = objects.roots().labelOf(root).variable();
    String name = suspect.subject().name();
    boolean named =
        !variable.isEmpty()
            && !name.isEmpty()
            && (name.startsWith(variable) || variable.startsWith(name));
    boolean local = !variable.isEmpty() && suspect.subject().name().startsWith(variable + " in ");
    if (named && !local) {
      return Optional.empty();
    }
    String holder = objects.roots().textOf(root);
    return Optional.of(isAlone(root, suspect) ? holder : "several roots, such as " + holder);
  }

  /** Whether the owner of a root alone keeps a suspect alive, or one owner all similar objects. */
  private boolean isAlone(int root, LeakSuspect suspect) {
    if (suspect.kind() == Kind.GROUP) {
      return suspect.owner() != RootOwners.NONE;
    }
    int owner = tree.owners().ownerOfRoot(root);
    var steps = suspect.path().orElseThrow().steps();
    return tree.dominates(tree.nodeOfOwner(owner), steps.get(steps.size() - 1).object());
  }

  private Optional<String> next(LeakSuspect suspect) {
    return switch (suspect.kind()) {
      case GOROUTINES -> goroutines(suspect);
      case STACKS -> Optional.of("godump goroutines " + files);
      case FINALIZERS, FINALIZER_CYCLE, CLEANUPS -> Optional.of("godump finalizers " + files);
      case STACK_VARIABLES ->
          Optional.of(
              "godump retainers "
                  + Amounts.address(objects.addressOf(suspect.accumulationPoint().orElseThrow()))
                  + " "
                  + files);
      default ->
          isGoroutine(suspect)
              ? goroutines(suspect)
              : suspect
                  .path()
                  .map(
                      path ->
                          "godump retainers "
                              + Amounts.address(
                                  objects.addressOf(
                                      path.steps().get(path.steps().size() - 1).object()))
                              + " "
                              + files);
    };
  }

  /** Whether a suspect is what one goroutine holds by itself, such as its deferred calls. */
  private static boolean isGoroutine(LeakSuspect suspect) {
    return suspect.kind() != Kind.GROUP
        && suspect.accumulationPoint().isEmpty()
        && !suspect.goroutines().isEmpty();
  }

  private Optional<String> goroutines(LeakSuspect suspect) {
    return suspect.goroutines().isEmpty()
        ? Optional.empty()
        : Optional.of(
            "godump goroutines --id "
                + Long.toUnsignedString(
                    graph.process().goroutines().get(suspect.goroutines().getInt(0)).id())
                + " "
                + files);
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
        .withText("subject", suspect.subject().name())
        .withText("type", suspect.subject().type())
        .with("signature", suspect.signature().id())
        .with("signature_path", suspect.signature().path())
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
        .with("within", suspect.within() < 0 ? null : suspect.within() + 1)
        .with("cause", suspect.cause().map(LeakCause::label))
        .with("causes", suspect.causes().stream().map(LeaksReport::json).toList())
        .with("text", text(suspect))
        .with("site", suspect.allocation().map(LeaksReport::site))
        .with("next", next(suspect))
        .with("path", path);
  }

  private String text(LeakSuspect suspect) {
    return headline(suspect)
        + suspect.cause().map(cause -> "; " + LeakCauseText.of(cause)).orElse("");
  }

  private static Json.Fields json(LeakCause cause) {
    return Json.fields()
        .with("cause", cause.label())
        .with("text", LeakCauseText.of(cause))
        .with("shows_leak", cause.showsLeak());
  }

  private static String site(LeakSuspect.Allocation made) {
    DumpRecord.StackEntry call = made.call();
    return call.function() + " " + call.file() + ":" + call.line();
  }

  private Map<String, Object> json(SimilarObjects alike) {
    return Json.fields()
        .with("shape", objects.shapeOf(alike.example()))
        .with("type", objects.typeOf(alike.example()).map(type -> type.name()))
        .with("count", alike.count())
        .with("retained", alike.retained())
        .withAddress("example", objects.addressOf(alike.example()));
  }

  private @Nullable List<Number> goroutineIds(LeakSuspect suspect) {
    if (suspect.kind() != Kind.GOROUTINES) {
      return null;
    }
    return suspect
        .goroutines()
        .intStream()
        .mapToObj(index -> Json.unsigned(graph.process().goroutines().get(index).id()))
        .toList();
  }
}
