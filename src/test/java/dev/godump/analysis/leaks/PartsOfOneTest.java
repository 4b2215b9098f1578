package dev.godump.analysis.leaks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.analysis.leaks.LeakSuspect.Kind;
import dev.godump.dump.TinyHeap;
import dev.godump.graph.HeapGraph;
import dev.godump.heap.dominators.DominatorTree;
import dev.godump.types.inference.TypeInference;
import it.unimi.dsi.fastutil.ints.IntList;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Arrays of 40 objects of 128 bytes, held by structs that a root leads to. */
class PartsOfOneTest {
  private static final int COUNT = 40;
  private static final int ARRAY = 8 * COUNT;
  private static final int ITEM = 128;

  private static List<LeakSuspect> suspects(String text) throws IOException {
    try (HeapGraph graph = TinyHeap.graph(text)) {
      return LeakSuspects.of(
          graph,
          TypeInference.infer(graph).types(),
          DominatorTree.of(graph),
          Optional.empty(),
          IntList.of(),
          ARRAY,
          List.of());
    }
  }

  /** The arrows from an array to its objects. */
  private static String array(String name) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < COUNT; i++) {
      text.append(", ").append(name).append(':').append(ARRAY).append(" -> ");
      text.append(name).append('.').append(i).append(':').append(ITEM);
    }
    return text.toString();
  }

  @Test
  void arrays_in_the_same_field_of_structs_of_one_shape_are_one_suspect() throws IOException {
    String text = "root -> s1, root -> s2, s1 -> a, s2 -> b" + array("a") + array("b");
    List<LeakSuspect> suspects = suspects(text);
    assertThat(suspects).hasSize(1);
    assertThat(suspects.get(0).kind()).isEqualTo(Kind.GROUP);
    assertThat(suspects.get(0).retained()).isEqualTo(2L * (ARRAY + COUNT * ITEM));
    assertThat(suspects.get(0).similar().orElseThrow().count()).isEqualTo(2L * COUNT);
  }

  @Test
  void arrays_in_different_fields_are_two_suspects() throws IOException {
    String text = "root -> s1, root -> s2, s1 -> a, s2 -> x:16, s2 -> b" + array("a") + array("b");
    assertThat(suspects(text)).hasSize(2);
  }

  @Test
  void large_objects_of_one_size_in_the_same_field_are_one_suspect() throws IOException {
    List<LeakSuspect> suspects =
        suspects("root -> s1, root -> s2, root -> s3, s1 -> a:8192, s2 -> b:8192, s3 -> c:4096");
    assertThat(suspects).extracting(LeakSuspect::kind).containsExactly(Kind.GROUP, Kind.OBJECT);
    assertThat(suspects.get(0).retained()).isEqualTo(2 * 8192);
  }
}
