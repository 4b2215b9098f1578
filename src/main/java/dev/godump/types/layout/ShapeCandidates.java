package dev.godump.types.layout;

import dev.godump.binary.type.GoType;
import dev.godump.binary.type.GoType.Kind;
import dev.godump.graph.Shape;
import dev.godump.types.program.GcShapeTypes;
import dev.godump.types.program.KnownTypes;
import it.unimi.dsi.fastutil.ints.Int2ObjectOpenHashMap;
import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;
import java.util.ArrayList;
import java.util.List;

/**
 * Which of a program's types have the pointers and the size that objects of a shape have. A shape
 * without pointers says too little.
 */
public final class ShapeCandidates {
  /** Shapes that more types fit say too little. */
  private static final int MOST = 256;

  private final KnownTypes known;
  private final Layouts layouts;
  private final SlotMatcher matcher;

  /** By the offset of the first pointer, all layouts with pointers. */
  private Long2ObjectOpenHashMap<List<Layout>> layoutsByFirstPointer;

  private final Int2ObjectOpenHashMap<List<Layout>> layoutsByShape = new Int2ObjectOpenHashMap<>();

  public ShapeCandidates(KnownTypes known, Layouts layouts, SlotMatcher matcher) {
    this.known = known;
    this.layouts = layouts;
    this.matcher = matcher;
  }

  /** All that fit a shape, by its number; none if they are too many. */
  public List<Layout> layoutsFor(int number) {
    List<Layout> found = layoutsByShape.get(number);
    if (found == null) {
      Shape shape = matcher.shape(number);
      found = shape.pointers() == 0 ? List.of() : search(shape, number);
      layoutsByShape.put(number, found);
    }
    return found;
  }

  /** What objects of a shape would be called if they were of the types that fit, by name. */
  public List<String> namesFor(int number) {
    return layoutsFor(number).stream()
        .filter(layout -> !Closures.isClosureType(layout.type))
        .map(layout -> name(layout, matcher.match(layout, number, 1, false).count()))
        .sorted()
        .distinct()
        .toList();
  }

  private static String name(Layout layout, long count) {
    return count == 1 ? layout.name : "[" + count + "]" + layout.name;
  }

  private List<Layout> search(Shape shape, int number) {
    if (layoutsByFirstPointer == null) {
      index();
    }
    List<Layout> found = new ArrayList<>();
    for (Layout layout :
        layoutsByFirstPointer.getOrDefault(
            shape.offsets()[0] - matcher.headerSize(number), List.of())) {
      if (matcher.match(layout, number, 1, false).match().fills()) {
        found.add(layout);
      }
      if (found.size() > MOST) {
        return List.of();
      }
    }
    return found;
  }

  private void index() {
    layoutsByFirstPointer = new Long2ObjectOpenHashMap<>();
    for (GoType type : known.all()) {
      if (GcShapeTypes.isShaped(type)) {
        continue;
      }
      add(layouts.layoutOf(type));
      if (type.kind() == Kind.MAP && type.key() != null) {
        add(layouts.mapHeader(type));
        if (layouts.hasSwissMaps()) {
          add(layouts.mapTable(type));
          add(layouts.directoryEntry(type));
        }
      } else if (type.kind() == Kind.CHAN && type.elem() != null) {
        Layout channel = layouts.channel(type);
        if (channel.pointerOffsets.length > 0) {
          add(channel);
        }
      }
    }
  }

  private void add(Layout layout) {
    if (layout.pointerOffsets.length > 0 && layout.size > 0 && !layout.opaque) {
      List<Layout> same =
          layoutsByFirstPointer.computeIfAbsent(layout.pointerOffsets[0], key -> new ArrayList<>());
      if (!same.contains(layout)) {
        same.add(layout);
      }
    }
  }
}
