package dev.godump.analysis.leaks;

import dev.godump.analysis.ObjectTotal;
import dev.godump.analysis.leaks.LeakSuspect.Kind;
import dev.godump.analysis.waits.WaitKind;
import dev.godump.format.DumpRecord;
import dev.godump.graph.Edges;
import dev.godump.graph.Frames;
import dev.godump.graph.Goroutine;
import dev.godump.graph.HeapGraph;
import dev.godump.heap.dominators.DominatorTree;
import dev.godump.heap.roots.GoroutineFunctions;
import dev.godump.heap.roots.RootOwners;
import dev.godump.types.program.Program;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntLinkedOpenHashSet;
import it.unimi.dsi.fastutil.ints.IntList;
import it.unimi.dsi.fastutil.longs.Long2LongOpenHashMap;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Causes of goroutines that don't end, by where they are and what they wait for. */
final class GoroutineCauses {
  /** A goroutine with fewer deferred calls is ordinary. */
  static final long MIN_DEFERRED = 100;

  private static final String READ_LOOP = "net/http.(*persistConn).readLoop";
  private static final String TRANSPORT = "net/http.Transport";

  private final SearchedHeap heap;
  private final HeapGraph graph;
  private final SentValues sentValues;
  private final CommonWaits waits;
  private final GoroutineSubjects subjects;

  GoroutineCauses(SearchedHeap heap, Optional<Program> program) {
    this.heap = heap;
    this.graph = heap.graph;
    this.sentValues = new SentValues(heap);
    this.waits = new CommonWaits(heap);
    this.subjects = new GoroutineSubjects(heap, program);
  }

  /** Goroutines that the standard library starts and the program has to end. */
  Optional<LeakCause> library(LeakCandidate candidate, HeldContents contents) {
    IntArrayList members = GoroutineSubjects.members(heap, candidate);
    if (members.isEmpty()) {
      return Optional.empty();
    }
    long readers = count(members, READ_LOOP, "");
    if (readers > 0) {
      long bodies = count(members, READ_LOOP, "select");
      long transports = transports(candidate);
      boolean transportEach = transports > 1 && transports >= readers * 9 / 10;
      return bodies > 0 || transportEach
          ? Optional.of(
              new LeakCause.OpenResponses(bodies, readers, transportEach ? transports : 0))
          : Optional.empty();
    }
    for (String what : List.of("Rows", "Tx")) {
      long open = count(members, "database/sql.(*" + what + ").awaitDone", "");
      if (open > 0) {
        return Optional.of(
            new LeakCause.OpenQueries(what.equals("Tx") ? "transactions" : "rows", open));
      }
    }
    long iterators = count(members, "iter.Pull", "");
    return iterators == members.size()
        ? Optional.of(new LeakCause.OpenIterators(iterators))
        : Optional.empty();
  }

  private long count(IntArrayList members, String function, String state) {
    long count = 0;
    for (int member : members) {
      Goroutine goroutine = graph.process().goroutines().get(member);
      count +=
          (state.isEmpty() || goroutine.state().equals(state)) && isIn(goroutine, function) ? 1 : 0;
    }
    return count;
  }

  private boolean isIn(Goroutine goroutine, String function) {
    Frames frames = graph.process().frames();
    for (int f = goroutine.firstFrame(); f < goroutine.firstFrame() + goroutine.frameCount(); f++) {
      if (frames.function(f).startsWith(function)) {
        return true;
      }
    }
    return false;
  }

  /** The number of http.Transports that the connections of a candidate belong to. */
  private long transports(LeakCandidate candidate) {
    IntLinkedOpenHashSet found = new IntLinkedOpenHashSet();
    for (int member : GoroutineSubjects.members(heap, candidate)) {
      Goroutine goroutine = graph.process().goroutines().get(member);
      if (isIn(goroutine, READ_LOOP)) {
        for (int object : reachedByFrames(member)) {
          if (heap.typeName(object).equals("net/http.persistConn")) {
            for (long e = graph.edges().first(object); e != Edges.NONE; e = graph.edges().next(e)) {
              if (heap.typeName(graph.edges().target(e)).equals(TRANSPORT)) {
                found.add(graph.edges().target(e));
              }
            }
          }
        }
      }
    }
    return found.size();
  }

  private IntLinkedOpenHashSet reachedByFrames(int goroutine) {
    IntLinkedOpenHashSet found = new IntLinkedOpenHashSet();
    int owner = heap.tree.owners().ownerOfGoroutine(goroutine);
    if (owner >= 0) {
      for (int frame : heap.tree.owners().get(owner).children()) {
        for (int root : heap.tree.owners().get(frame).roots()) {
          found.add(graph.roots().target(root));
        }
      }
    }
    return found;
  }

  /** A goroutine with deferred calls that pile up. */
  Optional<LeakCause> deferred(LeakCandidate candidate, HeldContents contents) {
    IntArrayList members = GoroutineSubjects.members(heap, candidate);
    if (candidate.kind() == Kind.COLLECTION && members.isEmpty()) {
      return Optional.empty();
    }
    Long2LongOpenHashMap calls = new Long2LongOpenHashMap();
    for (DumpRecord.Defer call : graph.process().defers()) {
      calls.addTo(call.goroutine(), 1);
    }
    long most = 0;
    int deferrer = Goroutine.NONE;
    for (int member : members) {
      Goroutine goroutine = graph.process().goroutines().get(member);
      long count = calls.get(goroutine.record().address());
      if (count > most) {
        most = count;
        deferrer = member;
      }
    }
    if (most < MIN_DEFERRED) {
      return Optional.empty();
    }
    String function =
        subjects.deferring(deferrer).map(GoroutineSubjects.Deferring::function).orElse("");
    long id = graph.process().goroutines().get(deferrer).id();
    return Optional.of(new LeakCause.DeferredCalls(most, id, function));
  }

  /** A goroutine that can never go on, and that alone keeps a candidate alive. */
  Optional<LeakCause> owner(LeakCandidate candidate, HeldContents contents) throws IOException {
    RootOwners owners = heap.tree.owners();
    int at = candidate.nodes().size() > 1 ? DominatorTree.ROOT : candidate.node();
    for (; at != DominatorTree.ROOT; at = heap.tree.dominator(at)) {
      int owner = heap.tree.owner(at);
      if (owner != RootOwners.NONE
          && at != candidate.node()
          && owners.kind(owner) == RootOwners.Kind.GOROUTINE) {
        int index = owners.get(owner).index();
        Goroutine goroutine = graph.process().goroutines().get(index);
        return isLeaked(index)
            ? Optional.of(
                new WaitCause.StuckOwner(
                    heap.stuck().kind(index).orElseThrow(), goroutine.id(), goroutine.state()))
            : Optional.empty();
      }
    }
    return Optional.empty();
  }

  /**
   * Whether a goroutine can never go on, and isn't the main goroutine, which many programs block
   * for as long as they run.
   */
  private boolean isLeaked(int goroutine) throws IOException {
    return heap.stuck().contains(goroutine)
        && !GoroutineFunctions.isMain(graph.process(), graph.process().goroutines().get(goroutine));
  }

  /** Why goroutines never go on, if half of them never do. */
  Optional<LeakCause> blockedForever(IntList members) throws IOException {
    long stuck = 0;
    WaitKind kind = null;
    for (int member : members) {
      if (isLeaked(member)) {
        WaitKind own = heap.stuck().kind(member).orElseThrow();
        kind = kind == null || kind == own ? own : WaitKind.SEVERAL;
        stuck++;
      }
    }
    return kind != null && stuck * 2 >= members.size()
        ? Optional.of(new WaitCause.BlockedForever(kind, stuck, members.size()))
        : Optional.empty();
  }

  /** What goroutines that are blocked wait for. */
  Optional<LeakCause> blocked(LeakCandidate candidate, HeldContents contents) throws IOException {
    IntArrayList members = GoroutineSubjects.members(heap, candidate);
    if (members.isEmpty() || candidate.kind() == Kind.COLLECTION) {
      return Optional.empty();
    }
    Optional<LeakCause> forever = blockedForever(members);
    if (forever.isPresent()) {
      return forever;
    }
    return candidate.kind() == Kind.GOROUTINES && candidate.nodes().size() == 1
        ? waits.of(members)
        : Optional.empty();
  }

  /** The values that goroutines send, if they are more than a trifle. */
  Optional<LeakCause> sent(LeakCandidate candidate, HeldContents contents) throws IOException {
    IntArrayList members = GoroutineSubjects.members(heap, candidate);
    if (members.isEmpty() || candidate.kind() == Kind.COLLECTION) {
      return Optional.empty();
    }
    ObjectTotal total = sentValues.of(members);
    return total.bytes() * 10 >= candidate.retained() && total.bytes() > 0
        ? Optional.of(new LeakCause.ValuesSent(total.objects(), total.bytes()))
        : Optional.empty();
  }
}
