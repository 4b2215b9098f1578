package dev.godump.core.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Stops a process that sleeps, and lets it go on. */
@EnabledOnOs(OS.LINUX)
class StandstillTest {
  private Process process;
  private ProcFiles files;
  private Stop stop;

  @BeforeEach
  void start() throws IOException {
    process = new ProcessBuilder("sleep", "60").start();
    files = new ProcFiles(process.pid());
    stop = SignalStop.of(files);
  }

  @AfterEach
  void end() {
    process.destroyForcibly();
  }

  private void awaitState(boolean stopped) throws Exception {
    for (int i = 0; i < 10_000 && stop.running().isEmpty() != stopped; i++) {
      TimeUnit.MILLISECONDS.sleep(1);
    }
    assertThat(stop.running().isEmpty()).isEqualTo(stopped);
  }

  @Test
  void a_process_stands_still_until_it_may_go_on() throws Exception {
    try (Standstill still = Standstill.begin(stop, Optional.empty())) {
      assertThat(stop.running()).isEmpty();
      assertThat(still.end()).hasValueSatisfying(time -> assertThat(time).isPositive());
    }
    awaitState(false);
  }

  @Test
  void it_goes_on_after_the_longest_pause_that_is_allowed() throws Exception {
    try (Standstill still = Standstill.begin(stop, Optional.of(Duration.ofMillis(200)))) {
      awaitState(false);
      assertThatThrownBy(still::end)
          .isInstanceOf(ProcessException.class)
          .hasMessageContaining("200 ms, the longest pause");
    }
  }

  @Test
  void a_process_that_others_stopped_stays_so() throws Exception {
    new ProcessBuilder("kill", "-s", "STOP", stop.operand()).start().waitFor();
    awaitState(true);
    try (Standstill still = Standstill.begin(stop, Optional.empty())) {
      assertThat(still.end()).isEmpty();
    }
    assertThat(stop.running()).isEmpty();
  }

  @Test
  void a_process_that_others_let_go_on_is_an_error() throws Exception {
    try (Standstill still = Standstill.begin(stop, Optional.empty())) {
      new ProcessBuilder("kill", "-s", "CONT", stop.operand()).start().waitFor();
      awaitState(false);
      assertThatThrownBy(still::end).hasMessageContaining("something let it go on");
    }
  }

  @Test
  void a_process_that_ends_is_an_error() throws Exception {
    try (Standstill still = Standstill.begin(stop, Optional.empty())) {
      process.destroyForcibly().waitFor();
      assertThatThrownBy(still::end).isInstanceOf(IOException.class);
    }
  }

  @Test
  void it_goes_on_when_the_process_that_stopped_it_is_killed() throws Exception {
    List<String> java =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            StandstillForever.class.getName(),
            stop.operand());
    Process stopping = new ProcessBuilder(java).start();
    awaitState(true);
    stopping.destroyForcibly().waitFor();
    awaitState(false);
  }

  @Test
  void the_first_process_of_a_container_is_left_to_gcore() {
    assertThatThrownBy(() -> SignalStop.of(new ProcFiles(1)))
        .isInstanceOf(ProcessException.class)
        .hasMessageContaining("use gcore 1");
  }
}
