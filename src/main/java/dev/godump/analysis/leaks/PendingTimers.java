package dev.godump.analysis.leaks;

import dev.godump.analysis.PointerFields;
import dev.godump.analysis.leaks.LeakSuspect.Kind;
import dev.godump.analysis.leaks.LeakSuspect.SimilarObjects;
import dev.godump.binary.runtime.Function;
import dev.godump.binary.type.GoType;
import dev.godump.graph.HeapGraph;
import dev.godump.io.ByteReader;
import dev.godump.types.ObjectType;
import dev.godump.types.layout.RecognizedStructure;
import dev.godump.types.program.Program;
import dev.godump.types.value.ProcessMemory;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntLinkedOpenHashSet;
import it.unimi.dsi.fastutil.ints.IntSet;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Timers that have not fired and were not stopped. Each processor has its own heap of timers; they
 * are one suspect. What a timer calls when it fires tells how it was made: time.sendTime for
 * time.After, NewTimer and NewTicker, time.goFunc for AfterFunc (time/sleep.go). The timers of
 * package runtime and of connections call something else.
 */
final class PendingTimers implements CauseDetector {
  private static final int SAMPLE_SIZE = 1 << 20;

  /** Up to Go 1.22: timerNoStatus, timerDeleted, timerRemoving, timerRemoved (runtime/time.go). */
  private static final IntSet STOPPED = IntSet.of(0, 3, 4, 5);

  private static final int CHANNEL_TIMERS_SINCE = 23;

  private static final String SEND_TIME = "time.sendTime";
  private static final String GO_FUNC = "time.goFunc";

  private final SearchedHeap heap;
  private final HeapGraph graph;
  private final Optional<Program> program;
  private final ProcessMemory memory;
  private final boolean sinceGo123;

  PendingTimers(SearchedHeap heap, Optional<Program> program) {
    this.heap = heap;
    this.graph = heap.graph;
    this.program = program;
    this.memory = new ProcessMemory(graph, program);
    this.sinceGo123 =
        graph.process().version().filter(v -> v.isAtLeast(CHANNEL_TIMERS_SINCE)).isPresent();
  }

  /** The nodes of the arrays that the processors keep their timers in. */
  static IntArrayList arrays(SearchedHeap heap) {
    boolean[] isArray = new boolean[heap.types.typeCount()];
    boolean any = false;
    for (int i = 1; i < isArray.length; i++) {
      isArray[i] =
          heap.types.hasType(i)
              && timerOf(heap.types.type(i)) != null
              && heap.types.type(i).count() > 1;
      any |= isArray[i];
    }
    IntArrayList nodes = new IntArrayList();
    for (int object = 0; any && object < heap.graph.objects().count(); object++) {
      if (isArray[heap.types.typeIndex(object)] && heap.tree.isLive(object)) {
        nodes.add(heap.tree.node(object));
      }
    }
    return nodes;
  }

  /** The type of the timers that an element of an array points at, or null. */
  private static @Nullable GoType timerOf(ObjectType array) {
    GoType element = array.element();
    if (element == null) {
      return null;
    }
    if (element.name().equals("runtime.timerWhen")) {
      GoType pointer = element.fields().isEmpty() ? null : element.fields().get(0).type();
      return pointer == null ? null : pointer.elem();
    }
    return element.name().equals("*runtime.timer") ? element.elem() : null;
  }

  /** The number of timers in the arrays of a candidate. */
  static long count(SearchedHeap heap, LeakCandidate candidate) {
    long[] count = {0};
    for (int node : candidate.nodes()) {
      heap.graph.edges().forEach(heap.tree.object(node), target -> count[0]++);
    }
    return count[0];
  }

  @Override
  public Optional<LeakCause> detect(LeakCandidate candidate, HeldContents contents)
      throws IOException {
    if (candidate.kind() != Kind.TIMERS) {
      return Optional.empty();
    }
    long examined = 0;
    long channels = 0;
    long tickers = 0;
    Map<String, Integer> functions = new TreeMap<>();
    for (int node : candidate.nodes()) {
      int array = heap.tree.object(node);
      GoType timer = heap.types.typeOf(array).map(PendingTimers::timerOf).orElse(null);
      int left = SAMPLE_SIZE;
      for (PointerFields.Pointer pointer : PointerFields.of(graph, array)) {
        if (timer == null || left-- == 0) {
          break;
        }
        if (pointer.address() == 0) {
          continue;
        }
        examined++;
        String function = staticFunction(field(timer, pointer.address(), "f", 0));
        if (function.equals(SEND_TIME)) {
          channels++;
          tickers += field(timer, pointer.address(), "period", 0) > 0 ? 1 : 0;
        } else if (function.equals(GO_FUNC)) {
          functions.merge(
              closureFunction(field(timer, pointer.address(), "arg", 1)), 1, Integer::sum);
        }
      }
    }
    return Optional.of(
        new LeakCause.PendingTimers(
            count(heap, candidate), channels, tickers, examined, mostFrequent(functions)));
  }

  private static List<String> mostFrequent(Map<String, Integer> functions) {
    return functions.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .map(Map.Entry::getKey)
        .filter(name -> !name.isEmpty())
        .limit(3)
        .toList();
  }

  /** Timers or tickers that a collection has: how many of them are to fire. */
  Optional<LeakCause> running(LeakCandidate candidate, HeldContents contents) throws IOException {
    SimilarObjects similar = candidate.similar().orElse(null);
    boolean ticker = similar != null && similar.type().equals("time.Ticker");
    boolean timers = ticker || (similar != null && similar.type().equals("time.Timer"));
    GoType timer = timers ? runtimeTimer() : null;
    if (timer == null || similar == null) {
      return Optional.empty();
    }
    long start = sinceGo123 ? 2L * memory.wordSize() : memory.wordSize();
    long all = 0;
    long running = 0;
    Map<String, Integer> functions = new TreeMap<>();
    IntArrayList found = new IntArrayList();
    for (int node : candidate.nodes()) {
      found.add(node);
      heap.children.forEach(node, found::add);
    }
    for (int part : candidate.structure().map(RecognizedStructure::objects).orElse(IntSet.of())) {
      if (heap.tree.isLive(part)) {
        heap.children.forEach(heap.tree.node(part), found::add);
      }
    }
    for (int node : new IntLinkedOpenHashSet(found)) {
      if (heap.kindOf(node) == similar.kind()) {
        long at = graph.objects().address(heap.tree.object(node)) + start;
        all++;
        if (isRunning(timer, at)) {
          running++;
          if (staticFunction(field(timer, at, "f", 0)).equals(GO_FUNC)) {
            functions.merge(closureFunction(field(timer, at, "arg", 1)), 1, Integer::sum);
          }
        }
      }
    }
    return running > 0
        ? Optional.of(new LeakCause.RunningTimers(ticker, running, all, mostFrequent(functions)))
        : Optional.empty();
  }

  /**
   * The timer in a time.Timer or ticker: up to Go 1.22 its field r; since then the runtime.timer in
   * the runtime.timeTimer that begins with their words (time/sleep.go).
   */
  private @Nullable GoType runtimeTimer() {
    String name = sinceGo123 ? "runtime.timer" : "time.runtimeTimer";
    return heap.types.typeNamed(name).orElse(null);
  }

  /** Whether a timer is to fire: stopping sets {@code when} to 0, up to Go 1.22 a status. */
  private boolean isRunning(GoType timer, long address) throws IOException {
    if (field(timer, address, "when", 0) <= 0) {
      return false;
    }
    int status = (int) field(timer, address, "status", 0);
    return sinceGo123 || !STOPPED.contains(status);
  }

  /** A word of a field of a timer, or 0. */
  private long field(GoType timer, long address, String name, int word) throws IOException {
    for (GoType.Field field : timer.fields()) {
      if (field.name().equals(name)) {
        return word(address + field.offset() + (long) word * memory.wordSize());
      }
    }
    return 0;
  }

  private long word(long address) throws IOException {
    byte[] bytes = new byte[memory.wordSize()];
    return memory.read(address, bytes, bytes.length) == bytes.length
        ? ByteReader.word(bytes, 0, bytes.length, memory.bigEndian())
        : 0;
  }

  private String staticFunction(long value) {
    return value == 0 ? "" : program.flatMap(p -> p.functionNameOfValue(value)).orElse("");
  }

  /** The function of a closure in the heap or in read-only data. */
  private String closureFunction(long value) throws IOException {
    long entry = value == 0 ? 0 : word(value);
    return program
        .flatMap(p -> p.functionStartingAt(entry).map(Function::name))
        .orElseGet(() -> staticFunction(value));
  }
}
