package dev.godump.analysis.growth;

import dev.godump.analysis.ObjectTotal;
import dev.godump.binary.dwarf.Global;
import dev.godump.graph.Frames;
import dev.godump.graph.Goroutine;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectTable;
import dev.godump.graph.ProcessState;
import dev.godump.heap.Heap;
import dev.godump.heap.dominators.DominatorTree;
import dev.godump.heap.dominators.Reachability;
import dev.godump.heap.dominators.RetainedByKey;
import dev.godump.heap.histogram.Amount;
import dev.godump.heap.histogram.CrossDumpKeys;
import dev.godump.heap.parts.KeptObjects;
import dev.godump.heap.roots.GoroutineFunctions;
import dev.godump.heap.roots.RootLabel;
import dev.godump.heap.roots.RootOwners;
import dev.godump.heap.roots.SourceLocations;
import dev.godump.types.Certainty;
import dev.godump.types.HeapTypes;
import dev.godump.types.program.RootNames;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import java.io.IOException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The sums of one dump, for comparison with other dumps. Small for any size of heap; it doesn't
 * keep the graph in memory.
 *
 * @param dump its name
 * @param build the program that wrote it
 * @param livenessKnown whether the dump has its roots; without them nothing is live or retained
 * @param goroutines their number
 * @param live sums over live objects
 * @param all sums over all objects; garbage retains nothing
 * @param keptByCleanups objects that only inferred cleanups keep alive, which are not live
 * @param certainties of the types that rows are named after, by name
 */
public record HeapProfile(
    String dump,
    BuildFingerprint build,
    boolean livenessKnown,
    long goroutines,
    Census live,
    Census all,
    ObjectTotal keptByCleanups,
    Map<String, Certainty> certainties) {

  /**
   * Sums over some objects.
   *
   * @param heap over all of them
   * @param rows by dimension and key
   */
  public record Census(Amount heap, Map<Dimension, Map<String, Amount>> rows) {
    /** Returns the rows of a dimension by key. */
    Map<String, Amount> rows(Dimension dimension) {
      return rows.getOrDefault(dimension, Map.of());
    }
  }

  /** The row of globals with what several roots keep alive and none of them alone. */
  static final String SHARED = "(several roots)";

  /** Sums up a dump. */
  public static HeapProfile of(Heap heap) throws IOException {
    return new Summation(heap).profile();
  }

  /**
   * Returns the functions of a stack without the innermost ones of the runtime and {@code
   * runtime.goexit}: where the runtime has parked a goroutine differs between dumps. If nothing
   * would be left, returns the outermost one.
   *
   * @param stack innermost first
   */
  static List<String> ownFunctions(List<String> stack) {
    int end = stack.size();
    if (stack.get(end - 1).equals("runtime.goexit")) {
      end--;
    }
    List<String> own =
        stack.subList(0, end).stream()
            .dropWhile(function -> function.startsWith("runtime."))
            .toList();
    return own.isEmpty() ? List.of(stack.get(Math.max(0, end - 1))) : own;
  }

  private static final class Summation {
    private final HeapGraph graph;
    private final ProcessState process;
    private final boolean livenessKnown;
    private final DominatorTree tree;
    private final Optional<RootNames> names;
    private final SourceLocations locations;
    private final KeptObjects keptByCleanups;
    private final CrossDumpKeys typeKeys;
    private final CrossDumpKeys siteKeys;
    private final Map<String, Amount> globals;
    private final Map<String, Amount> goroutines;

    Summation(Heap heap) throws IOException {
      graph = heap.graph();
      HeapTypes types = heap.types();
      locations = new SourceLocations(heap.program(), graph.process().frames());
      keptByCleanups = heap.unrecorded().parts().keptByCleanups();
      names = types.rootNames();
      process = graph.process();
      livenessKnown = Reachability.isKnown(graph);
      tree = heap.tree();
      typeKeys = CrossDumpKeys.byTypeWithWholeMaps(graph, types);
      siteKeys = CrossDumpKeys.bySite(graph);
      globals = livenessKnown ? globals() : Map.of();
      goroutines = goroutines();
    }

    HeapProfile profile() {
      Map<Dimension, Map<String, Amount>> live = rows();
      Map<Dimension, Map<String, Amount>> all = rows();
      count(Dimension.TYPE, typeKeys, live, all);
      count(Dimension.SITE, siteKeys, live, all);
      Map<String, Certainty> certainties = new HashMap<>();
      for (int key = 0; key < typeKeys.count(); key++) {
        certainties.put(typeKeys.name(key), typeKeys.certainty(key));
      }
      long liveBytes = tree.liveBytes();
      return new HeapProfile(
          graph.source().name(),
          BuildFingerprint.of(graph),
          livenessKnown,
          process.goroutines().size(),
          new Census(new Amount(tree.liveObjects(), liveBytes, liveBytes), live),
          new Census(new Amount(graph.objects().count(), graph.objects().bytes(), liveBytes), all),
          new ObjectTotal(keptByCleanups.count(), keptByCleanups.bytes()),
          certainties);
    }

    private Map<Dimension, Map<String, Amount>> rows() {
      Map<Dimension, Map<String, Amount>> rows = new EnumMap<>(Dimension.class);
      rows.put(Dimension.GLOBAL, globals);
      rows.put(Dimension.GOROUTINE, goroutines);
      return rows;
    }

    /** Adds the rows of a dimension for live objects and for all objects. */
    private void count(
        Dimension dimension,
        CrossDumpKeys keys,
        Map<Dimension, Map<String, Amount>> live,
        Map<Dimension, Map<String, Amount>> all) {
      int size = keys.count();
      long[] counts = new long[size];
      long[] bytes = new long[size];
      long[] liveCounts = new long[size];
      long[] liveBytes = new long[size];
      if (size > 0) {
        graph
            .objects()
            .forEach(
                (id, address, slot) -> {
                  int key = keys.keyOf(id);
                  if (key != CrossDumpKeys.NONE) {
                    counts[key]++;
                    bytes[key] += slot;
                    liveCounts[key] += tree.isLive(id) ? 1 : 0;
                    liveBytes[key] += tree.isLive(id) ? slot : 0;
                  }
                });
      }
      long[] retained =
          livenessKnown && size > 0 ? RetainedByKey.of(tree, keys::keyOf, size) : new long[size];
      live.put(dimension, rows(keys, liveCounts, liveBytes, retained));
      all.put(dimension, rows(keys, counts, bytes, retained));
    }

    private static Map<String, Amount> rows(
        CrossDumpKeys keys, long[] counts, long[] bytes, long[] retained) {
      Map<String, Amount> rows = new HashMap<>();
      for (int key = 0; key < counts.length; key++) {
        if (counts[key] > 0) {
          rows.put(keys.name(key), new Amount(counts[key], bytes[key], retained[key]));
        }
      }
      return rows;
    }

    private Map<String, Amount> globals() {
      int[] objectsByNode = new int[tree.count()];
      for (int node = tree.count() - 1; node > 0; node--) {
        objectsByNode[node] += tree.object(node) != ObjectTable.NONE ? 1 : 0;
        objectsByNode[tree.dominator(node)] += objectsByNode[node];
      }
      Map<String, Amount> rows = new HashMap<>();
      RootOwners owners = tree.owners();
      for (int owner = 0; owner < owners.count(); owner++) {
        if (owners.kind(owner) == RootOwners.Kind.GLOBAL) {
          int node = tree.nodeOfOwner(owner);
          long bytes = tree.retained(node);
          rows.merge(nameOf(owner), new Amount(objectsByNode[node], bytes, bytes), Amount::plus);
        }
      }
      for (int node = 1; node < tree.count(); node++) {
        if (tree.dominator(node) == DominatorTree.ROOT && tree.object(node) != ObjectTable.NONE) {
          long bytes = tree.retained(node);
          rows.merge(SHARED, new Amount(objectsByNode[node], bytes, bytes), Amount::plus);
        }
      }
      return rows;
    }

    /** Returns the name of a variable, or the word of its segment if the name is unknown. */
    private String nameOf(int owner) {
      RootOwners owners = tree.owners();
      long address = RootLabel.of(graph, owners.get(owner).roots().getInt(0)).address();
      return names
          .flatMap(known -> known.globalAt(address))
          .map(Global::name)
          .orElseGet(() -> owners.text(owner));
    }

    private Map<String, Amount> goroutines() {
      Map<String, Amount> rows = new HashMap<>();
      IntOpenHashSet added = new IntOpenHashSet();
      for (int index = 0; index < process.goroutines().size(); index++) {
        Goroutine goroutine = process.goroutines().get(index);
        int owner = tree.owners().ownerOfGoroutineGroup(index);
        boolean first = livenessKnown && owner != RootOwners.NONE && added.add(owner);
        long retained = first ? tree.retained(tree.nodeOfOwner(owner)) : 0;
        rows.merge(stack(goroutine), new Amount(1, stackBytes(goroutine), retained), Amount::plus);
      }
      return rows;
    }

    private String stack(Goroutine goroutine) {
      List<String> functions = GoroutineFunctions.calls(process, goroutine, locations);
      return functions.isEmpty() ? "(no frames)" : String.join(" < ", ownFunctions(functions));
    }

    private long stackBytes(Goroutine goroutine) {
      Frames frames = process.frames();
      long bytes = 0;
      for (int f = 0; f < goroutine.frameCount(); f++) {
        bytes += frames.size(goroutine.firstFrame() + f);
      }
      return bytes;
    }
  }
}
