package dev.godump.types.inference;

import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectBytes;
import dev.godump.graph.ObjectTable;
import dev.godump.graph.Shape;
import dev.godump.types.Certainty;
import dev.godump.types.inference.ObjectTypings.Typing;
import dev.godump.types.layout.ChannelOffsets;
import dev.godump.types.layout.HashMapOffsets;
import dev.godump.types.layout.Layouts;
import dev.godump.types.layout.MapExtraOffsets;
import dev.godump.types.layout.Match;
import dev.godump.types.layout.RecognizedStructure;
import dev.godump.types.layout.RecognizedStructure.Kind;
import dev.godump.types.layout.RuntimeLayouts;
import dev.godump.types.layout.SlotMatcher;
import dev.godump.types.layout.StructureRecognizer;
import dev.godump.types.layout.SwissMapOffsets;
import dev.godump.types.layout.SwissTableOffsets;
import dev.godump.types.program.KnownTypes;
import dev.godump.types.program.ObjectWords;
import java.io.IOException;
import java.util.Optional;

/**
 * Guesses maps, channels and closures without an executable: maps and channels by the invariants of
 * {@link StructureRecognizer}, closures by a first word that is the entry of a function on a stack.
 * Types of keys and elements stay unknown: {@code map<?,?>}.
 */
final class StructureGuesses {
  /** Type arguments in the names of a map's parts. */
  private static final String UNKNOWN_ARGUMENTS = "<?,?>";

  private static final int LARGEST_CLOSURE = 256;

  private final HeapGraph graph;
  private final ObjectTable objects;
  private final KnownTypes known;
  private final Layouts layouts;
  private final SlotMatcher matcher;
  private final ObjectTypings typings;
  private final Propagation propagation;
  private final StructureRecognizer recognizer;
  private final ObjectBytes bytes;
  private final ObjectWords directories;
  private final int word;
  private final HashMapOffsets hashMap;
  private final MapExtraOffsets mapExtra;
  private final SwissMapOffsets swissMap;
  private final SwissTableOffsets swissTable;
  private final ChannelOffsets channel;

  StructureGuesses(InferenceContext context, Propagation propagation) {
    this.graph = context.graph();
    this.objects = context.graph().objects();
    this.known = context.known();
    this.layouts = context.layouts();
    this.matcher = context.matcher();
    this.typings = context.typings();
    this.propagation = propagation;
    this.recognizer = new StructureRecognizer(graph);
    this.bytes = new ObjectBytes(graph);
    this.directories = context.words();
    this.word = context.wordSize();
    this.hashMap = HashMapOffsets.of(word, context.minor());
    this.mapExtra = MapExtraOffsets.of(word);
    this.swissMap = SwissMapOffsets.of(word);
    this.swissTable = SwissTableOffsets.of(word);
    this.channel = ChannelOffsets.of(word, context.minor());
  }

  /** Guesses maps, channels and closures among the untyped objects. */
  void run() throws IOException {
    for (int id = 0; id < objects.count(); id++) {
      Shape shape = matcher.shape(graph.shapeIndex(id));
      if (shape.size() > LARGEST_CLOSURE || typings.isTyped(id)) {
        continue;
      }
      boolean header = mayBeMap(shape) || mayBeChannel(id, shape);
      Optional<RecognizedStructure> structure =
          header ? recognizer.recognize(id) : Optional.empty();
      if (structure.isPresent()) {
        name(structure.get());
      } else if (shape.pointers() > 0 && shape.offsets()[0] > 0) {
        closure(id);
      }
    }
  }

  private boolean mayBeMap(Shape shape) {
    long[] at = shape.offsets();
    if (layouts.hasSwissMaps()) {
      return shape.size() == matcher.slotSize(swissMap.size(), true)
          && shape.pointers() == 1
          && at[0] == swissMap.dirPtr();
    }
    return shape.size() == matcher.slotSize(hashMap.size(), true)
        && shape.pointers() == 3
        && at[0] == hashMap.buckets()
        && at[2] == hashMap.extra();
  }

  /**
   * Whether an object may be a channel's header: it has the pointers of one, or none and a buffer
   * in the object itself.
   */
  private boolean mayBeChannel(int id, Shape shape) throws IOException {
    boolean queues = shape.pointers() >= 5 && shape.offsets()[0] == channel.buf();
    if (shape.size() < channel.size()
        || shape.size() > StructureRecognizer.LARGEST_HEADER
        || (shape.pointers() > 0 && !queues)) {
      return false;
    }
    bytes.open(id);
    long buffer = bytes.word(channel.buf());
    return shape.pointers() > 0
        || (buffer > objects.address(id) && buffer <= objects.address(id) + shape.size());
  }

  private void guess(long address, String name, long count) {
    long location = objects.locate(address);
    if (location == ObjectTable.NONE) {
      return;
    }
    int id = ObjectTable.idOf(location);
    Typing typing = typings.get(id);
    if (typing == null || layouts.descriptorByUnnamed().containsKey(typing.layout())) {
      typings.set(id, new Typing(layouts.opaque(name, 0), count, Certainty.GUESS, Match.EXACT));
    }
  }

  private void name(RecognizedStructure structure) throws IOException {
    long address = objects.address(structure.header());
    bytes.open(structure.header());
    if (structure.kind() == Kind.CHANNEL) {
      propagation.propose(
          address,
          Candidate.single(layouts.opaque(RuntimeLayouts.UNTYPED_CHANNEL, 0), Certainty.GUESS));
    } else if (layouts.hasSwissMaps()) {
      guess(address, "map" + UNKNOWN_ARGUMENTS, 1);
      swiss(bytes.word(swissMap.dirPtr()), bytes.word(swissMap.dirLen()));
    } else {
      guess(address, "hash" + UNKNOWN_ARGUMENTS, 1);
      long buckets = 1L << bytes.number(hashMap.logBuckets(), 1);
      guess(bytes.word(hashMap.buckets()), "bucket" + UNKNOWN_ARGUMENTS, buckets);
      extra(bytes.word(hashMap.extra()));
      structure
          .objects()
          .intStream()
          .sorted()
          .forEach(id -> guess(objects.address(id), "bucket" + UNKNOWN_ARGUMENTS, 1));
    }
  }

  /** Guesses a runtime.mapextra and its two lists of overflow buckets (runtime/map.go). */
  private void extra(long address) throws IOException {
    guess(address, "runtime.mapextra", 1);
    int id = address == 0 ? ObjectTable.NONE : objects.find(address);
    if (id != ObjectTable.NONE && objects.size(id) >= mapExtra.size()) {
      bytes.open(id);
      long lists = bytes.word(MapExtraOffsets.OVERFLOW);
      long oldLists = bytes.word(mapExtra.oldoverflow());
      overflowList(lists);
      overflowList(oldLists);
    }
  }

  private void overflowList(long address) throws IOException {
    guess(address, "[]*runtime.bmap", 1);
    int id = address == 0 ? ObjectTable.NONE : objects.find(address);
    if (id != ObjectTable.NONE && objects.size(id) >= 3L * word) {
      bytes.open(id);
      long array = bytes.word(0);
      guess(array, "*runtime.bmap", bytes.word(2L * word));
    }
  }

  private void swiss(long directory, long length) throws IOException {
    if (length == 0) {
      guess(directory, "group" + UNKNOWN_ARGUMENTS, 1);
      return;
    }
    guess(directory, "*table" + UNKNOWN_ARGUMENTS, length);
    int id = objects.find(directory);
    directories.open(id);
    long[] tables = new long[(int) Math.min(length, directories.size() / word)];
    for (int i = 0; i < tables.length; i++) {
      tables[i] = directories.word((long) i * word);
    }
    for (long table : tables) {
      int found = table == 0 ? ObjectTable.NONE : objects.find(table);
      if (found != ObjectTable.NONE
          && objects.size(found) >= swissTable.size()
          && !typings.isTyped(found)) {
        guess(table, "table" + UNKNOWN_ARGUMENTS, 1);
        bytes.open(found);
        long mask = bytes.number(swissTable.lengthMask(), 8);
        if (mask >= 0 && mask < 1L << 32) {
          guess(bytes.word(swissTable.groups()), "group" + UNKNOWN_ARGUMENTS, mask + 1);
        }
      }
    }
  }

  private void closure(int id) throws IOException {
    bytes.open(id);
    if (known.nameOfFunction(bytes.word(0)).isPresent()) {
      propagation.propose(
          objects.address(id), Candidate.single(layouts.unresolvedClosure(), Certainty.GUESS));
    }
  }
}
