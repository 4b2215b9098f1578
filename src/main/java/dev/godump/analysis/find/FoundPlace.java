package dev.godump.analysis.find;

import dev.godump.analysis.GoroutinePath;
import dev.godump.analysis.Retainers;
import dev.godump.analysis.find.Place.Region;
import dev.godump.graph.HeapGraph;
import dev.godump.heap.Heap;
import dev.godump.heap.HeapPart;
import dev.godump.heap.HeapParts;
import dev.godump.heap.paths.ShortestPaths;
import dev.godump.heap.roots.RootOwners;
import dev.godump.types.program.RootNames;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * A place with matches, as a heap knows it.
 *
 * @param object id of its object; -1 for another region
 * @param part the part of the heap that the object is in; unknown for another region
 * @param path the shortest path to the object from a root of that part; empty for garbage, other
 *     regions, and if what is live is unknown
 * @param goroutine the part of that path that a goroutine holds by a known field of its g, if one
 *     does
 * @param variable the variable of a frame or segment, with the path to the match in it, if known
 */
public record FoundPlace(
    Place place,
    int object,
    HeapPart part,
    Optional<Retainers.Path> path,
    Optional<GoroutinePath> goroutine,
    Optional<String> variable) {

  /** Returns a place without what a heap knows of it. */
  public static FoundPlace withoutHeap(Place place) {
    return new FoundPlace(
        place, -1, HeapPart.UNKNOWN, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** Finds places in a heap. */
  public static List<FoundPlace> in(Heap heap, List<Place> places) throws IOException {
    HeapGraph graph = heap.graph();
    IntArrayList objects = objectsOf(graph, places);
    Optional<RootNames> names = heap.types(objects).rootNames();
    HeapParts parts = heap.unrecorded().parts();
    Map<Heap, IntFunction<ShortestPaths>> paths = new HashMap<>();
    RootOwners owners = RootOwners.of(graph);
    List<FoundPlace> found = new ArrayList<>();
    for (int i = 0; i < places.size(); i++) {
      int object = objects.getInt(i);
      HeapPart part = object < 0 ? HeapPart.UNKNOWN : parts.of(object);
      Optional<Retainers.Path> path = Optional.empty();
      if (part != HeapPart.UNKNOWN && part != HeapPart.GARBAGE) {
        Heap holding = heap.unrecorded().heapOf(object);
        ShortestPaths search = paths.computeIfAbsent(holding, Heap::pathsToEach).apply(object);
        path = Optional.of(Retainers.shortestPath(holding.graph(), search, object));
      }
      found.add(
          new FoundPlace(
              places.get(i),
              object,
              part,
              path,
              part == HeapPart.RECORDED
                  ? path.flatMap(p -> GoroutinePath.of(graph, owners.goroutineObjects(), p))
                  : Optional.empty(),
              variable(graph, names, places.get(i))));
    }
    return List.copyOf(found);
  }

  /** Returns the objects of places; -1 for a place that is not in one. */
  public static IntArrayList objectsOf(HeapGraph graph, List<Place> places) {
    IntArrayList objects = new IntArrayList();
    for (Place place : places) {
      objects.add(place.region() == Region.OBJECT ? graph.objects().find(place.address()) : -1);
    }
    return objects;
  }

  private static Optional<String> variable(HeapGraph graph, Optional<RootNames> names, Place place)
      throws IOException {
    if (names.isEmpty()) {
      return Optional.empty();
    }
    return switch (place.region()) {
      case DATA, BSS -> names.get().globalNameAt(place.address());
      case FRAME -> {
        int frame = graph.process().frames().at(place.address());
        yield frame < 0
            ? Optional.empty()
            : names.get().localAt(frame, place.offset()).map(RootNames.Local::text);
      }
      default -> Optional.empty();
    };
  }
}
