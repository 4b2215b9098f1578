package dev.godump.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.binary.file.Executable;
import dev.godump.core.live.LiveProcess;
import dev.godump.core.live.ProcessImage;
import dev.godump.dump.WaitingProgram;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares a running process with the dump that it wrote of itself. */
class LiveDumpTest {
  /** The goroutine that wrote the dump; then it waits. */
  private static final long MAIN = 1;

  @TempDir private Path directory;
  private RecordLists own;
  private RecordLists live;
  private ProcessDump.Outcome outcome;

  @BeforeEach
  void dump() throws IOException {
    try (WaitingProgram program = WaitingProgram.start(directory);
        LiveProcess process = LiveProcess.of(program.pid());
        Executable executable = process.executable();
        ProcessImage image =
            process.copy(new LiveProcess.Pause(false, Optional.empty()), directory)) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      outcome = ProcessDump.write(image, executable, out);
      live = RecordLists.of(out.toByteArray());
      own = RecordLists.of(program.dump());
      assertThat(image.unread()).isZero();
      assertThat(image.pause()).isPresent();
    }
  }

  @Test
  void a_running_process_has_what_is_in_the_dump_that_it_wrote() {
    assertThat(live.complete).isTrue();
    Map<Long, String> since = new TreeMap<>(live.objects);
    since.entrySet().removeAll(own.objects.entrySet());
    assertThat(since).hasSizeLessThan(10);
    // the dump has records of slots without objects, which its reader drops
    assertThat((long) live.objects.size() - since.size()).isEqualTo(own.heapObjects);
    assertThat(live.goroutines.keySet()).isEqualTo(own.goroutines.keySet());
    assertThat(live.others).containsAll(own.others);
  }

  @Test
  void goroutines_stand_where_they_wait_or_run() {
    assertThat(live.goroutines.get(MAIN).toString())
        .contains("syscall.RawSyscall", "main.main", "runtime.goexit");
    assertThat(live.goroutines.values().toString()).contains("main.spin");
    live.goroutines.forEach(
        (id, records) -> {
          if (records.toString().contains("main.main.gowrap1")) {
            assertThat(records).isEqualTo(own.goroutines.get(id));
          }
        });
  }

  @Test
  void what_only_registers_point_to_is_said_to_be_uncertain() {
    assertThat(outcome.warnings())
        .singleElement()
        .asString()
        .contains("running; objects that only registers point to look unreachable");
  }
}
