package dev.godump.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.analysis.Retainers.Step;
import dev.godump.dump.TinyHeap;
import dev.godump.graph.HeapGraph;
import dev.godump.report.text.WrittenText;
import dev.godump.types.inference.TypeInference;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PathTextTest {
  private static List<String> lines(int length, int limit) throws IOException {
    String chain =
        IntStream.range(1, length)
            .mapToObj(i -> "n" + (i - 1) + " -> n" + i)
            .collect(Collectors.joining(", ", "root -> n0, ", ""));
    HeapGraph graph = TinyHeap.graph(chain);
    ObjectText objects =
        new ObjectText(graph, TypeInference.infer(graph).types(), Optional.empty());
    List<Step> steps =
        IntStream.range(0, length).mapToObj(i -> new Step(i, i == 0 ? -1 : 8, 0)).toList();
    return WrittenText.of(out -> new PathText(objects, steps, "").text(out, limit, false))
        .lines()
        .toList();
  }

  @Test
  void a_short_path_has_a_line_per_step() throws IOException {
    assertThat(lines(30, 30)).hasSize(30).allMatch(line -> line.contains(" → 0xc"));
  }

  @Test
  void a_long_path_loses_its_middle() throws IOException {
    List<String> lines = lines(30, 29);
    assertThat(lines).hasSize(21);
    assertThat(lines.get(10).strip()).isEqualTo("… 10 more steps");
    assertThat(lines.get(11)).contains("0xc000000500");
  }

  @Test
  void a_path_of_twice_the_shown_ends_is_never_cut() throws IOException {
    assertThat(lines(20, 1)).hasSize(20);
  }
}
