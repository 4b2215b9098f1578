package dev.godump.types.inference;

import dev.godump.binary.type.GoType;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectBytes;
import dev.godump.graph.ObjectTable;
import dev.godump.types.Certainty;
import dev.godump.types.layout.InterfaceWords;
import dev.godump.types.layout.Layout;
import dev.godump.types.layout.Layout.Form;
import dev.godump.types.layout.Layouts;
import dev.godump.types.layout.SlotMatcher;
import dev.godump.types.program.KnownTypes;
import dev.godump.types.program.TypedWords;
import java.io.IOException;
import java.util.Optional;

/**
 * Goes through values of known types for what they lead to, and offers that: fields, and what the
 * runtime's structures say.
 */
final class ValueWalk {
  private static final int FLAG_INDIRECT = 1 << 7;

  private final ObjectTable objects;
  private final KnownTypes known;
  private final Layouts layouts;
  private final InterfaceWords interfaces;
  private final SlotMatcher matcher;
  private final ObjectTypings typings;
  private final TypeEvidence evidence;
  private final int word;

  ValueWalk(
      HeapGraph graph,
      KnownTypes known,
      Layouts layouts,
      InterfaceWords interfaces,
      SlotMatcher matcher,
      ObjectTypings typings,
      TypeEvidence evidence) {
    this.objects = graph.objects();
    this.known = known;
    this.layouts = layouts;
    this.interfaces = interfaces;
    this.matcher = matcher;
    this.typings = typings;
    this.evidence = evidence;
    this.word = matcher.wordSize();
  }

  /** Goes through values in a row. */
  void values(TypedWords from, long start, Layout layout, long count, Certainty certainty)
      throws IOException {
    if (layout.form != Form.VALUE) {
      structure(from, start, layout, certainty);
    }
    int slots = layout.references.length;
    if (slots == 0) {
      return;
    }
    long base = start;
    for (long i = 0; i < count; i++, base += layout.size) {
      for (int slot = 0; slot < slots; slot++) {
        long at = base + layout.referenceOffsets[slot];
        if (!from.hasWord(at)) {
          return;
        }
        long value = from.word(at);
        if (value != 0) {
          slot(from, at, value, layout, slot, certainty);
        }
      }
    }
  }

  private void slot(
      TypedWords from, long at, long value, Layout layout, int slot, Certainty certainty)
      throws IOException {
    switch (layout.references[slot]) {
      case POINTER, CHANNEL ->
          evidence.propose(value, layouts.target(layout, slot), 1, false, certainty);
      case MAP -> evidence.propose(value, layouts.target(layout, slot), 1, true, certainty);
      case STRING -> {
        if (from.hasWord(at + word)) {
          evidence.propose(
              value, layouts.target(layout, slot), from.word(at + word), false, certainty);
        }
      }
      case SLICE -> {
        if (from.hasWord(at + 2L * word)) {
          evidence.propose(
              value, layouts.target(layout, slot), from.word(at + 2L * word), false, certainty);
        } else {
          uncounted(value, layouts.target(layout, slot), certainty);
        }
      }
      case INTERFACE -> {
        if (from.hasWord(at + word)) {
          hold(interfaces.valueOf(value), from.word(at + word), certainty);
        }
      }
      case FUNCTION -> evidence.propose(value, layouts.closure(), 1, true, certainty);
      case COUNTED -> {
        if (from.hasWord(at + word)) {
          evidence.propose(
              value, layouts.target(layout, slot), from.word(at + word), true, certainty);
        }
      }
      case REFLECTED -> {
        if (from.hasWord(at + 2L * word)) {
          reflected(value, from.word(at + word), from.word(at + 2L * word), certainty);
        }
      }
      case TRIE_NODE -> trieNode(value, layout.operands[slot], certainty);
      case ANY_CHANNEL -> anyChannel(value, layouts.target(layout, slot), certainty);
      default -> throw new IllegalStateException(layout.references[slot].name());
    }
  }

  /**
   * A slice of which only the pointer is kept: of variables that the compiler knows the lengths of,
   * their frames have no more. What fills the array is told by its pointers, else a guess.
   */
  private void uncounted(long address, Layout elem, Certainty certainty) {
    long location = objects.locate(address);
    if (location >= 0 && elem.size > 0) {
      int shape = typings.shape(ObjectTable.idOf(location));
      boolean told = elem.pointerOffsets.length > 0;
      long most = matcher.shape(shape).size() / elem.size;
      evidence.proposeAt(
          location, elem, told ? 1 : most, false, told ? certainty : Certainty.GUESS);
    }
  }

  /**
   * What may be the two words of an interface.
   *
   * @param first an itab's address or a type descriptor's, if it is one
   */
  void dynamic(long first, long data, Certainty certainty) {
    hold(interfaces.linkedValueOf(first), data, certainty);
  }

  private void hold(InterfaceWords.DynamicValue held, long data, Certainty certainty) {
    if (held != null && data != 0) {
      Certainty sure =
          certainty == Certainty.GUESS
              ? Certainty.GUESS
              : held.named() ? Certainty.EXACT : Certainty.GUESS;
      switch (held.dataWord()) {
        case BOXED -> evidence.propose(data, held.layout(), 1, true, sure);
        case POINTER -> evidence.propose(data, held.layout(), 1, false, sure);
        case CLOSURE -> evidence.propose(data, layouts.closure(), 1, true, sure);
        case MAP_OR_CHANNEL -> evidence.propose(data, held.layout(), 1, true, sure);
        default -> {
          // nothing can be told of what it points at
        }
      }
    }
  }

  private void reflected(long type, long pointer, long flags, Certainty certainty) {
    if ((flags & FLAG_INDIRECT) != 0) {
      known
          .at(type)
          .ifPresent(t -> evidence.propose(pointer, layouts.layoutOf(t), 1, false, certainty));
    } else {
      hold(interfaces.valueOf(type), pointer, certainty);
    }
  }

  /**
   * A node of a HashTrieMap is an inner one or an entry (internal/sync/hashtriemap.go,
   * unique/hashtriemap.go).
   */
  private void trieNode(long address, GoType node, Certainty certainty) throws IOException {
    long location = objects.locate(address);
    if (location < 0) {
      return;
    }
    String owner = node.name().substring(0, node.name().indexOf("node["));
    String arguments = node.name().substring(node.name().indexOf('['));
    ObjectBytes peek = interfaces.peek();
    peek.open(ObjectTable.idOf(location));
    boolean entry = peek.number(ObjectTable.offsetOf(location), 1) != 0;
    known
        .named(owner + (entry ? "entry" : "indirect") + arguments)
        .ifPresent(type -> evidence.propose(address, layouts.layoutOf(type), 1, false, certainty));
  }

  /** The runtime's own pointers to channels don't say of what, but the channel does. */
  private void anyChannel(long address, Layout header, Certainty certainty) throws IOException {
    long location = objects.locate(address);
    if (location < 0 || ObjectTable.offsetOf(location) != 0) {
      return;
    }
    ObjectBytes peek = interfaces.peek();
    peek.open(ObjectTable.idOf(location));
    Optional<GoType> elem =
        peek.hasWord(layouts.channelElementTypeOffset())
            ? known.at(peek.word(layouts.channelElementTypeOffset()))
            : Optional.empty();
    evidence.propose(
        address, elem.map(layouts::channelHeaderOf).orElse(header), 1, elem.isPresent(), certainty);
  }

  private void structure(TypedWords from, long start, Layout layout, Certainty certainty)
      throws IOException {
    GoType subject = layout.mapOrChannel;
    switch (layout.form) {
      case HASH_MAP -> hashMap(from, start, subject, certainty);
      case SWISS_MAP -> swissMap(from, start, subject, certainty);
      case SWISS_TABLE -> groups(from, start, subject, certainty);
      case CHANNEL -> channel(from, start, subject, certainty);
      default -> {
        // nothing but its words
      }
    }
  }

  private void hashMap(TypedWords from, long start, GoType map, Certainty certainty)
      throws IOException {
    long first = start + (word == 8 ? 16 : 12);
    long logBuckets = from.number(start + word + 1, 1);
    if (map.groups() == null || logBuckets >= 40) {
      return;
    }
    boolean growsSame = (from.number(start + word, 1) & 8) != 0;
    Layout bucket = layouts.layoutOf(map.groups());
    buckets(from.word(first), bucket, 1L << logBuckets, certainty);
    buckets(
        from.word(first + word),
        bucket,
        1L << Math.max(0, growsSame ? logBuckets : logBuckets - 1),
        certainty);
  }

  /** Buckets are made in one array, with some more behind them for overflow if they are many. */
  private void buckets(long address, Layout bucket, long count, Certainty certainty) {
    long location = address == 0 ? -1 : objects.locate(address);
    if (location < 0) {
      return;
    }
    int id = ObjectTable.idOf(location);
    int shape = typings.shape(id);
    long offset = ObjectTable.offsetOf(location) - matcher.headerSize(shape);
    long room =
        (matcher.shape(shape).size() - matcher.headerSize(shape)) / Math.max(1, bucket.size);
    if (offset != 0
        || bucket.size == 0
        || room < count
        || matcher.tiling(bucket, shape) == SlotMatcher.NOT) {
      evidence.countContradiction();
      return;
    }
    evidence.assign(id, typings.get(id), bucket, count, certainty, SlotMatcher.WHOLE);
  }

  private void swissMap(TypedWords from, long start, GoType map, Certainty certainty)
      throws IOException {
    long directory = from.word(start + 8 + word);
    long length = from.word(start + 8 + 2L * word);
    if (map.groups() == null || directory == 0) {
      return;
    }
    if (length == 0) {
      evidence.propose(directory, layouts.layoutOf(map.groups()), 1, true, certainty);
    } else if (length > 0 && length < 1L << 40) {
      evidence.propose(directory, layouts.directoryEntry(map), length, true, certainty);
      layouts.mapTable(map);
    }
  }

  private void groups(TypedWords from, long start, GoType map, Certainty certainty)
      throws IOException {
    long mask = from.number(start + 8 + 2L * word, 8);
    if (map.groups() != null && mask >= 0 && mask < 1L << 32) {
      evidence.propose(
          from.word(start + 8 + word), layouts.layoutOf(map.groups()), mask + 1, true, certainty);
    }
  }

  private void channel(TypedWords from, long start, GoType channel, Certainty certainty)
      throws IOException {
    long capacity = from.word(start + word);
    if (channel.elem() == null || capacity <= 0 || capacity > 1L << 37) {
      return;
    }
    Layout elem = layouts.layoutOf(channel.elem());
    if (elem.pointerOffsets.length > 0) {
      evidence.propose(
          from.word(start + 2L * word),
          elem,
          capacity,
          true,
          certainty == Certainty.GUESS ? certainty : Certainty.EXACT);
    }
  }
}
