package dev.godump.types.inference;

import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectBytes;
import dev.godump.graph.ObjectTable;
import dev.godump.types.Certainty;
import dev.godump.types.inference.ObjectTypings.Typing;
import dev.godump.types.layout.InterfaceWords;
import dev.godump.types.layout.Layout;
import dev.godump.types.layout.Layout.Form;
import dev.godump.types.layout.Layouts;
import dev.godump.types.layout.SlotMatcher;
import dev.godump.types.program.KnownTypes;
import dev.godump.types.program.NoProgram;
import dev.godump.types.program.ObjectWords;
import dev.godump.types.program.TypedWords;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;

/**
 * Spreads types along typed pointers until nothing new is found. Objects are gone through in an
 * order that depends on nothing but the dump.
 */
final class Propagation {
  private static final Certainty[] CERTAINTIES = Certainty.values();

  /** Objects that are gone through before what they lead to is. */
  private static final int BATCH = 1 << 12;

  private static final int WORTH_TWO_THREADS = 1 << 10;

  private final Layouts layouts;
  private final KnownTypes known;
  private final InterfaceWords interfaces;
  private final SlotMatcher fit;
  private final ObjectTypings typings;
  private final TypeEvidence offers;
  private final ValueWalk walk;
  private final ArrayElementInference arrays;
  private final ObjectBytes bytes;
  private final ObjectWords words;
  private final ObjectScan firstScan;
  private final ObjectScan secondScan;

  Propagation(
      HeapGraph graph,
      KnownTypes known,
      Layouts layouts,
      InterfaceWords interfaces,
      SlotMatcher fit,
      ObjectTypings typings) {
    this.known = known;
    this.layouts = layouts;
    this.interfaces = interfaces;
    this.fit = fit;
    this.typings = typings;
    this.offers = new TypeEvidence(graph, layouts, fit, typings);
    this.walk = new ValueWalk(graph, known, layouts, interfaces, fit, typings, offers);
    this.arrays = new ArrayElementInference(layouts, fit, typings, offers);
    this.bytes = new ObjectBytes(graph);
    this.words = new ObjectWords(bytes);
    this.firstScan = new ObjectScan(graph, layouts, interfaces, fit, typings, offers);
    this.secondScan = new ObjectScan(graph, layouts, interfaces, fit, typings, offers);
  }

  /** How often two types that fit contradicted each other. */
  long conflicts() {
    return offers.conflicts();
  }

  /** How often a type was refused because the object's pointers or size are others. */
  long contradictions() {
    return offers.contradictions();
  }

  /** As {@link TypeEvidence#offer}. */
  void offer(long address, Layout layout, long count, boolean sure, Certainty certainty) {
    offers.offer(address, layout, count, sure, certainty);
  }

  /** As {@link TypeEvidence#impose}. */
  void impose(int id, Layout layout, Certainty certainty) {
    offers.impose(id, layout, certainty);
  }

  /** As {@link ValueWalk#dynamic}. */
  void dynamic(long first, long data, Certainty certainty) {
    walk.dynamic(first, data, certainty);
  }

  /** As {@link ValueWalk#values}. */
  void values(TypedWords from, long start, Layout layout, long count, Certainty certainty)
      throws IOException {
    walk.values(from, start, layout, count, certainty);
  }

  /**
   * Goes through all that was noted and what that leads to, and decides on what is known in parts
   * only.
   */
  void spread() throws IOException {
    run();
    arrays.settle();
    run();
  }

  private void run() throws IOException {
    int[] batch = new int[BATCH];
    while (true) {
      int n = 0;
      while (n < BATCH && (batch[n] = offers.pending().next()) >= 0) {
        n++;
      }
      if (n > 0) {
        batch(batch, n);
      } else if (!offers.chunks().isEmpty()) {
        chunk();
      } else if (!offers.statics().goThroughNext(walk)) {
        return;
      }
    }
  }

  /**
   * Goes through objects: first through all, on two threads if they are many, for what they lead to
   * that isn't known yet; then through that, in the objects' order.
   */
  private void batch(int[] ids, int count) throws IOException {
    int half = count < WORTH_TWO_THREADS ? count : count / 2;
    ForkJoinTask<?> second =
        half == count
            ? null
            : ForkJoinPool.commonPool().submit(() -> secondScan.run(ids, half, count));
    firstScan.run(ids, 0, half);
    if (second != null) {
      second.join();
    }
    apply(firstScan);
    if (second != null) {
      apply(secondScan);
    }
  }

  private void apply(ObjectScan scan) throws IOException {
    LongArrayList found = scan.found();
    for (int i = 0; i < found.size(); ) {
      long first = found.getLong(i++);
      if (ObjectScan.isSeenOffer(first)) {
        offers.offerAgain(ObjectScan.idOf(first), ObjectScan.offerOf(first));
      } else if (ObjectScan.isObject(first)) {
        object(ObjectScan.idOf(first));
      } else {
        long what = found.getLong(i++);
        Certainty certainty = CERTAINTIES[(int) (what >>> ObjectScan.CERTAINTY_SHIFT)];
        offers.offerAt(
            first,
            layouts.get((int) what),
            found.getLong(i++),
            (what & ObjectScan.SURE) != 0,
            certainty);
      }
    }
  }

  private void object(int id) throws IOException {
    Typing typing = typings.get(id);
    if (typing == null) {
      return;
    }
    bytes.open(id);
    words.start = fit.headerSize(typings.shape(id));
    if (typing.layout().form == Form.CLOSURE) {
      closure(id, typing);
      typing = typings.get(id);
      if (typing == null) {
        return;
      }
    }
    walk.values(words, 0, typing.layout(), typing.count(), TypeEvidence.next(typing.certainty()));
  }

  private void chunk() throws IOException {
    LongArrayList chunks = offers.chunks();
    long count = chunks.popLong();
    long what = chunks.popLong();
    long place = chunks.popLong();
    int id = ObjectTable.idOf(place);
    bytes.open(id);
    words.start = fit.headerSize(typings.shape(id));
    walk.values(
        words,
        ObjectTable.offsetOf(place),
        layouts.get((int) what),
        count,
        TypeEvidence.next(CERTAINTIES[(int) (what >>> 32)]));
  }

  /** Names a closure by its function, whose address it starts with. */
  private void closure(int id, Typing typing) throws IOException {
    Optional<String> function = known.function(words.word(0));
    if (function.isEmpty()) {
      typings.clear(id);
      offers.contradict();
      return;
    }
    int shape = typings.shape(id);
    Layout layout = interfaces.closures().layoutOf(function.get(), words.word(0), shape, layouts);
    boolean named = !function.get().startsWith(NoProgram.UNNAMED);
    typings.set(id, layout, 1, named ? typing.certainty() : Certainty.GUESS, SlotMatcher.WHOLE);
  }
}
