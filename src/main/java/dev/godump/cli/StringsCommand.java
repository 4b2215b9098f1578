package dev.godump.cli;

import dev.godump.analysis.waste.StringSearch;
import dev.godump.analysis.waste.Strings;
import dev.godump.analysis.waste.Strings.Order;
import dev.godump.cli.Errors.OperandException;
import dev.godump.graph.HeapGraph;
import dev.godump.heap.Heap;
import dev.godump.heap.dominators.Reachability;
import dev.godump.heap.parts.KeptObjects;
import dev.godump.heap.paths.BoundedRegex;
import dev.godump.report.StringsReport;
import dev.godump.report.text.Report;
import dev.godump.types.inference.InferredTypes;
import dev.godump.types.value.Secrets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "strings",
    description =
        "Find strings and byte slices by content: duplicates, the longest, matches of a pattern.",
    footer = {
      "",
      "Contents can be secrets: --redact shows hashes instead.",
      "",
      "Examples:",
      "  godump strings --exe server heap.dump",
      "  godump strings --sort length --top 5 heap.dump",
      "  godump strings --match '^Bearer ' --format json heap.dump"
    })
final class StringsCommand extends OneDumpCommand {
  /** How much of a content {@code --match} searches, in bytes. */
  private static final int MAX_MATCHED_BYTES = 1 << 20;

  /** How much of a content JSON and CSV show, in bytes. */
  private static final int MAX_SHOWN_BYTES = 1 << 10;

  @Option(
      names = "--match",
      paramLabel = "REGEX",
      converter = RegexConverter.class,
      description = "Only contents with a match in their first MiB, duplicated or not.")
  private @Nullable BoundedRegex match;

  @Option(
      names = "--sort",
      paramLabel = "ORDER",
      defaultValue = "wasted",
      description =
          "Sort by: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}. With length, unique contents are included.")
  private Order order;

  @Option(
      names = "--top",
      paramLabel = "N",
      defaultValue = "20",
      converter = MaxRows.Converter.class,
      description = "Show at most N contents, 0 for all. Default: ${DEFAULT-VALUE}.")
  private MaxRows top;

  @Mixin private OffsetOption offset;

  @Option(names = "--dead", description = "Include unreachable objects.")
  private boolean dead;

  @Override
  boolean readsBytes() {
    return true;
  }

  @Override
  Report answer(Heap heap) throws IOException {
    HeapGraph graph = heap.graph();
    Secrets secrets = secrets();
    if (match != null && secrets.isHidden()) {
      throw new OperandException(
          "--match can't be combined with --redact: it would reveal hidden contents");
    }
    InferredTypes types = heap.inferred();
    Reachability reachability = heap.reachability();
    boolean all = dead || !reachability.isKnown();
    Strings strings =
        StringSearch.of(
            graph,
            types,
            id -> all || reachability.isLive(id),
            new StringSearch.Query(
                contentFilter(),
                MAX_MATCHED_BYTES,
                order,
                secrets.isHidden() ? Secrets.HASHED : MAX_SHOWN_BYTES,
                offset.rows(),
                top.rows()));
    return new StringsReport(
        strings,
        match != null,
        heap.program().isPresent(),
        secrets,
        all ? KeptObjects.NONE : heap.unrecorded().parts().keptByCleanups());
  }

  private @Nullable Predicate<byte[]> contentFilter() {
    BoundedRegex wanted = match;
    if (wanted == null) {
      return null;
    }
    return bytes -> wanted.find(new String(bytes, StandardCharsets.UTF_8));
  }
}
