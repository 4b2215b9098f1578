package dev.godump.types.inference;

import dev.godump.io.Parallel;
import dev.godump.types.Certainty;
import dev.godump.types.inference.ObjectTypings.Typing;
import dev.godump.types.inference.TypeEvidence.InteriorCandidate;
import dev.godump.types.layout.InterfaceWords;
import dev.godump.types.layout.Layout;
import dev.godump.types.layout.Layout.Form;
import dev.godump.types.layout.Layouts;
import dev.godump.types.layout.Match;
import dev.godump.types.program.KnownTypes;
import dev.godump.types.program.NoProgram;
import dev.godump.types.program.ObjectWords;
import dev.godump.types.program.TypedWords;
import java.io.IOException;
import java.util.Optional;

/**
 * Spreads types along typed pointers until nothing new is found. The order in which objects are
 * scanned depends on the dump only.
 */
final class Propagation {
  /** Objects scanned before their candidates are proposed. */
  private static final int BATCH = 1 << 12;

  /** The least number of objects in a batch for which two threads scan it. */
  private static final int WORTH_TWO_THREADS = 1 << 10;

  private final Layouts layouts;
  private final KnownTypes known;
  private final InterfaceWords interfaces;
  private final ObjectTypings typings;
  private final TypeEvidence evidence;
  private final ValueWalk walk;
  private final ArrayElementInference arrays;
  private final ObjectWords words;
  private final ObjectScan firstScan;
  private final ObjectScan secondScan;
  private final ScanFindings.Visitor proposer = new Proposer();

  Propagation(InferenceContext context) {
    this.known = context.known();
    this.layouts = context.layouts();
    this.interfaces = context.interfaces();
    this.typings = context.typings();
    this.evidence = new TypeEvidence(context);
    this.walk = new ValueWalk(context, evidence);
    this.arrays = new ArrayElementInference(context, evidence);
    this.words = context.words();
    this.firstScan = new ObjectScan(context, evidence);
    this.secondScan = new ObjectScan(context, evidence);
  }

  /** See {@link TypeEvidence#conflicts}. */
  long conflicts() {
    return evidence.conflicts();
  }

  /** See {@link TypeEvidence#contradictions}. */
  long contradictions() {
    return evidence.contradictions();
  }

  /** See {@link TypeEvidence#propose}. */
  void propose(long address, Candidate candidate) {
    evidence.propose(address, candidate);
  }

  /** See {@link TypeEvidence#assign}. */
  void assign(int object, Typing typing) {
    evidence.assign(object, typing);
  }

  /** See {@link ValueWalk#dynamic}. */
  void dynamic(long typeWord, long data, Certainty certainty) {
    walk.dynamic(typeWord, data, certainty);
  }

  /** See {@link ValueWalk#values}. */
  void values(TypedWords from, long start, Layout layout, long count, Certainty certainty)
      throws IOException {
    walk.values(from, start, layout, count, certainty);
  }

  /** Scans pending objects and values until none is left, then infers arrays from elements. */
  void spread() throws IOException {
    scanPending();
    arrays.inferArrays();
    scanPending();
  }

  private void scanPending() throws IOException {
    int[] batch = new int[BATCH];
    while (true) {
      int size = 0;
      while (size < BATCH && (batch[size] = evidence.nextObject()) != PendingObjects.NONE) {
        size++;
      }
      if (size > 0) {
        scan(batch, size);
        continue;
      }
      InteriorCandidate interior = evidence.nextInterior();
      if (interior != null) {
        walkInterior(interior);
      } else if (!evidence.scanNextStatic(walk)) {
        return;
      }
    }
  }

  /**
   * Scans objects for candidates, on two threads if they are many, then proposes the candidates in
   * the objects' order.
   */
  private void scan(int[] objects, int count) throws IOException {
    int half = count < WORTH_TWO_THREADS ? count : count / 2;
    Parallel.Task<Void> second =
        half == count ? null : Parallel.run(() -> secondScan.run(objects, half, count));
    firstScan.run(objects, 0, half);
    if (second != null) {
      second.result();
    }
    firstScan.findings().forEach(proposer);
    if (second != null) {
      secondScan.findings().forEach(proposer);
    }
  }

  /** Proposes the candidates that a scan found. */
  private final class Proposer implements ScanFindings.Visitor {
    @Override
    public void candidate(long location, Candidate candidate) {
      evidence.proposeAt(location, candidate);
    }

    @Override
    public void cachedCandidate(int object, int entry) {
      evidence.proposeCached(object, entry);
    }

    @Override
    public void rescan(int object) throws IOException {
      walkObject(object);
    }
  }

  private void walkObject(int object) throws IOException {
    Typing typing = typings.get(object);
    if (typing == null) {
      return;
    }
    words.open(object);
    if (typing.layout().form == Form.CLOSURE) {
      resolveClosure(object, typing);
      typing = typings.get(object);
      if (typing == null) {
        return;
      }
    }
    walk.values(
        words, 0, typing.layout(), typing.count(), TypeEvidence.derived(typing.certainty()));
  }

  private void walkInterior(InteriorCandidate interior) throws IOException {
    words.open(interior.object());
    Candidate candidate = interior.candidate();
    walk.values(
        words,
        interior.offset(),
        candidate.layout(),
        candidate.count(),
        TypeEvidence.derived(candidate.certainty()));
  }

  /** Types a closure by its function: its first word is the function's address. */
  private void resolveClosure(int object, Typing typing) throws IOException {
    long entry = words.word(0);
    Optional<String> function = known.nameOfFunction(entry);
    if (function.isEmpty()) {
      typings.clear(object);
      evidence.countContradiction();
      return;
    }
    int shape = typings.shape(object);
    Layout layout = interfaces.closures().layoutOf(function.get(), entry, shape, layouts);
    boolean named = !function.get().startsWith(NoProgram.UNNAMED_FUNCTION);
    typings.set(
        object, new Typing(layout, 1, named ? typing.certainty() : Certainty.GUESS, Match.EXACT));
  }
}
