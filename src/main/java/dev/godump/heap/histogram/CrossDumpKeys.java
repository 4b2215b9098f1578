package dev.godump.heap.histogram;

import dev.godump.format.DumpRecord;
import dev.godump.graph.AllocationProfile;
import dev.godump.graph.HeapGraph;
import dev.godump.heap.dominators.NodeKeys;
import dev.godump.types.ArrayName;
import dev.godump.types.Certainty;
import dev.godump.types.HeapTypes;
import dev.godump.types.RuntimeTypeName;
import it.unimi.dsi.fastutil.objects.Object2IntOpenHashMap;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;

/**
 * Numbers groups of similar objects, from 0. A key has a name that is the same in every dump of one
 * program. Unlike in {@link TypeOrShapeIndex}, one name is one key whatever its certainty, as dumps
 * are compared by names.
 */
public final class CrossDumpKeys {
  /** The key of an object that has none. */
  public static final int NONE = NodeKeys.NONE;

  private final Object2IntOpenHashMap<String> keyByName = new Object2IntOpenHashMap<>();
  private final List<String> nameByKey = new ArrayList<>();
  private final List<Certainty> certaintyByKey = new ArrayList<>();
  private final IntUnaryOperator keyOf;

  private CrossDumpKeys(HeapGraph graph, HeapTypes types, UnaryOperator<String> nameOf) {
    keyByName.defaultReturnValue(NONE);
    int[] keyByShape = new int[graph.shapes().size()];
    for (int shape = 0; shape < keyByShape.length; shape++) {
      keyByShape[shape] = add(graph.shapes().get(shape).toString(), Certainty.UNKNOWN);
    }
    int[] keyByType = new int[types.typeCount()];
    for (int i = 1; i < keyByType.length; i++) {
      keyByType[i] = add(nameOf.apply(types.type(i).name()), types.type(i).certainty());
    }
    keyOf =
        object -> {
          int type = types.typeIndex(object);
          return type == 0 ? keyByShape[graph.shapeIndex(object)] : keyByType[type];
        };
  }

  private CrossDumpKeys(HeapGraph graph) {
    keyByName.defaultReturnValue(NONE);
    AllocationProfile profile = graph.process().profile();
    profile.samples().forEach(sample -> add(name(sample.getValue()), Certainty.UNKNOWN));
    keyOf =
        object ->
            profile.bucketOf(object).map(bucket -> keyByName.getInt(name(bucket))).orElse(NONE);
  }

  /** By type if it is known, else by shape; arrays of all lengths have one key. */
  public static CrossDumpKeys byType(HeapGraph graph, HeapTypes types) {
    return new CrossDumpKeys(graph, types, ArrayName::folded);
  }

  /** As {@link #byType}, but the objects inside a map have the key of the map's type. */
  public static CrossDumpKeys byTypeWithWholeMaps(HeapGraph graph, HeapTypes types) {
    return new CrossDumpKeys(
        graph, types, name -> RuntimeTypeName.mapOf(name).orElseGet(() -> ArrayName.folded(name)));
  }

  /**
   * By the function and line that allocated the objects; objects that were not sampled have no key.
   */
  public static CrossDumpKeys bySite(HeapGraph graph) {
    return new CrossDumpKeys(graph);
  }

  private static String name(DumpRecord.MemProf bucket) {
    DumpRecord.StackEntry call = AllocationSites.siteOf(bucket);
    return call.function() + " " + call.file() + ":" + call.line();
  }

  /** Returns a name's key; the lowest certainty of a name counts. */
  private int add(String name, Certainty certainty) {
    int key = keyByName.getInt(name);
    if (key == NONE) {
      key = nameByKey.size();
      keyByName.put(name, key);
      nameByKey.add(name);
      certaintyByKey.add(certainty);
    } else if (certainty.compareTo(certaintyByKey.get(key)) > 0) {
      certaintyByKey.set(key, certainty);
    }
    return key;
  }

  /** The key of an object, or {@link #NONE}. */
  public int keyOf(int object) {
    return keyOf.applyAsInt(object);
  }

  /** The number of keys. */
  public int count() {
    return nameByKey.size();
  }

  /** The name of a key. */
  public String name(int key) {
    return nameByKey.get(key);
  }

  /** The certainty of a key's type; {@link Certainty#UNKNOWN} if the key is not a type. */
  public Certainty certainty(int key) {
    return certaintyByKey.get(key);
  }
}
