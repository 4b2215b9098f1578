package dev.godump.cli;

import dev.godump.analysis.stacks.HeapStacks;
import dev.godump.analysis.stacks.HeapStacks.StackKind;
import dev.godump.cli.Errors.OperandException;
import dev.godump.export.Pprof;
import dev.godump.graph.HeapGraph;
import dev.godump.heap.Heap;
import dev.godump.heap.roots.SourceLocations;
import dev.godump.report.text.Amounts;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "pprof",
    description =
        "Write a profile for go tool pprof: what keeps the live objects alive, as stacks.",
    footer = {
      "",
      "A stack goes from a root to the type of the objects at its end. Samples add up to all live bytes.",
      "What only cleanups keep alive (Go 1.24 and later, inferred) is below a frame of that name.",
      "Recursive types (lists, trees) are folded into one frame. To compare dumps of one program:",
      "  go tool pprof -diff_base old.pprof new.pprof",
      "",
      "Examples:",
      "  godump export pprof heap.dump -o heap.pprof && go tool pprof -http=: heap.pprof",
      "  godump export pprof --by dominator heap.dump -o heap.pprof && go tool pprof -top -cum heap.pprof"
    })
final class ExportPprofCommand extends ExportFormatCommand {
  /** What a stack of the profile shows. */
  enum Stack {
    path(StackKind.PATH),
    dominator(StackKind.DOMINATOR),
    goroutine(StackKind.GOROUTINE),
    alloc(StackKind.ALLOC);

    private final StackKind by;

    Stack(StackKind by) {
      this.by = by;
    }
  }

  /** What the bytes of a frame measure. */
  enum Weight {
    size,
    retained
  }

  @Option(
      names = "--by",
      paramLabel = "STACK",
      description = {
        "The meaning of a stack. path: the shortest path from a root (default);",
        "dominator: the dominators, so that cum is the retained size of a frame;",
        "goroutine: as path, with the calls of goroutines; alloc: the allocation",
        "stack and counts from the allocation profile (sampled objects only)."
      })
  private @Nullable Stack by;

  @Option(
      names = "--weight",
      paramLabel = "WEIGHT",
      defaultValue = "size",
      description =
          "size: cum is the bytes below a frame (default); retained: the retained size of a frame, as with --by dominator.")
  private Weight weight;

  @Override
  boolean isBinary() {
    return true;
  }

  @Override
  String advice(String file) {
    return "look at it: go tool pprof -http=: " + file;
  }

  @Override
  String write(Heap heap, OutputStream out) throws IOException {
    HeapGraph graph = heap.graph();
    Stack kind = stackKind();
    Operands.requireRoots(graph);
    SourceLocations locations = new SourceLocations(heap.program(), graph.process().frames());
    HeapStacks stacks = HeapStacks.of(heap, locations, kind.by);
    String kept = keptByCleanups(heap.unrecorded().parts());
    List<String> comments =
        List.of(
            "godump " + Version.number(),
            "heap dump "
                + graph.source().name()
                + ", "
                + goVersion(graph)
                + ", "
                + graph.process().params().arch(),
            "live: "
                + Amounts.count(stacks.objects(), "object")
                + ", "
                + Amounts.count(stacks.bytes(), "byte")
                + kept,
            "stacks by " + kind);
    long samples = Pprof.write(stacks, profiled(heap), comments, kind == Stack.alloc, out);
    return Amounts.count(samples, "stack")
        + " of "
        + Amounts.count(stacks.objects(), kept.isEmpty() ? "live object" : "object")
        + ", "
        + Amounts.bytes(stacks.bytes())
        + kept;
  }

  /** Returns the name of the program if it is known, else that of the dump. */
  private static Pprof.ProfiledProgram profiled(Heap heap) {
    String dump = Path.of(heap.graph().source().name()).getFileName().toString();
    return heap.program()
        .map(p -> new Pprof.ProfiledProgram(p.build().path(), p.build().buildId()))
        .filter(p -> !p.file().isEmpty())
        .orElse(new Pprof.ProfiledProgram(dump, ""));
  }

  private static String goVersion(HeapGraph graph) {
    String version = graph.process().params().version();
    return version.isEmpty() ? graph.process().versionRange() + " (inferred)" : version;
  }

  private Stack stackKind() throws OperandException {
    if (weight == Weight.size) {
      return by == null ? Stack.path : by;
    }
    if (by != null && by != Stack.dominator) {
      throw new OperandException("--weight retained needs --by dominator");
    }
    return Stack.dominator;
  }
}
