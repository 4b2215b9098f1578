package dev.godump.analysis.growth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.analysis.growth.Growth.Row;
import dev.godump.dump.DumpWriter;
import dev.godump.dump.Machine;
import dev.godump.dump.RealDump;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.load.GraphLoader;
import dev.godump.heap.Heap;
import dev.godump.heap.histogram.Amount;
import dev.godump.heap.histogram.Measure;
import dev.godump.types.Certainty;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GrowthTest {
  private static final String NOPTR = "noptr 64 B";

  static Growth of(String... heaps) throws IOException {
    List<HeapProfile> profiles = new ArrayList<>();
    for (String heap : heaps) {
      profiles.add(HeapProfileTest.of(heap));
    }
    return Growth.of(profiles, false);
  }

  private static HeapProfile profile(DumpWriter dump) throws IOException {
    HeapGraph graph = GraphLoader.load(dump.source(), position -> {});
    return HeapProfile.of(Heap.of(graph));
  }

  private static Row row(Growth growth, Dimension by, String key) {
    return growth.rows(by, Measure.BYTES).stream()
        .filter(row -> row.key().equals(key))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> keys(Growth growth, Measure measure) {
    return growth.rows(Dimension.TYPE, measure).stream().map(Row::key).toList();
  }

  @Test
  void growth_is_the_last_dump_minus_the_first() throws IOException {
    Growth growth = of("root -> a", "root -> a, root -> b, root -> c");
    Row row = row(growth, Dimension.TYPE, NOPTR);
    assertThat(row.before()).isEqualTo(new Amount(1, 64, 64));
    assertThat(row.after()).isEqualTo(new Amount(3, 192, 192));
    assertThat(row.delta()).isEqualTo(new Amount(2, 128, 128));
    assertThat(row.certainty()).isEqualTo(Certainty.UNKNOWN);
    assertThat(growth.heapDelta()).isEqualTo(new Amount(2, 128, 128));
  }

  @Test
  void a_key_of_only_one_dump_is_zero_in_the_other() throws IOException {
    Growth growth = of("root -> a:128", "root -> b:256");
    assertThat(row(growth, Dimension.TYPE, "noptr 128 B").delta())
        .isEqualTo(new Amount(-1, -128, -128));
    assertThat(row(growth, Dimension.TYPE, "noptr 256 B").before()).isEqualTo(Amount.NONE);
  }

  @Test
  void rows_are_sorted_from_largest_growth_to_largest_loss() throws IOException {
    Growth growth =
        of(
            "root -> a:128, root -> b:256, root -> c:32",
            "root -> x:64, root -> y:64, root -> c:32, root -> d:512");
    assertThat(keys(growth, Measure.BYTES))
        .containsExactly("noptr 512 B", "noptr 64 B", "noptr 32 B", "noptr 128 B", "noptr 256 B");
    assertThat(keys(growth, Measure.COUNT).get(0)).isEqualTo("noptr 64 B");
  }

  @Test
  void a_global_grows_with_the_objects_below_it() throws IOException {
    Growth growth = of("root -> list", "root -> list, list -> a, a -> b");
    assertThat(row(growth, Dimension.GLOBAL, "bss+0x0").delta()).isEqualTo(new Amount(2, 128, 128));
  }

  @Test
  void only_what_never_shrinks_and_is_larger_in_the_end_only_grew() throws IOException {
    Growth growth =
        of(
            "root -> a:32, root -> b:64, root -> c:128, root -> d:256",
            "root -> a:32, root -> b:64, root -> b2:64, root -> d:256, root -> d2:256",
            "root -> a:32, root -> b:64, root -> b2:64, root -> c:128, root -> c2:128, root -> d:256");
    assertThat(
            growth.rows(Dimension.TYPE, Measure.BYTES).stream()
                .filter(r -> r.onlyGrew(Measure.BYTES))
                .map(Row::key))
        .containsExactly(NOPTR);
    assertThat(row(growth, Dimension.TYPE, "noptr 32 B").unchanged()).isTrue();
    assertThat(row(growth, Dimension.TYPE, "noptr 256 B").unchanged()).isFalse();
  }

  @Test
  void garbage_counts_only_on_request() throws IOException {
    List<HeapProfile> profiles =
        List.of(HeapProfileTest.of("root -> a"), HeapProfileTest.of("root -> a, dead"));
    assertThat(Growth.of(profiles, false).heapDelta().count()).isZero();
    assertThat(Growth.of(profiles, true).heapDelta().count()).isEqualTo(1);
  }

  @Test
  void if_liveness_is_unknown_in_one_dump_garbage_counts_in_all() throws IOException {
    DumpWriter cut = DumpWriter.go("go1.21.0");
    cut.object(0xc000000000L, 64);
    HeapGraph graph = GraphLoader.load(cut.cut(), position -> {});
    HeapProfile before = HeapProfileTest.of("root -> a, dead");
    Growth growth = Growth.of(List.of(before, HeapProfile.of(Heap.of(graph))), false);
    assertThat(growth.liveOnly()).isFalse();
    assertThat(growth.retainedKnown()).isFalse();
    assertThat(growth.heapDelta().count()).isEqualTo(-1);
  }

  @Test
  void another_machine_go_version_or_build_is_reported() throws IOException {
    HeapProfile one = profile(DumpWriter.go("go1.21.0"));
    assertThat(
            Growth.of(List.of(one, profile(DumpWriter.go("go1.21.0"))), false).buildDifferences())
        .isEmpty();
    assertThat(
            Growth.of(List.of(one, profile(DumpWriter.go("go1.22.0"))), false)
                .buildDifferences()
                .get(0))
        .endsWith("built with go1.22.0, not go1.21.0");
    assertThat(
            Growth.of(List.of(one, profile(DumpWriter.go("go1.21.0", Machine.I386))), false)
                .buildDifferences()
                .get(0))
        .endsWith("386 (32-bit), not amd64 (64-bit)");
    DumpWriter larger = DumpWriter.go("go1.21.0");
    assertThat(
            Growth.of(List.of(one, profile(larger.bss(0x600000, larger.memory(8)))), false)
                .buildDifferences()
                .get(0))
        .contains("another build");
    DumpWriter moved = DumpWriter.go("go1.21.0");
    assertThat(
            Growth.of(List.of(one, profile(moved.bss(0x700000, moved.memory(0)))), false)
                .buildDifferences()
                .get(0))
        .contains("loaded at another address");
  }

  @Test
  void a_real_dump_has_not_grown_from_itself() throws IOException {
    try (HeapGraph graph = RealDump.of("go1.24/leak").graph()) {
      HeapProfile profile = HeapProfile.of(Heap.of(graph));
      Growth growth = Growth.of(List.of(profile, profile), false);
      assertThat(growth.rows()).isNotEmpty().allMatch(Row::unchanged);
      assertThat(
              growth.rows(Dimension.TYPE, Measure.BYTES).stream()
                  .mapToLong(row -> row.after().bytes())
                  .sum())
          .isEqualTo(growth.heap().get(1).bytes());
    }
  }
}
