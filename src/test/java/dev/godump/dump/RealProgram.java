package dev.godump.dump;

import dev.godump.binary.file.Executables;
import dev.godump.graph.HeapGraph;
import dev.godump.types.ExecutableMatch;
import dev.godump.types.HeapTypes;
import dev.godump.types.Program;
import java.io.IOException;
import java.util.Optional;

/** An executable kept under {@code testdata} beside the dump that it wrote. */
public final class RealProgram {
  private RealProgram() {}

  /** The types of a dump's objects, by the executable beside it. */
  public static HeapTypes types(String name, HeapGraph graph) throws IOException {
    Program program = Program.of(Executables.open("testdata/" + name + ".program.zst"));
    return HeapTypes.of(graph, Optional.of(program.at(ExecutableMatch.of(graph.process(), program).slide())));
  }
}
