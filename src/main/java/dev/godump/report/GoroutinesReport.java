package dev.godump.report;

import dev.godump.binary.runtime.Call;
import dev.godump.graph.Frames;
import dev.godump.graph.Goroutine;
import dev.godump.graph.ProcessState;
import dev.godump.heap.roots.GoroutineGroups.Group;
import dev.godump.heap.roots.SourceLocations;
import dev.godump.report.text.Amounts;
import dev.godump.report.text.Json;
import dev.godump.report.text.Report;
import dev.godump.report.text.RowLimit;
import dev.godump.report.text.Table;
import dev.godump.report.text.Table.Kind;
import dev.godump.report.text.TextWriter;
import dev.godump.types.program.Program;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** {@code godump goroutines}: goroutines grouped by state and stack. */
public final class GoroutinesReport implements Report {
  private static final int MAX_IDS = 8;

  private final ProcessState process;
  private final List<Group> groups;
  private final Optional<ToLongFunction<Group>> retained;
  private final SourceLocations locations;
  private final RowLimit limit;

  /**
   * @param retained bytes that the goroutines of a group keep alive together, if to be shown
   * @param program that wrote the dump, if known
   * @param limit of the groups to show
   */
  public GoroutinesReport(
      ProcessState process,
      List<Group> groups,
      Optional<ToLongFunction<Group>> retained,
      Optional<Program> program,
      RowLimit limit) {
    this.limit = limit;
    this.process = process;
    this.groups = groups;
    this.retained = retained;
    this.locations = new SourceLocations(program, process.frames());
  }

  @Override
  public void text(TextWriter out) {
    long shown = groups.stream().mapToLong(g -> g.members().size()).sum();
    long all = process.goroutines().size();
    String retainedBytes = shown == all ? "" : " of " + Amounts.count(all);
    out.line(
        Amounts.count(shown, "goroutine")
            + retainedBytes
            + " in "
            + Amounts.count(groups.size(), "group"));
    for (Group group : limit.cut(groups)) {
      out.line();
      out.heading(title(group));
      GoroutineText.stack(out, process.frames(), group.members().get(0), locations);
      creators(group)
          .forEach(
              (call, count) -> out.line("    created by ", creator(call), times(group, count)));
    }
  }

  /** Counts the go statements that started a group's goroutines, most frequent first. */
  private Map<Call, Integer> creators(Group group) {
    if (!locations.isAvailable()) {
      return Map.of();
    }
    Map<Call, Integer> counts = new LinkedHashMap<>();
    group
        .members()
        .forEach(
            g -> locations.creationOf(g).ifPresent(call -> counts.merge(call, 1, Integer::sum)));
    Map<Call, Integer> sorted = new LinkedHashMap<>();
    counts.entrySet().stream()
        .sorted(Map.Entry.<Call, Integer>comparingByValue().reversed())
        .forEach(e -> sorted.put(e.getKey(), e.getValue()));
    return sorted;
  }

  private static String creator(Call call) {
    return call.function() + "  " + CallText.shortText(call);
  }

  private static String times(Group group, int count) {
    return count == group.members().size() ? "" : "  (" + Amounts.count(count, "goroutine") + ")";
  }

  private String title(Group group) {
    int count = group.members().size();
    String ids =
        group.members().stream()
            .limit(MAX_IDS)
            .map(g -> Long.toString(g.id()))
            .collect(Collectors.joining(", "));
    String more = count > MAX_IDS ? ", " + Amounts.count(count - MAX_IDS) + " more (--all)" : "";
    String who = count == 1 ? "goroutine " + ids : Amounts.count(count) + " goroutines";
    return who
        + " ["
        + GoroutineText.state(process.frames(), group.members().get(0))
        + "]"
        + GoroutineText.marks(process.frames(), group.members().get(0))
        + retained
            .map(retainedBytes -> "  retaining " + Amounts.bytes(retainedBytes.applyAsLong(group)))
            .orElse("")
        + (count == 1 ? "" : "  ids " + ids + more);
  }

  @Override
  public Map<String, Object> json() {
    return Json.fields()
        .with("count", groups.stream().mapToLong(g -> g.members().size()).sum())
        .with("groups", limit.cut(groups).stream().map(this::json).toList());
  }

  private Map<String, Object> json(Group group) {
    Goroutine first = group.members().get(0);
    Json.Fields fields = Json.fields();
    retained.ifPresent(retainedBytes -> fields.with("retained", retainedBytes.applyAsLong(group)));
    fields
        .with("count", group.members().size())
        .with("state", group.state())
        .with("status", first.status())
        .with("system", group.system())
        .with("ids", group.members().stream().map(g -> Json.unsigned(g.id())).toList());
    if (locations.isAvailable()) {
      fields.with(
          "creators",
          creators(group).entrySet().stream()
              .map(e -> CallText.json(e.getKey()).with("count", e.getValue()))
              .toList());
    }
    return fields.with(
        "frames", GoroutineText.frames(process.frames(), first, locations, Optional.empty()));
  }

  @Override
  public Optional<Table<?>> csv() {
    Table<Group> table =
        new Table<>(groups)
            .dataOnly("count", Kind.COUNT, g -> g.members().size())
            .dataOnly("state", Kind.TEXT, Group::state)
            .dataOnly("system", Kind.FLAG, Group::system)
            .dataOnly(
                "ids",
                Kind.TEXT,
                g -> g.members().stream().map(m -> "" + m.id()).collect(Collectors.joining(" ")))
            .dataOnly("stack", Kind.TEXT, g -> functionNames(g.members().get(0)));
    retained.ifPresent(
        retainedBytes -> table.dataOnly("retained", Kind.BYTES, retainedBytes::applyAsLong));
    return Optional.of(table);
  }

  private String functionNames(Goroutine goroutine) {
    Frames frames = process.frames();
    return IntStream.range(0, goroutine.frameCount())
        .mapToObj(f -> frames.function(goroutine.firstFrame() + f))
        .collect(Collectors.joining(" "));
  }
}
