package dev.godump.cli;

import dev.godump.analysis.KeptRows;
import dev.godump.analysis.LabelMemory;
import dev.godump.analysis.ObjectTotal;
import dev.godump.cli.Errors.OperandException;
import dev.godump.heap.Heap;
import dev.godump.heap.dominators.Reachability;
import dev.godump.heap.histogram.ArrayLengths;
import dev.godump.heap.histogram.Histogram;
import dev.godump.heap.histogram.Histogram.Row;
import dev.godump.heap.histogram.PackageName;
import dev.godump.heap.paths.TypePattern;
import dev.godump.heap.roots.GoroutineLabels;
import dev.godump.report.HistogramReport;
import dev.godump.report.label.LabelsReport;
import dev.godump.report.text.Report;
import dev.godump.report.text.RowLimit;
import dev.godump.types.Certainty;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

@Command(
    name = "histogram",
    description = {
      "Count objects by type, or by shape (size and pointer words) if the type is unknown.",
      "--by length separates arrays by length. --by package, site (sampled objects only), size and root",
      "(what alone keeps objects alive: a variable, goroutines with one stack) count other groups.",
      "--by label shows what goroutines with the same pprof labels retain and reach."
    },
    footer = {
      "",
      "Examples:",
      "  godump histogram heap.dump",
      "  godump histogram --sort count --top 50 heap.dump",
      "  godump histogram --exe server --by package heap.dump"
    })
final class HistogramCommand extends OneDumpCommand {
  /** What to group by: one of a property of objects and the labels of goroutines. */
  record Grouping(Optional<Histogram.By> property, Optional<LabelGrouping> labels) {}

  /**
   * Converts the names of groupings. Picocli can't convert to an enum with these names, since
   * {@code package} is a keyword of Java.
   */
  static final class Groupings implements ITypeConverter<Grouping>, Iterable<String> {
    private static final List<String> NAMES =
        Stream.concat(
                Arrays.stream(Histogram.By.values()).map(Histogram.By::label),
                Stream.of(LabelGrouping.NAME))
            .toList();

    @Override
    public Grouping convert(String name) {
      Optional<LabelGrouping> labels = LabelGrouping.parse(name);
      Optional<Histogram.By> property =
          Arrays.stream(Histogram.By.values()).filter(by -> by.label().equals(name)).findFirst();
      if (property.isEmpty() && labels.isEmpty()) {
        throw new TypeConversionException("expected one of " + NAMES + " but was '" + name + "'");
      }
      return new Grouping(property, labels);
    }

    @Override
    public Iterator<String> iterator() {
      return NAMES.iterator();
    }
  }

  /** The column that rows are sorted by. */
  enum Sort {
    bytes,
    count,
    retained,
    live,
    name;

    private Comparator<Row> order() {
      return switch (this) {
        case bytes -> Comparator.comparingLong(Row::bytes).reversed();
        case count -> Comparator.comparingLong(Row::count).reversed();
        case retained -> Comparator.comparingLong(Row::retained).reversed();
        case live -> Comparator.comparingLong(Row::liveBytes).reversed();
        case name -> Comparator.comparing(Row::type);
      };
    }
  }

  @Option(
      names = "--by",
      paramLabel = "WHAT",
      defaultValue = "type",
      converter = Groupings.class,
      completionCandidates = Groupings.class,
      description =
          "Group by: ${COMPLETION-CANDIDATES}. "
              + LabelGrouping.HELP
              + " Default: ${DEFAULT-VALUE}.")
  private Grouping grouping;

  @Option(
      names = "--sort",
      paramLabel = "COLUMN",
      defaultValue = "bytes",
      description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private Sort sort;

  @Mixin private TopOption top;

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      converter = TypePatternConverter.class,
      description = "Only rows of this type. " + TypePatternConverter.HELP)
  private @Nullable TypePattern type;

  @Option(
      names = "--package",
      paramLabel = "P",
      description = "Only rows of types of a package, such as net/http or http.")
  private @Nullable String inPackage;

  @Override
  Report answer(Heap heap) throws IOException {
    boolean filtered = type != null || inPackage != null;
    Histogram.By by = grouping.property().orElse(null);
    if (filtered && by != Histogram.By.TYPE) {
      throw new OperandException("--type and --package select rows by type: leave out --by");
    }
    if (by == null) {
      return byLabel(heap, grouping.labels().orElseThrow());
    }
    if (type != null) {
      TypeSelection.requireKnown(heap.types(), type);
    }
    Histogram histogram = heap.histogram(by);
    KeptRows kept = KeptRows.of(heap, by);
    List<Row> all = by == Histogram.By.ROOT ? kept.asOwner(histogram.rows()) : histogram.rows();
    List<Row> rows = all.stream().filter(this::isSelected).sorted(sort.order()).toList();
    RowLimit limit = top.limit(output());
    List<Row> shown = limit.cut(rows);
    return new HistogramReport(
        shown,
        filtered ? Optional.of(ObjectTotal.of(rows)) : Optional.empty(),
        histogram.total(),
        Math.max(0, rows.size() - limit.end()),
        Reachability.isKnown(heap.graph()),
        by == Histogram.By.TYPE
            ? Optional.of(new ArrayLengths(heap.counts(Histogram.By.LENGTH)))
            : Optional.empty(),
        kept);
  }

  private Report byLabel(Heap heap, LabelGrouping by) throws IOException {
    Operands.requireRoots(heap.graph());
    GoroutineLabels labels = by.of(GoroutineLabels.of(heap.graph(), heap.program()));
    LabelMemory memory = LabelMemory.of(heap, labels, goroutine -> true);
    ToLongFunction<LabelMemory.Row> largest =
        sort == Sort.count ? row -> row.retained().objects() : row -> row.retained().bytes();
    List<LabelMemory.Row> rows =
        sort == Sort.name
            ? memory.rows().stream().sorted(Comparator.comparing(LabelMemory.Row::labels)).toList()
            : memory.rows().stream().sorted(Comparator.comparingLong(largest).reversed()).toList();
    return new LabelsReport(memory, rows, by.key(), secrets(), top.limit(output()));
  }

  private boolean isSelected(Row row) {
    boolean known = row.certainty() != Certainty.UNKNOWN;
    return (type == null || (known && type.matches(row.type())))
        && (inPackage == null || (known && isIn(PackageName.of(row.type()), inPackage)));
  }

  private static boolean isIn(String path, String name) {
    return path.equals(name) || path.endsWith("/" + name);
  }

  @Override
  boolean namesTypes() {
    return grouping.property().map(Histogram.By::needsTypes).orElse(false);
  }
}
