package dev.godump.report;

import dev.godump.analysis.CleanupGroups;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectTable;
import dev.godump.report.text.Amounts;
import dev.godump.report.text.Report;
import dev.godump.report.text.Table;
import dev.godump.report.text.Table.Kind;
import dev.godump.report.text.TextWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code godump finalizers}: finalizers, and inferred cleanups by function and argument. */
public final class FinalizersReport implements Report {
  private final HeapGraph graph;
  private final Report finalizers;
  private final CleanupGroups cleanups;
  private final ObjectText objects;

  /**
   * @param finalizers the answer about finalizers alone
   */
  public FinalizersReport(
      HeapGraph graph, Report finalizers, CleanupGroups cleanups, ObjectText objects) {
    this.graph = graph;
    this.finalizers = finalizers;
    this.cleanups = cleanups;
    this.objects = objects;
  }

  @Override
  public void text(TextWriter out) {
    finalizers.text(out);
    if (cleanups.count() > 0) {
      out.line();
      out.heading(
          "Cleanups (inferred): %s, keeping %s in %s"
              .formatted(
                  Amounts.count(cleanups.count()),
                  Amounts.bytes(cleanups.bytes()),
                  Amounts.count(cleanups.objects(), "object")));
      out.table(table());
      out.line("A dump has no record of cleanups. Some may already have run.");
    }
  }

  private Table<CleanupGroups.Group> table() {
    return new Table<>(cleanups.groups())
        .column("count", "COUNT", Kind.COUNT, CleanupGroups.Group::count)
        .column("part", "PART", Kind.TEXT, group -> group.part().label())
        .column("retained", "RETAINED", Kind.BYTES, CleanupGroups.Group::retained)
        .column("example", "EXAMPLE", Kind.ADDRESS, group -> objects.addressOf(group.example()))
        .dataOnly(
            "function", Kind.TEXT, group -> group.function().isEmpty() ? null : group.function())
        .dataOnly("argument", Kind.ADDRESS, group -> addressOf(group.argument()))
        .textOnly("WHAT", Kind.NAME, this::description);
  }

  private @Nullable Long addressOf(int object) {
    return object == ObjectTable.NONE ? null : graph.objects().address(object);
  }

  private String description(CleanupGroups.Group group) {
    String argument =
        group.argument() == ObjectTable.NONE ? "" : "*" + objects.labelOf(group.argument());
    if (group.part() == CleanupGroups.Part.ARGUMENT) {
      return argument.isEmpty() ? objects.labelOf(group.example()) : argument;
    }
    return group.function() + (argument.isEmpty() ? "" : "(" + argument + ")");
  }

  @Override
  public Map<String, Object> json() {
    Map<String, Object> fields = new LinkedHashMap<>(finalizers.json());
    fields.put("cleanup_count", cleanups.count());
    fields.put("cleanups", table().json());
    return fields;
  }

  @Override
  public Optional<Table<?>> csv() {
    return finalizers.csv();
  }
}
