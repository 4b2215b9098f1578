package dev.godump.analysis.growth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class OwnFunctionsTest {
  @Test
  void functions_of_the_runtime_at_the_ends_of_a_stack_are_left_out() {
    assertThat(
            HeapProfile.ownFunctions(
                List.of("runtime.gopark", "runtime.chanrecv", "main.f", "runtime.goexit")))
        .containsExactly("main.f");
    assertThat(HeapProfile.ownFunctions(List.of("main.f", "runtime.main", "runtime.goexit")))
        .containsExactly("main.f", "runtime.main");
  }

  @Test
  void a_stack_of_the_runtime_alone_stays() {
    List<String> stack = List.of("runtime.gopark", "runtime.bgsweep", "runtime.goexit");
    assertThat(HeapProfile.ownFunctions(stack)).isEqualTo(stack);
  }
}
