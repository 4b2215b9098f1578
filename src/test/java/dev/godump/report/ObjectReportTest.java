package dev.godump.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ObjectReportTest {
  @Test
  void candidate_types_that_fit_are_listed() {
    assertThat(ObjectReport.candidates(List.of("main.A", "main.B"))).isEqualTo("main.A, main.B");
  }

  @Test
  void further_candidate_types_are_counted() {
    String name = "main." + "T".repeat(25);
    assertThat(ObjectReport.candidates(Collections.nCopies(5, name)))
        .isEqualTo(name + ", " + name + " (3 more)");
  }

  @Test
  void one_candidate_type_is_listed_however_long() {
    String name = "main." + "T".repeat(200);
    assertThat(ObjectReport.candidates(List.of(name, name))).isEqualTo(name + " (1 more)");
  }
}
