package dev.godump.types.value;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.binary.TinyProgram;
import dev.godump.binary.file.Executables;
import dev.godump.dump.BytesSource;
import dev.godump.dump.DumpWriter;
import dev.godump.dump.Machine;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.load.GraphLoader;
import dev.godump.io.ByteReader;
import dev.godump.types.program.Program;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProcessMemoryTest {
  private static ProcessMemory memory(HeapGraph graph) throws IOException {
    byte[] file = TinyProgram.ofGo120().elf(false);
    return new ProcessMemory(graph, Optional.of(Program.of(Executables.of(new BytesSource(file)))));
  }

  private static HeapGraph graph() throws IOException {
    return GraphLoader.load(DumpWriter.go("go1.20.3", Machine.AMD64).source(), position -> {});
  }

  @Test
  void constants_are_read_from_the_executable() throws IOException {
    try (HeapGraph graph = graph()) {
      assertThat(memory(graph).read(TinyProgram.TYPELINKS, new byte[8], 8)).isEqualTo(8);
    }
  }

  @Test
  void variables_are_not_since_the_program_may_have_changed_them() throws IOException {
    try (HeapGraph graph = graph()) {
      assertThat(memory(graph).read(TinyProgram.MODULE, new byte[8], 8)).isZero();
    }
  }

  @Test
  void what_a_program_never_changes_is_as_it_started() throws IOException {
    try (HeapGraph graph = graph()) {
      byte[] word = new byte[8];
      assertThat(memory(graph).readConstant(TinyProgram.MODULE, word, 8)).isEqualTo(8);
      assertThat(ByteReader.word(word, 0, 8, false)).isEqualTo(TinyProgram.PCLNTAB);
    }
  }
}
