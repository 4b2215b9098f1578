package dev.godump.cli;

import dev.godump.analysis.leaks.KeptSuspects;
import dev.godump.cli.Errors.ExitCode;
import dev.godump.cli.Errors.OperandException;
import dev.godump.graph.MemoryBudget;
import dev.godump.heap.DumpIndex;
import dev.godump.heap.Heap;
import dev.godump.heap.dominators.Reachability;
import dev.godump.index.DamagedIndexException;
import dev.godump.index.DumpIdentity;
import dev.godump.index.IndexDirectory;
import dev.godump.index.IndexFile;
import dev.godump.index.IndexMetadata;
import dev.godump.index.IndexParts;
import dev.godump.io.Source;
import dev.godump.report.IndexList;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "index",
    description = {
      "Manage cached indexes: build, list, verify and delete them.",
      "Other commands write an index automatically for dumps of at least 16 MiB."
    },
    footer = {
      "",
      "Examples:",
      "  godump index heap.dump",
      "  godump index --list",
      "  godump index --clear heap.dump"
    })
final class IndexCommand extends DumpCommand {
  private static final String CURRENT = "current";
  private static final String DAMAGED = "damaged";

  @Parameters(
      arity = "0..*",
      paramLabel = "DUMP",
      description =
          "Heap dumps, plain or compressed files. Without one, --list, --verify and --clear apply to all indexes.")
  private List<String> dumps = List.of();

  @ArgGroup private @Nullable Action action;

  /** What to do instead of building indexes; at most one is set. */
  static final class Action {
    @Option(names = "--list", description = "List indexes.")
    @SuppressWarnings("unused") // an action that neither verifies nor clears lists
    private boolean list;

    @Option(
        names = "--verify",
        description = "Check every byte; exit code 3 if an index is damaged.")
    private boolean verify;

    @Option(names = "--clear", description = "Delete indexes.")
    private boolean clear;
  }

  @Mixin private Output output;

  @Mixin private GraphOptions options;

  @Option(
      names = "--max-size",
      paramLabel = "BYTES",
      converter = BytesConverter.class,
      description =
          "Delete the least recently used indexes until the rest fit in this size. Default: $"
              + IndexOptions.MAX_SIZE
              + ", or 20GiB.")
  private @Nullable Long maxSize;

  /** The dump that is being handled now, or empty. */
  private String dump = "";

  @Override
  public String dump() {
    return dump;
  }

  @Override
  public Integer call() throws IOException {
    IndexDirectory directory =
        options
            .index()
            .directory()
            .orElseThrow(
                () -> new OperandException("no directory for indexes is known: give --index-dir"));
    if (action == null && dumps.isEmpty() && maxSize == null) {
      throw new OperandException("missing DUMP (or --list, --verify, --clear or --max-size)");
    }
    List<IndexList.Row> rows =
        action == null && !dumps.isEmpty() ? build(directory) : existing(directory);
    for (IndexDirectory.Entry deleted : directory.shrink(limit())) {
      String file = deleted.file().toString();
      Optional<IndexList.Row> known =
          rows.stream().filter(row -> row.file().equals(file)).findFirst();
      known.ifPresent(rows::remove);
      shrinkRow(rows, deleted);
      String dumpName = known.map(IndexList.Row::dump).orElse("");
      rows.add(
          new IndexList.Row(
              file,
              dumpName,
              deleted.bytes(),
              deleted.lastUsed(),
              IndexList.DELETED + ", to stay below the largest size"));
    }
    output.write(
        streams(),
        name(),
        new IndexList(directory.path().toString(), rows),
        Optional.empty(),
        () -> true,
        List::of);
    boolean damaged = rows.stream().anyMatch(row -> row.state().startsWith(DAMAGED));
    return damaged && action != null && action.verify ? ExitCode.INPUT : ExitCode.OK;
  }

  /** If a copy of a dump was deleted, takes its bytes off the row of its index. */
  private static void shrinkRow(List<IndexList.Row> rows, IndexDirectory.Entry deleted) {
    String index = String.valueOf(deleted.file().getParent());
    rows.replaceAll(row -> row.file().equals(index) ? row.without(deleted.bytes()) : row);
  }

  private long limit() throws OperandException {
    return maxSize != null ? maxSize : IndexOptions.sizeLimit();
  }

  private List<IndexList.Row> build(IndexDirectory directory) throws IOException {
    List<IndexList.Row> rows = new ArrayList<>();
    for (String each : dumps) {
      dump = each;
      if (!dump.equals("-") && !Files.exists(Path.of(dump))) {
        throw new FileNotFoundException("no such file");
      }
      DumpIndex index =
          DumpIndex.of(directory, dump, Version.number())
              .orElseThrow(() -> new OperandException("standard input and pipes have no index"));
      writeIndex(index);
      directory.touch(index.file());
      rows.add(rowOf(directory.entry(index.file())));
    }
    return rows;
  }

  private void writeIndex(DumpIndex index) throws IOException {
    IndexedDump indexed = new IndexedDump(this, options);
    try (DumpIndex.Lookup known = index.open(options.executable().identity())) {
      DumpIdentity identity = known.hasGraph() ? known.identity() : index.identity();
      MemoryBudget memory = options.memoryBudget();
      try (Source source = known.packedDump(dump, this::open);
          Heap heap =
              known.hasGraph()
                  ? Heap.open(source, known.parts(), memory)
                  : Heap.of(load(source, memory));
          OpenedExecutable program = indexed.programOf(heap, known)) {
        if (!source.isRepeatable()) {
          throw new IOException(
              "it could not be read to its end: "
                  + source.prematureEnd().orElse("unpacking failed"));
        }
        if (!DumpIndex.canBeWritten(heap)) {
          throw new IOException(
              "its objects and other records are mixed in a way that no Go writes");
        }
        index.writeAll(heap, identity, program.identityIfUsed(), memory, limit());
        if (Reachability.isKnown(heap.graph())) {
          computeAnswers(heap);
          index.writeMissing(heap, identity, program.identityIfUsed(), memory, limit(), () -> {});
        }
        indexed.warnOfDamage(program, heap.warnings().stream());
      }
    }
  }

  /** Computes the answers that an index keeps, as far as the Java heap is large enough. */
  private static void computeAnswers(Heap heap) throws IOException {
    try {
      heap.retainedByGoroutineObjects();
      KeptSuspects.of(heap);
    } catch (OutOfMemoryError e) {
      // the commands that need them say so
    }
  }

  private List<IndexList.Row> existing(IndexDirectory directory) throws IOException {
    List<Path> requested = new ArrayList<>();
    for (String each : dumps) {
      dump = each;
      requested.add(directory.pathOf(Path.of(each)));
    }
    List<IndexList.Row> rows = new ArrayList<>();
    for (IndexDirectory.Entry entry : directory.list()) {
      if (dumps.isEmpty() || requested.contains(entry.file())) {
        IndexList.Row row = rowOf(entry);
        boolean deleted = action != null && action.clear && directory.delete(entry.file());
        rows.add(deleted ? row.withState(IndexList.DELETED) : row);
      }
    }
    return rows;
  }

  private IndexList.Row rowOf(IndexDirectory.Entry entry) throws IOException {
    String dumpName = "";
    try (IndexParts parts = IndexParts.open(entry.file())) {
      dumpName =
          parts.all().values().stream().findFirst().map(part -> part.metadata().dump()).orElse("");
    } catch (DamagedIndexException e) {
      // the state of the row reports it
    }
    return new IndexList.Row(
        entry.file().toString(),
        dumpName,
        entry.bytes(),
        entry.lastUsed(),
        stateOf(entry.file(), action != null && action.verify));
  }

  /**
   * Returns the state of an index for the user.
   *
   * @param verify whether to check every byte of it
   */
  private static String stateOf(Path index, boolean verify) throws IOException {
    if (!Files.exists(index)) {
      return "none";
    }
    try (IndexParts parts = IndexParts.open(index)) {
      if (verify) {
        parts.verify();
      }
      Optional<IndexMetadata> first =
          parts.all().values().stream().findFirst().map(IndexFile::metadata);
      if (first.isEmpty()) {
        return "empty";
      }
      Path dump = Path.of(first.get().dump());
      if (!Files.exists(dump)) {
        return "its dump is gone";
      }
      boolean same =
          first.get().godump().equals(Version.number())
              && first.get().identity().equals(DumpIdentity.of(dump));
      return same ? CURRENT : "outdated";
    } catch (DamagedIndexException e) {
      return DAMAGED + ": " + e.getMessage();
    }
  }
}
