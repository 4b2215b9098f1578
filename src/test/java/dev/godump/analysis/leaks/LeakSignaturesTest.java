package dev.godump.analysis.leaks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.analysis.signature.Signature;
import dev.godump.binary.file.Executables;
import dev.godump.dump.RealDump;
import dev.godump.graph.HeapGraph;
import dev.godump.heap.Heap;
import dev.godump.types.program.ExecutableMatch;
import dev.godump.types.program.Program;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A program that leaks in several ways has the same signatures in every run, with more or fewer
 * objects, and in every build.
 */
class LeakSignaturesTest {
  private static final Set<String> EXPECTED =
      Set.of(
          "main.sessions → map[string]*main.session",
          "main.server.queue → []*main.session",
          "main.server.shared → sync.Map",
          "main.server.tenants → map[string]*main.tenant → […] main.tenant"
              + " → .cache map[int]*main.session",
          "main.jobs → main.job",
          "goroutine main.handle",
          "stack variables of main.main");

  private static Set<Signature> signatures(String version, String run, String executable)
      throws IOException {
    try (HeapGraph graph = RealDump.of("signatures/" + version + "/" + run).graph();
        Heap heap = Heap.of(graph)) {
      if (!executable.isEmpty()) {
        String file = "testdata/signatures/" + version + "/" + executable + ".zst";
        Program program = Program.of(Executables.open(file));
        heap.setProgram(program.withSlide(ExecutableMatch.of(graph.process(), program).slide()));
      }
      long threshold = heap.tree().liveBytes() * 3 / 100;
      return LeakSuspects.of(heap, threshold).stream()
          .map(LeakSuspect::signature)
          .collect(Collectors.toSet());
    }
  }

  private static Set<String> paths(Set<Signature> signatures) {
    return signatures.stream().map(Signature::path).collect(Collectors.toCollection(TreeSet::new));
  }

  @ParameterizedTest
  @ValueSource(strings = {"go1.19", "go1.24", "go1.27"})
  void signatures_are_those_of_the_leaks_in_every_run_and_build(String version) throws IOException {
    Set<Signature> first = signatures(version, "first-1", "first");
    assertThat(paths(first)).containsExactlyInAnyOrderElementsOf(EXPECTED);
    assertThat(signatures(version, "first-2", "first")).isEqualTo(first);
    assertThat(signatures(version, "second-1", "second")).isEqualTo(first);
  }

  @ParameterizedTest
  @ValueSource(strings = {"go1.19", "go1.24", "go1.27"})
  void without_the_executable_they_are_of_another_kind_and_the_same_in_every_run(String version)
      throws IOException {
    Set<Signature> untyped = signatures(version, "first-1", "");
    assertThat(untyped).hasSizeGreaterThan(4).noneMatch(Signature::typed);
    assertThat(signatures(version, "first-2", "")).isEqualTo(untyped);
    assertThat(untyped).allMatch(signature -> signature.id().matches("u[0-9a-f]{12}"));
    assertThat(signatures(version, "first-1", "first"))
        .allMatch(signature -> signature.id().matches("t[0-9a-f]{12}"));
  }
}
