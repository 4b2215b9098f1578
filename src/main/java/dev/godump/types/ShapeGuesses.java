package dev.godump.types;

import dev.godump.binary.GoType;
import dev.godump.binary.GoType.Kind;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectBytes;
import dev.godump.graph.ObjectTable;
import dev.godump.graph.Shape;
import dev.godump.types.Layout.Form;
import dev.godump.types.Typings.Typing;
import it.unimi.dsi.fastutil.ints.Int2ObjectOpenHashMap;
import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Guesses what objects are that no typed pointer leads to: the only one of the program's types whose
 * pointers and size are the object's, and which all that the object points at could be pointed at by.
 */
final class ShapeGuesses {
  private static final long OFFSET_MASK = (1L << ObjectTable.OFFSET_BITS) - 1;

  /** Shapes that more types fit say too little. */
  private static final int MOST_CANDIDATES = 256;

  /** Elements of an array whose links are looked at. */
  private static final int MOST_ELEMENTS = 16;

  /** Slots of a value whose links are looked at. */
  private static final int MOST_SLOTS = 256;

  private final HeapGraph graph;
  private final ObjectTable objects;
  private final KnownTypes known;
  private final Layouts layouts;
  private final InterfaceWords interfaces;
  private final SlotFit fit;
  private final Typings typings;
  private final Propagation propagation;
  private final ObjectBytes bytes;
  private final int word;

  /** By the offset of the first pointer, all layouts that could be guessed. */
  private Long2ObjectOpenHashMap<List<Layout>> byFirstPointer;

  private final Int2ObjectOpenHashMap<List<Layout>> ofShape = new Int2ObjectOpenHashMap<>();

  ShapeGuesses(
      HeapGraph graph,
      KnownTypes known,
      Layouts layouts,
      InterfaceWords interfaces,
      SlotFit fit,
      Typings typings,
      Propagation propagation) {
    this.graph = graph;
    this.objects = graph.objects();
    this.known = known;
    this.layouts = layouts;
    this.interfaces = interfaces;
    this.fit = fit;
    this.typings = typings;
    this.propagation = propagation;
    this.bytes = new ObjectBytes(graph);
    this.word = fit.wordSize();
  }

  /**
   * Goes over all objects of which nothing is known.
   *
   * @return whether any was guessed
   */
  boolean run() throws IOException {
    boolean any = false;
    for (int id = 0; id < objects.count(); id++) {
      if (typings.known(id)) {
        continue;
      }
      int shape = graph.shape(id);
      List<Layout> candidates = candidates(shape);
      if (!candidates.isEmpty()) {
        any |= guess(id, shape, candidates);
      }
    }
    return any;
  }

  private boolean guess(int id, int shape, List<Layout> candidates) throws IOException {
    bytes.open(id);
    Layout only = null;
    long count = 0;
    for (Layout candidate : candidates) {
      long judged = fit.judge(candidate, shape, 1, false);
      long many = judged >>> 2;
      if (agrees(candidate, fit.header(shape), many)) {
        if (only != null && only != candidate) {
          return false;
        }
        only = candidate;
        count = many;
      }
    }
    if (only == null) {
      return false;
    }
    if (only.name.startsWith("group<")) {
      count = Long.highestOneBit(count);
    }
    propagation.offer(objects.address(id) + fit.header(shape), only, count, true, Certainty.GUESS);
    return typings.known(id);
  }

  private List<Layout> candidates(int number) {
    List<Layout> found = ofShape.get(number);
    if (found == null) {
      Shape shape = fit.shape(number);
      found = shape.pointers() == 0 ? List.of() : search(shape, number);
      ofShape.put(number, found);
    }
    return found;
  }

  private List<Layout> search(Shape shape, int number) {
    if (byFirstPointer == null) {
      index();
    }
    List<Layout> found = new ArrayList<>();
    for (Layout layout : byFirstPointer.getOrDefault(shape.offsets()[0] - fit.header(number), List.of())) {
      int level = (int) fit.judge(layout, number, 1, false) & 3;
      if (level == SlotFit.WHOLE || level == SlotFit.MANY) {
        found.add(layout);
      }
      if (found.size() > MOST_CANDIDATES) {
        return List.of();
      }
    }
    return found;
  }

  private void index() {
    byFirstPointer = new Long2ObjectOpenHashMap<>();
    for (GoType type : known.all()) {
      add(layouts.of(type));
      if (type.kind() == Kind.MAP && type.key() != null) {
        add(layouts.map(type));
        if (layouts.swiss()) {
          add(layouts.table(type));
          add(layouts.directoryEntry(type));
        }
      } else if (type.kind() == Kind.CHAN && type.elem() != null) {
        Layout channel = layouts.channel(type);
        if (channel.pointers.length > 0) {
          add(channel);
        }
      }
    }
  }

  private void add(Layout layout) {
    if (layout.pointers.length > 0 && layout.size > 0 && !layout.opaque) {
      List<Layout> same = byFirstPointer.computeIfAbsent(layout.pointers[0], key -> new ArrayList<>());
      if (!same.contains(layout)) {
        same.add(layout);
      }
    }
  }

  /** Whether all that the object which was opened last refers to could be what values of a layout refer to. */
  private boolean agrees(Layout layout, int header, long count) throws IOException {
    if (layout.form == Form.SWISS_MAP) {
      return swissMap(layout, header);
    }
    for (long i = 0; i < Math.min(count, MOST_ELEMENTS); i++) {
      for (int slot = 0; slot < Math.min(layout.slots.length, MOST_SLOTS); slot++) {
        long at = header + i * layout.size + layout.offsets[slot];
        if (!bytes.holds(at)) {
          return true;
        }
        if (!slot(layout, slot, at)) {
          return false;
        }
      }
    }
    return true;
  }

  private boolean slot(Layout layout, int slot, long at) throws IOException {
    long value = bytes.word(at);
    long second = bytes.holds(at + word) ? bytes.word(at + word) : 0;
    return switch (layout.slots[slot]) {
      case POINTER -> value == 0 || leads(value, layouts.target(layout, slot), 1);
      case MAP, CHANNEL -> value == 0 || leads(value, layouts.target(layout, slot), 1);
      case STRING -> value == 0 ? second == 0 : second >= 0 && second < 1L << 40 && leads(value, layouts.bytes(), second);
      case SLICE -> slice(layout, slot, at, value, second);
      case INTERFACE -> value == 0 ? second == 0 : interfaces.held(value) != null;
      default -> true;
    };
  }

  private boolean slice(Layout layout, int slot, long at, long data, long length) throws IOException {
    long capacity = bytes.holds(at + 2L * word) ? bytes.word(at + 2L * word) : 0;
    if (length < 0 || length > capacity || capacity >= 1L << 40) {
      return false;
    }
    return data == 0 ? capacity == 0 : capacity == 0 || leads(data, layouts.target(layout, slot), capacity);
  }

  /** Whether so many values can lie at an address; what lies outside of the heap says nothing. */
  private boolean leads(long address, Layout layout, long count) {
    long place = objects.place(address);
    if (place < 0 || layout.opaque || count == 0) {
      return true;
    }
    int id = (int) (place >>> ObjectTable.OFFSET_BITS);
    int shape = graph.shape(id);
    long offset = (place & OFFSET_MASK) - fit.header(shape);
    if (offset < 0 || layout.size > 0 && count > (fit.shape(shape).size() - fit.header(shape) - offset) / layout.size) {
      return false;
    }
    Typing typing = typings.get(id);
    if (offset == 0 && typing != null && typing.fit() != SlotFit.PART && typing.certainty() != Certainty.GUESS) {
      return typing.layout() == layout || Propagation.related(typing.layout(), layout) || layout.byRuntime();
    }
    if (offset == 0) {
      return ((int) fit.judge(layout, shape, count, false) & 3) != SlotFit.NOT;
    }
    return fit.agrees(layout, shape, offset + fit.header(shape));
  }

  private boolean swissMap(Layout layout, int header) throws IOException {
    long directory = bytes.word(header + 8L + word);
    long length = bytes.word(header + 8L + 2L * word);
    GoType groups = layout.subject.groups();
    if (groups == null || directory == 0) {
      return false;
    }
    if (length == 0) {
      return leads(directory, layouts.of(groups), 1);
    }
    long place = objects.place(directory);
    if (place < 0 || length < 0) {
      return false;
    }
    ObjectBytes peek = interfaces.peek();
    int id = (int) (place >>> ObjectTable.OFFSET_BITS);
    peek.open(id);
    long table = objects.place(peek.word(fit.header(graph.shape(id))));
    if (table < 0) {
      return false;
    }
    id = (int) (table >>> ObjectTable.OFFSET_BITS);
    peek.open(id);
    if (peek.size() < 8 + 3L * word) {
      return false;
    }
    return leads(peek.word(8L + word), layouts.of(groups), 1);
  }
}
