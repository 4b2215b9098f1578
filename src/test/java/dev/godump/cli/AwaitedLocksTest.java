package dev.godump.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.godump.dump.RealDump;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AwaitedLocksTest {
  @ParameterizedTest
  @ValueSource(strings = {"go1.23", "go1.24"})
  void readers_and_writers_of_one_lock_wait_at_one_address_without_the_executable(String version)
      throws IOException {
    RealDump dump = RealDump.of("causes/" + version + "/queues");
    CommandLineRun run =
        CommandLineRun.of("leaks", "--threshold", "5", "--format", "json", dump.file().toString());
    assertThat(run.exitCode()).as(run.err()).isZero();
    Map<String, String> causes = new TreeMap<>();
    for (JsonNode suspect : new ObjectMapper().readTree(run.out()).get("suspects")) {
      String function = suspect.get("subject").asText().replaceAll(".* × (main\\.\\w+) .*", "$1");
      causes.put(function, suspect.get("causes").path(0).path("text").asText());
    }
    assertThat(causes).containsOnlyKeys("main.change", "main.read", "main.take");
    assertThat(causes.get("main.read")).startsWith("all wait for one sync.RWMutex, 0x");
    assertThat(causes.get("main.change")).isEqualTo(causes.get("main.read"));
    assertThat(causes.get("main.take")).startsWith("all wait for one sync.Cond, 0x");
  }
}
