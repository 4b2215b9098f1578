package dev.godump.types.inference;

import dev.godump.binary.type.GoType;
import dev.godump.binary.type.GoType.Kind;
import dev.godump.graph.ObjectTable;
import dev.godump.types.Certainty;
import dev.godump.types.inference.ObjectTypings.Typing;
import dev.godump.types.layout.ByteLayouts;
import dev.godump.types.layout.Fit;
import dev.godump.types.layout.Layout;
import dev.godump.types.layout.Layout.Form;
import dev.godump.types.layout.Layout.Role;
import dev.godump.types.layout.Layouts;
import dev.godump.types.layout.Match;
import dev.godump.types.layout.SizeClasses;
import dev.godump.types.layout.SlotMatcher;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Collects candidates for objects and sets the objects' typings. A candidate at an object's start
 * is matched against the slot and against the current typing ({@link TypingPrecedence}); one inside
 * an object that has no better typing is kept, since it may be an element of an array. Queues typed
 * objects and values for scanning.
 *
 * <p>Several threads may {@link #check} candidates while none proposes.
 */
final class TypeEvidence {
  private final ObjectTable objects;
  private final Layouts layouts;
  private final SlotMatcher matcher;
  private final ObjectTypings typings;
  private final PendingObjects pendingObjects;
  private final Deque<InteriorCandidate> pendingInteriors = new ArrayDeque<>();
  private final StaticValues statics;
  private final InteriorValues interiors;
  private final TypingCache cache = new TypingCache();
  private final TypingPrecedence precedence = new TypingPrecedence();
  private final SharedBytes sharedBytes;
  private final int word;
  private long contradictions;

  /**
   * Values inside an object.
   *
   * @param offset bytes from behind the header
   */
  record InteriorCandidate(int object, long offset, Candidate candidate) {}

  TypeEvidence(InferenceContext context) {
    this.objects = context.graph().objects();
    this.layouts = context.layouts();
    this.matcher = context.matcher();
    this.typings = context.typings();
    this.pendingObjects = new PendingObjects(objects.count());
    this.statics = new StaticValues(context.graph());
    this.interiors = new InteriorValues(layouts, objects.count());
    this.sharedBytes = new SharedBytes(layouts.bytes());
    this.word = context.wordSize();
  }

  /** Takes an object to scan, or returns {@link PendingObjects#NONE}. */
  int nextObject() {
    return pendingObjects.next();
  }

  /** Takes values inside an object to scan, or returns null if there are none. */
  @Nullable InteriorCandidate nextInterior() {
    return pendingInteriors.poll();
  }

  /** Scans one of the pending values in data and BSS segments; returns false if there are none. */
  boolean scanNextStatic(ValueWalk walk) throws IOException {
    return statics.scanNext(walk);
  }

  /** Visits the tiny blocks that values start in, and forgets them. */
  void drainTinyBlocks(IntConsumer visitor) {
    interiors.drainTiny(visitor);
  }

  /** Visits the values inside objects, and forgets them. */
  void drainInteriors(InteriorValues.Visitor visitor) {
    interiors.drain(visitor);
  }

  /** How often two unrelated types that both fill an object contradicted each other. */
  long conflicts() {
    return precedence.conflicts();
  }

  /** How often a type was refused because the object's pointers or size differ. */
  long contradictions() {
    return contradictions;
  }

  /** Counts a type that was refused. */
  void countContradiction() {
    contradictions++;
  }

  /** The certainty of a reference's target, by the certainty of the value with the reference. */
  static Certainty derived(Certainty certainty) {
    return certainty == Certainty.EXACT ? Certainty.INFERRED : certainty;
  }

  /** Proposes values at an address in the heap, or in a data or BSS segment. */
  void propose(long address, Candidate candidate) {
    if (address == 0) {
      return;
    }
    long location = objects.locate(address);
    if (location != ObjectTable.NONE) {
      proposeAt(location, candidate);
    } else if (candidate.layout().isScannable()) {
      statics.add(address, candidate);
    }
  }

  /**
   * Proposes values in an object.
   *
   * @param location see {@link ObjectTable#location}
   */
  void proposeAt(long location, Candidate candidate) {
    int object = ObjectTable.idOf(location);
    if (ObjectTable.offsetOf(location) == 0 && isSettled(typings.get(object), candidate)) {
      return;
    }
    int shape = typings.shape(object);
    long offset = ObjectTable.offsetOf(location) - matcher.headerSize(shape);
    if (offset == 0) {
      proposeStart(object, shape, candidate);
    } else if (offset > 0) {
      proposeInterior(object, shape, offset, candidate);
    }
  }

  /** As {@link #proposeAt}, for a candidate that was cached for an object of the same shape. */
  void proposeCached(int object, int entry) {
    int current = typings.typingId(object);
    int cached = cache.typingId(entry);
    if (current == ObjectTypings.NONE) {
      typings.setTyping(object, cached);
      if (typings.isScannable(cached)) {
        pendingObjects.add(object);
      }
    } else if (current != cached) {
      proposeStart(object, cache.shape(entry), cache.candidate(entry));
    }
  }

  /**
   * Adds a queued candidate to findings unless proposing it would change nothing. Changes nothing
   * itself.
   *
   * @param cell the object's, see {@link ObjectTypings#cell}
   */
  void check(CandidateQueue queue, int index, long cell, ScanFindings findings) {
    long location = queue.location(index);
    int object = ObjectTable.idOf(location);
    int shape = typings.shapeIn(cell);
    long offset = ObjectTable.offsetOf(location) - matcher.headerSize(shape);
    if (offset != 0) {
      Candidate candidate = queue.candidate(index);
      if (offset > 0 && mayAddInterior(object, shape, offset, candidate)) {
        findings.addCandidate(location, candidate);
      }
      return;
    }
    int entry = cache.find(queue, index, shape);
    int current = typings.typingIdIn(cell);
    if (current != ObjectTypings.NONE) {
      boolean same = entry != TypingCache.NONE && cache.typingId(entry) == current;
      if (same || isSettled(typings.typing(current), queue.candidate(index))) {
        return;
      }
    }
    if (entry != TypingCache.NONE) {
      findings.addCachedCandidate(object, entry);
    } else {
      findings.addCandidate(location, queue.candidate(index));
    }
  }

  private boolean mayAddInterior(int object, int shape, long offset, Candidate candidate) {
    Typing current = typings.get(object);
    if (SharedBytes.areShared(current, candidate)) {
      return true;
    }
    if (isCovered(current, offset, candidate)) {
      return false;
    }
    return matcher.shape(shape).pointers() > 0
        || candidate.layout().pointerOffsets.length > 0
        || !interiors.addsNothing(object, offset, candidate.layout(), candidate.count());
  }

  /** Whether {@link #propose} would add values in a data or BSS segment. Changes nothing. */
  boolean isNewStatic(long address, Layout layout, long count) {
    return layout.isScannable() && statics.isNew(address, layout, count);
  }

  /** Whether a candidate adds nothing to a typing. */
  private static boolean isSettled(@Nullable Typing current, Candidate candidate) {
    return current != null
        && ByteLayouts.includes(current.layout(), candidate.layout())
        && current.count() >= candidate.count()
        && current.match().fills()
        && current.certainty().compareTo(candidate.certainty()) <= 0
        && !(current.match() == Match.FILLS_UNCOUNTED && mayCount(current, candidate));
  }

  /** Whether a candidate may determine the number of values of an uncounted typing. */
  private static boolean mayCount(Typing current, Candidate candidate) {
    return candidate.exactCount()
        || (candidate.count() > 1 && candidate.count() != current.count());
  }

  private void proposeStart(int object, int shape, Candidate candidate) {
    Typing current = typings.get(object);
    if (isSettled(current, candidate) || isClosureResolved(current, candidate)) {
      return;
    }
    typeStart(object, shape, current, sharedBytes.merge(current, candidate));
    if (current == null && typings.isTyped(object)) {
      cache.put(candidate, shape, typings.typingId(object));
    }
  }

  private static boolean isClosureResolved(@Nullable Typing current, Candidate candidate) {
    return candidate.layout().form == Form.CLOSURE
        && current != null
        && current.layout().role == Role.RESOLVED_CLOSURE;
  }

  private void typeStart(int object, int shape, @Nullable Typing current, Candidate candidate) {
    Layout layout = candidate.layout();
    long count = candidate.count();
    Fit fit =
        isTimerStart(layout, shape) || isItabTable(layout, shape)
            ? new Fit(Match.EXACT, count)
            : matcher.match(layout, shape, count, candidate.exactCount());
    GoType elem = count == 1 && fit.count() <= 1 ? elementOfUnnamedArray(layout.type) : null;
    if (elem != null) {
      // a single array is typed as its elements; several arrays are values themselves
      proposeStart(
          object,
          shape,
          new Candidate(
              layouts.layoutOf(elem),
              layout.type.length(),
              candidate.exactCount(),
              candidate.certainty()));
      return;
    }
    if (fit.match() == Match.NONE) {
      contradictions++;
      return;
    }
    boolean guessedCount = fit.match() == Match.FILLS_UNCOUNTED || fit.count() != count;
    Certainty certainty = guessedCount ? derived(candidate.certainty()) : candidate.certainty();
    assign(object, current, new Typing(layout, fit.count(), certainty, fit.match()));
  }

  /** The element type of an array of several values without a name of its own, or null. */
  private static @Nullable GoType elementOfUnnamedArray(GoType type) {
    if (type.kind() != Kind.ARRAY || type.length() <= 1) {
      return null;
    }
    GoType elem = type.elem();
    return elem != null && elem.size() > 0 && type.name().startsWith("[") ? elem : null;
  }

  /**
   * Whether an object is a Timer or Ticker, which is the start of a larger structure of the runtime
   * from Go 1.23 on (time/sleep.go, runtime/time.go timeTimer).
   */
  private boolean isTimerStart(Layout layout, int shape) {
    return layout.role == Role.TIMER
        && matcher.shape(shape).size() <= 16L * word
        && matcher.shape(shape).size() > layout.size
        && matcher.agrees(layout, shape, 0);
  }

  /**
   * Whether an object is a grown table of itabs: larger than its type, and without pointers, since
   * the collector doesn't scan it (runtime/iface.go itabAdd).
   */
  private boolean isItabTable(Layout layout, int shape) {
    return layout.role == Role.ITAB_TABLE
        && matcher.shape(shape).pointers() == 0
        && matcher.shape(shape).size() >= layout.size;
  }

  /** Sets an object's typing without matching it, unless the current one takes precedence. */
  void assign(int object, Typing offered) {
    assign(object, typings.get(object), offered);
  }

  private void assign(int object, @Nullable Typing current, Typing offered) {
    if (current != null
        && current.layout() == offered.layout()
        && current.count() == offered.count()) {
      if (offered.isSurerThan(current)) {
        typings.set(object, offered);
      }
    } else if (current == null || precedence.replaces(current, offered)) {
      typings.set(object, offered);
      if (offered.layout().isScannable()) {
        pendingObjects.add(object);
      }
    }
  }

  /** Whether the typing of an object's start covers values inside it. */
  private static boolean isCovered(@Nullable Typing current, long offset, Candidate candidate) {
    return current != null
        && current.match().fills()
        && current.size() >= offset + candidate.size()
        && current.certainty().compareTo(candidate.certainty()) <= 0;
  }

  private void proposeInterior(int object, int shape, long offset, Candidate candidate) {
    Layout layout = candidate.layout();
    if (layout.opaque
        || layout.size == 0
        || candidate.count() <= 0
        || candidate.count() > (matcher.valueSize(shape) - offset) / layout.size) {
      return;
    }
    Typing current = typings.get(object);
    if (SharedBytes.areShared(current, candidate)) {
      shareBytes(object, layout, candidate.count());
    }
    if (isCovered(current, offset, candidate)) {
      return;
    }
    if (!matcher.agrees(layout, shape, offset + matcher.headerSize(shape))) {
      contradictions++;
      return;
    }
    if (isTinyBlock(shape)) {
      interiors.addTiny(object);
    } else if (interiors.add(object, offset, layout, candidate.count()) && layout.isScannable()) {
      pendingInteriors.push(new InteriorCandidate(object, offset, candidate));
    }
  }

  /**
   * Types the bytes of an object as shared ones if bytes of a layout inside it show that strings
   * and byte slices share them.
   */
  void shareBytes(int object, Layout layout, long count) {
    Typing current = typings.get(object);
    if (current != null && SharedBytes.areShared(current, layout, count)) {
      typings.set(object, sharedBytes.share(current));
    }
  }

  private boolean isTinyBlock(int shape) {
    return matcher.shape(shape).size() == SizeClasses.TINY_BLOCK_SIZE
        && matcher.shape(shape).pointers() == 0;
  }
}
