package dev.godump.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.godump.dump.TinyHeap;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WhatIfCommandTest {
  private static final TinyHeap HEAP =
      TinyHeap.of("root -> a, root -> b, b -> a, b -> c, c -> d:128, dead -> d");

  @TempDir private Path directory;

  private CommandLineRun whatIf(String options) {
    return CommandLineRun.of(("what-if " + options + " " + HEAP.file(directory)).split(" "));
  }

  private static String address(String name) {
    return "0x" + Long.toHexString(HEAP.address(name));
  }

  @Test
  void json_has_cut_freed_and_remaining_objects() throws IOException {
    JsonNode answer =
        new ObjectMapper().readTree(whatIf("--format json --cut " + address("c")).out());
    assertThat(answer.at("/cut/objects").asInt()).isEqualTo(1);
    assertThat(answer.at("/cut/bytes").asInt()).isEqualTo(64);
    assertThat(answer.at("/freed/objects").asInt()).isEqualTo(2);
    assertThat(answer.at("/freed/bytes").asInt()).isEqualTo(192);
    assertThat(answer.at("/remaining/objects").asInt()).isEqualTo(2);
    assertThat(answer.at("/rows/0/key").asText()).isEqualTo("noptr 128 B");
    assertThat(answer.at("/rows/0/count").asInt()).isEqualTo(1);
    assertThat(answer.at("/cuts/0/name").asText()).isEqualTo(address("c"));
    assertThat(answer.at("/cuts/0/frees_nothing_else").asBoolean()).isFalse();
  }

  @Test
  void another_holder_of_the_object_of_a_global_is_named() throws IOException {
    assertThat(whatIf("--cut-global bss+0x0").out())
        .contains("bss+0x0: " + address("a") + " is held by " + address("b") + " (bss+0x8)");
    JsonNode held =
        new ObjectMapper()
            .readTree(whatIf("--format json --cut-global 0x600000").out())
            .at("/cuts/0/held_by");
    assertThat(held.get("referrer").asText()).isEqualTo(address("b"));
    assertThat(held.at("/root/place").asText()).isEqualTo("bss+0x8");
  }

  @Test
  void a_part_of_a_global_in_an_object_stands_for_the_object_that_it_points_at() {
    String rest = "--exe testdata/go1.24/types.program.zst testdata/go1.24/types.dump.gz";
    CommandLineRun part =
        CommandLineRun.of(("what-if --cut-global main.global.Numbers " + rest).split(" "));
    assertThat(part.exitCode()).isZero();
    assertThat(part)
        .isEqualTo(CommandLineRun.of(("what-if main.global.Numbers " + rest).split(" ")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"go1.19", "go1.27"})
  void a_pointer_to_a_variable_stands_for_all_words_of_that_variable(String release)
      throws IOException {
    // var app = &server{}: the linker makes the struct a variable, and only its queue is set
    String leaks = "testdata/leaks/" + release + "/";
    String rest = " --json --exe " + leaks + "program.zst " + leaks + "slots.dump.gz";
    JsonNode whole = json("what-if --cut-global main.app" + rest);
    JsonNode part = json("what-if --cut-global main.app.queue" + rest);
    assertThat(whole.at("/freed/bytes").asLong()).isGreaterThan(300 * 512);
    assertThat(whole.get("freed")).isEqualTo(part.get("freed"));
    assertThat(whole.at("/cuts/0/name").asText()).isEqualTo("main.app");
  }

  private static JsonNode json(String line) throws IOException {
    return new ObjectMapper().readTree(CommandLineRun.of(line.split(" ")).out());
  }

  @Test
  void cuts_add_up() {
    assertThat(whatIf("--cut-global bss+0x0 --cut-global bss+0x8").out())
        .containsPattern("remaining +0 objects");
    assertThat(whatIf("--cut " + address("a") + "," + address("b")).out())
        .containsPattern("remaining +0 objects");
  }

  @Test
  void an_object_that_frees_only_itself_differs_from_garbage() {
    CommandLineRun run = whatIf("--cut " + address("dead") + " --cut-goroutine 1");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(whatIf("--cut " + address("dead")).out())
        .contains("object " + address("dead") + ": no recorded root leads to it");
    CommandLineRun shared =
        CommandLineRun.of(
            "what-if",
            "--cut",
            "c000000040",
            TinyHeap.of("root -> a, b -> a, root -> b").file(directory).toString());
    assertThat(shared.out())
        .contains("object 0xc000000040: frees only itself; 0xc000000000 is held by bss+0x0");
  }

  @Test
  void a_truncated_list_says_how_many_rows_are_hidden() {
    assertThat(whatIf("--top 1 --cut " + address("b")).out())
        .contains("2 more (--top 0 shows all)");
  }

  @Test
  void a_dump_cut_before_its_roots_has_no_answer() {
    CommandLineRun run =
        CommandLineRun.of(
            "what-if", "--cut-goroutine", "1", "testdata/corpus/go1.27/crash.dump.gz");
    assertThat(run.out()).isEmpty();
    run.assertFails(3, "truncated before its roots");
  }
}
