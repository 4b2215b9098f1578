package dev.godump.types;

import dev.godump.binary.type.GoType;
import dev.godump.graph.HeapGraph;
import dev.godump.types.Typings.Typing;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;

/** The way from what a dump and an executable say to the types of objects: first what follows, then guesses. */
final class TypeFinding {
  /** Each guess makes others easier; after so many rounds little is left. */
  private static final int ROUNDS = 4;

  private final HeapGraph graph;
  private final Optional<ProgramTypes> described;
  private final KnownTypes known;
  private final int minor;
  private final SlotFit fit;
  private final Layouts layouts;
  private final Typings typings;
  private final InterfaceWords interfaces;
  private final Propagation propagation;

  TypeFinding(HeapGraph graph, Optional<Program> program) {
    int release = graph.process().version().map(v -> v.minor()).orElse(0);
    this.graph = graph;
    described = program.map(p -> new ProgramTypes(p, graph));
    known = described.isPresent() ? described.get() : new NoProgram(graph);
    minor = described.map(ProgramTypes::minor).orElse(release == 0 ? HeapTypes.OLDEST : release);
    fit = new SlotFit(graph, minor);
    layouts = new Layouts(known, graph.process().params().pointerSize(), minor);
    typings = new Typings(graph);
    if (described.isEmpty()) {
      RuntimeParts.describe(layouts, graph.process().params().pointerSize(), minor);
    }
    interfaces = new InterfaceWords(graph, known, layouts, new Closures(known, fit));
    propagation = new Propagation(graph, known, layouts, interfaces, fit, typings);
  }

  /**
   * Begins where types are known and goes on from there.
   *
   * @param from objects that are looked at though nothing typed leads to them
   */
  void follow(IntPredicate from) throws IOException {
    TypeSeeds seeds = new TypeSeeds(graph, known, layouts, fit, typings, propagation);
    seeds.records();
    seeds.headers(from);
    if (described.isPresent() && described.get().describesVariables()) {
      VariableSeeds variables = new VariableSeeds(graph, described.get(), layouts, propagation);
      variables.globals();
      variables.frames();
    }
    seeds.segments();
    seeds.frames();
    propagation.spread();
    seeds.untyped(from);
    propagation.spread();
    if (described.isPresent()) {
      new ChannelSeeds(graph, known, layouts, fit, typings, propagation).run(from);
      propagation.spread();
    }
  }

  void guess() throws IOException {
    ShapeGuesses guesses = new ShapeGuesses(graph, known, layouts, interfaces, fit, typings, propagation);
    for (int round = 0; round < ROUNDS && guesses.run(); round++) {
      propagation.spread();
    }
    if (described.isEmpty()) {
      new StructureGuesses(graph, known, layouts, fit, typings, propagation).run();
      propagation.spread();
      new SharedTypes(graph, layouts, fit, typings).run();
    }
    new LengthGuesses(graph, layouts, fit, typings).run();
  }

  HeapTypes types() {
    return new HeapTypes(
        graph,
        known,
        layouts,
        minor,
        fit,
        described.map(types -> new RootNames(graph, types)),
        Optional.of(new TypedPointers(graph, layouts, fit, typings, described)),
        typings::number,
        objectTypes(typings.table(), new UnnamedTypes(graph, layouts, fit, typings).names()),
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
    return unique(types);
  }

  /** What reads alike and is as sure is one, however it was found. */
  static List<ObjectType> unique(List<ObjectType> table) {
    Map<String, ObjectType> known = new HashMap<>();
    List<ObjectType> types = new ArrayList<>();
    types.add(null);
    for (ObjectType type : table.subList(1, table.size())) {
      ObjectType before = known.putIfAbsent(type.certainty() + " " + type.name(), type);
      types.add(before == null ? type : before);
    }
    return types;
  }

  private static List<Made> made(List<Typing> table) {
    List<Made> made = new ArrayList<>();
    table.forEach(typing -> made.add(typing == null ? null : Made.of(typing.layout())));
    return made;
  }

  private static ObjectType objectType(Typing typing, String one) {
    Layout layout = typing.layout();
    GoType type = layout.type.kind() == GoType.Kind.INVALID ? null : layout.type;
    String name = typing.count() == 1 ? one : "[" + typing.count() + "]" + one;
    return new ObjectType(name, typing.certainty(), typing.count(), type);
  }
}
