package dev.godump.analysis.leaks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.analysis.leaks.WaitCause.OneObject;
import dev.godump.analysis.leaks.WaitCause.Signal;
import dev.godump.analysis.waits.WaitKind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LeakEvidenceTest {
  @ParameterizedTest
  @CsvSource({
    "SEND, VALUE, 31, false",
    "SEND, VALUE, 32, true",
    "MUTEX, NONE, 31, false",
    "MUTEX, NONE, 32, true",
    "RECEIVE, VALUE, 127, false",
    "RECEIVE, VALUE, 128, true",
    "SELECT, VALUE, 128, true",
    "RECEIVE, CLOSE, 100000, false",
    "SELECT, CONTEXT, 100000, false"
  })
  void only_more_goroutines_than_a_healthy_program_has_at_one_object_speak_for_a_leak(
      WaitKind kind, Signal signal, long waiters, boolean shows) {
    LeakCause cause = new OneObject(kind, signal, 0xc000010000L, "", 1, waiters);
    assertThat(cause.showsLeak()).isEqualTo(shows);
  }
}
