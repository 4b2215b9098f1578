package dev.godump.cli;

import dev.godump.cli.Errors.OperandException;
import dev.godump.cli.IndexedDump.After;
import dev.godump.format.ReadOutcome;
import dev.godump.graph.RecordSummary;
import dev.godump.graph.load.SummaryReader;
import dev.godump.heap.Heap;
import dev.godump.io.Source;
import dev.godump.report.text.Report;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;

/** A subcommand that answers from the graph of a dump and warns of what the dump lacks. */
abstract class GraphCommand extends DumpCommand {
  @Mixin private Output output;

  @Mixin private GraphOptions options;

  /** Computes the answer. */
  abstract Report answer(Heap heap) throws IOException;

  /** Computes an answer from the records of a dump that are not about its heap. */
  @FunctionalInterface
  interface RecordAnswer {
    Report answer(RecordSummary records) throws IOException;
  }

  /**
   * Returns how to answer without a graph. It must be the same answer, and is used if there is no
   * index.
   */
  Optional<RecordAnswer> recordAnswer() {
    return Optional.empty();
  }

  /** Whether the command line or the environment names an executable. */
  final boolean hasExecutable() {
    return options.executable().isNamed();
  }

  Output output() {
    return output;
  }

  /**
   * Returns the operands and options of the command line that name the dump and the executable, for
   * a command to try next.
   */
  final String sameFiles() {
    return options.executable().withDump(dump());
  }

  @Override
  public Integer call() throws IOException {
    IndexedDump dump = new IndexedDump(this, options);
    Optional<RecordAnswer> fromRecords = recordAnswer();
    if (fromRecords.isEmpty()) {
      return dump.ask(this::answer, readsBytes() ? After.KEEP_BYTES : After.WRITE_INDEX);
    }
    Optional<Integer> fromIndex = dump.askIndex(this::answer);
    return fromIndex.isPresent() ? fromIndex.get() : answer(fromRecords.get());
  }

  /** Asks about the dump that {@link #dump()} names now, and writes no index. */
  final <T> T askOnly(IndexedDump.Question<T> question) throws IOException {
    return new IndexedDump(this, options).ask(question, After.NOTHING);
  }

  private int answer(RecordAnswer fromRecords) throws IOException {
    try (Source source = open()) {
      SummaryReader.Result read;
      try (LoadProgress progress = LoadProgress.of(source, streams())) {
        read = SummaryReader.read(source, progress);
      }
      Report report = fromRecords.answer(read.summary());
      output.write(
          streams(),
          name(),
          report,
          Optional.empty(),
          () -> read.outcome().isComplete(),
          () -> read.warnings());
      return exitCode(read.outcome());
    }
  }

  private int answer(Heap heap, List<String> warnings, Streams streams) throws IOException {
    Report report = report(heap, warnings);
    ReadOutcome ending = heap.graph().loadResult().outcome();
    output.write(
        streams,
        name(),
        report,
        heap.program().map(program -> program.file().name()),
        ending::isComplete,
        () -> warnings);
    if (namesTypes() && output.isForReading()) {
      options.executable().hintAt(heap).ifPresent(streams::say);
    }
    return exitCode(ending);
  }

  /** Whether the answer shows contents of objects, or is computed from them. */
  boolean readsBytes() {
    return false;
  }

  /** Whether the answer names types, fields or variables where the executable is known. */
  boolean namesTypes() {
    return true;
  }

  /**
   * Returns the report. If something that the command line names is not in the dump, writes the
   * warnings first, since they may explain why.
   */
  private Report report(Heap heap, List<String> warnings) throws IOException {
    try {
      return answer(heap);
    } catch (OperandException e) {
      warnings.forEach(streams()::warn);
      throw e;
    }
  }
}
