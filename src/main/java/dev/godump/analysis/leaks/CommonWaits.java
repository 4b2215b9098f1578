package dev.godump.analysis.leaks;

import dev.godump.analysis.PointerFields;
import dev.godump.analysis.waits.WaitKind;
import dev.godump.graph.Frames;
import dev.godump.graph.GoVersion;
import dev.godump.graph.Goroutine;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectTable;
import dev.godump.heap.roots.GoroutineObjects;
import dev.godump.heap.roots.RootLabel;
import dev.godump.types.layout.RecognizedStructure;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import it.unimi.dsi.fastutil.longs.LongLinkedOpenHashSet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What goroutines wait for together: one channel or lock, or the channels of timers. */
final class CommonWaits {
  private static final int SAMPLE_SIZE = 64;

  /** The fields of a lock, wait group or condition variable that goroutines wait in. */
  private static final Pattern WAITING =
      Pattern.compile("(?:\\.w)?\\.(?:sema|writerSem|readerSem)$|\\.notify(?:\\.(?:head|tail))?$");

  /** The field of a wait group that goroutines wait in, up to Go 1.19 one of its state. */
  private static final Pattern WAITING_FOR_ALL =
      Pattern.compile("\\.(?:sema|state2|state1(?:\\[[0-2]])?)$");

  private static final long MUTEX_SEMAPHORE = 4;
  private static final long WRITER_SEMAPHORE = 8;
  private static final long READER_SEMAPHORE = 12;

  /** Since this minor release a sync.Mutex has an internal/sync.Mutex as its field mu. */
  private static final int INNER_MUTEX_SINCE = 24;

  private final SearchedHeap heap;
  private final HeapGraph graph;
  private final GoroutineObjects goroutines;
  private final ObjectExpressions expressions;
  private final AwaitedNames names;
  private final int timeSize;

  CommonWaits(SearchedHeap heap) {
    this.heap = heap;
    this.graph = heap.graph;
    this.goroutines = heap.tree.owners().goroutineObjects();
    this.expressions = new ObjectExpressions(heap);
    this.names = new AwaitedNames(heap);
    this.timeSize = graph.process().params().pointerSize() == 8 ? 24 : 20;
  }

  /**
   * What one goroutine waits for.
   *
   * @param addresses of channels, semaphores or condition variables
   * @param timer whether one is the channel of a timer
   */
  private record Awaited(LongLinkedOpenHashSet addresses, boolean timer) {}

  /**
   * What all goroutines of a group wait for, as far as it is one object, or timers.
   *
   * @param members indexes of the goroutines, which have one state and stack
   */
  Optional<LeakCause> of(IntArrayList members) throws IOException {
    WaitKind kind = heap.stuck().kind(members.getInt(0)).orElse(null);
    if (kind == null) {
      return Optional.empty();
    }
    LongLinkedOpenHashSet common = null;
    boolean allTimers = true;
    boolean select = false;
    List<LongLinkedOpenHashSet> sample = new ArrayList<>();
    for (int i = 0; i < Math.min(SAMPLE_SIZE, members.size()); i++) {
      Awaited awaited = awaited(members.getInt(i), kind);
      sample.add(new LongLinkedOpenHashSet(awaited.addresses));
      allTimers &= awaited.timer;
      select |= awaited.addresses.size() > 1;
      if (common == null) {
        common = awaited.addresses;
      } else {
        common.retainAll(awaited.addresses);
      }
    }
    if (common != null && !common.isEmpty() && members.size() > 1) {
      return Optional.of(
          kind.isChannel() ? channel(kind, common, members) : lock(kind, common, members));
    }
    return allTimers
        ? Optional.of(new WaitCause.TimerChannels(select, members.size()))
        : sameField(kind, sample);
  }

  /**
   * The field or the entries of a map that have what each goroutine waits for, if a package
   * variable leads to it.
   *
   * @param sample the addresses that some goroutines wait for
   */
  private Optional<LeakCause> sameField(WaitKind kind, List<LongLinkedOpenHashSet> sample)
      throws IOException {
    Set<String> common = new LinkedHashSet<>();
    for (LongLinkedOpenHashSet addresses : sample) {
      Set<String> own = new LinkedHashSet<>();
      for (long address : addresses) {
        if (kind.isChannel()) {
          own.addAll(names.fromGlobals(graph.objects().find(address)));
        } else {
          own.add(lockName(names.atFromGlobals(address), kind));
        }
      }
      own.remove("");
      if (common.isEmpty()) {
        common.addAll(own);
      } else {
        common.retainAll(own);
      }
      if (common.isEmpty()) {
        return Optional.empty();
      }
    }
    return common.stream().findFirst().map(name -> new WaitCause.SameField(kind, name));
  }

  /** What the channels that goroutines wait for in common are; a context's tells most. */
  private LeakCause channel(WaitKind kind, LongLinkedOpenHashSet channels, IntArrayList members)
      throws IOException {
    IntOpenHashSet goroutineIndexes = new IntOpenHashSet(members);
    Set<String> known = new LinkedHashSet<>();
    WaitCause.Signal signal = WaitCause.Signal.VALUE;
    for (long address : channels) {
      int channel = graph.objects().find(address);
      int context = contextOf(channel);
      boolean empty =
          heap.structureOf(channel).filter(found -> found.elementSize() == 0).isPresent();
      signal =
          context != ObjectTable.NONE
              ? WaitCause.Signal.CONTEXT
              : empty && signal == WaitCause.Signal.VALUE ? WaitCause.Signal.CLOSE : signal;
      String name = names.of(context == ObjectTable.NONE ? channel : context, goroutineIndexes);
      known.add(name.isEmpty() ? "" : name + (context == ObjectTable.NONE ? "" : ".Done()"));
    }
    known.remove("");
    return new WaitCause.OneObject(
        kind,
        signal,
        channels.firstLong(),
        String.join(", ", known),
        channels.size(),
        members.size());
  }

  /** The context that has a channel as its Done; NONE if there is none, or its type is unknown. */
  private int contextOf(int channel) throws IOException {
    int[] context = {ObjectTable.NONE};
    graph
        .referrers()
        .forEach(
            channel,
            referrer -> {
              if (heap.tree.isLive(referrer) && heap.typeName(referrer).startsWith("context.")) {
                context[0] = referrer;
              }
            });
    return context[0];
  }

  private LeakCause lock(WaitKind kind, LongLinkedOpenHashSet common, IntArrayList members)
      throws IOException {
    String name = nameAt(common.firstLong(), kind);
    // the name of a type alone repeats what kind says
    String known = name.startsWith("sync.") ? "" : name;
    long address = common.firstLong() - semaphoreOffset(kind, members.getInt(0));
    return new WaitCause.OneObject(kind, WaitCause.Signal.NONE, address, known, 1, members.size());
  }

  /**
   * Bytes from the start of a lock to the semaphore that a goroutine waits for: those of writers,
   * of readers, and of the mutex in an RWMutex (sync/mutex.go, rwmutex.go).
   */
  private long semaphoreOffset(WaitKind kind, int member) {
    if (kind != WaitKind.MUTEX && kind != WaitKind.RW_MUTEX) {
      return 0;
    }
    Goroutine goroutine = graph.process().goroutines().get(member);
    Frames frames = graph.process().frames();
    boolean mutex = kind == WaitKind.MUTEX || goroutine.state().equals("sync.Mutex.Lock");
    boolean writer = goroutine.state().equals("sync.RWMutex.Lock");
    for (int f = goroutine.firstFrame(); f < goroutine.firstFrame() + goroutine.frameCount(); f++) {
      String function = frames.function(f);
      mutex |= function.contains("sync.(*Mutex).");
      writer |= function.equals("sync.(*RWMutex).Lock");
    }
    return mutex ? MUTEX_SEMAPHORE : writer ? WRITER_SEMAPHORE : READER_SEMAPHORE;
  }

  private Awaited awaited(int goroutine, WaitKind kind) throws IOException {
    LongLinkedOpenHashSet addresses = new LongLinkedOpenHashSet();
    boolean timer = false;
    for (int record : goroutines.waitRecords(goroutine)) {
      if (kind.isChannel()) {
        Optional<RecognizedStructure> channel = heap.awaited.channelOf(record);
        channel.ifPresent(c -> addresses.add(graph.objects().address(c.header())));
        timer |= channel.filter(c -> c.capacity() == 1 && c.elementSize() == timeSize).isPresent();
      } else if (kind != WaitKind.COND) {
        heap.awaited.addressOf(record).ifPresent(addresses::add);
      }
    }
    if (kind == WaitKind.COND) {
      for (int object : heap.awaited.of(goroutine, kind)) {
        addListIn(object, addresses);
      }
      if (addresses.isEmpty()) {
        addVariable(goroutine, addresses);
      }
    }
    return new Awaited(addresses, timer);
  }

  /** Adds the address of the first field of an object that is the end of a list of goroutines. */
  private void addListIn(int object, LongLinkedOpenHashSet addresses) throws IOException {
    for (PointerFields.Pointer pointer : PointerFields.of(graph, object)) {
      if (pointer.target() != ObjectTable.NONE && goroutines.isWaitRecord(pointer.target())) {
        addresses.add(graph.objects().address(object) + pointer.offset());
        return;
      }
    }
  }

  /** Adds the address of the first word of a package variable that is the end of such a list. */
  private void addVariable(int goroutine, LongLinkedOpenHashSet addresses) {
    long first = 0;
    for (int record : goroutines.waitRecords(goroutine)) {
      for (int member : heap.awaited.listOf(record)) {
        for (int root : graph.roots().rootsOf(member)) {
          long address = RootLabel.of(graph, root).address();
          boolean earlier = first == 0 || Long.compareUnsigned(address, first) < 0;
          first = graph.roots().isGlobal(root) && earlier ? address : first;
        }
      }
    }
    if (first != 0) {
      addresses.add(first);
    }
  }

  /** The expression for the lock that has a semaphore or list; empty if unknown. */
  private String nameAt(long address, WaitKind kind) throws IOException {
    return lockName(expressions.at(address).map(ObjectExpressions.Field::text).orElse(""), kind);
  }

  /** The expression for a lock by that of its semaphore or list. */
  private String lockName(String name, WaitKind kind) {
    Optional<GoVersion> version = graph.process().version();
    boolean inner = version.filter(v -> v.isAtLeast(INNER_MUTEX_SINCE)).isPresent();
    Pattern waiting = kind == WaitKind.WAIT_GROUP ? WAITING_FOR_ALL : WAITING;
    String lock = waiting.matcher(name).replaceFirst("");
    String mutex = inner && name.endsWith(".mu.sema") ? lock.substring(0, lock.length() - 3) : lock;
    return kind == WaitKind.RW_MUTEX && mutex.endsWith(".w")
        ? mutex.substring(0, mutex.length() - 2)
        : mutex;
  }
}
