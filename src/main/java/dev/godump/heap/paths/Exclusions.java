package dev.godump.heap.paths;

import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectTable;
import dev.godump.heap.roots.RootLabel;
import dev.godump.types.HeapTypes;
import dev.godump.types.ObjectType;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The roots and objects that paths must avoid. A path may still end at such an object. A pattern
 * excludes the roots with a matching {@link RootLabel label}, the objects with a matching type or
 * shape, and, if it is an address ({@code 0xc000123456}), the object there. Not thread-safe.
 */
public final class Exclusions {
  /** Excludes nothing. */
  public static final Exclusions NONE =
      new Exclusions(List.of(), new BitSet(), new BitSet(), new BitSet(), null, null);

  private static final int HEXADECIMAL = 16;

  private final List<NamePattern> patterns;
  private final BitSet roots;
  private final BitSet shapes;
  private final BitSet objects;

  /** Null if nothing is excluded. */
  private final @Nullable HeapGraph graph;

  /** Null if nothing is excluded. */
  private final @Nullable HeapTypes types;

  private final Map<ObjectType, Boolean> typesSeen = new HashMap<>();

  private Exclusions(
      List<NamePattern> patterns,
      BitSet roots,
      BitSet shapes,
      BitSet objects,
      @Nullable HeapGraph graph,
      @Nullable HeapTypes types) {
    this.patterns = patterns;
    this.roots = roots;
    this.shapes = shapes;
    this.objects = objects;
    this.graph = graph;
    this.types = types;
  }

  /** Excludes roots, by their ids. */
  public static Exclusions ofRoots(BitSet roots) {
    BitSet copy = (BitSet) roots.clone();
    return new Exclusions(List.of(), copy, new BitSet(), new BitSet(), null, null);
  }

  /** Excludes everything that matches one of the patterns. Scans all roots and shapes once. */
  public static Exclusions of(HeapGraph graph, HeapTypes types, List<NamePattern> patterns) {
    if (patterns.isEmpty()) {
      return NONE;
    }
    Exclusions found =
        new Exclusions(patterns, new BitSet(), new BitSet(), new BitSet(), graph, types);
    for (int root = 0; root < graph.roots().count(); root++) {
      found.roots.set(root, found.matchesAny(RootLabel.of(graph, types.rootNames(), root).text()));
    }
    for (int shape = 0; shape < graph.shapes().size(); shape++) {
      found.shapes.set(shape, found.matchesAny(graph.shapes().get(shape).toString()));
    }
    for (NamePattern pattern : patterns) {
      if (pattern.text().matches("0x\\p{XDigit}{1,16}")) {
        int object =
            graph.objects().find(Long.parseUnsignedLong(pattern.text().substring(2), HEXADECIMAL));
        if (object != ObjectTable.NONE) {
          found.objects.set(object);
        }
      }
    }
    return found;
  }

  private boolean matchesAny(String name) {
    return patterns.stream().anyMatch(pattern -> pattern.matches(name));
  }

  /** Whether nothing is excluded. */
  public boolean isEmpty() {
    return patterns.isEmpty();
  }

  /** Whether no path may begin at a root. */
  public boolean excludesRoot(int root) {
    return roots.get(root);
  }

  /** Whether no path may go through an object. */
  public boolean excludesObject(int object) {
    return graph != null
        && types != null
        && (shapes.get(graph.shapeIndex(object))
            || objects.get(object)
            || types
                .typeOf(object)
                .filter(type -> typesSeen.computeIfAbsent(type, t -> matchesAny(t.name())))
                .isPresent());
  }
}
