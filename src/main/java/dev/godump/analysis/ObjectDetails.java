package dev.godump.analysis;

import dev.godump.format.Contents;
import dev.godump.format.DumpRecord;
import dev.godump.graph.Edges;
import dev.godump.graph.HeapGraph;
import dev.godump.types.ObjectType;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * All that is known of one object.
 *
 * @param object its id
 * @param type if known
 * @param distance edges on the shortest path from a root; empty for garbage
 * @param contents where its bytes lie in the file
 * @param firstWord of its bytes, if one is in the file
 * @param pointers its pointer fields
 * @param roots the roots that point at it
 * @param referrers the objects that point at it, itself included if it does, in address order
 * @param liveReferrers how many of them are live
 * @param finalizers its finalizers
 * @param allocatedAt where it was allocated, if the profile sampled it
 */
public record ObjectDetails(
    int object,
    Optional<ObjectType> type,
    OptionalInt distance,
    Contents contents,
    OptionalLong firstWord,
    List<PointerFields.Field> pointers,
    List<Integer> roots,
    List<Integer> referrers,
    int liveReferrers,
    List<DumpRecord.Finalizer> finalizers,
    Optional<DumpRecord.MemProf> allocatedAt) {

  /** Looks at one object; goes over all edges once. */
  public static ObjectDetails of(
      HeapGraph graph, Reachability reachability, Optional<ObjectType> type, int object) throws IOException {
    RootPaths paths = RootPaths.to(graph, object);
    List<Integer> referrers = referrers(graph, object);
    int live =
        (int) referrers.stream().filter(id -> reachability.known() && reachability.live(id)).count();
    return new ObjectDetails(
        object,
        type,
        paths.seen(object) ? OptionalInt.of(paths.distance(object)) : OptionalInt.empty(),
        graph.record(object).contents(),
        firstWord(graph, object),
        PointerFields.of(graph, object),
        List.copyOf(graph.roots().of(object)),
        referrers,
        live,
        graph.process().finalizers().stream()
            .filter(f -> graph.objects().find(f.object()) == object)
            .toList(),
        graph.process().profile().bucketOf(object));
  }

  private static OptionalLong firstWord(HeapGraph graph, int object) throws IOException {
    DumpRecord.Params params = graph.process().params();
    Contents contents = graph.record(object).contents();
    int size = params.pointerSize();
    byte[] word = new byte[size];
    if (contents.present() < size || graph.source().read(contents.position(), word, 0, size) < size) {
      return OptionalLong.empty();
    }
    long value = 0;
    for (int i = 0; i < size; i++) {
      value = value << 8 | word[params.bigEndian() ? i : size - 1 - i] & 0xff;
    }
    return OptionalLong.of(value);
  }

  private static List<Integer> referrers(HeapGraph graph, int object) {
    IntArrayList referrers = new IntArrayList();
    Edges edges = graph.edges();
    for (int id = 0; id < graph.objects().count(); id++) {
      for (long e = edges.first(id); e >= 0; e = edges.next(e)) {
        if (edges.target(e) == object) {
          referrers.add(id);
          break;
        }
      }
    }
    return List.copyOf(referrers);
  }
}
