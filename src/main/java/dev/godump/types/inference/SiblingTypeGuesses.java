package dev.godump.types.inference;

import dev.godump.format.DumpRecord;
import dev.godump.format.FrameLookup;
import dev.godump.graph.Edges;
import dev.godump.graph.Frames;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectBytes;
import dev.godump.graph.ObjectTable;
import dev.godump.graph.Shape;
import dev.godump.types.Certainty;
import dev.godump.types.inference.ObjectTypings.Typing;
import dev.godump.types.layout.Layout;
import dev.godump.types.layout.Layout.Form;
import dev.godump.types.layout.Layouts;
import dev.godump.types.layout.Match;
import dev.godump.types.layout.SlotMatcher;
import dev.godump.types.program.RegionWords;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import java.io.IOException;
import java.util.BitSet;

/**
 * Guesses that objects of one shape, referenced by the same field, are of the same type: if all
 * typed ones are of one type, so are the others. A field is an offset in objects of one type or
 * shape, or in the frames of one function. Objects without pointers are left out: their shape says
 * too little.
 */
final class SiblingTypeGuesses {
  /** Of one field and shape, objects of several types are known. */
  private static final int SEVERAL = -1;

  private final HeapGraph graph;
  private final ObjectTable objects;
  private final Layouts layouts;
  private final SlotMatcher matcher;
  private final ObjectTypings typings;
  private final int word;

  /** By {@link #link}, the number of the typing that known objects have, or {@link #SEVERAL}. */
  private final Long2IntOpenHashMap typingByLink = new Long2IntOpenHashMap();

  /** Shapes of which both known and unknown objects exist. */
  private final BitSet mixed = new BitSet();

  /** Sources of which a field leads to objects of one type; see {@link #link}. */
  private final LongOpenHashSet sources = new LongOpenHashSet();

  /**
   * Objects that were given a type here, and those of them for which another link says otherwise.
   */
  private final BitSet guessed;

  private final BitSet disputed = new BitSet();

  /**
   * A field that leads to an object, as a number that no two share but by a chance of one in 2^64.
   *
   * @param source the type's number, the shape's or the function's, told apart by its sign and
   *     lowest bit
   * @param offset in one value of the source
   * @param shape the target's
   */
  private static long link(long source, long offset, int shape) {
    return Shape.hash(Shape.hash(Shape.hash(0, source), offset), shape);
  }

  SiblingTypeGuesses(InferenceContext context) {
    this.graph = context.graph();
    this.objects = context.graph().objects();
    this.layouts = context.layouts();
    this.matcher = context.matcher();
    this.typings = context.typings();
    this.word = context.wordSize();
    this.guessed = new BitSet(objects.count());
  }

  /** Goes over all objects that look like one of which the type is known. */
  void run() throws IOException {
    sameTypeWord();
    BitSet known = new BitSet();
    BitSet unknown = new BitSet();
    for (int id = 0; id < objects.count(); id++) {
      (typings.isTyped(id) ? known : unknown).set(typings.shape(id));
    }
    mixed.or(known);
    mixed.and(unknown);
    mixed.stream().filter(shape -> matcher.shape(shape).pointers() == 0).forEach(mixed::clear);
    if (mixed.isEmpty()) {
      return;
    }
    BitSet examples = new BitSet(objects.count());
    for (int id = 0; id < objects.count(); id++) {
      if (mixed.get(typings.shape(id)) && typings.isTyped(id)) {
        examples.set(id);
      }
    }
    frames(this::learn);
    follow((id, source) -> leadsTo(id, examples), this::learn);
    frames(this::apply);
    follow((id, source) -> sources.contains(source), this::apply);
    disputed.stream().forEach(typings::clear);
  }

  /**
   * What starts with the same type word (Go 1.22 and later) is of the same type, if one of them is
   * known.
   */
  private void sameTypeWord() throws IOException {
    if (layouts.descriptorByUnnamed().isEmpty()) {
      return;
    }
    Long2IntOpenHashMap byWord = new Long2IntOpenHashMap();
    IntArrayList nameless = new IntArrayList();
    ObjectBytes bytes = new ObjectBytes(graph);
    for (int id = 0; id < objects.count(); id++) {
      if (matcher.headerSize(typings.shape(id)) == 0 || !typings.isTyped(id)) {
        continue;
      }
      Typing typing = typings.get(id);
      if (layouts.descriptorByUnnamed().containsKey(typing.layout())) {
        nameless.add(id);
      } else if (typing.count() == 1) {
        bytes.open(id);
        long first = bytes.word(0);
        int before = byWord.getOrDefault(first, 0);
        boolean same =
            before == 0
                || (before != SEVERAL && typings.typing(before).layout() == typing.layout());
        byWord.put(first, same ? typings.typingId(id) : SEVERAL);
      }
    }
    for (int id : nameless.toIntArray()) {
      int number =
          byWord.getOrDefault(
              (long) layouts.descriptorByUnnamed().get(typings.get(id).layout()), 0);
      if (number > 0) {
        Layout layout = typings.typing(number).layout();
        typings.set(id, new Typing(layout, 1, Certainty.GUESS, Match.EXACT));
      }
    }
  }

  private interface Visitor {
    void target(int id, long source, long link);
  }

  /** Which sources are worth to be looked at. */
  private interface Filter {
    boolean wants(int id, long source);
  }

  private boolean leadsTo(int id, BitSet examples) {
    Edges edges = graph.edges();
    for (long e = edges.first(id); e >= 0; e = edges.next(e)) {
      if (examples.get(edges.target(e))) {
        return true;
      }
    }
    return false;
  }

  private void follow(Filter filter, Visitor visitor) throws IOException {
    ObjectBytes bytes = new ObjectBytes(graph);
    for (int id = 0; id < objects.count(); id++) {
      int number = typings.shape(id);
      Shape shape = matcher.shape(number);
      if (shape.pointers() == 0) {
        continue;
      }
      Typing typing = guessed.get(id) ? null : typings.get(id);
      boolean typed = typing != null && typing.layout().size > 0;
      long source = typed ? typing.layout().id << 1 : number << 1 | 1;
      if (!filter.wants(id, source)) {
        continue;
      }
      long header = matcher.headerSize(number);
      boolean pointersOnly = pointersOnly(shape, header);
      bytes.open(id);
      for (long at : shape.offsets()) {
        int target = mixedAt(bytes.word(at));
        if (target < 0) {
          continue;
        }
        long offset = typed ? (at - header) % typing.layout().size : pointersOnly ? 0 : at;
        visitor.target(target, source, link(source, offset, typings.shape(target)));
      }
    }
  }

  private boolean pointersOnly(Shape shape, long header) {
    return shape.pointers() > 1
        && shape.offsets()[0] == header
        && shape.offsets()[1] == header + word;
  }

  private void frames(Visitor visitor) throws IOException {
    FrameLookup records = new FrameLookup(graph.source());
    RegionWords words = new RegionWords(graph.source(), graph.process().params());
    Frames frames = graph.process().frames();
    for (int frame = 0; frame < frames.count(); frame++) {
      DumpRecord.Frame record = records.at(frames.position(frame));
      words.open(record.contents());
      for (long at : record.pointers()) {
        int target = words.hasWord(at) ? mixedAt(words.word(at)) : -1;
        if (target >= 0) {
          long source = Long.MIN_VALUE | frames.function(frame).hashCode();
          visitor.target(target, source, link(source, at, typings.shape(target)));
        }
      }
    }
  }

  /**
   * The object that starts at an address if some that look alike are known and some are not, or -1.
   */
  private int mixedAt(long address) {
    long location = address == 0 ? -1 : objects.locate(address);
    if (location < 0 || ObjectTable.offsetOf(location) != 0) {
      return -1;
    }
    int id = ObjectTable.idOf(location);
    return mixed.get(typings.shape(id)) ? id : -1;
  }

  private void learn(int id, long source, long link) {
    Typing typing = typings.get(id);
    if (typing == null) {
      return;
    }
    boolean closure =
        typing.layout().form == Form.CLOSURE
            || typing.layout().role == Layout.Role.RESOLVED_CLOSURE;
    int number = closure || !typing.match().fills() ? SEVERAL : typings.typingId(id);
    int before = typingByLink.getOrDefault(link, 0);
    boolean same =
        before == 0
            || (before != SEVERAL && number != SEVERAL && alike(typings.typing(before), typing));
    if (same) {
      sources.add(source);
    }
    typingByLink.put(link, same ? before == 0 ? number : before : SEVERAL);
  }

  private static boolean alike(Typing one, Typing other) {
    return one.layout() == other.layout() && one.count() == other.count();
  }

  private void apply(int id, long source, long link) {
    int number = typingByLink.getOrDefault(link, 0);
    Typing typing = typings.get(id);
    if (number == 0 || (typing != null && !guessed.get(id))) {
      return;
    }
    if (number == SEVERAL || (typing != null && !alike(typings.typing(number), typing))) {
      if (typing != null) {
        disputed.set(id);
      }
      return;
    }
    if (typing == null) {
      Typing like = typings.typing(number);
      typings.set(id, new Typing(like.layout(), like.count(), Certainty.GUESS, Match.EXACT));
      guessed.set(id);
    }
  }
}
