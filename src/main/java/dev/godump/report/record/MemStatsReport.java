package dev.godump.report.record;

import dev.godump.format.MemStats;
import dev.godump.report.text.Amounts;
import dev.godump.report.text.Json;
import dev.godump.report.text.Report;
import dev.godump.report.text.Table;
import dev.godump.report.text.Table.Kind;
import dev.godump.report.text.TextWriter;
import it.unimi.dsi.fastutil.longs.LongArrays;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code godump memstats}: the runtime's own figures. */
public final class MemStatsReport implements Report {
  private static final Set<String> COUNTS =
      Set.of("Lookups", "Mallocs", "Frees", "HeapObjects", "NumGC");

  private static final Map<String, String> MEANINGS =
      Map.ofEntries(
          Map.entry("Alloc", "bytes of objects, as HeapAlloc"),
          Map.entry("TotalAlloc", "bytes allocated since the start"),
          Map.entry("Sys", "bytes obtained from the OS"),
          Map.entry("Lookups", "pointer look-ups by the runtime"),
          Map.entry("Mallocs", "objects allocated since the start"),
          Map.entry("Frees", "objects freed since the start"),
          Map.entry("HeapAlloc", "bytes of objects, live or not yet collected"),
          Map.entry("HeapSys", "bytes of address space for the heap"),
          Map.entry("HeapIdle", "bytes in spans without objects"),
          Map.entry("HeapInuse", "bytes in spans with objects"),
          Map.entry("HeapReleased", "idle bytes returned to the OS"),
          Map.entry("HeapObjects", "objects, live or not yet collected"),
          Map.entry("StackInuse", "bytes in stack spans"),
          Map.entry("StackSys", "bytes obtained from the OS for stacks"),
          Map.entry("MSpanInuse", "bytes of span descriptors"),
          Map.entry("MSpanSys", "bytes obtained from the OS for them"),
          Map.entry("MCacheInuse", "bytes of per-processor caches"),
          Map.entry("MCacheSys", "bytes obtained from the OS for them"),
          Map.entry("BuckHashSys", "bytes of profiling tables"),
          Map.entry("GCSys", "bytes of the collector's own data"),
          Map.entry("OtherSys", "bytes of other runtime data"),
          Map.entry("NextGC", "heap size at which the next collection starts"),
          Map.entry("LastGC", "end of the last collection, Unix time"),
          Map.entry("PauseTotalNs", "all stop-the-world pauses"),
          Map.entry("NumGC", "collections so far"));

  private final MemStats stats;

  public MemStatsReport(MemStats stats) {
    this.stats = stats;
  }

  private static List<String> names() {
    List<String> names = new ArrayList<>(MemStats.names());
    names.add("NumGC");
    return names;
  }

  /** Returns all figures as the record has them: 0 if unknown. */
  static Json.Fields recorded(MemStats stats) {
    Json.Fields fields = Json.fields();
    names().forEach(name -> fields.withUnsigned(name, stats.get(name)));
    return fields;
  }

  /** Returns all figures under their names in {@code runtime.MemStats}; null if unknown. */
  public static Json.Fields fields(MemStats stats) {
    Json.Fields fields = Json.fields();
    names().forEach(name -> fields.with(name, value(stats, name)));
    return fields;
  }

  /** Returns a figure for programs to read; null if it is unknown. */
  public static @Nullable Object value(MemStats stats, String name) {
    return stats.isKnown(name) ? Json.unsigned(stats.get(name)) : null;
  }

  private String formatted(String name) {
    long value = stats.get(name);
    if (!stats.isKnown(name)) {
      return "unknown";
    }
    if (name.equals("LastGC")) {
      return value == 0
          ? "never"
          : Instant.ofEpochMilli(Long.divideUnsigned(value, 1_000_000)).toString();
    }
    if (name.equals("PauseTotalNs")) {
      return Amounts.duration(value);
    }
    return COUNTS.contains(name) ? Amounts.unsignedCount(value) : Amounts.unsignedBytes(value);
  }

  private Table<String> table() {
    return new Table<>(names())
        .column("name", "NAME", Kind.TEXT, name -> name)
        .textOnly("VALUE", Kind.RIGHT, this::formatted)
        .dataOnly("value", Kind.TEXT, name -> value(stats, name))
        .textOnly("WHAT IT IS", Kind.TEXT, MEANINGS::get);
  }

  @Override
  public void text(TextWriter out) {
    out.table(table());
    long[] pauses = Arrays.stream(stats.pauses()).filter(ns -> ns != 0).toArray();
    LongArrays.quickSort(pauses, Long::compareUnsigned);
    if (pauses.length > 0) {
      out.line();
      out.line(
          "  last %s: median %s, longest %s"
              .formatted(
                  Amounts.count(pauses.length, "pause"),
                  Amounts.duration(pauses[pauses.length / 2]),
                  Amounts.duration(pauses[pauses.length - 1])));
    }
  }

  @Override
  public Map<String, Object> json() {
    return Json.fields()
        .with("memstats", fields(stats).with("PauseNs", Json.unsigned(stats.pauses())));
  }

  @Override
  public Optional<Table<?>> csv() {
    return Optional.of(table());
  }
}
