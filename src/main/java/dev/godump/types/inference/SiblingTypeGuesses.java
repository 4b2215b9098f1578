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
import it.unimi.dsi.fastutil.longs.LongArrayList;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import java.io.IOException;
import java.util.BitSet;

/**
 * Guesses that objects of one shape that the same field points at have the same type: if all typed
 * ones have one type, so do the others. A field is an offset in objects of one type or shape, or in
 * the frames of one function. Skips objects without pointers, whose shapes are too common.
 */
final class SiblingTypeGuesses {
  /** In place of a typing id, if there are several. */
  private static final int SEVERAL = -1;

  private final HeapGraph graph;
  private final ObjectTable objects;
  private final Layouts layouts;
  private final SlotMatcher matcher;
  private final ObjectTypings typings;
  private final int word;

  /** The typing id of the typed objects by {@link #link}, or {@link #SEVERAL}. */
  private final Long2IntOpenHashMap typingByLink = new Long2IntOpenHashMap();

  /** Shapes that both typed and untyped objects have. */
  private final BitSet mixed = new BitSet();

  /** Sources with a field that points at objects of one type; see {@link #link}. */
  private final LongOpenHashSet sources = new LongOpenHashSet();

  /** Objects that were typed here. */
  private final BitSet guessed;

  /** Guessed objects for which two links disagree. */
  private final BitSet disputed = new BitSet();

  /**
   * A 64-bit hash of a field and the shape of the object that it points at.
   *
   * @param source the layout id, the shape or the function's hash, distinguished by the sign and
   *     the lowest bit
   * @param offset offset in a value of the source
   * @param shape shape of the target
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

  /** Guesses the types of untyped objects. */
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
   * Guesses that objects with the same malloc header (Go 1.22 and later) have the same type, if one
   * of them is typed.
   */
  private void sameTypeWord() throws IOException {
    if (layouts.descriptorByUnnamed().isEmpty()) {
      return;
    }
    Long2IntOpenHashMap byWord = new Long2IntOpenHashMap();
    IntArrayList nameless = new IntArrayList();
    LongArrayList descriptors = new LongArrayList();
    ObjectBytes bytes = new ObjectBytes(graph);
    for (int id = 0; id < objects.count(); id++) {
      Typing typing = typings.get(id);
      if (typing == null || matcher.headerSize(typings.shape(id)) == 0) {
        continue;
      }
      Long descriptor = layouts.descriptorByUnnamed().get(typing.layout());
      if (descriptor != null) {
        nameless.add(id);
        descriptors.add(descriptor.longValue());
      } else if (typing.count() == 1) {
        bytes.open(id);
        long first = bytes.word(0);
        int before = byWord.getOrDefault(first, ObjectTypings.NONE);
        boolean same =
            before == ObjectTypings.NONE
                || (before != SEVERAL && typings.typing(before).layout() == typing.layout());
        byWord.put(first, same ? typings.typingId(id) : SEVERAL);
      }
    }
    for (int i = 0; i < nameless.size(); i++) {
      int number = byWord.getOrDefault(descriptors.getLong(i), ObjectTypings.NONE);
      if (number != ObjectTypings.NONE && number != SEVERAL) {
        Layout layout = typings.typing(number).layout();
        typings.set(nameless.getInt(i), new Typing(layout, 1, Certainty.GUESS, Match.EXACT));
      }
    }
  }

  private interface Visitor {
    void target(int id, long source, long link);
  }

  /** Selects the sources to read. */
  private interface Filter {
    boolean test(int id, long source);
  }

  private boolean leadsTo(int id, BitSet examples) {
    Edges edges = graph.edges();
    for (long e = edges.first(id); e != Edges.NONE; e = edges.next(e)) {
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
      Layout layout = typing != null && typing.layout().size > 0 ? typing.layout() : null;
      long source = layout != null ? layout.id << 1 : number << 1 | 1;
      if (!filter.test(id, source)) {
        continue;
      }
      long header = matcher.headerSize(number);
      boolean pointersOnly = pointersOnly(shape, header);
      bytes.open(id);
      for (long at : shape.offsets()) {
        int target = mixedAt(bytes.word(at));
        if (target == ObjectTable.NONE) {
          continue;
        }
        long offset = layout != null ? (at - header) % layout.size : pointersOnly ? 0 : at;
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
        int target = words.hasWord(at) ? mixedAt(words.word(at)) : ObjectTable.NONE;
        if (target != ObjectTable.NONE) {
          long source = Long.MIN_VALUE | frames.function(frame).hashCode();
          visitor.target(target, source, link(source, at, typings.shape(target)));
        }
      }
    }
  }

  /**
   * The object that starts at an address if its shape is that of both typed and untyped objects, or
   * {@link ObjectTable#NONE}.
   */
  private int mixedAt(long address) {
    long location = address == 0 ? ObjectTable.NONE : objects.locate(address);
    if (location == ObjectTable.NONE || ObjectTable.offsetOf(location) != 0) {
      return ObjectTable.NONE;
    }
    int id = ObjectTable.idOf(location);
    return mixed.get(typings.shape(id)) ? id : ObjectTable.NONE;
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
    int before = typingByLink.getOrDefault(link, ObjectTypings.NONE);
    boolean same =
        before == ObjectTypings.NONE
            || (before != SEVERAL && number != SEVERAL && alike(typings.typing(before), typing));
    if (same) {
      sources.add(source);
    }
    typingByLink.put(link, same ? before == ObjectTypings.NONE ? number : before : SEVERAL);
  }

  private static boolean alike(Typing one, Typing other) {
    return one.layout() == other.layout() && one.count() == other.count();
  }

  private void apply(int id, long source, long link) {
    int number = typingByLink.getOrDefault(link, ObjectTypings.NONE);
    Typing typing = typings.get(id);
    if (number == ObjectTypings.NONE || (typing != null && !guessed.get(id))) {
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
