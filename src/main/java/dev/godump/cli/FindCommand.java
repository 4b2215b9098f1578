package dev.godump.cli;

import static java.util.Objects.requireNonNull;

import dev.godump.analysis.find.DumpSearch;
import dev.godump.analysis.find.FoundPlace;
import dev.godump.analysis.find.Occurrences;
import dev.godump.analysis.find.PatternFreeKeys;
import dev.godump.analysis.find.Place;
import dev.godump.cli.Errors.ExitCode;
import dev.godump.cli.Errors.OperandException;
import dev.godump.cli.IndexedDump.After;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.NotEnoughMemoryException;
import dev.godump.heap.Heap;
import dev.godump.heap.HeapPart;
import dev.godump.io.BytePattern;
import dev.godump.io.Source;
import dev.godump.report.FindReport;
import dev.godump.report.ObjectText;
import dev.godump.report.RootText;
import dev.godump.report.text.Amounts;
import dev.godump.types.HeapTypes;
import dev.godump.types.value.EntryKeys;
import java.io.IOException;
import java.util.ArrayList;
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
    name = "find",
    description = {
      "Find bytes in objects, stacks and package variables, and what keeps them alive.",
      "Shows neither the pattern nor the bytes around it, unless --context asks for them."
    },
    footer = {
      "",
      "Examples:",
      "  godump find --exe server 'Bearer eyJ' heap.dump",
      "  godump find --hex 'de ad be ef' heap.dump",
      "  godump find --fail-if-found - heap.dump < secret.txt"
    })
final class FindCommand extends DumpCommand {
  @Parameters(
      index = "0..1",
      arity = "1..2",
      paramLabel = "[PATTERN] DUMP",
      hideParamSyntax = true,
      description =
          "The heap dump, and before it a text to find; - reads the text from standard input, so that it is not in the list of processes.")
  private List<String> operands;

  @Mixin private PatternOptions patternOptions;

  @Option(
      names = "--fail-if-found",
      description =
          "Exit code 1 if there is a match: a gate for secrets that should have left the memory.")
  private boolean failIfFound;

  @Option(
      names = "--no-holders",
      description =
          "Don't look up types and holders: reads the dump once, in little memory, whatever its size.")
  private boolean noHolders;

  @Option(
      names = "--context",
      paramLabel = "BYTES",
      converter = BytesConverter.class,
      description = "Show the first match of each place with up to this many bytes on either side.")
  private @Nullable Long context;

  @Option(
      names = "--top",
      paramLabel = "N",
      defaultValue = "20",
      converter = MaxRows.Converter.class,
      description = "Places to show, 0 for all; all are counted. Default: ${DEFAULT-VALUE}.")
  private MaxRows top;

  @Mixin private Output output;

  @Mixin private GraphOptions options;

  /** The open dump, if it can't be opened twice. */
  private @Nullable Source spooled;

  @Override
  public String dump() {
    return operands.get(operands.size() - 1);
  }

  @Override
  public Source open() throws IOException {
    if (spooled != null) {
      return new BorrowedSource(spooled);
    }
    return super.open();
  }

  @Override
  public Integer call() throws IOException {
    Optional<String> operand =
        operands.size() > 1 ? Optional.of(operands.get(0)) : Optional.empty();
    List<BytePattern> patterns = patternOptions.patterns(operand, dump().equals("-"), streams());
    if (context != null && secrets().isHidden()) {
      throw new OperandException("--context would show contents that --redact hides");
    }
    IndexedDump dump = new IndexedDump(this, options);
    Optional<Found> inCopy = dump.searchCopy(copy -> find(copy, patterns));
    if (inCopy.isPresent()) {
      return answer(dump, patterns, inCopy.get());
    }
    try (Source source = open()) {
      Found found = find(source, patterns);
      spooled = source.isSpooled() ? source : null;
      return answer(dump, patterns, found);
    }
  }

  /** What a search found. */
  private record Found(Occurrences occurrences, Optional<List<FindReport.Context>> contexts) {}

  private Found find(Source source, List<BytePattern> patterns) throws IOException {
    Occurrences occurrences = search(source, patterns);
    return new Found(
        occurrences,
        context == null
            ? Optional.empty()
            : Optional.of(contexts(source, occurrences.places(), patterns)));
  }

  private Occurrences search(Source source, List<BytePattern> patterns) throws IOException {
    try (LoadProgress progress = LoadProgress.of(source, streams(), "searching")) {
      return DumpSearch.of(source, patterns, top.rows(), progress);
    }
  }

  private int answer(IndexedDump dump, List<BytePattern> patterns, Found found) throws IOException {
    Occurrences occurrences = found.occurrences();
    Optional<List<FindReport.Context>> contexts = found.contexts();
    List<String> warnings = new ArrayList<>(occurrences.outcome().problem().stream().toList());
    if (noHolders || occurrences.places().isEmpty()) {
      writeWithoutHeap(occurrences, contexts, warnings);
      return verdict(occurrences);
    }
    try {
      return dump.ask(
          (heap, heapWarnings, streams) -> {
            heap.keepUnpacked();
            FindReport report = report(heap, patterns, occurrences, contexts);
            write(
                streams,
                occurrences,
                report,
                heap.program().map(program -> program.file().name()),
                heapWarnings);
            if (output.isForReading()) {
              options.executable().hintAt(heap).ifPresent(streams::say);
            }
            return verdict(occurrences);
          },
          After.WRITE_INDEX);
    } catch (NotEnoughMemoryException e) {
      warnings.add("types and holders are unknown: " + e.getMessage());
      writeWithoutHeap(occurrences, contexts, warnings);
      return verdict(occurrences);
    }
  }

  private FindReport report(
      Heap heap,
      List<BytePattern> patterns,
      Occurrences occurrences,
      Optional<List<FindReport.Context>> contexts)
      throws IOException {
    List<FoundPlace> places = FoundPlace.in(heap, occurrences.places());
    HeapTypes types = heap.types(FoundPlace.objectsOf(heap.graph(), occurrences.places()));
    ObjectText objects =
        new ObjectText(heap.graph(), types, heap.program())
            .withKeys(
                EntryKeys.of(heap.graph(), types, heap.program(), secrets()),
                new PatternFreeKeys(patterns));
    return new FindReport(
        occurrences,
        places,
        Optional.of(objects),
        roots(heap, types, places),
        contexts,
        options.executable().withDump(dump()));
  }

  /** Returns the names of the roots that keep the objects of each part of the heap alive. */
  private static Map<HeapPart, RootText> roots(Heap heap, HeapTypes types, List<FoundPlace> places)
      throws IOException {
    Map<HeapPart, RootText> roots = new EnumMap<>(HeapPart.class);
    for (FoundPlace found : places) {
      if (found.path().isPresent() && !roots.containsKey(found.part())) {
        HeapGraph holding = heap.unrecorded().heapOf(found.object()).graph();
        roots.put(found.part(), new RootText(holding, types.rootNames(), heap.program()));
      }
    }
    return roots;
  }

  private void writeWithoutHeap(
      Occurrences occurrences, Optional<List<FindReport.Context>> contexts, List<String> warnings)
      throws IOException {
    List<FoundPlace> places = occurrences.places().stream().map(FoundPlace::withoutHeap).toList();
    FindReport report =
        new FindReport(
            occurrences,
            places,
            Optional.empty(),
            Map.of(),
            contexts,
            options.executable().withDump(dump()));
    write(streams(), occurrences, report, Optional.empty(), warnings);
  }

  private void write(
      Streams streams,
      Occurrences occurrences,
      FindReport report,
      Optional<String> executable,
      List<String> warnings)
      throws IOException {
    output.write(
        streams,
        name(),
        report,
        executable,
        () -> occurrences.outcome().isComplete(),
        () -> warnings);
  }

  private int verdict(Occurrences occurrences) {
    if (failIfFound && occurrences.total() > 0) {
      String matches =
          occurrences.total() == 1 ? "1 match" : Amounts.count(occurrences.total()) + " matches";
      streams().say("gate failed: --fail-if-found: " + matches);
      return ExitCode.GATE;
    }
    return exitCode(occurrences.outcome());
  }

  /** Reads the bytes around the first match of each place. */
  private List<FindReport.Context> contexts(
      Source source, List<Place> places, List<BytePattern> patterns) throws IOException {
    List<FindReport.Context> all = new ArrayList<>();
    for (Place place : places) {
      long around = Math.min(requireNonNull(context), PatternOptions.MAX_CONTEXT);
      long from = Math.max(0, place.offset() - around);
      long length = patterns.get(place.pattern()).length();
      long to = Math.min(place.size(), place.offset() + length + around);
      byte[] bytes = new byte[(int) (to - from)];
      int n = source.read(place.position() - place.offset() + from, bytes, 0, bytes.length);
      all.add(new FindReport.Context(place.start() + from, java.util.Arrays.copyOf(bytes, n)));
    }
    return all;
  }
}
