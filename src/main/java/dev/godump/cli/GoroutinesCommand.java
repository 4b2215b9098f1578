package dev.godump.cli;

import dev.godump.analysis.GoroutineMemory;
import dev.godump.analysis.GoroutineReach;
import dev.godump.analysis.LabelMemory;
import dev.godump.cli.Errors.OperandException;
import dev.godump.graph.Frames;
import dev.godump.graph.Goroutine;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ProcessState;
import dev.godump.heap.Heap;
import dev.godump.heap.dominators.DominatorTree;
import dev.godump.heap.dominators.Reachability;
import dev.godump.heap.paths.BoundedRegex;
import dev.godump.heap.roots.GoroutineGroups;
import dev.godump.heap.roots.GoroutineGroups.Group;
import dev.godump.heap.roots.GoroutineLabels;
import dev.godump.report.GoroutineReachText;
import dev.godump.report.GoroutineReport;
import dev.godump.report.GoroutinesReport;
import dev.godump.report.ObjectText;
import dev.godump.report.label.GroupLabels;
import dev.godump.report.label.LabelsReport;
import dev.godump.report.text.Report;
import dev.godump.types.HeapTypes;
import dev.godump.types.program.RootNames;
import dev.godump.types.value.FrameValues;
import dev.godump.types.value.ValueReader;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.io.IOException;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

@Command(
    name = "goroutines",
    description = "Group goroutines by state and stack, largest group first.",
    footer = {
      "",
      "Examples:",
      "  godump goroutines heap.dump",
      "  godump goroutines --state 'chan receive' heap.dump",
      "  godump goroutines --sort retained heap.dump",
      "  godump goroutines --by label --sort retained heap.dump",
      "  godump goroutines --label tenant=acme heap.dump",
      "  godump goroutines --id 42 heap.dump",
      "  godump goroutines --exe server --id 42 --locals heap.dump"
    })
final class GoroutinesCommand extends OneDumpCommand {
  /** Objects listed of what a goroutine holds alone, and with others. */
  private static final int LARGEST = 5;

  /**
   * What goroutines are grouped by.
   *
   * @param labels empty for state and stack
   */
  record Grouping(Optional<LabelGrouping> labels) {}

  /** Converts the names of groupings. */
  static final class Groupings implements ITypeConverter<Grouping>, Iterable<String> {
    private static final String STACK = "stack";
    private static final List<String> NAMES = List.of(STACK, LabelGrouping.NAME);

    @Override
    public Grouping convert(String name) {
      Optional<LabelGrouping> labels = LabelGrouping.parse(name);
      if (labels.isEmpty() && !name.equals(STACK)) {
        throw new TypeConversionException("expected one of " + NAMES + " but was '" + name + "'");
      }
      return new Grouping(labels);
    }

    @Override
    public Iterator<String> iterator() {
      return NAMES.iterator();
    }
  }

  /** The order of groups. */
  enum Sort {
    count,
    retained,
    stack
  }

  @Option(
      names = "--all",
      description = "Show each goroutine with pcs, frame sizes, defers and panics.")
  private boolean each;

  @Option(
      names = "--id",
      paramLabel = "ID",
      description =
          "Show only this goroutine, with the memory that it alone retains and that it reaches.")
  private @Nullable Long id;

  @Option(
      names = "--state",
      paramLabel = "STATE",
      description =
          "Only goroutines with this state (select, chan receive, …) or status (runnable, syscall, waiting).")
  private @Nullable String state;

  @Option(
      names = "--function",
      paramLabel = "REGEX",
      converter = RegexConverter.class,
      description = "Only goroutines with a matching function on the stack.")
  private @Nullable BoundedRegex function;

  @Mixin private LabelFilter label;

  @Option(
      names = "--by",
      paramLabel = "WHAT",
      defaultValue = Groupings.STACK,
      converter = Groupings.class,
      completionCandidates = Groupings.class,
      description =
          "Group by: ${COMPLETION-CANDIDATES} (pprof labels, with what goroutines reach). "
              + LabelGrouping.HELP
              + " Default: ${DEFAULT-VALUE}.")
  private Grouping by;

  @Option(
      names = "--runtime",
      description =
          "Also show the goroutines of the runtime, and its functions at the top of other stacks. JSON and CSV always have both.")
  private boolean runtime;

  @Option(
      names = "--sort",
      paramLabel = "ORDER",
      defaultValue = "count",
      description =
          "Largest first by ${COMPLETION-CANDIDATES}: bytes that would be garbage if they exited, or bytes of stacks. Default: ${DEFAULT-VALUE}.")
  private Sort sort;

  @Option(
      names = "--locals",
      description =
          "Show arguments, results and local variables, which can be secrets. Without --id, shows all goroutines, as --all does. Needs --exe.")
  private boolean locals;

  @Mixin private ValueOptions values;

  @Mixin private TopOption top;

  @Override
  Report answer(Heap heap) throws IOException {
    HeapGraph graph = heap.graph();
    ProcessState process = graph.process();
    GoroutineLabels labels = GoroutineLabels.of(graph, heap.program());
    GroupLabels labelText = new GroupLabels(labels, secrets());
    GoroutineMemory memory = GoroutineMemory.of(heap);
    if (id != null) {
      Goroutine one =
          process
              .goroutine(id)
              .orElseThrow(() -> new OperandException("the dump has no goroutine " + id));
      Optional<GoroutineReachText> reach = reach(heap, memory.indexOf(one));
      return new GoroutineReport(
          graph, List.of(one), heap.program(), values(heap), memory, labelText, true, reach);
    }
    boolean[] selectedSets = label.selected(labels);
    Predicate<Goroutine> selected =
        g -> isSelected(process.frames(), g) && selectedSets[labels.setOf(memory.indexOf(g))];
    if (by.labels().isPresent()) {
      return byLabel(heap, by.labels().get(), labels, selected);
    }
    if (sort == Sort.retained) {
      Operands.requireRoots(graph);
    }
    // a filter can mean the runtime's goroutines
    boolean showRuntime = runtime || state != null || function != null;
    if (each || locals) {
      return new GoroutineReport(
          graph,
          sorted(memory, GoroutineGroups.sorted(process, selected)),
          heap.program(),
          values(heap),
          memory,
          labelText,
          showRuntime,
          Optional.empty());
    }
    List<Group> groups = GoroutineGroups.of(process, selected);
    if (label.isSet()) {
      memory.measureParts(heap, groups);
    }
    return new GoroutinesReport(
        process,
        sortedGroups(memory, groups),
        memory,
        labelText,
        heap.program(),
        showRuntime,
        runtime,
        top.limit(output()));
  }

  private Report byLabel(
      Heap heap, LabelGrouping grouping, GoroutineLabels labels, Predicate<Goroutine> selected)
      throws IOException {
    Operands.requireRoots(heap.graph());
    List<Goroutine> goroutines = heap.graph().process().goroutines();
    LabelMemory memory =
        LabelMemory.of(heap, grouping.of(labels), index -> selected.test(goroutines.get(index)));
    ToLongFunction<LabelMemory.Row> bytes =
        switch (sort) {
          case count -> LabelMemory.Row::goroutines;
          case retained -> row -> row.retained().bytes();
          case stack -> LabelMemory.Row::stack;
        };
    return new LabelsReport(
        memory, largestFirst(memory.rows(), bytes), grouping.key(), secrets(), top.limit(output()));
  }

  private List<Group> sortedGroups(GoroutineMemory memory, List<Group> byCount) {
    return switch (sort) {
      case count -> byCount;
      case retained -> largestFirst(byCount, group -> memory.retainedBy(group).orElse(0));
      case stack -> largestFirst(byCount, memory::stackOf);
    };
  }

  private List<Goroutine> sorted(GoroutineMemory memory, List<Goroutine> byId) {
    return switch (sort) {
      case count -> byId;
      case retained -> largestFirst(byId, one -> memory.retainedBy(one).orElse(0));
      case stack -> largestFirst(byId, memory::stackOf);
    };
  }

  private static <T> List<T> largestFirst(List<T> list, ToLongFunction<T> bytes) {
    return list.stream().sorted(Comparator.comparingLong(bytes).reversed()).toList();
  }

  /** What a goroutine keeps alive; empty if that is unknown. */
  private static Optional<GoroutineReachText> reach(Heap heap, int goroutine) throws IOException {
    HeapGraph graph = heap.graph();
    if (!Reachability.isKnown(graph)) {
      return Optional.empty();
    }
    DominatorTree tree = heap.treeWithTypes();
    GoroutineReach reach = GoroutineReach.of(graph, tree, goroutine, LARGEST);
    IntArrayList shown = new IntArrayList(reach.largestOnly());
    shown.addAll(reach.largestShared());
    ObjectText objects = new ObjectText(graph, heap.types(shown), heap.program());
    return Optional.of(new GoroutineReachText(objects, tree, reach));
  }

  private Optional<FrameValues> values(Heap heap) throws IOException {
    HeapGraph graph = heap.graph();
    if (!locals) {
      return Optional.empty();
    }
    HeapTypes types = heap.types();
    RootNames names =
        types
            .rootNames()
            .orElseThrow(
                () ->
                    new OperandException(
                        "--locals needs --exe, the executable that wrote the dump"));
    ValueReader reader = new ValueReader(graph, types, heap.program(), values.limits(), secrets());
    return Optional.of(new FrameValues(graph, names, reader));
  }

  private boolean isSelected(Frames frames, Goroutine goroutine) {
    if (state != null && !state.equals(goroutine.state()) && !state.equals(goroutine.status())) {
      return false;
    }
    BoundedRegex wanted = function;
    return wanted == null
        || IntStream.range(goroutine.firstFrame(), goroutine.firstFrame() + goroutine.frameCount())
            .anyMatch(f -> wanted.find(frames.function(f)));
  }
}
