package dev.godump.export.heapsnapshot;

import dev.godump.export.Hex;
import dev.godump.export.ObjectFilter;
import dev.godump.export.ObjectLabels;
import dev.godump.export.ObjectPass;
import dev.godump.export.TextDetector;
import dev.godump.graph.Edges;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectTable;
import dev.godump.heap.HeapParts;
import dev.godump.types.value.Secrets;
import dev.godump.vector.IdSet;
import it.unimi.dsi.fastutil.objects.Object2IntOpenHashMap;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes a heap as a V8 heap snapshot, for the Memory tab of Chrome DevTools: JSON with flat arrays
 * of nodes, of edges grouped by node, and of strings (v8/src/profiler/heap-snapshot-generator.cc).
 * It has live objects only, like those of V8, and what inferred cleanups keep alive: DevTools would
 * count edges from unreachable nodes in the retained sizes of others.
 *
 * <p>Reads the dump three times: for nodes, for edges, and for texts. Takes 4 bytes per object and
 * the names of types and fields; texts are not kept. Not thread-safe.
 */
public final class HeapSnapshot {
  private static final int NONE = -1;

  private final HeapGraph graph;
  private final ObjectLabels labels;
  private final Secrets secrets;
  private final HeapParts parts;
  private final ObjectFilter filter;
  private final SnapshotRoots roots;
  private final TextDetector detector = new TextDetector();

  private final List<String> strings = new ArrayList<>();
  private final Object2IntOpenHashMap<String> indexByString = new Object2IntOpenHashMap<>();

  /** The node; until it is written, the index of its name. */
  private final int[] nodeByObject;

  /** Objects with their text as name. */
  private final IdSet textObjects;

  private int textCount;
  private int nextNode;

  /** Number of strings before the texts. */
  private int stringsBeforeTexts;

  /**
   * @param redact whether to replace texts by lengths and hashes
   */
  public HeapSnapshot(HeapGraph graph, ObjectLabels labels, HeapParts parts, boolean redact) {
    this.graph = graph;
    this.labels = labels;
    this.parts = parts;
    this.secrets = redact ? Secrets.keyed() : Secrets.SHOWN;
    this.filter = ObjectFilter.kept(parts);
    this.roots = SnapshotRoots.of(graph, labels, parts.isKnown());
    this.nodeByObject = new int[graph.objects().count()];
    this.textObjects = new IdSet(nodeByObject.length);
    indexByString.defaultReturnValue(NONE);
  }

  /** Returns the number of objects in the snapshot. */
  public int objects() {
    return parts.isKnown() ? parts.keptObjects() : graph.objects().count();
  }

  /**
   * Writes the snapshot.
   *
   * @param progress gets the position in the dump during each of the three passes
   */
  public void write(OutputStream out, LongConsumer progress) throws IOException {
    SnapshotJson json = new SnapshotJson(out);
    json.begin(roots.nodes() + (long) objects(), roots.edges() + edges());
    collectNames();
    roots.writeNodes(json, this::stringIndex);
    stringsBeforeTexts = strings.size();
    nextNode = roots.nodes();
    ObjectPass.over(graph, (id, contents) -> writeNode(json, id, contents), progress);
    json.edges();
    roots.writeEdges(json, this::stringIndex, nodeByObject);
    ObjectPass.over(graph, (id, contents) -> writeEdges(json, id, contents), progress);
    json.strings();
    for (String name : strings.subList(0, stringsBeforeTexts)) {
      json.string(name);
    }
    ObjectPass.over(graph, (id, contents) -> writeText(json, id, contents), progress);
    for (String name : strings.subList(stringsBeforeTexts, strings.size())) {
      json.string(name);
    }
    json.end();
  }

  private long edges() {
    Edges edges = graph.edges();
    long count = 0;
    for (int id = 0; id < nodeByObject.length; id++) {
      count += filter.includes(id) ? degree(edges, id) : 0;
    }
    return count;
  }

  private static int degree(Edges edges, int id) {
    int degree = 0;
    for (long e = edges.first(id); e != Edges.NONE; e = edges.next(e)) {
      degree++;
    }
    return degree;
  }

  private void collectNames() {
    for (int id = 0; id < nodeByObject.length; id++) {
      if (filter.includes(id)) {
        nodeByObject[id] = stringIndex(labels.groupLabel(id));
      }
    }
    roots.names().forEach(this::stringIndex);
  }

  /** Returns the index of a string; those added after the nodes follow the texts. */
  private int stringIndex(String name) {
    int known = indexByString.getInt(name);
    if (known == NONE) {
      known = strings.size() + textCount;
      indexByString.put(name, known);
      strings.add(name);
    }
    return known;
  }

  private void writeNode(SnapshotJson json, int id, ObjectPass.Contents contents)
      throws IOException {
    if (!filter.includes(id)) {
      return;
    }
    int node = nextNode++;
    boolean isText = textOf(id, contents) != null;
    int name = isText ? stringsBeforeTexts + textCount++ : nodeByObject[id];
    nodeByObject[id] = node;
    if (isText) {
      textObjects.add(id);
    }
    json.node(
        isText ? SnapshotJson.STRING : SnapshotJson.OBJECT,
        name,
        roots.nodeId(contents.address(), node),
        contents.size(),
        degree(graph.edges(), id));
  }

  private @Nullable String textOf(int id, ObjectPass.Contents contents) {
    boolean possible =
        contents.pointers() == 0
            && contents.size() <= TextDetector.MAX_SLOT
            && TextDetector.canHoldText(labels.typeName(id));
    return possible ? detector.textOf(contents.bytes(), (int) contents.size()) : null;
  }

  private void writeEdges(SnapshotJson json, int id, ObjectPass.Contents contents)
      throws IOException {
    if (!filter.includes(id)) {
      return;
    }
    long word = graph.process().params().pointerSize();
    for (int pointer = 0; pointer < contents.pointers(); pointer++) {
      int target = contents.target(pointer);
      if (target != ObjectTable.NONE) {
        long offset = contents.offset(pointer);
        String field = labels.fieldName(id, offset);
        if (!field.isEmpty()) {
          json.property(
              stringIndex(field.startsWith(".") ? field.substring(1) : field),
              nodeByObject[target]);
        } else if (contents.size() > SnapshotJson.LARGEST_WITH_NAMES) {
          json.element(offset / word, nodeByObject[target]);
        } else {
          json.property(stringIndex("ptr@" + Hex.of(offset)), nodeByObject[target]);
        }
      }
    }
  }

  private void writeText(SnapshotJson json, int id, ObjectPass.Contents contents)
      throws IOException {
    String text = textObjects.contains(id) ? textOf(id, contents) : null;
    if (text != null) {
      json.string(secrets.text(text));
    }
  }
}
