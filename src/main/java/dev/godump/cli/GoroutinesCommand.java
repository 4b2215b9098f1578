package dev.godump.cli;

import dev.godump.analysis.GoroutineReach;
import dev.godump.cli.Errors.OperandException;
import dev.godump.graph.Frames;
import dev.godump.graph.Goroutine;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ProcessState;
import dev.godump.heap.Heap;
import dev.godump.heap.dominators.DominatorTree;
import dev.godump.heap.dominators.GoroutineRetention;
import dev.godump.heap.dominators.Reachability;
import dev.godump.heap.roots.GoroutineGroups;
import dev.godump.heap.roots.GoroutineGroups.Group;
import dev.godump.report.GoroutineReachText;
import dev.godump.report.GoroutineReport;
import dev.godump.report.GoroutinesReport;
import dev.godump.report.ObjectText;
import dev.godump.report.text.Report;
import dev.godump.types.HeapTypes;
import dev.godump.types.program.RootNames;
import dev.godump.types.value.FrameValues;
import dev.godump.types.value.ValueReader;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "goroutines",
    description = "Group goroutines by state and stack, largest group first.",
    footer = {
      "",
      "Examples:",
      "  godump goroutines heap.dump",
      "  godump goroutines --state 'chan receive' --user heap.dump",
      "  godump goroutines --sort retained heap.dump",
      "  godump goroutines --id 42 heap.dump",
      "  godump goroutines --exe server --id 42 --locals heap.dump"
    })
final class GoroutinesCommand extends OneDumpCommand {
  /** Objects listed of what a goroutine holds alone, and with others. */
  private static final int LARGEST = 5;

  /** The order of groups. */
  enum Sort {
    count,
    retained
  }

  @Option(
      names = "--all",
      description = "Show every goroutine with pcs, frame sizes, defers and panics.")
  private boolean all;

  @Option(
      names = "--id",
      paramLabel = "ID",
      description = "Show only this goroutine, with what only it retains and what it reaches.")
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
  private @Nullable Pattern function;

  @Option(names = "--user", description = "Without those that the runtime started for itself.")
  private boolean user;

  @Option(
      names = "--sort",
      paramLabel = "ORDER",
      defaultValue = "count",
      description =
          "Order of groups: ${COMPLETION-CANDIDATES} (bytes that would be garbage if they exited). Default: ${DEFAULT-VALUE}.")
  private Sort sort;

  @Option(
      names = "--locals",
      description =
          "With --id or --all: show arguments, results and local variables, which can be secrets. Needs --exe.")
  private boolean locals;

  @Mixin private ValueOptions values;

  @Mixin private TopOption top;

  @Override
  Report answer(Heap heap) throws IOException {
    HeapGraph graph = heap.graph();
    ProcessState process = graph.process();
    if (locals && id == null && !all) {
      throw new OperandException("--locals needs --id or --all");
    }
    if (id != null) {
      Goroutine one =
          process
              .goroutine(id)
              .orElseThrow(() -> new OperandException("the dump has no goroutine " + id));
      return new GoroutineReport(
          graph, List.of(one), heap.program(), values(heap), Optional.empty(), reach(heap, one));
    }
    if (all) {
      return all(heap, GoroutineGroups.sorted(process, g -> isSelected(process.frames(), g)));
    }
    List<Group> groups = GoroutineGroups.of(process, g -> isSelected(process.frames(), g));
    if (sort == Sort.count) {
      return new GoroutinesReport(
          process, groups, Optional.empty(), heap.program(), top.limit(output()));
    }
    Operands.requireRoots(graph);
    GoroutineRetention retention = new GoroutineRetention(heap.tree());
    List<Group> sorted =
        groups.stream().sorted(Comparator.comparingLong(retention::retainedBy).reversed()).toList();
    return new GoroutinesReport(
        process, sorted, Optional.of(retention::retainedBy), heap.program(), top.limit(output()));
  }

  private Report all(Heap heap, List<Goroutine> selected) throws IOException {
    HeapGraph graph = heap.graph();
    if (sort == Sort.count) {
      return new GoroutineReport(
          graph, selected, heap.program(), values(heap), Optional.empty(), Optional.empty());
    }
    Operands.requireRoots(graph);
    GoroutineRetention retention = new GoroutineRetention(heap.tree());
    Map<Long, Integer> indexes = indexes(graph.process());
    ToLongFunction<Goroutine> retained =
        g -> retention.retainedByGoroutine(indexes.getOrDefault(g.record().address(), 0));
    return new GoroutineReport(
        graph,
        selected.stream().sorted(Comparator.comparingLong(retained).reversed()).toList(),
        heap.program(),
        values(heap),
        Optional.of(retained),
        Optional.empty());
  }

  /** The index of each goroutine in the process's list, by the address of its g. */
  private static Map<Long, Integer> indexes(ProcessState process) {
    Map<Long, Integer> indexes = new HashMap<>();
    for (int i = 0; i < process.goroutines().size(); i++) {
      indexes.put(process.goroutines().get(i).record().address(), i);
    }
    return indexes;
  }

  /** What a goroutine keeps alive; empty if that is unknown. */
  private static Optional<GoroutineReachText> reach(Heap heap, Goroutine goroutine)
      throws IOException {
    HeapGraph graph = heap.graph();
    if (!Reachability.isKnown(graph)) {
      return Optional.empty();
    }
    DominatorTree tree = heap.treeWithTypes();
    int index = indexes(graph.process()).getOrDefault(goroutine.record().address(), 0);
    GoroutineReach reach = GoroutineReach.of(graph, tree, index, LARGEST);
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
    if (user && goroutine.record().system()) {
      return false;
    }
    if (state != null && !state.equals(goroutine.state()) && !state.equals(goroutine.status())) {
      return false;
    }
    Pattern wanted = function;
    return wanted == null
        || IntStream.range(goroutine.firstFrame(), goroutine.firstFrame() + goroutine.frameCount())
            .anyMatch(f -> wanted.matcher(frames.function(f)).find());
  }
}
