package dev.godump.types.inference;

import dev.godump.binary.type.GoType;
import dev.godump.graph.Edges;
import dev.godump.graph.HeapGraph;
import dev.godump.types.HeapTypes;
import dev.godump.types.ObjectType;
import dev.godump.types.RuntimePart;
import dev.godump.types.RuntimeTypeName;
import dev.godump.types.TypesByObject;
import dev.godump.types.inference.ObjectTypings.Typing;
import dev.godump.types.layout.Layout;
import dev.godump.types.layout.RuntimeLayouts;
import dev.godump.types.program.Program;
import dev.godump.types.program.ProgramTypes;
import dev.godump.types.program.RootNames;
import it.unimi.dsi.fastutil.ints.IntCollection;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * Infers the types of a heap's objects from a dump and the executable that wrote it: first from
 * known types, then by guesses.
 */
public final class TypeInference {
  /** The most rounds of guesses. A guess makes others possible, but more rounds find little. */
  private static final int ROUNDS = 4;

  private final HeapGraph graph;
  private final InferenceContext context;
  private final Propagation propagation;

  private TypeInference(HeapGraph graph, Optional<Program> program) {
    this.graph = graph;
    this.context = InferenceContext.of(graph, program);
    if (program.isEmpty()) {
      RuntimeLayouts.describe(context.layouts(), context.wordSize(), context.minor());
    }
    this.propagation = new Propagation(context);
  }

  /**
   * Infers the types of all objects.
   *
   * @param program the executable that wrote the dump, if there is one
   */
  public static InferredTypes infer(HeapGraph graph, Optional<Program> program) throws IOException {
    TypeInference inference = new TypeInference(graph, program);
    inference.follow(id -> true);
    inference.guess();
    return new InferredTypes(inference.types(), new TypedPointers(inference.context));
  }

  /** As {@link #infer(HeapGraph, Optional)} without an executable. */
  public static InferredTypes infer(HeapGraph graph) throws IOException {
    return infer(graph, Optional.empty());
  }

  /**
   * Infers the types of some objects, without guesses and from the dump alone. Faster than for all
   * objects: scans only objects that point at these.
   *
   * @param objects ids of the objects to type
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
    for (long e = edges.first(id); e != Edges.NONE; e = edges.next(e)) {
      if (targets.get(edges.target(e))) {
        return true;
      }
    }
    return false;
  }

  /**
   * Follows references from all objects and variables of known types.
   *
   * @param filter selects the objects to read although they are untyped
   */
  private void follow(IntPredicate filter) throws IOException {
    TypeSeeds seeds = new TypeSeeds(context, propagation);
    seeds.fromRecords();
    seeds.fromTypeWords(filter);
    Optional<ProgramTypes> program = context.program();
    if (program.isPresent() && program.get().describesVariables()) {
      VariableSeeds variables = new VariableSeeds(context, program.get(), propagation);
      variables.fromGlobals();
      variables.fromFrames();
    }
    seeds.fromSegments();
    seeds.fromFrames();
    propagation.spread();
    seeds.fromUntypedObjects(filter);
    propagation.spread();
    if (program.isPresent()) {
      new ChannelSeeds(context, propagation).run(filter);
      propagation.spread();
    }
  }

  private void guess() throws IOException {
    ShapeGuesses guesses = new ShapeGuesses(context, propagation);
    for (int round = 0; round < ROUNDS && guesses.run(); round++) {
      propagation.spread();
    }
    if (context.program().isEmpty()) {
      new StructureGuesses(context, propagation).run();
      propagation.spread();
      new SiblingTypeGuesses(context).run();
    }
    new ByteArrayGuesses(context).run();
  }

  private HeapTypes types() {
    List<Typing> typings = context.typings().table();
    IdentityHashMap<Layout, String> names = new UnnamedTypes(context).names();
    names.putAll(SharedTypeNames.names(typings, context.known()));
    return new HeapTypes(
        graph,
        context.known(),
        context.layouts(),
        context.matcher(),
        context.program().map(types -> new RootNames(graph, types)),
        new TypesByObject(
            context.typings()::typingId,
            objectTypes(typings, names),
            runtimeParts(typings),
            propagation.conflicts(),
            propagation.contradictions()));
  }

  private static List<ObjectType> objectTypes(
      List<Typing> table, IdentityHashMap<Layout, String> names) {
    List<ObjectType> types = new ArrayList<>();
    types.add(null);
    for (Typing typing : table.subList(1, table.size())) {
      types.add(objectType(typing, names.getOrDefault(typing.layout(), typing.layout().name)));
    }
    return types;
  }

  private static List<RuntimePart> runtimeParts(List<Typing> table) {
    List<RuntimePart> parts = new ArrayList<>();
    table.forEach(typing -> parts.add(typing == null ? null : RuntimePart.of(typing.layout())));
    return parts;
  }

  private static ObjectType objectType(Typing typing, String elem) {
    Layout layout = typing.layout();
    GoType type = layout.type.kind() == GoType.Kind.INVALID ? null : layout.type;
    String name = RuntimeTypeName.ofObject(elem, typing.count());
    return new ObjectType(name, typing.certainty(), typing.count(), type);
  }
}
