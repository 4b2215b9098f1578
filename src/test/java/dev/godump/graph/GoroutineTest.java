package dev.godump.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.dump.DumpWriter;
import dev.godump.format.DumpRecord;
import dev.godump.graph.load.GraphLoader;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoroutineTest {
  private static Goroutine goroutine(long status, String reason) {
    return new Goroutine(
        new DumpRecord.Goroutine(1, 0, 7, 0, status, false, false, 0, reason, 0, 0, 0, 0), 0, 0, 0);
  }

  @ParameterizedTest
  @CsvSource({
    "4, chan receive, chan receive",
    "4, '', waiting",
    "4100, select, select",
    "1, chan receive, runnable",
    "2, chan receive, running",
    "3, '', syscall",
    "9, preempted, preempted",
    "10, chan send, chan send",
    "10, '', leaked",
    "77, '', status 77",
    "-1, '', status 18446744073709551615"
  })
  void the_state_of_a_waiting_goroutine_is_its_wait_reason(
      long status, String reason, String state) {
    assertThat(goroutine(status, reason).state()).isEqualTo(state);
  }

  @Test
  void the_goroutine_that_wrote_the_dump_is_recognized_by_its_stack() throws IOException {
    DumpWriter dump = DumpWriter.go("go1.21.0").goroutine(1, "dumping heap");
    dump.frame("runtime.systemstack_switch", dump.memory(8))
        .frame("runtime/debug.WriteHeapDump", dump.memory(8));
    dump.frame("main.main", dump.memory(8));
    dump.goroutine(2, "select").frame("main.worker", dump.memory(8));
    ProcessState process = GraphLoader.load(dump.source(), position -> {}).process();
    assertThat(process.goroutine(1).orElseThrow().wroteDump(process.frames())).isTrue();
    assertThat(process.goroutine(2).orElseThrow().wroteDump(process.frames())).isFalse();
    assertThat(process.goroutine(3)).isEmpty();
    assertThat(process.goroutineAt(process.goroutines().get(1).record().address()))
        .contains(process.goroutines().get(1));
  }
}
