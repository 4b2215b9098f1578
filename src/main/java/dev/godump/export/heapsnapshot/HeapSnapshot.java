package dev.godump.export.heapsnapshot;

import dev.godump.export.Hex;
import dev.godump.export.ObjectFilter;
import dev.godump.export.ObjectLabels;
import dev.godump.export.ObjectPass;
import dev.godump.export.TextDetector;
import dev.godump.graph.Edges;
import dev.godump.graph.HeapGraph;
import dev.godump.heap.dominators.Reachability;
import dev.godump.types.value.Secrets;
import dev.godump.vector.IdSet;
import it.unimi.dsi.fastutil.objects.Object2IntOpenHashMap;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * A heap as V8 writes its own, for the Memory tab of Chrome DevTools: JSON with flat arrays of
 * nodes, of edges grouped by node, and of strings (v8/src/profiler/heap-snapshot-generator.cc).
 * Live objects only, as in V8's: DevTools takes edges from unreachable nodes into account for what
 * others retain.
 *
 * <p>Goes through the dump three times: for nodes, for edges, and for the texts among the strings.
 * In memory are the node of each object and the names of types and fields, but no text.
 */
public final class HeapSnapshot {
  private final HeapGraph graph;
  private final ObjectLabels labels;
  private final Secrets secrets;
  private final Reachability reachability;
  private final ObjectFilter filter;
  private final SnapshotRoots roots;
  private final TextDetector text = new TextDetector();

  private final List<String> strings = new ArrayList<>();
  private final Object2IntOpenHashMap<String> indexByString = new Object2IntOpenHashMap<>();

  /** The node of each object, and until it is written, the number of its name. */
  private final int[] nodeByObject;

  /** Objects with their text as name. */
  private final IdSet textBits;

  private int textCount;

  /** How many strings come before the texts. */
  private int stringsBeforeTexts;

  private SnapshotJson json;

  /**
   * @param redact whether texts are replaced by lengths and hashes
   */
  public HeapSnapshot(
      HeapGraph graph, ObjectLabels labels, Reachability reachability, boolean redact) {
    this.graph = graph;
    this.labels = labels;
    this.reachability = reachability;
    this.secrets = redact ? Secrets.keyed() : Secrets.SHOWN;
    this.filter = ObjectFilter.live(reachability);
    this.roots = SnapshotRoots.of(graph, labels, reachability.isKnown());
    this.nodeByObject = new int[graph.objects().count()];
    this.textBits = new IdSet(nodeByObject.length);
    indexByString.defaultReturnValue(-1);
  }

  /** How many objects are in it. */
  public int objects() {
    return reachability.isKnown() ? reachability.liveObjects() : graph.objects().count();
  }

  /**
   * Writes it.
   *
   * @param progress is told how far the dump has been gone through, three times
   */
  public void write(OutputStream out, LongConsumer progress) throws IOException {
    json = new SnapshotJson(out);
    json.begin(roots.nodes() + (long) objects(), roots.edges() + edges());
    collectNames();
    roots.writeNodes(json, this::stringIndex);
    stringsBeforeTexts = strings.size();
    int[] next = {roots.nodes()};
    ObjectPass.over(graph, (id, contents) -> next[0] = writeNode(id, contents, next[0]), progress);
    json.edges();
    roots.writeEdges(json, this::stringIndex, nodeByObject);
    ObjectPass.over(graph, this::edges, progress);
    json.strings();
    for (String name : strings.subList(0, stringsBeforeTexts)) {
      json.string(name);
    }
    ObjectPass.over(graph, this::text, progress);
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
    for (long e = edges.first(id); e >= 0; e = edges.next(e)) {
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

  /** The number of a string; those that are new after the nodes come behind the texts. */
  private int stringIndex(String name) {
    int known = indexByString.getInt(name);
    if (known < 0) {
      known = strings.size() + textCount;
      indexByString.put(name, known);
      strings.add(name);
    }
    return known;
  }

  private int writeNode(int id, ObjectPass.Contents contents, int node) throws IOException {
    if (!filter.includes(id)) {
      return node;
    }
    boolean isText = textOf(id, contents) != null;
    int name = isText ? stringsBeforeTexts + textCount++ : nodeByObject[id];
    nodeByObject[id] = node;
    if (isText) {
      textBits.add(id);
    }
    json.node(
        isText ? SnapshotJson.STRING : SnapshotJson.OBJECT,
        name,
        roots.nodeId(contents.address(), node),
        contents.size(),
        degree(graph.edges(), id));
    return node + 1;
  }

  private String textOf(int id, ObjectPass.Contents contents) {
    boolean possible =
        contents.pointers() == 0
            && contents.size() <= TextDetector.MAX_SLOT
            && TextDetector.canHoldText(labels.typeName(id));
    return possible ? text.textOf(contents.bytes(), (int) contents.size()) : null;
  }

  private void edges(int id, ObjectPass.Contents contents) throws IOException {
    if (!filter.includes(id)) {
      return;
    }
    long word = graph.process().params().pointerSize();
    for (int pointer = 0; pointer < contents.pointers(); pointer++) {
      int target = contents.target(pointer);
      if (target >= 0) {
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

  private void text(int id, ObjectPass.Contents contents) throws IOException {
    if (textBits.contains(id)) {
      json.string(secrets.text(textOf(id, contents)));
    }
  }
}
