package dev.godump.types.inference;

import dev.godump.graph.HeapGraph;
import dev.godump.types.HeapTypes;
import dev.godump.types.layout.Closures;
import dev.godump.types.layout.InterfaceWords;
import dev.godump.types.layout.Layouts;
import dev.godump.types.layout.SlotMatcher;
import dev.godump.types.program.KnownTypes;
import dev.godump.types.program.NoProgram;
import dev.godump.types.program.ObjectWords;
import dev.godump.types.program.Program;
import dev.godump.types.program.ProgramTypes;
import java.util.Optional;

/**
 * The heap, the program's types and their layouts, and the typings found so far: shared by all
 * steps of type inference.
 *
 * @param known the program's types as far as the dump and the executable describe them
 * @param program the same, if there is an executable
 * @param minor 24 for Go 1.24
 */
record InferenceContext(
    HeapGraph graph,
    KnownTypes known,
    Optional<ProgramTypes> program,
    int minor,
    Layouts layouts,
    SlotMatcher matcher,
    InterfaceWords interfaces,
    ObjectTypings typings) {

  static InferenceContext of(HeapGraph graph, Optional<Program> program) {
    Optional<ProgramTypes> types = program.map(p -> new ProgramTypes(p, graph));
    KnownTypes known = types.isPresent() ? types.get() : new NoProgram(graph);
    return of(graph, known, types, HeapTypes.release(graph, types));
  }

  static InferenceContext of(
      HeapGraph graph, KnownTypes known, Optional<ProgramTypes> program, int minor) {
    SlotMatcher matcher = new SlotMatcher(graph, minor);
    Layouts layouts = new Layouts(known, graph.process().params().pointerSize(), minor);
    return new InferenceContext(
        graph,
        known,
        program,
        minor,
        layouts,
        matcher,
        new InterfaceWords(graph, known, layouts, new Closures(known, matcher)),
        new ObjectTypings(graph));
  }

  /** A new cursor for reading the values of objects. */
  ObjectWords words() {
    return new ObjectWords(graph, object -> matcher.headerSize(typings.shape(object)));
  }

  /** Bytes of a pointer. */
  int wordSize() {
    return matcher.wordSize();
  }
}
