package dev.godump.analysis.growth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.analysis.ObjectTotal;
import dev.godump.analysis.growth.Gate.Limit;
import dev.godump.analysis.growth.Gate.Outcome;
import dev.godump.analysis.growth.Gate.Verdict;
import dev.godump.heap.histogram.Amount;
import dev.godump.types.Certainty;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class GateTest {
  private static final String SMALL = "root -> a";
  private static final String LARGE = "root -> a, root -> b, a -> c:128";

  private static Growth named(String... keys) {
    List<Growth.Row> rows =
        List.of(keys).stream()
            .map(
                key ->
                    new Growth.Row(
                        Dimension.TYPE,
                        key,
                        Certainty.EXACT,
                        List.of(Amount.NONE, new Amount(1, 64, 64))))
            .toList();
    Amount heap = new Amount(1, 64, 64);
    return new Growth(
        List.of("a", "b"),
        true,
        List.of(),
        List.of(heap, heap),
        List.of(5L, 8L),
        List.of(new ObjectTotal(0, 0), new ObjectTotal(0, 0)),
        rows,
        List.of());
  }

  @Test
  void a_heap_that_grew_by_more_than_allowed_fails() throws IOException {
    Growth growth = GrowthTest.of(SMALL, LARGE);
    assertThat(new Gate.HeapGate("", Limit.of(191)).judge(growth).outcome())
        .isEqualTo(Outcome.FAILED);
    assertThat(new Gate.HeapGate("", Limit.of(192)).judge(growth).outcome())
        .isEqualTo(Outcome.PASSED);
    assertThat(new Gate.HeapGate("", Limit.of(0)).judge(GrowthTest.of(LARGE, SMALL)).outcome())
        .isEqualTo(Outcome.PASSED);
  }

  @Test
  void a_shape_or_global_that_grew_by_more_than_allowed_fails() throws IOException {
    Growth growth = GrowthTest.of(SMALL, LARGE);
    assertThat(new Gate.NameGate("", "noptr 128 B", Limit.of(0)).judge(growth).outcome())
        .isEqualTo(Outcome.FAILED);
    assertThat(new Gate.NameGate("", "noptr 128 B", Limit.of(128)).judge(growth).outcome())
        .isEqualTo(Outcome.PASSED);
    Verdict global = new Gate.NameGate("", "bss+0x0", Limit.of(127)).judge(growth);
    assertThat(global.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(global.added()).isEqualTo(128);
  }

  @Test
  void a_limit_in_percent_is_of_the_first_dump() throws IOException {
    Growth growth = GrowthTest.of(SMALL, LARGE); // from 64 to 256 bytes
    assertThat(new Gate.HeapGate("", Limit.ofPercent(299.9)).judge(growth).outcome())
        .isEqualTo(Outcome.FAILED);
    assertThat(new Gate.HeapGate("", Limit.ofPercent(300)).judge(growth).outcome())
        .isEqualTo(Outcome.PASSED);
    assertThat(new Gate.GoroutineGate("", Limit.ofPercent(59)).judge(named()).outcome())
        .isEqualTo(Outcome.FAILED);
    assertThat(
            new Gate.NameGate("", "main.Session", Limit.ofPercent(1000))
                .judge(named("main.Session"))
                .outcome())
        .as("whatever grew from nothing")
        .isEqualTo(Outcome.FAILED);
  }

  @Test
  void goroutines_that_grew_by_more_than_allowed_fail() {
    assertThat(new Gate.GoroutineGate("", Limit.of(2)).judge(named()).outcome())
        .isEqualTo(Outcome.FAILED);
    assertThat(new Gate.GoroutineGate("", Limit.of(3)).judge(named()).outcome())
        .isEqualTo(Outcome.PASSED);
  }

  @Test
  void a_full_name_takes_precedence_over_a_suffix() {
    Growth growth = named("Session", "main.Session", "example.com/web.Session", "main.MySession");
    assertThat(new Gate.NameGate("", "Session", Limit.of(0)).judge(growth).added()).isEqualTo(64);
    assertThat(new Gate.NameGate("", "main.Session", Limit.of(0)).judge(growth).added())
        .isEqualTo(64);
    assertThat(new Gate.NameGate("", "web.Session", Limit.of(0)).judge(growth).added())
        .isEqualTo(64);
  }

  @Test
  void all_names_with_the_suffix_are_added_up() {
    assertThat(
            new Gate.NameGate("", "Session", Limit.of(0))
                .judge(named("main.Session", "web.Session", "main.MySession"))
                .added())
        .isEqualTo(128);
  }

  @Test
  void a_name_that_no_dump_has_did_not_grow() {
    Verdict verdict =
        new Gate.NameGate("", "main.Nothing", Limit.of(0)).judge(named("main.Session"));
    assertThat(verdict.outcome()).isEqualTo(Outcome.PASSED);
    assertThat(verdict.found()).isFalse();
  }

  @Test
  void the_outcome_is_unknown_if_a_dump_was_cut_before_its_roots() {
    Growth whole = named("main.Session");
    Growth cut =
        new Growth(
            whole.dumps(),
            false,
            List.of("b"),
            whole.heap(),
            whole.goroutines(),
            whole.keptByCleanups(),
            whole.rows(),
            List.of());
    for (Gate gate :
        List.of(
            new Gate.HeapGate("", Limit.of(0)),
            new Gate.NameGate("", "main.Session", Limit.of(0)),
            new Gate.GoroutineGate("", Limit.of(0)))) {
      assertThat(gate.judge(cut).outcome()).isEqualTo(Outcome.UNKNOWN);
    }
  }
}
