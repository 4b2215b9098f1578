package dev.godump.analysis;

import dev.godump.format.DumpRecord;
import dev.godump.format.RecordContents;
import dev.godump.graph.HeapGraph;
import dev.godump.heap.Heap;
import dev.godump.heap.HeapPart;
import dev.godump.heap.dominators.Reachability;
import dev.godump.heap.paths.RuntimeReferrers;
import dev.godump.types.ClosureFunctions;
import dev.godump.types.HeapTypes;
import dev.godump.types.ObjectType;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntList;
import it.unimi.dsi.fastutil.ints.IntLists;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Everything the dump shows about one object.
 *
 * @param object its id
 * @param type if known
 * @param distance edges on the shortest path from a root; empty for garbage
 * @param part the part of the heap that it is in
 * @param contents where its bytes are in the file
 * @param closureEntry entry of the function whose closure it is, or {@link ClosureFunctions#NONE}
 * @param pointers its pointer fields
 * @param roots the roots that point at it
 * @param referrers ids of the objects that point at it, possibly itself, in address order but those
 *     of the runtime last
 * @param liveReferrers how many of them are live
 * @param finalizers its finalizers
 * @param allocatedAt where it was allocated, if the profile sampled it
 */
public record ObjectDetails(
    int object,
    Optional<ObjectType> type,
    OptionalInt distance,
    HeapPart part,
    RecordContents contents,
    long closureEntry,
    PointerFields pointers,
    IntList roots,
    IntList referrers,
    int liveReferrers,
    List<DumpRecord.Finalizer> finalizers,
    Optional<DumpRecord.MemProf> allocatedAt) {

  /** Reads the details of one object. */
  public static ObjectDetails of(Heap heap, HeapTypes types, int object) throws IOException {
    HeapGraph graph = heap.graph();
    Reachability reachability = heap.reachability();
    RuntimeReferrers runtime = new RuntimeReferrers(graph, types);
    IntArrayList referrers =
        RuntimeReferrers.last(graph.distinctReferrers(object), runtime::isObject);
    int live =
        (int)
            referrers
                .intStream()
                .filter(id -> reachability.isKnown() && reachability.isLive(id))
                .count();
    return new ObjectDetails(
        object,
        types.typeOf(object),
        heap.distanceTo(object),
        heap.unrecorded().parts().of(object),
        graph.record(object).contents(),
        new ClosureFunctions(graph, types).entryOf(object),
        PointerFields.of(graph, object),
        IntLists.unmodifiable(
            RuntimeReferrers.last(graph.roots().rootsOf(object), runtime::isRoot)),
        IntLists.unmodifiable(referrers),
        live,
        graph.process().finalizers().stream()
            .filter(f -> graph.objects().find(f.object()) == object)
            .toList(),
        graph.process().profile().bucketOf(object));
  }
}
