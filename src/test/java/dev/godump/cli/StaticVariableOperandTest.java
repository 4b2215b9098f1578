package dev.godump.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A pointer to a variable, as {@code var app = &server{}} makes one, stands for the variable. */
class StaticVariableOperandTest {
  private static CommandLineRun run(String release, String... command) {
    String leaks = "testdata/leaks/" + release + "/";
    List<String> line = new ArrayList<>(List.of(command));
    line.addAll(List.of("--exe", leaks + "program.zst", leaks + "slots.dump.gz"));
    CommandLineRun run = CommandLineRun.of(line.toArray(String[]::new));
    assertThat(run.exitCode()).as(run.err()).isZero();
    return run;
  }

  private static JsonNode json(String release, String... command) throws IOException {
    List<String> line = new ArrayList<>(List.of(command));
    line.add("--json");
    return new ObjectMapper().readTree(run(release, line.toArray(String[]::new)).out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"go1.19", "go1.27"})
  void its_only_pointer_leads_to_the_object(String release) throws IOException {
    String queue = json(release, "object", "main.app.queue").at("/references/0/target").asText();
    assertThat(json(release, "retainers", "main.app").at("/object/address").asText())
        .isEqualTo(queue);
    assertThat(json(release, "dominators", "main.app").at("/nodes/0/address").asText())
        .isEqualTo(queue);
    assertThat(run(release, "export", "dot", "--around", "main.app", "-o", "-").out())
        .startsWith("// objects around " + queue);
    assertThat(run(release, "export", "dot", "--paths", "main.app", "-o", "-").out())
        .contains(queue);
  }

  @ParameterizedTest
  @ValueSource(strings = {"go1.19", "go1.27"})
  void all_commands_know_what_it_retains(String release) throws IOException {
    long retained = json(release, "object", "main.app").get("retained").asLong();
    assertThat(retained).isGreaterThan(300 * 512);
    JsonNode cut = json(release, "what-if", "main.app");
    assertThat(cut.at("/freed/bytes").asLong()).isEqualTo(retained);
    assertThat(cut.at("/cuts/0/name").asText()).isEqualTo("main.app");
    assertThat(json(release, "what-if", "--cut", "main.app").get("freed"))
        .isEqualTo(json(release, "what-if", "--cut-global", "main.app").get("freed"));
  }

  @Test
  void of_several_pointers_the_first_is_named() {
    assertThat(run("go1.27", "retainers", "runtime.m0").err())
        .matches(
            "godump: runtime.m0 has \\d+ pointers to objects and retains [^;]+; this is the object at"
                + " the first, runtime.m0.gsignal \\(bss\\S+\\) \\(godump object runtime.m0 lists all\\)\n");
  }
}
