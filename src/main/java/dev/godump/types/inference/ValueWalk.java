package dev.godump.types.inference;

import dev.godump.binary.type.GoType;
import dev.godump.graph.ObjectBytes;
import dev.godump.graph.ObjectTable;
import dev.godump.types.Certainty;
import dev.godump.types.inference.ObjectTypings.Typing;
import dev.godump.types.layout.ChannelOffsets;
import dev.godump.types.layout.HashMapOffsets;
import dev.godump.types.layout.InterfaceWords;
import dev.godump.types.layout.InterfaceWords.DynamicValue;
import dev.godump.types.layout.Layout;
import dev.godump.types.layout.Layout.Form;
import dev.godump.types.layout.Layouts;
import dev.godump.types.layout.Match;
import dev.godump.types.layout.SlotMatcher;
import dev.godump.types.layout.SwissMapOffsets;
import dev.godump.types.layout.SwissTableOffsets;
import dev.godump.types.program.KnownTypes;
import dev.godump.types.program.TypedWords;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Follows all references of values in objects, segments and frames, including those of maps and
 * channels, and proposes types for the targets. Compiles layouts as it needs them.
 */
final class ValueWalk extends ReferenceWalk {
  /** A reflect.Value has a pointer to the value (reflect/value.go flagIndir). */
  private static final int FLAG_INDIRECT = 1 << 7;

  private final ObjectTable objects;
  private final KnownTypes known;
  private final Layouts layouts;
  private final InterfaceWords interfaces;
  private final SlotMatcher matcher;
  private final ObjectTypings typings;
  private final TypeEvidence evidence;
  private final HashMapOffsets hashMap;
  private final SwissMapOffsets swissMap;
  private final SwissTableOffsets swissTable;
  private final ChannelOffsets channel;

  /** The words of the values that are being followed. */
  private TypedWords words;

  ValueWalk(InferenceContext context, TypeEvidence evidence) {
    super(context);
    this.objects = context.graph().objects();
    this.known = context.known();
    this.layouts = context.layouts();
    this.interfaces = context.interfaces();
    this.matcher = context.matcher();
    this.typings = context.typings();
    this.evidence = evidence;
    this.hashMap = HashMapOffsets.of(word, context.minor());
    this.swissMap = SwissMapOffsets.of(word);
    this.swissTable = SwissTableOffsets.of(word);
    this.channel = ChannelOffsets.of(word, context.minor());
    this.words = context.words();
  }

  /** Follows the references of consecutive values. */
  void values(TypedWords from, long start, Layout layout, long count, Certainty certainty)
      throws IOException {
    words = from;
    if (layout.form != Form.VALUE) {
      structure(start, layout, certainty);
    }
    walk(start, layout, count, certainty);
  }

  /**
   * Follows what may be the two words of an interface.
   *
   * @param typeWord an itab's address or a type descriptor's, if it is one
   */
  void dynamic(long typeWord, long data, Certainty certainty) {
    followDynamicValue(interfaces.linkedValueOf(typeWord), data, certainty);
  }

  private void followDynamicValue(@Nullable DynamicValue value, long data, Certainty certainty) {
    if (value != null) {
      proposeDynamicValue(value, data, certainty);
    }
  }

  @Override
  boolean holds(long offset) {
    return words.hasWord(offset);
  }

  @Override
  long word(long offset) throws IOException {
    return words.word(offset);
  }

  @Override
  Layout target(Layout layout, int reference) {
    return layouts.target(layout, reference);
  }

  @Override
  boolean proposeExactly(long count, Layout layout, long address, Certainty certainty) {
    evidence.propose(address, Candidate.exactly(count, layout, certainty));
    return true;
  }

  @Override
  boolean proposeAtLeast(long count, Layout layout, long address, Certainty certainty) {
    evidence.propose(address, Candidate.atLeast(count, layout, certainty));
    return true;
  }

  /**
   * Frames keep only the pointer of a slice if the compiler knows the length. The length follows
   * from the array's pointers, or is guessed from its size.
   */
  @Override
  boolean proposeUncounted(long address, Layout elem, Certainty certainty) {
    long location = objects.locate(address);
    if (location != ObjectTable.NONE && elem.size > 0) {
      int shape = typings.shape(ObjectTable.idOf(location));
      long most = matcher.shape(shape).size() / elem.size;
      evidence.proposeAt(
          location,
          elem.pointerOffsets.length > 0
              ? Candidate.first(elem, certainty)
              : Candidate.atLeast(most, elem, Certainty.GUESS));
    }
    return true;
  }

  @Override
  boolean followInterface(long typeWord, long data, Certainty certainty) {
    followDynamicValue(interfaces.valueOf(typeWord), data, certainty);
    return true;
  }

  @Override
  boolean followReflectValue(long type, long pointer, long flags, Certainty certainty) {
    if ((flags & FLAG_INDIRECT) != 0) {
      known
          .at(type)
          .ifPresent(
              t -> evidence.propose(pointer, Candidate.first(layouts.layoutOf(t), certainty)));
    } else {
      followDynamicValue(interfaces.valueOf(type), pointer, certainty);
    }
    return true;
  }

  /**
   * A node of a HashTrieMap is an inner one or an entry (internal/sync/hashtriemap.go,
   * unique/hashtriemap.go).
   */
  @Override
  boolean followTrieNode(long address, GoType node, Certainty certainty) throws IOException {
    long location = objects.locate(address);
    if (location == ObjectTable.NONE) {
      return true;
    }
    String owner = node.name().substring(0, node.name().indexOf("node["));
    String arguments = node.name().substring(node.name().indexOf('['));
    ObjectBytes peek = interfaces.peek();
    peek.open(ObjectTable.idOf(location));
    boolean entry = peek.number(ObjectTable.offsetOf(location), 1) != 0;
    known
        .named(owner + (entry ? "entry" : "indirect") + arguments)
        .ifPresent(
            type -> evidence.propose(address, Candidate.first(layouts.layoutOf(type), certainty)));
    return true;
  }

  /** Reads the element type from the channel's header. */
  @Override
  boolean followUntypedChannel(long address, Layout header, Certainty certainty)
      throws IOException {
    long location = objects.locate(address);
    if (location == ObjectTable.NONE || ObjectTable.offsetOf(location) != 0) {
      return true;
    }
    ObjectBytes peek = interfaces.peek();
    peek.open(ObjectTable.idOf(location));
    Optional<GoType> elem =
        peek.hasWord(channel.elemtype())
            ? known.at(peek.word(channel.elemtype()))
            : Optional.empty();
    evidence.propose(
        address,
        elem.isPresent()
            ? Candidate.single(layouts.channels().headerOf(elem.get()), certainty)
            : Candidate.first(header, certainty));
    return true;
  }

  private void structure(long start, Layout layout, Certainty certainty) throws IOException {
    GoType type = layout.mapOrChannel;
    if (type == null) {
      return;
    }
    switch (layout.form) {
      case HASH_MAP -> hashMap(start, type, certainty);
      case SWISS_MAP -> swissMap(start, type, certainty);
      case SWISS_TABLE -> groups(start, type, certainty);
      case CHANNEL -> channel(start, type, certainty);
      case VALUE, CLOSURE -> {
        // all they refer to is in their references
      }
    }
  }

  private void hashMap(long start, GoType map, Certainty certainty) throws IOException {
    long logBuckets = words.number(start + hashMap.logBuckets(), 1);
    if (map.groups() == null || logBuckets >= 40) {
      return;
    }
    boolean growsSame =
        (words.number(start + hashMap.flags(), 1) & HashMapOffsets.SAME_SIZE_GROW) != 0;
    long oldLogBuckets = growsSame ? logBuckets : Math.max(0, logBuckets - 1);
    Layout bucket = layouts.layoutOf(map.groups());
    buckets(word(start + hashMap.buckets()), bucket, 1L << logBuckets, certainty);
    buckets(word(start + hashMap.oldbuckets()), bucket, 1L << oldLogBuckets, certainty);
  }

  /** Buckets are allocated as one array, with more at its end for overflow if they are many. */
  private void buckets(long address, Layout bucket, long count, Certainty certainty) {
    long location = address == 0 ? ObjectTable.NONE : objects.locate(address);
    if (location == ObjectTable.NONE) {
      return;
    }
    int object = ObjectTable.idOf(location);
    int shape = typings.shape(object);
    if (ObjectTable.offsetOf(location) != matcher.headerSize(shape)
        || bucket.size == 0
        || count > matcher.valueSize(shape) / bucket.size
        || matcher.tiling(bucket, shape) == Match.NONE) {
      evidence.countContradiction();
      return;
    }
    evidence.assign(object, new Typing(bucket, count, certainty, Match.EXACT));
  }

  private void swissMap(long start, GoType map, Certainty certainty) throws IOException {
    long directory = word(start + swissMap.dirPtr());
    long length = word(start + swissMap.dirLen());
    if (map.groups() == null || directory == 0) {
      return;
    }
    if (length == 0) {
      evidence.propose(directory, Candidate.single(layouts.layoutOf(map.groups()), certainty));
    } else if (length > 0 && length < 1L << 40) {
      evidence.propose(
          directory, Candidate.exactly(length, layouts.swissMaps().directoryEntry(map), certainty));
      layouts.swissMaps().table(map);
    }
  }

  private void groups(long start, GoType map, Certainty certainty) throws IOException {
    long mask = words.number(start + swissTable.lengthMask(), 8);
    if (map.groups() != null && mask >= 0 && mask < 1L << 32) {
      long groups = word(start + swissTable.groups());
      evidence.propose(
          groups, Candidate.exactly(mask + 1, layouts.layoutOf(map.groups()), certainty));
    }
  }

  private void channel(long start, GoType type, Certainty certainty) throws IOException {
    long capacity = word(start + channel.dataqsiz());
    if (type.elem() == null || capacity <= 0 || capacity > 1L << 37) {
      return;
    }
    Layout elem = layouts.layoutOf(type.elem());
    if (elem.pointerOffsets.length > 0) {
      Certainty sure = certainty == Certainty.GUESS ? Certainty.GUESS : Certainty.EXACT;
      evidence.propose(word(start + channel.buf()), Candidate.exactly(capacity, elem, sure));
    }
  }
}
