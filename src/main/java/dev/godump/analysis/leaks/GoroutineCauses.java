package dev.godump.analysis.leaks;

import dev.godump.analysis.leaks.LeakSuspect.Kind;
import dev.godump.format.DumpRecord;
import dev.godump.graph.Edges;
import dev.godump.graph.Frames;
import dev.godump.graph.Goroutine;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectTable;
import dev.godump.types.layout.RecognizedStructure;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntLinkedOpenHashSet;
import it.unimi.dsi.fastutil.longs.Long2LongOpenHashMap;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Causes of goroutines that don't end, by where they are and what they wait for. */
final class GoroutineCauses {
  private static final int SAMPLE_SIZE = 64;

  /** A goroutine with fewer deferred calls is ordinary. */
  private static final long MIN_DEFERRED = 100;

  /** States that a goroutine never leaves. */
  private static final Set<String> FOREVER =
      Set.of("chan send (nil chan)", "chan receive (nil chan)", "select (no cases)");

  private static final String READ_LOOP = "net/http.(*persistConn).readLoop";
  private static final String TRANSPORT = "net/http.Transport";

  private final SearchedHeap heap;
  private final HeapGraph graph;
  private final BlockedGroup blockedGroups;
  private final int timeSize;

  GoroutineCauses(SearchedHeap heap) {
    this.heap = heap;
    this.graph = heap.graph;
    this.blockedGroups = new BlockedGroup(graph, heap.tree, heap.structures);
    this.timeSize = graph.process().params().pointerSize() == 8 ? 24 : 20;
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
    long id = 0;
    for (int member : members) {
      Goroutine goroutine = graph.process().goroutines().get(member);
      long count = calls.get(goroutine.record().address());
      if (count > most) {
        most = count;
        id = goroutine.id();
      }
    }
    return most >= MIN_DEFERRED
        ? Optional.of(new LeakCause.DeferredCalls(most, id))
        : Optional.empty();
  }

  /** What goroutines of one state and stack wait for. */
  Optional<LeakCause> channels(LeakCandidate candidate, HeldContents contents) throws IOException {
    if (candidate.kind() != Kind.GOROUTINES || candidate.nodes().size() != 1) {
      return Optional.empty();
    }
    Goroutine first =
        graph.process().goroutines().get(GoroutineSubjects.members(heap, candidate).getInt(0));
    if (FOREVER.contains(first.state())) {
      return Optional.of(new LeakCause.BlockedForever(first.state()));
    }
    Optional<LeakCause> inVain = blockedGroups.waitsInVain(candidate.node());
    return inVain.isPresent() ? inVain : waits(GoroutineSubjects.members(heap, candidate));
  }

  private Optional<LeakCause> waits(IntArrayList members) throws IOException {
    IntLinkedOpenHashSet common = null;
    boolean allTimers = true;
    for (int i = 0; i < Math.min(SAMPLE_SIZE, members.size()); i++) {
      IntLinkedOpenHashSet channels = new IntLinkedOpenHashSet();
      boolean timer = false;
      for (int record : heap.tree.owners().goroutineObjects().waitRecords(members.getInt(i))) {
        Optional<RecognizedStructure> channel = channelOf(record);
        channel.ifPresent(c -> channels.add(c.header()));
        timer |= channel.filter(c -> c.capacity() == 1 && c.elementSize() == timeSize).isPresent();
      }
      allTimers &= timer && channels.size() == 1;
      if (common == null) {
        common = channels;
      } else {
        common.retainAll(channels);
      }
    }
    if (common != null && !common.isEmpty() && members.size() > 1) {
      return Optional.of(new LeakCause.OneChannel(graph.objects().address(common.firstInt())));
    }
    return allTimers ? Optional.of(new LeakCause.TimerChannels()) : Optional.empty();
  }

  /** The channel that a sudog points at. */
  private Optional<RecognizedStructure> channelOf(int waitRecord) throws IOException {
    for (long e = graph.edges().first(waitRecord); e != Edges.NONE; e = graph.edges().next(e)) {
      int target = graph.edges().target(e);
      Optional<RecognizedStructure> found =
          target == ObjectTable.NONE ? Optional.empty() : heap.structures.recognize(target);
      if (found.isPresent() && found.get().kind() == RecognizedStructure.Kind.CHANNEL) {
        return found;
      }
    }
    return Optional.empty();
  }
}
