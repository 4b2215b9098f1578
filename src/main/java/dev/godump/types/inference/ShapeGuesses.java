package dev.godump.types.inference;

import dev.godump.binary.type.GoType;
import dev.godump.graph.ObjectBytes;
import dev.godump.graph.ObjectTable;
import dev.godump.graph.Shape;
import dev.godump.types.Certainty;
import dev.godump.types.inference.ObjectTypings.Typing;
import dev.godump.types.layout.ByteLayouts;
import dev.godump.types.layout.Closures;
import dev.godump.types.layout.Fit;
import dev.godump.types.layout.InterfaceWords;
import dev.godump.types.layout.Layout;
import dev.godump.types.layout.Layout.Form;
import dev.godump.types.layout.Layouts;
import dev.godump.types.layout.ShapeCandidates;
import dev.godump.types.layout.SlotMatcher;
import dev.godump.types.layout.SwissMapOffsets;
import dev.godump.types.layout.SwissTableOffsets;
import dev.godump.types.program.KnownTypes;
import java.io.IOException;
import java.util.List;

/**
 * Guesses the types of untyped objects. A guess is the only type of the program that fits the
 * object's pointers and size and the objects that it points at.
 */
final class ShapeGuesses {
  /** The most elements of an array to examine. */
  private static final int MOST_ELEMENTS = 16;

  /** Score of a value that doesn't fit. */
  private static final int MISFIT = -1;

  /** Score of a reference to an object that has the right type already. */
  private static final int STRONG = 4;

  /** The most references of a value to examine. */
  private static final int MOST_REFERENCES = 256;

  private final ObjectTable objects;
  private final KnownTypes known;
  private final Layouts layouts;
  private final InterfaceWords interfaces;
  private final SlotMatcher matcher;
  private final ObjectTypings typings;
  private final Propagation propagation;
  private final ObjectBytes bytes;
  private final int word;
  private final SwissMapOffsets swissMap;
  private final SwissTableOffsets swissTable;

  private final ShapeCandidates shapeCandidates;

  ShapeGuesses(InferenceContext context, Propagation propagation) {
    this.objects = context.graph().objects();
    this.known = context.known();
    this.layouts = context.layouts();
    this.interfaces = context.interfaces();
    this.matcher = context.matcher();
    this.typings = context.typings();
    this.propagation = propagation;
    this.bytes = new ObjectBytes(context.graph());
    this.word = context.wordSize();
    this.swissMap = SwissMapOffsets.of(word);
    this.swissTable = SwissTableOffsets.of(word);
    this.shapeCandidates = new ShapeCandidates(known, layouts, matcher);
  }

  /**
   * Guesses the types of untyped objects.
   *
   * @return whether any was guessed
   */
  boolean run() throws IOException {
    boolean any = false;
    for (int id = typings.nextUntyped(0); id < objects.count(); id = typings.nextUntyped(id + 1)) {
      int shape = typings.shape(id);
      List<Layout> candidates = shapeCandidates.layoutsFor(shape);
      if (!candidates.isEmpty() || startsWithPointers(shape)) {
        any |= guess(id, shape, candidates);
      }
    }
    return any;
  }

  private boolean guess(int id, int shape, List<Layout> candidates) throws IOException {
    bytes.open(id);
    int header = matcher.headerSize(shape);
    Layout best = null;
    int bestScore = MISFIT;
    boolean several = false;
    for (Layout candidate : candidates) {
      int score = score(candidate, header, matcher.match(candidate, shape, 1, false).count());
      if (score != MISFIT && score >= bestScore) {
        several = score == bestScore;
        best = candidate;
        bestScore = score;
      }
    }
    if (best == null) {
      return guessPointerArray(id, shape);
    }
    if (several && Closures.isClosureType(best.type)) {
      several = known.nameOfFunction(bytes.word(header)).isEmpty();
    }
    if (several) {
      return guessPointerArray(id, shape);
    }
    if (Closures.isClosureType(best.type)) {
      propagation.propose(
          objects.address(id) + header,
          Candidate.single(layouts.unresolvedClosure(), Certainty.GUESS));
      return typings.isTyped(id);
    }
    long count = matcher.match(best, shape, 1, false).count();
    if (best.role == Layout.Role.MAP_GROUPS) {
      count = Long.highestOneBit(count);
    }
    propagation.propose(
        objects.address(id) + header, Candidate.exactly(count, best, Certainty.GUESS));
    return typings.isTyped(id);
  }

  private boolean startsWithPointers(int shapeIndex) {
    Shape shape = matcher.shape(shapeIndex);
    long header = matcher.headerSize(shapeIndex);
    return shape.pointers() > 1
        && shape.offsets()[0] == header
        && shape.offsets()[1] == header + word;
  }

  /** Guesses an array of pointers if all typed targets have the same type. */
  private boolean guessPointerArray(int id, int shapeIndex) throws IOException {
    Shape shape = matcher.shape(shapeIndex);
    int header = matcher.headerSize(shapeIndex);
    if (!startsWithPointers(shapeIndex)) {
      return false;
    }
    Layout common = null;
    for (int i = 0; i < Math.min(shape.pointers(), MOST_REFERENCES); i++) {
      long location = objects.locate(bytes.word(header + (long) i * word));
      if (location == ObjectTable.NONE) {
        continue;
      }
      int target = ObjectTable.idOf(location);
      Typing typing = typings.get(target);
      boolean start = ObjectTable.offsetOf(location) == matcher.headerSize(typings.shape(target));
      if (!start
          || typing == null
          || typing.count() != 1
          || typing.layout().opaque
          || (common != null && common != typing.layout())) {
        return false;
      }
      common = typing.layout();
    }
    if (common == null
        || common.form != Form.VALUE
        || common.role == Layout.Role.RESOLVED_CLOSURE) {
      return false;
    }
    Layout pointer = layouts.pointer(common);
    Fit fit = matcher.match(pointer, shapeIndex, 1, false);
    if (!fit.match().fills()) {
      return false;
    }
    propagation.propose(
        objects.address(id) + header, Candidate.exactly(fit.count(), pointer, Certainty.GUESS));
    return typings.isTyped(id);
  }

  /**
   * Scores values of a layout in the object that was opened last by its references: higher if more
   * of them point at fitting objects, {@link #MISFIT} if one points at an object that doesn't fit.
   */
  private int score(Layout layout, int header, long count) throws IOException {
    if (layout.form == Form.SWISS_MAP) {
      return scoreSwissMap(layout, header);
    }
    int score = 0;
    for (long i = 0; i < Math.min(count, MOST_ELEMENTS); i++) {
      for (int ref = 0; ref < Math.min(layout.references.length, MOST_REFERENCES); ref++) {
        long at = header + i * layout.size + layout.referenceOffsets[ref];
        if (!bytes.hasWord(at)) {
          return score;
        }
        int one = scoreReference(layout, ref, at);
        if (one == MISFIT) {
          return MISFIT;
        }
        score += one;
      }
    }
    return score;
  }

  private int scoreReference(Layout layout, int reference, long at) throws IOException {
    long value = bytes.word(at);
    long second = bytes.hasWord(at + word) ? bytes.word(at + word) : 0;
    return switch (layout.references[reference]) {
      case POINTER, MAP, CHANNEL ->
          value == 0 ? 0 : scoreTarget(value, layouts.target(layout, reference), 1);
      case STRING -> {
        boolean valid = value == 0 ? second == 0 : second >= 0 && second < 1L << 40;
        yield !valid
            ? MISFIT
            : value == 0 ? 0 : scoreTarget(value, layouts.bytes().string(), second);
      }
      case SLICE -> scoreSlice(layout, reference, at, value, second);
      case INTERFACE ->
          value == 0
              ? second == 0 ? 0 : MISFIT
              : interfaces.linkedValueOf(value) != null ? STRONG : MISFIT;
      default -> 0;
    };
  }

  private int scoreSlice(Layout layout, int reference, long at, long data, long length)
      throws IOException {
    long capacity = bytes.hasWord(at + 2L * word) ? bytes.word(at + 2L * word) : 0;
    if (length < 0 || length > capacity || capacity >= 1L << 40 || (data == 0 && capacity != 0)) {
      return MISFIT;
    }
    return capacity == 0 ? 0 : scoreTarget(data, layouts.target(layout, reference), capacity);
  }

  /**
   * Scores values of a layout at an address.
   *
   * @return {@link #MISFIT} if they don't fit there; 0 if they may, as outside the heap; more if
   *     the object there has this type already, or is just as large
   */
  private int scoreTarget(long address, Layout layout, long count) {
    long location = objects.locate(address);
    if (location == ObjectTable.NONE || layout.opaque || count == 0) {
      return 0;
    }
    int id = ObjectTable.idOf(location);
    int shape = typings.shape(id);
    long offset = ObjectTable.offsetOf(location) - matcher.headerSize(shape);
    if (offset < 0
        || (layout.size > 0
            && count
                > (matcher.shape(shape).size() - matcher.headerSize(shape) - offset)
                    / layout.size)) {
      return MISFIT;
    }
    if (offset > 0) {
      return matcher.agrees(layout, shape, offset + matcher.headerSize(shape)) ? 0 : MISFIT;
    }
    Typing typing = typings.get(id);
    if (typing != null && typing.match().fills() && typing.certainty() != Certainty.GUESS) {
      boolean same = ByteLayouts.includes(typing.layout(), layout);
      return same
          ? STRONG
          : TypingPrecedence.related(typing.layout(), layout) || layout.isLaidOutByRuntime()
              ? 0
              : MISFIT;
    }
    return switch (matcher.match(layout, shape, count, false).match()) {
      case NONE -> MISFIT;
      case PREFIX, FILLS_UNCOUNTED -> 0;
      case EXACT -> layout.pointerOffsets.length + count > 1 ? 1 : 0;
    };
  }

  private int scoreSwissMap(Layout layout, int header) throws IOException {
    long directory = bytes.word(header + (long) swissMap.dirPtr());
    long length = bytes.word(header + (long) swissMap.dirLen());
    GoType map = layout.mapOrChannel;
    GoType groups = map == null ? null : map.groups();
    if (groups == null || directory == 0) {
      return MISFIT;
    }
    if (length == 0) {
      return scoreTarget(directory, layouts.layoutOf(groups), 1);
    }
    long location = objects.locate(directory);
    if (location == ObjectTable.NONE || length < 0) {
      return MISFIT;
    }
    ObjectBytes peek = interfaces.peek();
    int id = ObjectTable.idOf(location);
    peek.open(id);
    long table = objects.locate(peek.word(matcher.headerSize(typings.shape(id))));
    if (table == ObjectTable.NONE) {
      return MISFIT;
    }
    peek.open(ObjectTable.idOf(table));
    return peek.size() < swissTable.size()
        ? MISFIT
        : scoreTarget(peek.word(swissTable.groups()), layouts.layoutOf(groups), 1);
  }
}
