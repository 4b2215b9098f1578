package dev.godump.types.layout;

import dev.godump.graph.HeapGraph;
import dev.godump.graph.Shape;
import dev.godump.types.layout.Layout.Form;
import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;
import java.util.Arrays;

/**
 * Matches values of a layout against an object's slot: by the pointer words that the dump lists for
 * every object, and by the size of the slot.
 *
 * <p>Up to Go 1.21, and for small objects since, the list ends with the last pointer of the values,
 * so it determines their number. For larger objects from Go 1.22 on it continues to the end of the
 * slot.
 *
 * <p>Several threads may call {@link #headerSize} and {@link #shape}; all else is for one thread.
 */
public final class SlotMatcher {
  private static final int LARGEST_WITH_HEADER = 32768;

  private final Shape[] shapes;
  private final int word;
  private final ChannelOffsets channel;
  private final boolean headers;
  private final long largestWithoutHeader;
  private final SizeClasses classes;

  /** By layout id in the high half and shape in the low half. */
  private final Long2ObjectOpenHashMap<Match> tilings = new Long2ObjectOpenHashMap<>();

  /** 1 + the header size of objects of a shape; 0 if not computed yet. */
  private final byte[] headerSizeByShape;

  /**
   * @param minor 24 for Go 1.24
   */
  public SlotMatcher(HeapGraph graph, int minor) {
    this.shapes = graph.shapes().toArray(Shape[]::new);
    this.word = graph.process().params().pointerSize();
    this.channel = ChannelOffsets.of(word, minor);
    this.headers =
        minor >= 22
            && graph
                .process()
                .version()
                .map(v -> !v.experiments().contains("noallocheaders"))
                .orElse(true);
    this.largestWithoutHeader = word == 8 ? 512 : 128;
    this.classes = new SizeClasses(minor);
    this.headerSizeByShape = new byte[shapes.length];
  }

  /** Bytes of the malloc header of objects of a shape (Go 1.22 and later): 8 or 0. */
  public int headerSize(int shape) {
    int known = headerSizeByShape[shape];
    if (known == 0) {
      Shape s = shapes[shape];
      boolean header =
          headers
              && s.pointers() > 0
              && s.size() > largestWithoutHeader
              && s.size() <= LARGEST_WITH_HEADER
              && s.offsets()[0] != 0;
      known = 1 + (header ? SizeClasses.HEADER_SIZE : 0);
      headerSizeByShape[shape] = (byte) known;
    }
    return known - 1;
  }

  /** Bytes of an object of a shape without its malloc header. */
  public long valueSize(int shape) {
    return shapes[shape].size() - headerSize(shape);
  }

  /** Whether the pointer lists of objects of a shape continue to the end of the slot. */
  private boolean listsTail(Shape shape) {
    return headers && shape.size() > largestWithoutHeader;
  }

  /**
   * Matches values at the start of an object.
   *
   * @param count number of values, or the least there are
   * @param exactCount whether there are exactly {@code count}
   * @return how they match, and the number of values the slot is for: {@code count} or, unless that
   *     is exact, more
   */
  public Fit match(Layout layout, int shape, long count, boolean exactCount) {
    Shape s = shapes[shape];
    int header = headerSize(shape);
    long available = s.size() - header;
    if (layout.opaque) {
      return matchOpaque(layout, s, count, header);
    }
    if (layout.isLaidOutByRuntime()) {
      boolean fits =
          s.size() >= layout.size && (layout.form != Form.CHANNEL || mayBeChannel(layout, s));
      return fits ? Fit.exact(count) : Fit.NONE;
    }
    if (layout.size == 0 || count <= 0 || count > available / layout.size) {
      return Fit.NONE;
    }
    Match tiling = tiling(layout, shape);
    if (tiling != Match.EXACT) {
      return new Fit(tiling, count);
    }
    int pointersPerValue = layout.pointerOffsets.length;
    boolean fills = isSlotFor(s, layout.size * count + header);
    if (pointersPerValue == 0) {
      return fills ? Fit.exact(count) : Fit.prefix(count);
    }
    if (listsTail(s)) {
      if (fills) {
        return Fit.exact(count);
      }
      long most = available / layout.size;
      return isSlotFor(s, layout.size * most + header)
          ? new Fit(Match.FILLS_UNCOUNTED, most)
          : Fit.prefix(count);
    }
    if (s.pointers() % pointersPerValue != 0) {
      return Fit.prefix(count);
    }
    long real = s.pointers() / pointersPerValue;
    if ((real < count && exactCount)
        || real * layout.size > available
        || !isSlotFor(s, layout.size * real + header)) {
      return Fit.prefix(count);
    }
    return Fit.exact(Math.max(real, 1));
  }

  /**
   * Whether the pointers may be a channel's: none if it has no buffer or elements without pointers,
   * else the buffer's comes first (runtime/chan.go makechan).
   */
  private boolean mayBeChannel(Layout layout, Shape shape) {
    return shape.pointers() == 0
        || (layout.pointerOffsets.length > 0 && shape.offsets()[0] == channel.buf());
  }

  private Fit matchOpaque(Layout layout, Shape shape, long count, int header) {
    boolean fits = layout.size == 0 || isSlotFor(shape, layout.size * count + header);
    return fits ? Fit.exact(count) : Fit.NONE;
  }

  /** Whether the allocator gives a slot of a shape's size for a number of bytes. */
  private boolean isSlotFor(Shape shape, long bytes) {
    if (shape.pointers() == 0
        && bytes < SizeClasses.TINY_BLOCK_SIZE
        && shape.size() == SizeClasses.TINY_BLOCK_SIZE) {
      return true;
    }
    return classes.slotSize(bytes) == shape.size();
  }

  /** Bytes of the slot for a number of bytes, including the header that pointers may need. */
  public long slotSize(long bytes, boolean pointers) {
    boolean header =
        headers
            && pointers
            && bytes > largestWithoutHeader
            && bytes <= LARGEST_WITH_HEADER - SizeClasses.HEADER_SIZE;
    return classes.slotSize(header ? bytes + SizeClasses.HEADER_SIZE : bytes);
  }

  /** Whether the allocator gives a slot of a size for a number of bytes without pointers. */
  public boolean fillsWithoutPointers(long size, long bytes) {
    return classes.slotSize(bytes) == size
        || (bytes < SizeClasses.TINY_BLOCK_SIZE && size == SizeClasses.TINY_BLOCK_SIZE);
  }

  /**
   * Matches the pointers of objects of a shape with those of values in a row, whatever their
   * number.
   *
   * @return {@link Match#EXACT} if all agree, {@link Match#PREFIX} if those of the first value do,
   *     else {@link Match#NONE}
   */
  public Match tiling(Layout layout, int shape) {
    long key = (long) layout.id << 32 | shape;
    Match known = tilings.get(key);
    if (known == null) {
      known = tile(layout, shapes[shape], headerSize(shape));
      tilings.put(key, known);
    }
    return known;
  }

  private Match tile(Layout layout, Shape shape, int header) {
    boolean all =
        layout.pointerOffsets.length == 0
            ? shape.pointers() == 0
            : repeats(layout.pointerOffsets, layout.size, shape, header);
    return all ? Match.EXACT : agrees(layout, shape, header) ? Match.PREFIX : Match.NONE;
  }

  /** Whether a shape's pointers are those of at least one value, repeated. */
  private static boolean repeats(long[] pointerOffsets, long size, Shape shape, int header) {
    long hash = 0;
    long base = header;
    int next = 0;
    for (long i = 0; i < shape.pointers(); i++) {
      long expected = base + pointerOffsets[next];
      if (i < shape.offsets().length && shape.offsets()[(int) i] != expected) {
        return false;
      }
      hash = Shape.hash(hash, expected);
      if (++next == pointerOffsets.length) {
        next = 0;
        base += size;
      }
    }
    return shape.pointers() >= pointerOffsets.length && hash == shape.hash();
  }

  /**
   * Whether a value at an offset of the slot has its pointers where objects of a shape have theirs,
   * as far as the shape lists them.
   */
  public boolean agrees(Layout layout, int shape, long offset) {
    return agrees(layout, shapes[shape], offset);
  }

  private static boolean agrees(Layout layout, Shape shape, long offset) {
    long[] offsets = shape.offsets();
    int next = Arrays.binarySearch(offsets, offset);
    next = next < 0 ? -next - 1 : next;
    for (long pointer : layout.pointerOffsets) {
      if (next == offsets.length) {
        return shape.pointers() > offsets.length;
      }
      if (offsets[next++] != offset + pointer) {
        return false;
      }
    }
    return next == offsets.length || offsets[next] >= offset + layout.size;
  }

  public Shape shape(int index) {
    return shapes[index];
  }

  public int wordSize() {
    return word;
  }
}
