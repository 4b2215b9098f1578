package dev.godump.types.inference;

import dev.godump.graph.HeapGraph;
import dev.godump.graph.Shape;
import dev.godump.types.inference.ObjectTypings.Typing;
import dev.godump.types.layout.Layout;
import dev.godump.types.layout.Layouts;
import dev.godump.types.layout.SlotMatcher;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Names types that the dump knows only by the descriptor's address, and perhaps the package. The
 * address differs between builds, so the names are made of the offsets of pointers: {@code
 * type{ptrs@0,8 of 24 B}}, {@code errors.?{ptrs@0 of 16 B}}. From the second on, equal names are
 * numbered in the order of addresses.
 */
final class UnnamedTypes {
  /** The most pointers whose offsets are in a name. */
  private static final int FEW = 3;

  private final HeapGraph graph;
  private final Layouts layouts;
  private final SlotMatcher matcher;
  private final ObjectTypings typings;

  UnnamedTypes(InferenceContext context) {
    this.graph = context.graph();
    this.layouts = context.layouts();
    this.matcher = context.matcher();
    this.typings = context.typings();
  }

  /** Names of the layouts of such types. */
  IdentityHashMap<Layout, String> names() {
    IdentityHashMap<Layout, String> names = new IdentityHashMap<>();
    if (layouts.descriptorByUnnamed().isEmpty()) {
      return names;
    }
    IdentityHashMap<Layout, Integer> shapes = shapes();
    List<Map.Entry<Layout, Integer>> inOrder = new ArrayList<>(shapes.entrySet());
    // one address may have two names: by a type word alone, and by a record of its package
    inOrder.sort(
        Comparator.comparing(
                (Map.Entry<Layout, Integer> shape) ->
                    layouts.descriptorByUnnamed().get(shape.getKey()))
            .thenComparing(shape -> shape.getKey().name));
    Map<String, Integer> alike = new HashMap<>();
    for (Map.Entry<Layout, Integer> shape : inOrder) {
      Layout layout = shape.getKey();
      String name =
          layout.name.substring(0, layout.name.indexOf('@')) + "{" + words(shape.getValue()) + "}";
      int number = alike.merge(name, 1, Integer::sum);
      names.put(layout, number == 1 ? name : name + " #" + number);
    }
    return names;
  }

  /** The shape with the most pointers among the objects of each such type. */
  private IdentityHashMap<Layout, Integer> shapes() {
    IdentityHashMap<Layout, Integer> shapes = new IdentityHashMap<>();
    List<Shape> all = graph.shapes();
    for (int id = 0; id < graph.objects().count(); id++) {
      Typing typing = typings.get(id);
      if (typing != null
          && typing.layout().opaque
          && layouts.descriptorByUnnamed().containsKey(typing.layout())) {
        shapes.merge(
            typing.layout(),
            typings.shape(id),
            (one, other) -> all.get(other).pointers() > all.get(one).pointers() ? other : one);
      }
    }
    return shapes;
  }

  /** Describes the pointers of one value if they repeat, as in an array; else of the object. */
  private String words(int number) {
    Shape shape = matcher.shape(number);
    int header = matcher.headerSize(number);
    long[] offsets = shape.offsets();
    for (int n = 1; header > 0 && n <= offsets.length / 2; n++) {
      long size = offsets[n] - offsets[0];
      if (repeats(offsets, n, size) && offsets[n - 1] - header < size) {
        long[] first = new long[n];
        long hash = 0;
        for (int i = 0; i < n; i++) {
          first[i] = offsets[i] - header;
          hash = Shape.hash(hash, first[i]);
        }
        return words(new Shape(size, n, first, hash));
      }
    }
    return words(shape);
  }

  /** Describes the pointers of a shape, by their number and hash if there are many. */
  private static String words(Shape shape) {
    return shape.pointers() <= FEW
        ? shape.toString()
        : String.format(
            "%d ptrs of %d B, %06x", shape.pointers(), shape.size(), shape.hash() >>> 40);
  }

  private static boolean repeats(long[] offsets, int n, long size) {
    for (int i = n; i < offsets.length; i++) {
      if (offsets[i] - offsets[i - n] != size) {
        return false;
      }
    }
    return true;
  }
}
