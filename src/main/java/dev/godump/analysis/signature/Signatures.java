package dev.godump.analysis.signature;

import dev.godump.graph.Goroutine;
import dev.godump.graph.HeapGraph;
import dev.godump.heap.Heap;
import dev.godump.heap.roots.RootOwners;
import dev.godump.types.HeapTypes;
import dev.godump.types.program.Program;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntCollection;
import it.unimi.dsi.fastutil.ints.IntList;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Gives parts of a heap their signatures.
 *
 * <p>The path of a signature is a shortest one from a package variable; if no package variable
 * leads to the part, from a goroutine; else from any other root. So what a goroutine happens to
 * work on doesn't change it. A map counts as one step, however large it is. Among equally short
 * paths the first by the names of holder, types and fields counts, so that addresses don't matter.
 * Types that repeat, as in a list, are left out. Not thread-safe.
 */
public final class Signatures {
  /** In place of a holder. */
  private static final String NO_HOLDER = "no root";

  private final HeapGraph graph;
  private final RootOwners owners;
  private final boolean typed;
  private final HolderNames holders;
  private final StepNames steps;
  private final Holders held;

  /**
   * @param program that wrote the dump, if known
   */
  public Signatures(
      HeapGraph graph, HeapTypes types, RootOwners owners, Optional<Program> program) {
    this.graph = graph;
    this.owners = owners;
    this.typed = types.rootNames().isPresent();
    this.holders = new HolderNames(graph, types.rootNames(), program);
    this.steps = new StepNames(graph, types, typed);
    this.held = new Holders(graph, types, owners, holders, steps);
  }

  public static Signatures of(Heap heap) throws IOException {
    return new Signatures(
        heap.graph(), heap.types(IntList.of()), heap.tree().owners(), heap.program());
  }

  /** The signature of an object. */
  public Signature ofObject(int object) throws IOException {
    return ofObjects(IntList.of(object));
  }

  /** The signature of similar objects: the first of theirs, by length and name. */
  public Signature ofObjects(IntCollection objects) throws IOException {
    HolderDistances distances = HolderDistances.to(objects, graph, held);
    NamedPath path = new NamedPath(graph, steps, held, distances);
    Optional<Map.Entry<Holders.Rank, IntArrayList>> nearest = distances.nearest();
    if (nearest.isEmpty()) {
      return named(path.from(NO_HOLDER, distances.targets()));
    }
    IntArrayList first = nearest.get().getValue();
    return named(path.from(held.first(nearest.get().getKey(), first), first));
  }

  /** The signature of what an owner of roots keeps alive as a whole. */
  public Signature ofOwner(int owner) {
    return named(holders.ofOwner(owners, owner));
  }

  /** The signature of goroutines, by their indexes in the process's list. */
  public Signature ofGoroutines(IntCollection goroutines) {
    TreeSet<String> names = new TreeSet<>();
    for (int index : goroutines) {
      Goroutine goroutine = graph.process().goroutines().get(index);
      names.add(holders.ofGoroutine(goroutine));
    }
    return named(String.join(" and ", names));
  }

  /** The type of an object as signatures have it. */
  public String typeOf(int object) {
    return steps.ofType(object);
  }

  /** The signature of a part with a name of its own that is the same in every process. */
  public Signature named(String name) {
    return new Signature(typed, name);
  }
}
