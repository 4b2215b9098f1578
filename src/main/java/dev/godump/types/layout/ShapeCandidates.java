package dev.godump.types.layout;

import dev.godump.binary.type.GoType;
import dev.godump.binary.type.GoType.Kind;
import dev.godump.types.program.GcShapeTypes;
import dev.godump.types.program.KnownTypes;
import it.unimi.dsi.fastutil.ints.Int2ObjectOpenHashMap;
import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the program's types that fit the pointers and size of objects of a shape. None are found
 * for shapes without pointers, since too many types fit these. Not thread-safe.
 */
public final class ShapeCandidates {
  /** The most types for a shape; if more fit, none are found. */
  private static final int MOST = 256;

  private final KnownTypes known;
  private final Layouts layouts;
  private final SlotMatcher matcher;

  /** All layouts with pointers, by the offset of their first pointer; null until first used. */
  private @Nullable Long2ObjectOpenHashMap<List<Layout>> layoutsByFirstPointer;

  private final Int2ObjectOpenHashMap<List<Layout>> layoutsByShape = new Int2ObjectOpenHashMap<>();

  public ShapeCandidates(KnownTypes known, Layouts layouts, SlotMatcher matcher) {
    this.known = known;
    this.layouts = layouts;
    this.matcher = matcher;
  }

  /** The layouts that fit a shape; none if there are too many. */
  public List<Layout> layoutsFor(int shape) {
    List<Layout> found = layoutsByShape.get(shape);
    if (found == null) {
      found = matcher.shape(shape).pointers() == 0 ? List.of() : search(shape);
      layoutsByShape.put(shape, found);
    }
    return found;
  }

  /**
   * The type names that objects of a shape would have if they were of the types that fit, sorted.
   */
  public List<String> namesFor(int shape) {
    return layoutsFor(shape).stream()
        .filter(layout -> !Closures.isClosureType(layout.type))
        .map(layout -> name(layout, matcher.match(layout, shape, 1, false).count()))
        .sorted()
        .distinct()
        .toList();
  }

  private static String name(Layout layout, long count) {
    return count == 1 ? layout.name : "[" + count + "]" + layout.name;
  }

  private List<Layout> search(int shape) {
    if (layoutsByFirstPointer == null) {
      layoutsByFirstPointer = index();
    }
    List<Layout> found = new ArrayList<>();
    for (Layout layout :
        layoutsByFirstPointer.getOrDefault(
            matcher.shape(shape).offsets()[0] - matcher.headerSize(shape), List.of())) {
      if (matcher.match(layout, shape, 1, false).match().fills()) {
        found.add(layout);
      }
      if (found.size() > MOST) {
        return List.of();
      }
    }
    return found;
  }

  private Long2ObjectOpenHashMap<List<Layout>> index() {
    Long2ObjectOpenHashMap<List<Layout>> index = new Long2ObjectOpenHashMap<>();
    for (GoType type : known.all()) {
      if (GcShapeTypes.isShaped(type)) {
        continue;
      }
      add(index, layouts.layoutOf(type));
      if (type.kind() == Kind.MAP && type.key() != null) {
        add(index, layouts.mapHeader(type));
        if (layouts.hasSwissMaps()) {
          add(index, layouts.swissMaps().table(type));
          add(index, layouts.swissMaps().directoryEntry(type));
        }
      } else if (type.kind() == Kind.CHAN && type.elem() != null) {
        Layout channel = layouts.channels().header(type);
        if (channel.pointerOffsets.length > 0) {
          add(index, channel);
        }
      }
    }
    return index;
  }

  private static void add(Long2ObjectOpenHashMap<List<Layout>> index, Layout layout) {
    if (layout.pointerOffsets.length > 0 && layout.size > 0 && !layout.opaque) {
      List<Layout> same = index.computeIfAbsent(layout.pointerOffsets[0], key -> new ArrayList<>());
      if (!same.contains(layout)) {
        same.add(layout);
      }
    }
  }
}
