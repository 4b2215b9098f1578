package dev.godump.types.layout;

import dev.godump.graph.HeapGraph;
import dev.godump.graph.Shape;
import dev.godump.types.layout.Layout.Form;
import it.unimi.dsi.fastutil.longs.Long2LongOpenHashMap;
import java.util.Arrays;

/**
 * Whether values of a type can be what an object holds: by the words that the collector follows,
 * which the dump lists for every object, and by the size of its slot.
 *
 * <p>Up to Go 1.21, and for small objects later on, the list ends with the values' last pointer, so
 * it tells how many there are. In larger objects from Go 1.22 on it goes on to the slot's end.
 */
public final class SlotMatcher {
  /** How well values fit. */
  public static final int NOT = 0;

  /** What is under the values agrees, but there is more in the object. */
  public static final int PART = 1;

  /** They fill the slot, but how many they are isn't sure. */
  public static final int MANY = 2;

  /** They are what the slot was made for. */
  public static final int WHOLE = 3;

  private static final int LARGEST_WITH_HEADER = 32768;

  private final Shape[] shapes;
  private final int word;
  private final boolean headers;
  private final long largestWithoutHeader;
  private final SizeClasses classes;
  private final Long2LongOpenHashMap tilings = new Long2LongOpenHashMap();

  /** By shape, 1 + 8 if its objects have a malloc header, 1 if not, 0 where not known yet. */
  private final byte[] headerSizes;

  public SlotMatcher(HeapGraph graph, int minor) {
    this.shapes = graph.shapes().toArray(Shape[]::new);
    this.word = graph.process().params().pointerSize();
    this.headers =
        minor >= 22
            && graph
                .process()
                .version()
                .map(v -> !v.experiments().contains("noallocheaders"))
                .orElse(true);
    this.largestWithoutHeader = word == 8 ? 512 : 128;
    this.classes = new SizeClasses(minor);
    this.headerSizes = new byte[shapes.length];
    tilings.defaultReturnValue(-1);
  }

  /** Bytes of the malloc header of objects of a shape (Go 1.22 and later): 8 or 0. */
  public int headerSize(int shape) {
    int known = headerSizes[shape];
    if (known == 0) {
      Shape s = shapes[shape];
      boolean header =
          headers
              && s.pointers() > 0
              && s.size() > largestWithoutHeader
              && s.size() <= LARGEST_WITH_HEADER
              && s.offsets()[0] != 0;
      known = 1 + (header ? SizeClasses.HEADER_SIZE : 0);
      headerSizes[shape] = (byte) known;
    }
    return known - 1;
  }

  /** Whether objects of a shape are large enough that their list of pointers goes on to the end. */
  private boolean listsTail(Shape shape) {
    return headers && shape.size() > largestWithoutHeader;
  }

  /**
   * How values from an object's start on fit it.
   *
   * @param count how many there are at least
   * @param sure whether there are exactly as many
   * @return a level above two bits, and below how many there are
   */
  public long match(Layout layout, int shape, long count, boolean sure) {
    Shape s = shapes[shape];
    int header = headerSize(shape);
    long room = s.size() - header;
    if (layout.opaque) {
      return opaque(layout, s, count, header);
    }
    if (layout.isLaidOutByRuntime()) {
      boolean fits =
          s.size() >= layout.size && (layout.form != Form.CHANNEL || isChannel(layout, s));
      return fits ? WHOLE | count << 2 : NOT;
    }
    if (layout.size == 0 || count <= 0 || count > room / layout.size) {
      return NOT;
    }
    int tiling = tiling(layout, shape);
    if (tiling != WHOLE) {
      return tiling | count << 2;
    }
    int perValue = layout.pointerOffsets.length;
    boolean fills = fills(s, layout.size * count + header);
    if (perValue == 0) {
      return (fills ? WHOLE : PART) | count << 2;
    }
    if (listsTail(s)) {
      if (fills) {
        return WHOLE | count << 2;
      }
      long most = room / layout.size;
      return fills(s, layout.size * most + header) ? MANY | most << 2 : PART | count << 2;
    }
    if (s.pointers() % perValue != 0) {
      return PART | count << 2;
    }
    long real = s.pointers() / perValue;
    if (real < count && sure
        || real * layout.size > room
        || !fills(s, layout.size * real + header)) {
      return PART | count << 2;
    }
    return WHOLE | Math.max(real, 1) << 2;
  }

  /**
   * Whether the pointers may be a channel's: none if it has no buffer or elements without pointers,
   * else the buffer's comes first (runtime/chan.go makechan).
   */
  private boolean isChannel(Layout layout, Shape shape) {
    return shape.pointers() == 0
        || layout.pointerOffsets.length > 0 && shape.offsets()[0] == 2L * word;
  }

  private long opaque(Layout layout, Shape shape, long count, int header) {
    if (layout.size == 0) {
      return WHOLE | count << 2;
    }
    return fills(shape, layout.size * count + header) ? WHOLE | count << 2 : NOT;
  }

  /** Whether the allocator gives a slot of a shape's size for so many bytes. */
  private boolean fills(Shape shape, long bytes) {
    if (shape.pointers() == 0
        && bytes < SizeClasses.TINY_BLOCK_SIZE
        && shape.size() == SizeClasses.TINY_BLOCK_SIZE) {
      return true;
    }
    return classes.slotSize(bytes) == shape.size();
  }

  /** Bytes of the slot for a number of bytes, the header before pointers included. */
  public long slotSize(long bytes, boolean pointers) {
    boolean header =
        headers
            && pointers
            && bytes > largestWithoutHeader
            && bytes <= LARGEST_WITH_HEADER - SizeClasses.HEADER_SIZE;
    return classes.slotSize(header ? bytes + SizeClasses.HEADER_SIZE : bytes);
  }

  /** Whether so many bytes of values without pointers make a slot of a size. */
  public boolean fillsWithoutPointers(long size, long bytes) {
    return classes.slotSize(bytes) == size
        || bytes < SizeClasses.TINY_BLOCK_SIZE && size == SizeClasses.TINY_BLOCK_SIZE;
  }

  /**
   * WHOLE if values one after the other have their pointers where the shape has, PART if the first
   * has.
   */
  public int tiling(Layout layout, int shape) {
    long key = (long) layout.id << 32 | shape;
    long known = tilings.get(key);
    if (known < 0) {
      known = compare(layout, shapes[shape], headerSize(shape));
      tilings.put(key, known);
    }
    return (int) known;
  }

  private int compare(Layout layout, Shape shape, int header) {
    long[] pointers = layout.pointerOffsets;
    if (pointers.length == 0) {
      return shape.pointers() == 0 ? WHOLE : agrees(layout, shape, header) ? PART : NOT;
    }
    long hash = 0;
    long base = header;
    int next = 0;
    for (long i = 0; i < shape.pointers(); i++) {
      long expected = base + pointers[next];
      if (i < shape.offsets().length && shape.offsets()[(int) i] != expected) {
        return agrees(layout, shape, header) ? PART : NOT;
      }
      hash = Shape.hash(hash, expected);
      if (++next == pointers.length) {
        next = 0;
        base += layout.size;
      }
    }
    boolean all = shape.pointers() >= pointers.length && hash == shape.hash();
    return all ? WHOLE : agrees(layout, shape, header) ? PART : NOT;
  }

  /**
   * Whether a value at an offset of the slot has its pointers where the shape has, as far as it is
   * kept.
   */
  boolean agrees(Layout layout, Shape shape, long start) {
    long[] offsets = shape.offsets();
    int at = Arrays.binarySearch(offsets, start);
    at = at < 0 ? -at - 1 : at;
    for (long pointer : layout.pointerOffsets) {
      if (at == offsets.length) {
        return shape.pointers() > offsets.length;
      }
      if (offsets[at++] != start + pointer) {
        return false;
      }
    }
    return at == offsets.length || offsets[at] >= start + layout.size;
  }

  public boolean agrees(Layout layout, int shape, long start) {
    return agrees(layout, shapes[shape], start);
  }

  public Shape shape(int number) {
    return shapes[number];
  }

  public int wordSize() {
    return word;
  }
}
