package dev.godump.types.inference;

import dev.godump.binary.type.GoType;
import dev.godump.graph.Edges;
import dev.godump.graph.HeapGraph;
import dev.godump.types.HeapTypes;
import dev.godump.types.ObjectType;
import dev.godump.types.RuntimePart;
import dev.godump.types.inference.ObjectTypings.Typing;
import dev.godump.types.layout.Closures;
import dev.godump.types.layout.InterfaceWords;
import dev.godump.types.layout.Layout;
import dev.godump.types.layout.Layouts;
import dev.godump.types.layout.RuntimeLayouts;
import dev.godump.types.layout.SlotMatcher;
import dev.godump.types.program.KnownTypes;
import dev.godump.types.program.NoProgram;
import dev.godump.types.program.Program;
import dev.godump.types.program.ProgramTypes;
import dev.godump.types.program.RootNames;
import it.unimi.dsi.fastutil.ints.IntCollection;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * The way from what a dump and an executable say to the types of objects: first what follows, then
 * guesses.
 */
public final class TypeInference {
  /** Each guess makes others easier; after so many rounds little is left. */
  private static final int ROUNDS = 4;

  private final HeapGraph graph;
  private final Optional<ProgramTypes> described;
  private final KnownTypes known;
  private final int minor;
  private final SlotMatcher matcher;
  private final Layouts layouts;
  private final ObjectTypings typings;
  private final InterfaceWords interfaces;
  private final Propagation propagation;

  private TypeInference(HeapGraph graph, Optional<Program> program) {
    int release = graph.process().version().map(v -> v.minor()).orElse(0);
    this.graph = graph;
    described = program.map(p -> new ProgramTypes(p, graph));
    known = described.isPresent() ? described.get() : new NoProgram(graph);
    minor =
        described
            .map(ProgramTypes::minor)
            .orElse(release == 0 ? HeapTypes.DEFAULT_RELEASE : release);
    matcher = new SlotMatcher(graph, minor);
    layouts = new Layouts(known, graph.process().params().pointerSize(), minor);
    typings = new ObjectTypings(graph);
    if (described.isEmpty()) {
      RuntimeLayouts.describe(layouts, graph.process().params().pointerSize(), minor);
    }
    interfaces = new InterfaceWords(graph, known, layouts, new Closures(known, matcher));
    propagation = new Propagation(graph, known, layouts, interfaces, matcher, typings);
  }

  /**
   * Finds out, by all that leads from one type to another.
   *
   * @param program the executable that wrote the dump, if there is one
   */
  public static InferredTypes infer(HeapGraph graph, Optional<Program> program) throws IOException {
    TypeInference inference = new TypeInference(graph, program);
    inference.follow(id -> true);
    inference.guess();
    return new InferredTypes(inference.types(), inference.pointers());
  }

  /** As {@link #infer(HeapGraph, Optional)} without an executable. */
  public static InferredTypes infer(HeapGraph graph) throws IOException {
    return infer(graph, Optional.empty());
  }

  /**
   * Finds out those of some objects that are no guesses and that the dump alone gives away, faster
   * than all: looks only at what points at them.
   *
   * @param wanted their ids
   */
  public static HeapTypes certain(HeapGraph graph, IntCollection objects) throws IOException {
    BitSet targets = new BitSet(graph.objects().count());
    objects.forEach(targets::set);
    BitSet sources = new BitSet(graph.objects().count());
    Edges edges = graph.edges();
    for (int id = 0; id < graph.objects().count(); id++) {
      if (targets.get(id) || pointsAt(edges, id, targets)) {
        sources.set(id);
      }
    }
    TypeInference inference = new TypeInference(graph, Optional.empty());
    inference.follow(sources::get);
    return inference.types().withoutGuesses();
  }

  private static boolean pointsAt(Edges edges, int id, BitSet targets) {
    for (long e = edges.first(id); e >= 0; e = edges.next(e)) {
      if (targets.get(edges.target(e))) {
        return true;
      }
    }
    return false;
  }

  /**
   * Begins where types are known and goes on from there.
   *
   * @param from objects that are looked at though nothing typed leads to them
   */
  private void follow(IntPredicate from) throws IOException {
    TypeSeeds seeds = new TypeSeeds(graph, known, layouts, matcher, typings, propagation);
    seeds.fromRecords();
    seeds.fromTypeWords(from);
    if (described.isPresent() && described.get().describesVariables()) {
      VariableSeeds variables = new VariableSeeds(graph, described.get(), layouts, propagation);
      variables.fromGlobals();
      variables.fromFrames();
    }
    seeds.fromSegments();
    seeds.fromFrames();
    propagation.spread();
    seeds.fromUntypedObjects(from);
    propagation.spread();
    if (described.isPresent()) {
      new ChannelSeeds(graph, known, layouts, matcher, typings, propagation).run(from);
      propagation.spread();
    }
  }

  private void guess() throws IOException {
    ShapeGuesses guesses =
        new ShapeGuesses(graph, known, layouts, interfaces, matcher, typings, propagation);
    for (int round = 0; round < ROUNDS && guesses.run(); round++) {
      propagation.spread();
    }
    if (described.isEmpty()) {
      new StructureGuesses(graph, known, layouts, matcher, typings, propagation).run();
      propagation.spread();
      new SiblingTypeGuesses(graph, layouts, matcher, typings).run();
    }
    new ByteArrayGuesses(graph, layouts, matcher, typings).run();
  }

  private TypedPointers pointers() {
    return new TypedPointers(graph, layouts, matcher, typings, described);
  }

  private HeapTypes types() {
    return new HeapTypes(
        graph,
        known,
        layouts,
        minor,
        matcher,
        described.map(types -> new RootNames(graph, types)),
        typings::typingId,
        objectTypes(typings.table(), new UnnamedTypes(graph, layouts, matcher, typings).names()),
        made(typings.table()),
        propagation.conflicts(),
        propagation.contradictions());
  }

  private static List<ObjectType> objectTypes(List<Typing> table, Map<Layout, String> names) {
    List<ObjectType> types = new ArrayList<>();
    types.add(null);
    for (Typing typing : table.subList(1, table.size())) {
      types.add(objectType(typing, names.getOrDefault(typing.layout(), typing.layout().name)));
    }
    return types;
  }

  private static List<RuntimePart> made(List<Typing> table) {
    List<RuntimePart> made = new ArrayList<>();
    table.forEach(typing -> made.add(typing == null ? null : RuntimePart.of(typing.layout())));
    return made;
  }

  private static ObjectType objectType(Typing typing, String one) {
    Layout layout = typing.layout();
    GoType type = layout.type.kind() == GoType.Kind.INVALID ? null : layout.type;
    String name = typing.count() == 1 ? one : "[" + typing.count() + "]" + one;
    return new ObjectType(name, typing.certainty(), typing.count(), type);
  }
}
