package dev.godump.types.inference;

import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectBytes;
import dev.godump.graph.ObjectTable;
import dev.godump.io.Parallel;
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
  private final SlotMatcher matcher;
  private final ObjectTypings typings;
  private final TypeEvidence evidence;
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
      SlotMatcher matcher,
      ObjectTypings typings) {
    this.known = known;
    this.layouts = layouts;
    this.interfaces = interfaces;
    this.matcher = matcher;
    this.typings = typings;
    this.evidence = new TypeEvidence(graph, layouts, matcher, typings);
    this.walk = new ValueWalk(graph, known, layouts, interfaces, matcher, typings, evidence);
    this.arrays = new ArrayElementInference(layouts, matcher, typings, evidence);
    this.bytes = new ObjectBytes(graph);
    this.words = new ObjectWords(bytes);
    this.firstScan = new ObjectScan(graph, layouts, interfaces, matcher, typings, evidence);
    this.secondScan = new ObjectScan(graph, layouts, interfaces, matcher, typings, evidence);
  }

  /** How often two types that fit contradicted each other. */
  long conflicts() {
    return evidence.conflicts();
  }

  /** How often a type was refused because the object's pointers or size are others. */
  long contradictions() {
    return evidence.contradictions();
  }

  /** As {@link TypeEvidence#propose}. */
  void propose(long address, Layout layout, long count, boolean sure, Certainty certainty) {
    evidence.propose(address, layout, count, sure, certainty);
  }

  /** As {@link TypeEvidence#force}. */
  void force(int id, Layout layout, Certainty certainty) {
    evidence.force(id, layout, certainty);
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
    arrays.inferArrays();
    run();
  }

  private void run() throws IOException {
    int[] batch = new int[BATCH];
    while (true) {
      int n = 0;
      while (n < BATCH && (batch[n] = evidence.pending().next()) >= 0) {
        n++;
      }
      if (n > 0) {
        batch(batch, n);
      } else if (!evidence.pendingValues().isEmpty()) {
        chunk();
      } else if (!evidence.statics().scanNext(walk)) {
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
    Parallel.Task<Void> second =
        half == count ? null : Parallel.run(() -> secondScan.run(ids, half, count));
    firstScan.run(ids, 0, half);
    if (second != null) {
      second.result();
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
        evidence.proposeCached(ObjectScan.idOf(first), ObjectScan.offerOf(first));
      } else if (ObjectScan.isObject(first)) {
        object(ObjectScan.idOf(first));
      } else {
        long what = found.getLong(i++);
        Certainty certainty = CERTAINTIES[(int) (what >>> ObjectScan.CERTAINTY_SHIFT)];
        evidence.proposeAt(
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
    words.headerSize = matcher.headerSize(typings.shape(id));
    if (typing.layout().form == Form.CLOSURE) {
      closure(id, typing);
      typing = typings.get(id);
      if (typing == null) {
        return;
      }
    }
    walk.values(
        words, 0, typing.layout(), typing.count(), TypeEvidence.derived(typing.certainty()));
  }

  private void chunk() throws IOException {
    LongArrayList chunks = evidence.pendingValues();
    long count = chunks.popLong();
    long what = chunks.popLong();
    long location = chunks.popLong();
    int id = ObjectTable.idOf(location);
    bytes.open(id);
    words.headerSize = matcher.headerSize(typings.shape(id));
    walk.values(
        words,
        ObjectTable.offsetOf(location),
        layouts.get((int) what),
        count,
        TypeEvidence.derived(CERTAINTIES[(int) (what >>> 32)]));
  }

  /** Names a closure by its function, whose address it starts with. */
  private void closure(int id, Typing typing) throws IOException {
    Optional<String> function = known.nameOfFunction(words.word(0));
    if (function.isEmpty()) {
      typings.clear(id);
      evidence.countContradiction();
      return;
    }
    int shape = typings.shape(id);
    Layout layout = interfaces.closures().layoutOf(function.get(), words.word(0), shape, layouts);
    boolean named = !function.get().startsWith(NoProgram.UNNAMED_FUNCTION);
    typings.set(id, layout, 1, named ? typing.certainty() : Certainty.GUESS, SlotMatcher.WHOLE);
  }
}
