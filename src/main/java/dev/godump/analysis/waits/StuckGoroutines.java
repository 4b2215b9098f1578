package dev.godump.analysis.waits;

import dev.godump.graph.Edges;
import dev.godump.graph.Goroutine;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.LoadResult;
import dev.godump.graph.ObjectTable;
import dev.godump.graph.ProcessState;
import dev.godump.graph.Roots;
import dev.godump.heap.roots.GoroutineObjects;
import dev.godump.heap.roots.RootOwners;
import dev.godump.heap.stack.GoroutineVariables;
import dev.godump.types.program.Program;
import dev.godump.vector.IdSet;
import it.unimi.dsi.fastutil.ints.Int2ObjectOpenHashMap;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntList;
import java.io.IOException;
import java.util.Optional;

/**
 * Finds goroutines that can never go on, as Go 1.26 does for its profile of leaked goroutines
 * (findGoroutineLeaks in runtime/mgc.go). Marks what the other roots reach, without what blocked
 * goroutines hold. A blocked goroutine may go on once an object that it waits for is marked; then
 * marks what it holds as well. Those that are left wait for what only they can reach. Cleanups and
 * stack variables are roots, too, though a dump doesn't list them. Takes one pass over the heap.
 */
public final class StuckGoroutines {
  private final HeapGraph graph;
  private final RootOwners owners;
  private final GoroutineObjects goroutineObjects;
  private final WaitKind[] kinds;
  private final boolean[] isStuck;
  private final Int2ObjectOpenHashMap<IntArrayList> waitersByObject = new Int2ObjectOpenHashMap<>();
  private final IdSet marked;
  private final IntArrayList pending = new IntArrayList();

  /** Objects whose pointers belong to stuck goroutines: their g's, and their wait records. */
  private final IdSet closed;

  private int count;

  private StuckGoroutines(HeapGraph graph, RootOwners owners) {
    this.graph = graph;
    this.owners = owners;
    goroutineObjects = owners.goroutineObjects();
    kinds = new WaitKind[graph.process().goroutines().size()];
    isStuck = new boolean[kinds.length];
    marked = new IdSet(graph.objects().count());
    closed = new IdSet(graph.objects().count());
  }

  /**
   * Searches a heap; finds none if its roots are not all known.
   *
   * @param program that wrote the dump; without it, words that may be stack variables count
   * @param cleanups ids of the objects that inferred cleanups point at
   */
  public static StuckGoroutines of(
      HeapGraph graph,
      RootOwners owners,
      AwaitedObjects awaited,
      Optional<Program> program,
      IntList cleanups)
      throws IOException {
    StuckGoroutines stuck = new StuckGoroutines(graph, owners);
    if (graph.loadResult().rootsRead() == LoadResult.RootsRead.ALL) {
      stuck.findBlocked(awaited);
      if (stuck.count > 0) {
        stuck.markFromRoots(cleanups);
        stuck.markFromVariables(
            GoroutineVariables.in(graph, program, object -> stuck.marked.contains(object)));
      }
    }
    return stuck;
  }

  /** The number of goroutines that can never go on. */
  public int count() {
    return count;
  }

  /** The number of all goroutines. */
  public int size() {
    return isStuck.length;
  }

  /** Whether a goroutine, by its index in the process's list, can never go on. */
  public boolean contains(int goroutine) {
    return isStuck[goroutine];
  }

  /**
   * What a goroutine waits for; empty if it isn't blocked, or if a timer or the system wakes it.
   */
  public Optional<WaitKind> kind(int goroutine) {
    return Optional.ofNullable(kinds[goroutine]);
  }

  private void findBlocked(AwaitedObjects awaited) throws IOException {
    ProcessState process = graph.process();
    for (int i = 0; i < kinds.length; i++) {
      Goroutine goroutine = process.goroutines().get(i);
      WaitKind kind = WaitKind.of(process, goroutine).orElse(null);
      if (kind == null || goroutine.record().system()) {
        continue;
      }
      kinds[i] = kind;
      IntArrayList objects = kind.isForever() ? new IntArrayList(0) : awaited.of(i, kind);
      if (kind.isForever() || !objects.isEmpty()) {
        isStuck[i] = true;
        count++;
        for (int object : objects) {
          waitersByObject.computeIfAbsent(object, o -> new IntArrayList(1)).add(i);
        }
        if (goroutineObjects.g(i) != ObjectTable.NONE) {
          closed.add(goroutineObjects.g(i));
        }
        goroutineObjects.waitRecords(i).forEach(closed::add);
      }
    }
  }

  private void markFromRoots(IntList cleanups) {
    Roots roots = graph.roots();
    for (int root = 0; root < roots.count(); root++) {
      int goroutine = owners.goroutineOf(owners.ownerOfRoot(root));
      if (goroutine == Goroutine.NONE || !isStuck[goroutine]) {
        reach(roots.target(root));
      }
    }
    cleanups.forEach(this::reach);
    markPending();
  }

  /** Marks what stack variables of goroutines lead to that may go on. */
  private void markFromVariables(GoroutineVariables variables) throws IOException {
    boolean[] searched = new boolean[isStuck.length];
    boolean more = true;
    while (more && count > 0) {
      more = false;
      for (int goroutine = 0; goroutine < isStuck.length; goroutine++) {
        if (!isStuck[goroutine] && !searched[goroutine]) {
          searched[goroutine] = true;
          more = true;
          variables.of(graph.process().goroutines().get(goroutine)).targets().forEach(this::reach);
          markPending();
        }
      }
    }
  }

  private void markPending() {
    Edges edges = graph.edges();
    while (!pending.isEmpty()) {
      edges.forEach(pending.popInt(), this::reach);
    }
  }

  private void reach(int object) {
    if (closed.contains(object) || !marked.add(object)) {
      return;
    }
    pending.add(object);
    IntArrayList waiters = waitersByObject.isEmpty() ? null : waitersByObject.remove(object);
    if (waiters != null) {
      waiters.forEach(this::goOn);
    }
  }

  /** Marks what a goroutine holds, as it may go on. */
  private void goOn(int goroutine) {
    if (!isStuck[goroutine]) {
      return;
    }
    isStuck[goroutine] = false;
    count--;
    int owner = owners.ownerOfGoroutine(goroutine);
    if (owner != RootOwners.NONE) {
      reachFrom(owner);
      owners.held(owner).forEach(this::open);
    }
    if (goroutineObjects.g(goroutine) != ObjectTable.NONE) {
      open(goroutineObjects.g(goroutine));
    }
  }

  private void reachFrom(int owner) {
    RootOwners.Owner parts = owners.get(owner);
    parts.roots().forEach(root -> reach(graph.roots().target(root)));
    parts.children().forEach(this::reachFrom);
  }

  /** Marks an object and follows its pointers, also if they were a stuck goroutine's. */
  private void open(int object) {
    if (marked.add(object)) {
      pending.add(object);
    }
  }
}
