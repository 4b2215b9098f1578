package dev.godump.analysis.leaks;

import dev.godump.analysis.PointerFields;
import dev.godump.analysis.leaks.LeakSuspect.Kind;
import dev.godump.analysis.leaks.LeakSuspect.SimilarObjects;
import dev.godump.analysis.signature.Signature;
import dev.godump.binary.type.GoType;
import dev.godump.graph.GoVersion;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectBytes;
import dev.godump.heap.Heap;
import dev.godump.heap.cleanups.Cleanups;
import dev.godump.heap.dominators.DominatorTree;
import dev.godump.heap.paths.StepFields;
import dev.godump.types.Certainty;
import dev.godump.types.ClosureFunctions;
import dev.godump.types.HeapTypes;
import dev.godump.types.ObjectType;
import dev.godump.types.program.ShortName;
import dev.godump.vector.IdSet;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * What inferred cleanups keep alive, as a suspect. A cleanup whose function or argument leads to
 * its own object never runs. A dump doesn't tell which objects have cleanups, so this is concluded:
 * if the heap without them has fewer objects of the type than there are cleanups, the others are
 * among those that cleanups keep.
 */
public final class CleanupLeak {
  private static final int SEPARATE_SINCE = 26;

  private final HeapGraph graph;
  private final HeapTypes types;
  private final Cleanups cleanups;
  private final DominatorTree live;
  private final DominatorTree kept;
  private final ClosureFunctions closures;
  private final IdSet calls;
  private final ObjectBytes bytes;

  private CleanupLeak(Heap heap, Heap keptByCleanups) throws IOException {
    graph = heap.graph();
    types = heap.types();
    cleanups = heap.unrecorded().cleanups();
    live = heap.tree();
    kept = keptByCleanups.tree();
    closures = new ClosureFunctions(graph, types);
    calls = new IdSet(graph.objects().count());
    cleanups.calls().forEach(calls::add);
    bytes = new ObjectBytes(graph);
  }

  /**
   * The suspect; empty if cleanups keep less than a threshold.
   *
   * @param threshold in bytes
   */
  public static Optional<LeakSuspect> find(Heap heap, long threshold) throws IOException {
    Optional<Heap> kept = heap.unrecorded().keptByCleanups();
    return kept.isEmpty() || kept.get().tree().liveBytes() < threshold
        ? Optional.empty()
        : Optional.of(new CleanupLeak(heap, kept.get()).suspect());
  }

  private LeakSuspect suspect() throws IOException {
    List<Owners> own = new ArrayList<>();
    for (IntArrayList alike : callsByDictionary().values()) {
      owners(alike).ifPresent(own::add);
    }
    own.sort((a, b) -> Integer.compare(b.own, a.own));
    List<LeakCause> causes = new ArrayList<>();
    for (Owners owners : own) {
      causes.add(cause(owners));
    }
    Optional<Owners> most = own.stream().findFirst();
    return LeakSuspect.notLive(
        Kind.CLEANUPS,
        kept.liveBytes(),
        kept.liveObjects(),
        subject(most),
        signature(most),
        OptionalInt.empty(),
        most.filter(owners -> !owners.type.isEmpty()).map(this::similar),
        causes);
  }

  private Signature signature(Optional<Owners> owners) {
    String types = owners.map(most -> most.type).filter(type -> !type.isEmpty()).orElse("objects");
    return new Signature(this.types.rootNames().isPresent(), "cleanups of " + types);
  }

  private String subject(Optional<Owners> owners) {
    if (owners.isEmpty() || owners.get().type.isEmpty()) {
      String number = SubjectNames.count(cleanups.count());
      return "kept by up to " + number + " cleanups (inferred)";
    }
    String type = owners.get().type;
    boolean all = owners.get().own >= owners.get().cleanups;
    return (all ? "" : "at least ")
        + SubjectNames.count(owners.get().own)
        + " × *"
        + ShortName.of(type)
        + " with a cleanup (inferred)";
  }

  private SimilarObjects similar(Owners owners) {
    long retained = 0;
    for (int object : owners.objects) {
      retained += kept.retainedByObject(object);
    }
    return new SimilarObjects(
        0, owners.type, owners.objects.size(), retained, owners.objects.getInt(0));
  }

  /**
   * Objects that have cleanups and that only cleanups keep alive.
   *
   * @param objects those that only cleanups keep alive; some may have no cleanup
   * @param own number of them that have a cleanup at least
   * @param type their full name; empty if unknown
   * @param cleanups number of cleanups of such objects
   */
  private record Owners(String type, IntArrayList objects, int own, int cleanups) {}

  /**
   * The cleanups by the dictionary of the instance of AddCleanup: they have objects of one type.
   */
  private Map<Long, IntArrayList> callsByDictionary() throws IOException {
    int word = graph.process().params().pointerSize();
    Optional<GoVersion> version = graph.process().version();
    boolean separate = version.filter(v -> v.isAtLeast(SEPARATE_SINCE)).isPresent();
    Map<Long, IntArrayList> alike = new TreeMap<>();
    for (int call : cleanups.calls()) {
      bytes.open(call);
      long offset = (separate ? 1L : 3L) * word;
      if (bytes.hasWord(offset)) {
        alike.computeIfAbsent(bytes.word(offset), d -> new IntArrayList()).add(call);
      }
    }
    return alike;
  }

  private Optional<Owners> owners(IntArrayList alike) throws IOException {
    Optional<GoType> type = typeOfOwners(alike.getInt(0));
    IntArrayList found;
    long elsewhere;
    if (type.isPresent()) {
      found = objectsOf(type.get(), kept);
      elsewhere = objectsOf(type.get(), live).size();
    } else {
      found = mostFrequent();
      elsewhere = mostOfOneShape();
    }
    int count = (int) Math.min(found.size(), alike.size() - elsewhere);
    if (count <= (type.isPresent() ? alike.size() / 10 : alike.size() / 2)) {
      return Optional.empty();
    }
    String name = type.map(GoType::name).orElse("");
    return Optional.of(new Owners(name, found, count, alike.size()));
  }

  /** The type of the objects with cleanups, if only one of the program's has the shape. */
  private Optional<GoType> typeOfOwners(int call) throws IOException {
    bytes.open(call);
    String function = types.nameOfFunction(bytes.word(0)).orElse("");
    String start = "runtime.AddCleanup[go.shape.";
    if (!function.startsWith(start)) {
      return Optional.empty();
    }
    String shape = function.substring(start.length());
    List<GoType> matches =
        types.describedTypes().filter(type -> startsWithShape(shape, type)).toList();
    return matches.size() == 1 ? Optional.of(matches.get(0)) : Optional.empty();
  }

  /** Whether type arguments start with the shape of a type. */
  private static boolean startsWithShape(String arguments, GoType type) {
    if (type.kind() != GoType.Kind.STRUCT) {
      return arguments.startsWith(type.name() + ",");
    }
    StringBuilder shape = new StringBuilder("struct {");
    String separator = " ";
    for (GoType.Field field : type.fields()) {
      int dot = type.name().lastIndexOf('.');
      boolean exported = Character.isUpperCase(field.name().charAt(0));
      String unexported = dot < 0 ? "" : type.name().substring(0, dot + 1);
      shape.append(separator).append(exported ? "" : unexported).append(field.name());
      shape.append(' ').append(field.type().name());
      separator = "; ";
    }
    return type.name().indexOf('.') >= 0 && arguments.startsWith(shape + " },");
  }

  /** Objects of a type in a tree, and those of unknown type in slots of its size. */
  private IntArrayList objectsOf(GoType type, DominatorTree tree) {
    long plain = types.slotSize(type.size(), false);
    long withHeader = types.slotSize(type.size(), true);
    IntArrayList found = new IntArrayList();
    graph
        .objects()
        .forEach(
            (id, address, size) -> {
              if (tree.isLive(id)) {
                Optional<ObjectType> known = types.typeOf(id);
                boolean fits = size == plain || size == withHeader;
                boolean is =
                    known
                        .map(t -> t.count() == 1 && t.name().equals(type.name()))
                        .orElse(fits && !isPart(id));
                if (is) {
                  found.add(id);
                }
              }
            });
    return found;
  }

  /** The objects of the most frequent shape among those kept, without parts of cleanups. */
  private IntArrayList mostFrequent() {
    IntArrayList[] byShape = new IntArrayList[graph.shapes().size()];
    int most = 0;
    for (int id = 0; id < graph.objects().count(); id++) {
      if (kept.isLive(id) && !isPart(id)) {
        int shape = graph.shapeIndex(id);
        byShape[shape] = byShape[shape] == null ? new IntArrayList() : byShape[shape];
        byShape[shape].add(id);
        boolean pointers = graph.shapes().get(shape).pointers() > 0;
        boolean more = byShape[most] == null || byShape[shape].size() > byShape[most].size();
        most = pointers && more ? shape : most;
      }
    }
    return byShape[most] == null ? new IntArrayList() : byShape[most];
  }

  private long mostOfOneShape() {
    long[] counts = new long[graph.shapes().size()];
    long most = 0;
    for (int id = 0; id < graph.objects().count(); id++) {
      if (live.isLive(id)) {
        most = Math.max(most, ++counts[graph.shapeIndex(id)]);
      }
    }
    return most;
  }

  /** Whether an object is one by which the runtime keeps cleanups. */
  private boolean isPart(int object) {
    return kept.dominator(kept.node(object)) == DominatorTree.ROOT || calls.contains(object);
  }

  private LeakCause cause(Owners owners) throws IOException {
    IntArrayList chain = new IntArrayList();
    int node = kept.node(owners.objects.getInt(0));
    for (; node != DominatorTree.ROOT; node = kept.dominator(node)) {
      if (kept.object(node) >= 0) {
        chain.add(0, kept.object(node));
      }
    }
    String function = "";
    StringBuilder path = new StringBuilder();
    for (int i = 0; i + 1 < chain.size(); i++) {
      int object = chain.getInt(i);
      if (calls.contains(object)) {
        continue;
      }
      long entry = entryOf(object);
      if (entry != ClosureFunctions.NONE) {
        function = types.nameOfFunction(entry).orElse("");
        path.setLength(0);
      }
      path.append(field(object, chain.getInt(i + 1)));
    }
    boolean known = !owners.type.isEmpty();
    return new LeakCause.CleanupCycle(
        owners.own,
        owners.cleanups,
        owners.type,
        known ? function : "",
        known && chain.size() > 1 && function.isEmpty(),
        known ? path.toString() : "");
  }

  private long entryOf(int object) throws IOException {
    if (cleanups.functions().contains(object)) {
      bytes.open(object);
      return bytes.word(0);
    }
    return closures.entryOf(object);
  }

  private String field(int from, int to) throws IOException {
    if (types.typeOf(from).filter(type -> type.certainty() != Certainty.GUESS).isEmpty()) {
      return "";
    }
    long offset = PointerFields.ofPair(graph, from, to).iterator().next().offset();
    return types.fieldName(from, offset).map(StepFields::generalized).orElse("");
  }
}
