package dev.godump.types;

import dev.godump.binary.GoType.Kind;
import dev.godump.binary.GoType;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectBytes;
import dev.godump.graph.ObjectTable;
import dev.godump.types.Layout.Form;
import dev.godump.types.Typings.Typing;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;

/**
 * Spreads types along typed pointers until nothing new is found. What an object starts with is decided
 * by rank: what fits the whole slot before what fits a part, exact before inferred before guessed,
 * larger before smaller, what contains the other before what is contained; else the first stays. Values
 * that start inside an object of which nothing better is known are gone through as well, and noted, since
 * they may tell what an array consists of. Objects are gone through in an order that depends on nothing
 * but the dump.
 */
final class Propagation {
  private static final long OFFSET_MASK = (1L << ObjectTable.OFFSET_BITS) - 1;
  private static final Certainty[] CERTAINTIES = Certainty.values();
  private static final int FLAG_INDIRECT = 1 << 7;

  /** Objects that are gone through before what they lead to is. */
  private static final int BATCH = 1 << 12;

  private static final int WORTH_TWO_THREADS = 1 << 10;

  private final HeapGraph graph;
  private final ObjectTable objects;
  private final Layouts layouts;
  private final KnownTypes known;
  private final InterfaceWords interfaces;
  private final SlotFit fit;
  private final Typings typings;
  private final PendingObjects pending;
  private final ObjectBytes bytes;
  private final ObjectWords words;
  private final StaticValues statics;
  private final ObjectScan firstScan;
  private final ObjectScan secondScan;
  private final int word;

  /** Values inside objects that are still to be gone through: place, layout, count. */
  private final LongArrayList chunks = new LongArrayList();

  private final InsideValues inside;
  private final Verdicts verdicts = new Verdicts();

  private long conflicts;
  private long contradictions;

  Propagation(HeapGraph graph, KnownTypes known, Layouts layouts, InterfaceWords interfaces, SlotFit fit, Typings typings) {
    this.graph = graph;
    this.objects = graph.objects();
    this.known = known;
    this.layouts = layouts;
    this.interfaces = interfaces;
    this.fit = fit;
    this.typings = typings;
    this.pending = new PendingObjects(objects.count());
    this.bytes = new ObjectBytes(graph);
    this.words = new ObjectWords(bytes);
    this.word = fit.wordSize();
    this.statics = new StaticValues(graph);
    this.inside = new InsideValues(layouts, objects.count());
    this.firstScan = new ObjectScan(graph, layouts, interfaces, this, typings);
    this.secondScan = new ObjectScan(graph, layouts, interfaces, this, typings);
  }

  SlotFit fit() {
    return fit;
  }

  StaticValues statics() {
    return statics;
  }

  InsideValues inside() {
    return inside;
  }

  Verdicts verdicts() {
    return verdicts;
  }

  /** How often two types that fit contradicted each other. */
  long conflicts() {
    return conflicts;
  }

  /** How often a type was refused because the object's pointers or size are others. */
  long contradictions() {
    return contradictions;
  }

  /** How sure what a value leads to is, if so sure is the value itself. */
  static Certainty next(Certainty certainty) {
    return certainty == Certainty.EXACT ? Certainty.INFERRED : certainty;
  }

  /**
   * Notes that values lie at an address.
   *
   * @param sure whether there are exactly so many; else there may be more
   */
  void offer(long address, Layout layout, long count, boolean sure, Certainty certainty) {
    if (address == 0) {
      return;
    }
    long place = objects.place(address);
    if (place >= 0) {
      offerAt(place, layout, count, sure, certainty);
    } else if (layout.leadsOn()) {
      statics.offer(address, layout, count, certainty);
    }
  }

  private void offerAt(long place, Layout layout, long count, boolean sure, Certainty certainty) {
    int id = (int) (place >>> ObjectTable.OFFSET_BITS);
    if ((place & OFFSET_MASK) == 0 && settled(typings.get(id), layout, count, sure, certainty)) {
      return;
    }
    int shape = typings.shape(id);
    long offset = (place & OFFSET_MASK) - fit.header(shape);
    if (offset == 0) {
      atStart(id, shape, layout, count, sure, certainty);
    } else if (offset > 0) {
      insideObject(id, shape, offset, layout, count, certainty);
    }
  }

  /** Whether as much is known already. */
  static boolean settled(Typing current, Layout layout, long count, boolean sure, Certainty certainty) {
    return current != null
        && current.layout() == layout
        && current.count() >= count
        && current.fit() > SlotFit.PART
        && current.certainty().ordinal() <= certainty.ordinal()
        && !(current.fit() == SlotFit.MANY && (sure || count > 1 && count != current.count()));
  }

  private void atStart(int id, int shape, Layout layout, long count, boolean sure, Certainty certainty) {
    Typing current = typings.get(id);
    atStart(id, current, shape, layout, count, sure, certainty);
    if (current == null && typings.known(id)) {
      verdicts.put(layout, shape, count, sure, certainty, typings.number(id));
    }
  }

  private void atStart(int id, Typing current, int shape, Layout layout, long count, boolean sure, Certainty certainty) {
    if (settled(current, layout, count, sure, certainty)) {
      return;
    }
    if (layout.form == Form.CLOSURE && current != null && current.layout().name.startsWith(Layouts.CLOSURE)) {
      return;
    }
    GoType type = layout.type;
    long judged = timerStart(layout, shape) ? SlotFit.WHOLE | count << 2 : fit.judge(layout, shape, count, sure);
    boolean unnamedArray = type.kind() == Kind.ARRAY && type.length() > 1 && type.elem() != null && type.name().startsWith("[");
    if (unnamedArray && judged >>> 2 <= 1 && count == 1 && type.elem().size() > 0) {
      // one array is its elements; of several, each is a value
      atStart(id, shape, layouts.of(type.elem()), type.length(), sure, certainty);
      return;
    }
    int level = (int) judged & 3;
    if (level == SlotFit.NOT) {
      contradictions++;
      return;
    }
    long many = judged >>> 2;
    boolean guessed = level == SlotFit.MANY || many != count;
    place(id, current, layout, many, guessed ? next(certainty) : certainty, level);
  }

  /**
   * What the time package hands out as a Timer or Ticker is the start of the runtime's own structure
   * from Go 1.23 on (time/sleep.go, runtime/time.go timeTimer).
   */
  private boolean timerStart(Layout layout, int shape) {
    boolean timer = layout.name.equals("time.Timer") || layout.name.equals("time.Ticker");
    return timer && fit.shape(shape).size() <= 16L * word && fit.shape(shape).size() > layout.size && fit.agrees(layout, shape, 0);
  }

  /** Takes an object for a value of a type although its pointers seem to be others. */
  void impose(int id, Layout layout, Certainty certainty) {
    place(id, typings.get(id), layout, 1, certainty, SlotFit.WHOLE);
  }

  private void place(int id, Typing current, Layout layout, long count, Certainty certainty, int level) {
    if (current != null) {
      Typing offered = new Typing(layout, count, certainty, level);
      if (current.layout() == layout && current.count() == count) {
        if (offered.rank() > current.rank() || offered.rank() == current.rank() && level > current.fit()) {
          typings.set(id, layout, count, certainty, level);
        }
        return;
      }
      if (!replaces(current, offered)) {
        return;
      }
    }
    typings.set(id, layout, count, certainty, level);
    if (layout.leadsOn()) {
      pending.add(id);
    }
  }

  private boolean replaces(Typing current, Typing offered) {
    boolean bothWhole = current.fit() != SlotFit.PART && offered.fit() != SlotFit.PART;
    Layout one = current.layout();
    Layout other = offered.layout();
    if (one == other && bothWhole) {
      if (current.fit() != offered.fit()) {
        return offered.fit() > current.fit();
      }
      return offered.count() > current.count();
    }
    if (bothWhole && (one.saysMoreThan(other) || other.saysMoreThan(one))) {
      return other.saysMoreThan(one);
    }
    if (bothWhole && !related(one, other) && offered.certainty() != Certainty.GUESS && current.certainty() != Certainty.GUESS) {
      conflicts++;
    }
    if (offered.rank() != current.rank()) {
      return offered.rank() > current.rank();
    }
    long size = one.size * current.count();
    long otherSize = other.size * offered.count();
    if (size != otherSize) {
      return otherSize > size;
    }
    return startsWith(other.type, one.type);
  }

  /** Whether a value of one starts with one of the other. */
  static boolean related(Layout one, Layout other) {
    return startsWith(one.type, other.type) || startsWith(other.type, one.type);
  }

  /** Whether a value of a type starts with one of another. */
  private static boolean startsWith(GoType outer, GoType inner) {
    GoType type = outer;
    for (int depth = 0; depth < 16; depth++) {
      if (type.kind() == Kind.STRUCT && !type.fields().isEmpty() && type.fields().get(0).offset() == 0) {
        type = type.fields().get(0).type();
      } else if (type.kind() == Kind.ARRAY && type.elem() != null) {
        type = type.elem();
      } else {
        return false;
      }
      if (type == inner || type.name().equals(inner.name()) && type.size() == inner.size()) {
        return true;
      }
    }
    return false;
  }

  /** Whether what is known of an object's start says more than values inside it could. */
  static boolean covered(Typing current, long offset, Layout layout, long count, Certainty certainty) {
    return current != null
        && current.fit() != SlotFit.PART
        && current.layout().size * current.count() >= offset + layout.size * count
        && current.certainty().ordinal() <= certainty.ordinal();
  }

  private void insideObject(int id, int shape, long offset, Layout layout, long count, Certainty certainty) {
    if (covered(typings.get(id), offset, layout, count, certainty)) {
      return;
    }
    long size = fit.shape(shape).size() - fit.header(shape);
    if (layout.opaque || layout.size == 0 || count <= 0 || count > (size - offset) / layout.size) {
      return;
    }
    if (!fit.agrees(layout, shape, offset + fit.header(shape))) {
      contradictions++;
      return;
    }
    if (tiny(shape)) {
      inside.addTiny(id);
    } else if (inside.add(id, offset, layout, count) && layout.leadsOn()) {
      chunks.add((long) id << ObjectTable.OFFSET_BITS | offset);
      chunks.add((long) certainty.ordinal() << 32 | layout.number);
      chunks.add(count);
    }
  }

  /** Goes through all that was noted, and what that leads to. */
  void run() throws IOException {
    int[] batch = new int[BATCH];
    while (true) {
      int n = 0;
      while (n < BATCH && (batch[n] = pending.next()) >= 0) {
        n++;
      }
      if (n > 0) {
        batch(batch, n);
      } else if (!chunks.isEmpty()) {
        chunk();
      } else if (!statics.goThroughNext(this)) {
        return;
      }
    }
  }

  /**
   * Goes through objects: first through all, on two threads if they are many, for what they lead to that
   * isn't known yet; then through that, in the objects' order.
   */
  private void batch(int[] ids, int count) throws IOException {
    int half = count < WORTH_TWO_THREADS ? count : count / 2;
    ForkJoinTask<?> second = half == count ? null : ForkJoinPool.commonPool().submit(() -> secondScan.run(ids, half, count));
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
        offerAgain(ObjectScan.idOf(first), ObjectScan.offerOf(first));
      } else if (ObjectScan.isObject(first)) {
        object(ObjectScan.idOf(first));
      } else {
        long what = found.getLong(i++);
        Certainty certainty = CERTAINTIES[(int) (what >>> ObjectScan.CERTAINTY_SHIFT)];
        offerAt(first, layouts.get((int) what), found.getLong(i++), (what & ObjectScan.SURE) != 0, certainty);
      }
    }
  }

  /** Notes values at an object's start that were offered to another of its shape before. */
  private void offerAgain(int id, int offer) {
    int number = typings.number(id);
    int verdict = verdicts.typing(offer);
    if (number == 0) {
      typings.setFirst(id, verdict);
      if (typings.leadsOn(verdict)) {
        pending.add(id);
      }
    } else if (number != verdict) {
      Layout layout = layouts.get(verdicts.layout(offer));
      atStart(id, verdicts.shape(offer), layout, verdicts.count(offer), verdicts.sure(offer), verdicts.certainty(offer));
    }
  }

  private void object(int id) throws IOException {
    Typing typing = typings.get(id);
    if (typing == null) {
      return;
    }
    bytes.open(id);
    words.start = fit.header(typings.shape(id));
    if (typing.layout().form == Form.CLOSURE) {
      closure(id, typing);
      typing = typings.get(id);
      if (typing == null) {
        return;
      }
    }
    values(words, 0, typing.layout(), typing.count(), next(typing.certainty()));
  }

  private void chunk() throws IOException {
    long count = chunks.popLong();
    long what = chunks.popLong();
    long place = chunks.popLong();
    int id = (int) (place >>> ObjectTable.OFFSET_BITS);
    bytes.open(id);
    words.start = fit.header(typings.shape(id));
    values(words, place & OFFSET_MASK, layouts.get((int) what), count, next(CERTAINTIES[(int) (what >>> 32)]));
  }

  /** Names a closure by its function, whose address it starts with. */
  private void closure(int id, Typing typing) throws IOException {
    Optional<String> function = known.function(words.word(0));
    if (function.isEmpty()) {
      typings.clear(id);
      contradictions++;
      return;
    }
    int shape = typings.shape(id);
    Layout layout = interfaces.closures().of(function.get(), words.word(0), shape, layouts);
    boolean named = !function.get().startsWith(NoProgram.UNNAMED);
    typings.set(id, layout, 1, named ? typing.certainty() : Certainty.GUESS, SlotFit.WHOLE);
  }

  /** Goes through values in a row. */
  void values(TypedWords from, long start, Layout layout, long count, Certainty certainty) throws IOException {
    if (layout.form != Form.VALUE) {
      structure(from, start, layout, certainty);
    }
    int slots = layout.slots.length;
    if (slots == 0) {
      return;
    }
    long base = start;
    for (long i = 0; i < count; i++, base += layout.size) {
      for (int slot = 0; slot < slots; slot++) {
        long at = base + layout.offsets[slot];
        if (!from.holds(at)) {
          return;
        }
        long value = from.word(at);
        if (value != 0) {
          slot(from, at, value, layout, slot, certainty);
        }
      }
    }
  }

  private void slot(TypedWords from, long at, long value, Layout layout, int slot, Certainty certainty) throws IOException {
    switch (layout.slots[slot]) {
      case POINTER, CHANNEL -> offer(value, layouts.target(layout, slot), 1, false, certainty);
      case MAP -> offer(value, layouts.target(layout, slot), 1, true, certainty);
      case STRING -> {
        if (from.holds(at + word)) {
          offer(value, layouts.target(layout, slot), from.word(at + word), false, certainty);
        }
      }
      case SLICE -> {
        if (from.holds(at + 2L * word)) {
          offer(value, layouts.target(layout, slot), from.word(at + 2L * word), false, certainty);
        }
      }
      case INTERFACE -> {
        if (from.holds(at + word)) {
          hold(interfaces.heldBy(value), from.word(at + word), certainty);
        }
      }
      case FUNCTION -> offer(value, layouts.closure(), 1, true, certainty);
      case COUNTED -> {
        if (from.holds(at + word)) {
          offer(value, layouts.target(layout, slot), from.word(at + word), true, certainty);
        }
      }
      case REFLECTED -> {
        if (from.holds(at + 2L * word)) {
          reflected(value, from.word(at + word), from.word(at + 2L * word), certainty);
        }
      }
      case TRIE_NODE -> trieNode(value, layout.operands[slot], certainty);
      case ANY_CHANNEL -> anyChannel(value, layouts.target(layout, slot), certainty);
      default -> throw new IllegalStateException(layout.slots[slot].name());
    }
  }

  /**
   * What may be the two words of an interface.
   *
   * @param first an itab's address or a type descriptor's, if it is one
   */
  void dynamic(long first, long data, Certainty certainty) {
    hold(interfaces.held(first), data, certainty);
  }

  private void hold(InterfaceWords.Held held, long data, Certainty certainty) {
    if (held != null && data != 0) {
      Certainty sure = certainty == Certainty.GUESS ? Certainty.GUESS : held.named() ? Certainty.EXACT : Certainty.GUESS;
      switch (held.way()) {
        case BOXED -> offer(data, held.layout(), 1, true, sure);
        case POINTER -> offer(data, held.layout(), 1, false, sure);
        case CLOSURE -> offer(data, layouts.closure(), 1, true, sure);
        case MAP -> offer(data, held.layout(), 1, true, sure);
        default -> {
          // nothing can be told of what it points at
        }
      }
    }
  }

  private void reflected(long type, long pointer, long flags, Certainty certainty) {
    if ((flags & FLAG_INDIRECT) != 0) {
      known.at(type).ifPresent(t -> offer(pointer, layouts.of(t), 1, false, certainty));
    } else {
      hold(interfaces.heldBy(type), pointer, certainty);
    }
  }

  /** A node of a HashTrieMap is an inner one or an entry (internal/sync/hashtriemap.go, unique/hashtriemap.go). */
  private void trieNode(long address, GoType node, Certainty certainty) throws IOException {
    long place = objects.place(address);
    if (place < 0) {
      return;
    }
    String owner = node.name().substring(0, node.name().indexOf("node["));
    String arguments = node.name().substring(node.name().indexOf('['));
    ObjectBytes peek = interfaces.peek();
    peek.open((int) (place >>> ObjectTable.OFFSET_BITS));
    boolean entry = peek.number(place & OFFSET_MASK, 1) != 0;
    known.named(owner + (entry ? "entry" : "indirect") + arguments)
        .ifPresent(type -> offer(address, layouts.of(type), 1, false, certainty));
  }

  /** The runtime's own pointers to channels don't say of what, but the channel does. */
  private void anyChannel(long address, Layout header, Certainty certainty) throws IOException {
    long place = objects.place(address);
    if (place < 0 || (place & OFFSET_MASK) != 0) {
      return;
    }
    ObjectBytes peek = interfaces.peek();
    peek.open((int) (place >>> ObjectTable.OFFSET_BITS));
    Optional<GoType> elem = peek.holds(layouts.channelElement()) ? known.at(peek.word(layouts.channelElement())) : Optional.empty();
    offer(address, elem.map(layouts::channelOf).orElse(header), 1, elem.isPresent(), certainty);
  }

  private void structure(TypedWords from, long start, Layout layout, Certainty certainty) throws IOException {
    GoType subject = layout.subject;
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

  private void hashMap(TypedWords from, long start, GoType map, Certainty certainty) throws IOException {
    long first = start + (word == 8 ? 16 : 12);
    long logBuckets = from.number(start + word + 1, 1);
    if (map.groups() == null || logBuckets >= 40) {
      return;
    }
    boolean growsSame = (from.number(start + word, 1) & 8) != 0;
    Layout bucket = layouts.of(map.groups());
    buckets(from.word(first), bucket, 1L << logBuckets, certainty);
    buckets(from.word(first + word), bucket, 1L << Math.max(0, growsSame ? logBuckets : logBuckets - 1), certainty);
  }

  /** Buckets are made in one array, with some more behind them for overflow if they are many. */
  private void buckets(long address, Layout bucket, long count, Certainty certainty) {
    long place = address == 0 ? -1 : objects.place(address);
    if (place < 0) {
      return;
    }
    int id = (int) (place >>> ObjectTable.OFFSET_BITS);
    int shape = typings.shape(id);
    long offset = (place & OFFSET_MASK) - fit.header(shape);
    long room = (fit.shape(shape).size() - fit.header(shape)) / Math.max(1, bucket.size);
    if (offset != 0 || bucket.size == 0 || room < count || fit.tiling(bucket, shape) == SlotFit.NOT) {
      contradictions++;
      return;
    }
    place(id, typings.get(id), bucket, count, certainty, SlotFit.WHOLE);
  }

  private void swissMap(TypedWords from, long start, GoType map, Certainty certainty) throws IOException {
    long directory = from.word(start + 8 + word);
    long length = from.word(start + 8 + 2L * word);
    if (map.groups() == null || directory == 0) {
      return;
    }
    if (length == 0) {
      offer(directory, layouts.of(map.groups()), 1, true, certainty);
    } else if (length > 0 && length < 1L << 40) {
      offer(directory, layouts.directoryEntry(map), length, true, certainty);
      layouts.table(map);
    }
  }

  private void groups(TypedWords from, long start, GoType map, Certainty certainty) throws IOException {
    long mask = from.number(start + 8 + 2L * word, 8);
    if (mask >= 0 && mask < 1L << 32) {
      offer(from.word(start + 8 + word), layouts.of(map.groups()), mask + 1, true, certainty);
    }
  }

  private void channel(TypedWords from, long start, GoType channel, Certainty certainty) throws IOException {
    long capacity = from.word(start + word);
    if (channel.elem() == null || capacity <= 0 || capacity > 1L << 37) {
      return;
    }
    Layout elem = layouts.of(channel.elem());
    if (elem.pointers.length > 0) {
      offer(from.word(start + 2L * word), elem, capacity, true, certainty == Certainty.GUESS ? certainty : Certainty.EXACT);
    }
  }

  /**
   * Decides what objects consist of of which only values inside, or less than all at the start, are
   * known: of equal values in a row, if these fit.
   */
  void settle() {
    Layout tinyBlock = layouts.opaque("tiny block", 0);
    inside.drainTiny(
        id -> {
          if (!typings.known(id)) {
            typings.set(id, tinyBlock, 1, Certainty.GUESS, SlotFit.WHOLE);
          }
        });
    inside.drain(new InsideValues.Visitor() {
      private int lastId = -1;
      private Layout last;

      @Override
      public void values(int id, long offset, Layout layout, long count) {
        if (!typings.known(id)) {
          fromInside(id, offset, layout, count, id == lastId && layout == last);
        }
        lastId = id;
        last = layout;
      }
    });
    for (int id = typings.nextPartial(0); id >= 0; id = typings.nextPartial(id + 1)) {
      fromPart(id, typings.get(id));
    }
  }

  private boolean tiny(int shape) {
    return fit.shape(shape).size() == SizeClasses.TINY && fit.shape(shape).pointers() == 0;
  }

  /**
   * Takes an object for an array by values inside it.
   *
   * @param another whether there are such before them, too
   */
  private void fromInside(int id, long offset, Layout layout, long count, boolean another) {
    boolean inRow = offset % layout.size == 0;
    if (inRow && count > 1 || layout.size == 1) {
      array(id, layout, offset / layout.size + count, Certainty.INFERRED);
    } else if (inRow && another) {
      array(id, layout, offset / layout.size + 1, Certainty.GUESS);
    }
  }

  private void fromPart(int id, Typing typing) {
    Layout layout = typing.layout();
    boolean severalSeen = typing.count() > 1 || layout.size == 1 && layout.type.kind() == Kind.UINT8;
    typings.clear(id);
    if (severalSeen) {
      array(id, layout, typing.count(), typing.certainty() == Certainty.GUESS ? Certainty.GUESS : Certainty.INFERRED);
    } else {
      array(id, layout, 1, Certainty.GUESS);
    }
  }

  /** Takes an object for an array, with at least so many elements. */
  private void array(int id, Layout layout, long atLeast, Certainty certainty) {
    int shape = typings.shape(id);
    long room = fit.shape(shape).size() - fit.header(shape);
    if (layout.size == 0 || layout.opaque || fit.tiling(layout, shape) != SlotFit.WHOLE) {
      return;
    }
    long count = layout.pointers.length > 0 ? (fit.judge(layout, shape, atLeast, false) >>> 2) : room / layout.size;
    if (fit.fillsWithoutPointers(room + fit.header(shape), atLeast * layout.size + fit.header(shape))) {
      count = atLeast;
    }
    if (count >= atLeast && ((int) fit.judge(layout, shape, count, false) & 3) != SlotFit.NOT) {
      typings.set(id, layout, count, certainty, SlotFit.MANY);
      if (layout.leadsOn()) {
        pending.add(id);
      }
    }
  }

  /** The words of the object that was opened last, counted from behind its header. */
  private static final class ObjectWords implements TypedWords {
    private final ObjectBytes bytes;
    private int start;

    ObjectWords(ObjectBytes bytes) {
      this.bytes = bytes;
    }

    @Override
    public boolean holds(long offset) {
      return bytes.holds(start + offset);
    }

    @Override
    public long word(long offset) throws IOException {
      return bytes.word(start + offset);
    }

    @Override
    public long number(long offset, int length) throws IOException {
      return bytes.number(start + offset, length);
    }
  }
}
