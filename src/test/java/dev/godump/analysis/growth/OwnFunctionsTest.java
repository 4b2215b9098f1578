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
  void a_stack_of_the_runtime_alone_is_named_by_its_outermost_function() {
    List<String> stack = List.of("runtime.gopark", "runtime.bgsweep", "runtime.goexit");
    assertThat(HeapProfile.ownFunctions(stack)).containsExactly("runtime.bgsweep");
  }
}
