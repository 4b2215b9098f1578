package dev.godump.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.dump.RealDump;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LockStatesTest {
  @ParameterizedTest
  @ValueSource(strings = {"go1.19", "go1.27"})
  void object_tells_who_waits_for_locks_and_whether_a_context_is_cancelled(String version) {
    RealDump dump = RealDump.of("causes/" + version + "/waiting");
    String program = dump.file().resolveSibling("program.zst").toString();
    CommandLineRun run =
        CommandLineRun.of(
            "object", "--expand", "1", "--exe", program, "main.shared", dump.file().toString());
    assertThat(run.err()).isEmpty();
    assertThat(run.out().lines().map(line -> line.strip().replaceAll(" +", " ")))
        .contains(
            "0 table sync.RWMutex read-locked by 1; 2 writers, 2 readers waiting",
            "24 lock sync.Mutex unlocked",
            "40 all sync.WaitGroup counter 3, 2 waiting",
            "56 first sync.Once done",
            "68 unused sync.Once not done")
        .anyMatch(line -> line.matches("32 ready \\*sync.Cond 0x[0-9a-f]+ → 2 waiting"))
        .anyMatch(
            line ->
                line.matches(
                    "88 cancelled context.Context .*cancelCtx 0x[0-9a-f]+ → not cancelled"));
  }
}
