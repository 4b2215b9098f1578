package dev.godump.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PhaseProgressTest {
  /** Returns the phase of a stack. */
  private static String phaseOf(String... classes) {
    return PhaseProgress.phaseOf(
        Stream.of(classes)
            .map(name -> new StackTraceElement("dev.godump." + name, "run", null, -1))
            .toArray(StackTraceElement[]::new));
  }

  @Test
  void the_outermost_phase_counts() {
    assertThat(phaseOf("heap.dominators.SemiNca", "heap.Heap", "cli.LeaksCommand"))
        .isEqualTo("dominators");
    assertThat(phaseOf("types.inference.TypeInference", "heap.Heap", "heap.DumpIndex", "cli.Main"))
        .startsWith("writing the index");
    assertThat(phaseOf("analysis.waste.StringSearch", "cli.StringsCommand")).isEqualTo("strings");
    assertThat(phaseOf("cli.Main")).isEmpty();
  }

  @Test
  void what_is_read_from_an_index_has_a_phase() {
    assertThat(phaseOf("graph.store.EdgesCodec", "io.Lazy", "heap.Heap", "cli.ObjectsCommand"))
        .isEqualTo("reading the index");
    assertThat(phaseOf("heap.stack.StackVariableSearch", "heap.Heap", "cli.ObjectsCommand"))
        .isEqualTo("stack variables");
  }

  @Test
  void waiting_for_bytes_of_a_compressed_dump_is_a_phase_of_its_own() {
    assertThat(phaseOf("io.SpooledSource", "types.inference.ObjectScan", "cli.LeaksCommand"))
        .isEqualTo("unpacking the dump");
    assertThat(phaseOf("io.SpooledSource", "cli.ObjectCommand")).isEqualTo("unpacking the dump");
    assertThat(phaseOf("io.SpooledSource", "graph.load.GraphLoader", "cli.DumpCommand")).isEmpty();
  }

  @Test
  void what_writes_or_has_a_bar_shows_no_phase() {
    assertThat(phaseOf("heap.paths.RootPaths", "report.LeaksReport", "cli.Output", "cli.Main"))
        .isEmpty();
    assertThat(phaseOf("graph.load.GraphLoader", "cli.DumpCommand")).isEmpty();
    assertThat(phaseOf("analysis.find.DumpSearch", "cli.FindCommand")).isEmpty();
  }

  @Test
  void a_command_that_ends_at_once_writes_its_output_only() throws IOException {
    ByteArrayOutputStream terminal = new ByteArrayOutputStream();
    try (PhaseProgress progress = PhaseProgress.start(terminal)) {
      OutputStream out = progress.erasingFirst(terminal);
      out.write("answer\n".getBytes(StandardCharsets.UTF_8));
      out.write('.');
      out.flush();
    }
    assertThat(terminal.toString(StandardCharsets.UTF_8)).isEqualTo("answer\n.");
  }
}
