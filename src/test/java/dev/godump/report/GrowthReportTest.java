package dev.godump.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GrowthReportTest {
  @Test
  void a_stack_begins_with_the_programs_own_function() {
    assertThat(
            GrowthReport.ownFunctions(
                "runtime.gopark < runtime.chanrecv1 < main.wait < main.main < runtime.goexit"))
        .isEqualTo("main.wait < main.main");
  }

  @Test
  void a_stack_of_the_runtime_alone_stays_whole() {
    assertThat(GrowthReport.ownFunctions("runtime.gopark < runtime.bgsweep < runtime.goexit"))
        .isEqualTo("runtime.gopark < runtime.bgsweep");
  }
}
