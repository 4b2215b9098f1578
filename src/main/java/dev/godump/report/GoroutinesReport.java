package dev.godump.report;

import dev.godump.analysis.GoroutineMemory;
import dev.godump.binary.runtime.Call;
import dev.godump.graph.Frames;
import dev.godump.graph.Goroutine;
import dev.godump.graph.ProcessState;
import dev.godump.heap.roots.GoroutineGroups.Group;
import dev.godump.heap.roots.SourceLocations;
import dev.godump.report.label.GroupLabels;
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
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** {@code godump goroutines}: goroutines grouped by state and stack. */
public final class GoroutinesReport implements Report {
  /** Ids shown of a group, fewer if a line is too narrow for them. */
  private static final int MAX_IDS = 8;

  private static final int MIN_IDS = 3;

  private final ProcessState process;
  private final List<Group> groups;
  private final GoroutineMemory memory;
  private final GroupLabels labels;
  private final SourceLocations locations;
  private final boolean runtimeGoroutines;
  private final boolean runtimeCalls;
  private final RowLimit limit;

  /**
   * @param memory that the goroutines of a group take together
   * @param labels of all goroutines
   * @param program that wrote the dump, if known
   * @param runtimeGoroutines whether text shows those that the runtime started for itself
   * @param runtimeCalls whether text shows the calls in which the runtime parks goroutines
   * @param limit of the groups to show
   */
  public GoroutinesReport(
      ProcessState process,
      List<Group> groups,
      GoroutineMemory memory,
      GroupLabels labels,
      Optional<Program> program,
      boolean runtimeGoroutines,
      boolean runtimeCalls,
      RowLimit limit) {
    this.process = process;
    this.groups = groups;
    this.memory = memory;
    this.labels = labels;
    this.locations = new SourceLocations(program, process.frames());
    this.runtimeGoroutines = runtimeGoroutines;
    this.runtimeCalls = runtimeCalls;
    this.limit = limit;
  }

  @Override
  public void text(TextWriter out) {
    List<Group> shown =
        groups.stream().filter(group -> runtimeGoroutines || !group.system()).toList();
    long count = goroutines(shown);
    long all = process.goroutines().size();
    String ofAll = count == all ? "" : " of " + Amounts.count(all);
    out.line(
        Amounts.count(count, "goroutine") + ofAll + " in " + Amounts.count(shown.size(), "group"));
    int width =
        shown.stream()
            .mapToInt(group -> Amounts.count(group.members().size()).length())
            .max()
            .orElse(1);
    for (Group group : limit.cut(shown)) {
      out.line();
      group(out, group, width);
    }
    long hidden = goroutines(groups) - count;
    boolean cut = limit.cut(shown).size() < shown.size();
    if (cut || hidden > 0) {
      out.line();
    }
    limit.more(out, shown.size());
    if (hidden > 0) {
      out.line(GoroutineText.hidden(hidden));
    }
    labels.legend(
        out, limit.cut(shown).stream().flatMapToInt(group -> group.indexes().intStream()));
  }

  private static long goroutines(List<Group> groups) {
    return groups.stream().mapToLong(group -> group.members().size()).sum();
  }

  private void group(TextWriter out, Group group, int countWidth) {
    Goroutine first = group.members().get(0);
    List<String> stack = GoroutineText.stack(process.frames(), first, locations, runtimeCalls);
    String count = Amounts.count(group.members().size());
    String before =
        " ".repeat(countWidth - count.length())
            + count
            + "  ["
            + GoroutineText.state(process.frames(), first)
            + "]  ";
    String indent = " ".repeat(countWidth + 2);
    String amounts = GoroutineText.memory(memory.retainedBy(group), memory.stackOf(group));
    String marks = GoroutineText.marks(process.frames(), first);
    int used = before.length() + stack.get(0).length() + amounts.length() + marks.length();
    Optional<String> ids = ids(group, out.columns() - used);
    if (ids.isPresent()) {
      out.heading(before, stack.get(0), amounts + ids.get() + marks);
    } else {
      out.heading(before, stack.get(0), "");
      String line = indent + amounts.strip();
      int width = out.columns() - line.length() - marks.length();
      out.line(line + ids(group, width).or(() -> ids(group, Integer.MAX_VALUE)).orElse("") + marks);
    }
    stack.subList(1, stack.size()).forEach(call -> out.line(indent, call, ""));
    labels.text(out, indent, group);
    creators(group)
        .forEach(
            (call, times) ->
                out.line(
                    indent + "created by ",
                    call.function() + "  " + CallText.text(call),
                    times == group.members().size()
                        ? ""
                        : "  (" + Amounts.count(times, "goroutine") + ")"));
  }

  /** Returns as many ids as fit in some columns; empty if not even a few fit. */
  private static Optional<String> ids(Group group, int columns) {
    int count = group.members().size();
    for (int shown = Math.min(count, MAX_IDS); shown >= Math.min(count, MIN_IDS); shown--) {
      String ids =
          group.members().stream()
              .limit(shown)
              .map(g -> Long.toUnsignedString(g.id()))
              .collect(Collectors.joining(", ", count == 1 ? "  id " : "  ids ", ""));
      String more = count > shown ? ", " + Amounts.count(count - shown) + " more (--all)" : "";
      if (ids.length() + more.length() <= columns) {
        return Optional.of(ids + more);
      }
    }
    return Optional.empty();
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

  @Override
  public Map<String, Object> json() {
    return Json.fields()
        .with("count", goroutines(groups))
        .with("groups", limit.cut(groups).stream().map(this::json).toList())
        .with("more", limit.left(groups.size()));
  }

  private Map<String, Object> json(Group group) {
    Goroutine first = group.members().get(0);
    Json.Fields fields =
        Json.fields()
            .with("retained", memory.retainedBy(group))
            .with("stack_bytes", memory.stackOf(group))
            .with("count", group.members().size())
            .with("state", group.state())
            .with("status", first.status())
            .with("system", group.system())
            .with("ids", group.members().stream().map(g -> Json.unsigned(g.id())).toList());
    fields.with("labels", labels.json(group));
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
    return Optional.of(
        new Table<>(groups)
            .dataOnly("count", Kind.COUNT, g -> g.members().size())
            .dataOnly("state", Kind.TEXT, Group::state)
            .dataOnly("system", Kind.FLAG, Group::system)
            .dataOnly(
                "ids",
                Kind.TEXT,
                g -> g.members().stream().map(m -> "" + m.id()).collect(Collectors.joining(" ")))
            .dataOnly("stack", Kind.TEXT, g -> functionNames(g.members().get(0)))
            .dataOnly("retained", Kind.BYTES, g -> GoroutineText.orNull(memory.retainedBy(g)))
            .dataOnly("stack_bytes", Kind.BYTES, memory::stackOf));
  }

  private String functionNames(Goroutine goroutine) {
    Frames frames = process.frames();
    return IntStream.range(0, goroutine.frameCount())
        .mapToObj(f -> frames.function(goroutine.firstFrame() + f))
        .collect(Collectors.joining(" "));
  }
}
