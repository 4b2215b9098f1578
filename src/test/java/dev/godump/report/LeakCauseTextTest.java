package dev.godump.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.analysis.leaks.LeakCause;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeakCauseTextTest {
  @Test
  void functions_of_contexts_are_stopped_and_contexts_cancelled() {
    assertThat(LeakCauseText.of(new LeakCause.UncancelledContexts(1000, 1000)))
        .isEqualTo(
            "1,000 functions of context.AfterFunc that were not stopped: their parent keeps them"
                + " until it is cancelled");
    assertThat(LeakCauseText.of(new LeakCause.UncancelledContexts(1000, 300)))
        .isEqualTo(
            "1,000 contexts that were never cancelled, 300 of them of context.AfterFunc:"
                + " cancelling one removes it from its parent");
    assertThat(LeakCauseText.of(new LeakCause.UncancelledContexts(1000, 0)))
        .isEqualTo(
            "1,000 contexts that were never cancelled: cancelling one removes it from its parent");
  }

  @Test
  void timers_of_a_collection_may_be_in_use() {
    assertThat(
            LeakCauseText.of(
                new LeakCause.RunningTimers(false, 8, 9, List.of("example.org/a/app.expire"))))
        .isEqualTo(
            "8 of 9 time.Timers were not stopped; nothing tells whether they are in use;"
                + " time.AfterFunc calls app.expire");
    assertThat(LeakCauseText.of(new LeakCause.RunningTimers(true, 1, 1, List.of())))
        .isEqualTo("1 of 1 time.Ticker were not stopped; nothing tells whether they are in use");
  }

  @Test
  void a_full_channel_may_keep_goroutines_waiting() {
    assertThat(LeakCauseText.of(new LeakCause.ChannelFills(64, 64, 1)))
        .isEqualTo(
            "64 elements wait in the buffer of 64 for a receiver, and 1 goroutine to send more");
  }

  @Test
  void a_database_has_connections_in_use_and_statements() {
    assertThat(LeakCauseText.of(new LeakCause.OpenDatabase(9, 10, 0)))
        .isEqualTo(
            "9 of 10 connections of the sql.DB are in use, until rows are closed or transactions"
                + " end");
    assertThat(LeakCauseText.of(new LeakCause.OpenDatabase(0, 1, 2000)))
        .isEqualTo("2,000 sql.Stmt are not closed");
  }
}
