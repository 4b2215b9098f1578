package dev.godump.cli;

import dev.godump.analysis.growth.Dimension;
import dev.godump.analysis.growth.Gate;
import dev.godump.analysis.growth.Growth;
import dev.godump.analysis.growth.HeapProfile;
import dev.godump.analysis.growth.ObjectAddresses;
import dev.godump.cli.Errors.ExitCode;
import dev.godump.cli.Errors.OperandException;
import dev.godump.cli.IndexedDump.After;
import dev.godump.heap.histogram.Measure;
import dev.godump.report.GateText;
import dev.godump.report.GrowthReport;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "diff",
    description =
        "Show what grew between dumps of a program, and fail a script if it grew too much.",
    footer = {
      "",
      "Dumps are read one after the other, so memory for one is enough.",
      "Indexes are read but not written.",
      "",
      "Examples:",
      "  godump diff before.dump after.dump",
      "  godump diff --monotone monday.dump tuesday.dump wednesday.dump",
      "  godump diff --fail-on-growth 10MB --fail-on-goroutines +100 before.dump after.dump"
    })
final class DiffCommand extends DumpCommand {
  @Mixin private Output output;

  /** What the rows of the answer compare. */
  enum By {
    type,
    site,
    global,
    goroutine,
    all;

    boolean shows(Dimension dimension) {
      return this == all || name().equals(dimension.label());
    }
  }

  /** The measure that rows are sorted by. */
  enum Sort {
    bytes(Measure.BYTES),
    count(Measure.COUNT),
    retained(Measure.RETAINED);

    private final Measure measure;

    Sort(Measure measure) {
      this.measure = measure;
    }
  }

  @Parameters(
      arity = "1..*",
      paramLabel = "DUMP DUMP",
      description = "Heap dumps of one program, oldest first.")
  private List<String> dumps;

  @Option(
      names = "--by",
      paramLabel = "WHAT",
      defaultValue = "all",
      description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private By by;

  @Option(
      names = "--sort",
      paramLabel = "COLUMN",
      description = "Largest growth first: ${COMPLETION-CANDIDATES}. Default: retained.")
  private @Nullable Sort sort;

  @Option(names = "--all", description = "Include garbage.")
  private boolean all;

  @Option(
      names = "--monotone",
      description =
          "Show only rows that grew and never shrank, by the column that rows are sorted by.")
  private boolean monotone;

  @Option(
      names = "--survivors",
      description =
          "Also show how many objects of a type are new, gone, and in the first and the last dump (inferred from addresses).")
  private boolean survivors;

  @Mixin private TopOption top;

  @Mixin private GateOptions gateOptions;

  @Mixin private GraphOptions options;

  /** The dump that is being read now. */
  private String dump = "-";

  @Override
  public String dump() {
    return dump;
  }

  @Override
  public Integer call() throws IOException {
    if (dumps.size() < 2) {
      throw new OperandException("missing the second DUMP");
    }
    if (dumps.stream().filter("-"::equals).count() > 1) {
      throw new OperandException("only one dump can be standard input");
    }
    ComparedDumps read = ComparedDumps.read(dumps, options.executable(), this::read);
    int exitCode = answer(Growth.of(read.profiles(), all), read);
    if (output.isForReading()) {
      read.hint().ifPresent(streams()::say);
    }
    return exitCode;
  }

  private ComparedDumps.One read(String name, ExecutableOption executable) throws IOException {
    dump = name;
    return new IndexedDump(this, options, executable)
        .ask(
            (heap, warnings, streams) ->
                new ComparedDumps.One(
                    HeapProfile.of(heap),
                    comparesAddresses(name)
                        ? Optional.of(ObjectAddresses.of(heap, all))
                        : Optional.empty(),
                    heap.graph().loadResult().outcome().isComplete(),
                    warnings.stream().map(warning -> name + ": " + warning).toList(),
                    heap.program().map(program -> program.file().name()),
                    heap.hasProgramTypes(),
                    options.executable().hintAt(heap)),
            After.NOTHING);
  }

  /** Of a series, only the first and the last dump are compared. */
  private boolean comparesAddresses(String name) {
    return survivors && (name.equals(dumps.get(0)) || name.equals(dumps.get(dumps.size() - 1)));
  }

  private int answer(Growth growth, ComparedDumps read) throws IOException {
    List<String> warnings = read.warnings();
    boolean complete = read.complete();
    List<Gate.Verdict> verdicts =
        gateOptions.gates().stream().map(gate -> gate.judge(growth)).toList();
    GateText gates = new GateText(growth);
    warnings.addAll(growth.buildDifferences());
    for (Gate.Verdict verdict : verdicts) {
      if (!verdict.found() && verdict.outcome() != Gate.Outcome.UNKNOWN) {
        String missing = verdict.gate().text() + ": " + gates.reason(verdict);
        if (!gateOptions.allowsMissing()) {
          throw new OperandException(missing + "; --allow-missing lets it pass");
        }
        warnings.add(missing);
      }
    }
    GrowthReport report =
        new GrowthReport(
            growth,
            tables(growth),
            measure(growth),
            verdicts,
            read.survivors(),
            monotone,
            top.limit(output));
    output.write(streams(), name(), report, read.executable(), () -> complete, () -> warnings);
    boolean failed = sayGates("gate failed: ", Gate.Outcome.FAILED, verdicts, gates);
    boolean unknown = sayGates("gate can't be judged: ", Gate.Outcome.UNKNOWN, verdicts, gates);
    return failed ? ExitCode.GATE : unknown || !complete ? ExitCode.INPUT : ExitCode.OK;
  }

  private Measure measure(Growth growth) {
    return sort != null ? sort.measure : growth.defaultMeasure();
  }

  private Map<Dimension, List<Growth.Row>> tables(Growth growth) {
    Map<Dimension, List<Growth.Row>> tables = new EnumMap<>(Dimension.class);
    for (Dimension dimension : Dimension.values()) {
      if (by.shows(dimension)) {
        Measure measure = measure(growth);
        tables.put(
            dimension,
            growth.rows(dimension, measure).stream()
                .filter(row -> !monotone || row.onlyGrew(measure))
                .toList());
      }
    }
    return tables;
  }

  /** Writes a line for each gate with this outcome, and returns whether there is one. */
  private boolean sayGates(
      String what, Gate.Outcome outcome, List<Gate.Verdict> verdicts, GateText gates) {
    List<Gate.Verdict> selected =
        verdicts.stream().filter(verdict -> verdict.outcome() == outcome).toList();
    selected.forEach(
        verdict -> streams().say(what + verdict.gate().text() + ": " + gates.reason(verdict)));
    return !selected.isEmpty();
  }
}
