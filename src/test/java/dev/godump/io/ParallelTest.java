package dev.godump.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;

class ParallelTest {
  @Test
  void a_task_has_the_result_of_its_work() {
    assertThat(Parallel.start(() -> 42).result()).isEqualTo(42);
  }

  @Test
  void a_task_throws_what_its_work_threw() {
    Parallel.Task<Void> task =
        Parallel.run(
            () -> {
              throw new IllegalStateException("broken");
            });
    task.await();
    assertThatThrownBy(task::result).isInstanceOf(IllegalStateException.class).hasMessage("broken");
  }

  @Test
  void an_io_exception_is_unchecked_in_a_result() {
    Parallel.Task<Void> task =
        Parallel.start(
            () -> {
              throw new IOException("no file");
            });
    assertThatThrownBy(task::result)
        .isInstanceOf(UncheckedIOException.class)
        .hasRootCauseMessage("no file");
  }

  @Test
  void mapped_values_are_in_order() {
    assertThat(Parallel.map(3, 6, i -> i * i)).containsExactly(9, 16, 25);
    assertThat(Parallel.sum(5, i -> i)).isEqualTo(10);
  }
}
