package dev.godump.dump;

import dev.godump.binary.file.Executables;
import dev.godump.graph.HeapGraph;
import dev.godump.types.inference.InferredTypes;
import dev.godump.types.inference.TypeInference;
import dev.godump.types.program.ExecutableMatch;
import dev.godump.types.program.Program;
import java.io.IOException;
import java.util.Optional;

/** An executable kept under {@code testdata} next to the dump that it wrote. */
public final class RealProgram {
  private RealProgram() {}

  /** Returns the executable next to a dump, where the dumped process had it. */
  public static Program program(String name, HeapGraph graph) throws IOException {
    Program program = Program.of(Executables.open("testdata/" + name + ".program.zst"));
    return program.withSlide(ExecutableMatch.of(graph.process(), program).slide());
  }

  /** Returns the types of a dump's objects, from the executable next to it. */
  public static InferredTypes types(String name, HeapGraph graph) throws IOException {
    return TypeInference.infer(graph, Optional.of(program(name, graph)));
  }
}
