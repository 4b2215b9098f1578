package dev.godump.graph;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.godump.dump.RealDump;
import dev.godump.format.DumpRecord;
import dev.godump.format.RecordKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compares dumps with the facts that the programs wrote about their goroutines, finalizers and
 * deferred calls.
 */
class ProgramStateFactsTest {
  static List<RealDump> dumps() throws IOException {
    return RealDump.ofPrograms();
  }

  private static ProcessState process(RealDump dump) throws IOException {
    try (HeapGraph graph = dump.graph()) {
      return graph.process();
    }
  }

  private static Goroutine goroutine(ProcessState process, JsonNode fact, String name) {
    return process.goroutine(fact.get(name).longValue()).orElseThrow();
  }

  private static long number(JsonNode fact, String name) {
    return Long.decode(fact.get(name).asText());
  }

  @ParameterizedTest
  @MethodSource("dumps")
  void the_machine_and_the_release_are_those_of_the_program(RealDump dump) throws IOException {
    JsonNode facts = dump.facts();
    DumpRecord.Params params = process(dump).params();
    assertThat(params.version()).isEqualTo(facts.get("go_version").asText());
    assertThat(params.arch()).isEqualTo(facts.get("goarch").asText());
    assertThat(params.cpus()).isEqualTo(facts.get("num_cpu").longValue());
    assertThat(dump.toString()).endsWith(facts.get("program").asText());
  }

  @ParameterizedTest
  @MethodSource("dumps")
  void every_goroutine_has_its_wait_reason(RealDump dump) throws IOException {
    ProcessState process = process(dump);
    for (JsonNode fact : dump.facts().get("goroutines")) {
      Goroutine goroutine = goroutine(process, fact, "id");
      String reason = fact.get("wait_reason").asText();
      assertThat(goroutine.status()).as(fact.toString()).isEqualTo(fact.get("status").asText());
      if (!reason.isEmpty()) {
        assertThat(goroutine.state()).as(fact.toString()).isEqualTo(reason);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dumps")
  void every_stack_has_its_calls(RealDump dump) throws IOException {
    ProcessState process = process(dump);
    for (JsonNode fact : dump.facts().get("goroutines")) {
      List<String> functions = functions(process, goroutine(process, fact, "id"));
      List<String> expected = new ArrayList<>();
      fact.get("functions").forEach(function -> expected.add(function.asText()));
      assertThat(functions).as(fact.toString()).containsSubsequence(expected);
      assertThat(functions)
          .as(fact.toString())
          .endsWith(fact.get("entry").asText(), "runtime.goexit");
    }
  }

  private static List<String> functions(ProcessState process, Goroutine goroutine) {
    return IntStream.range(0, goroutine.frameCount())
        .mapToObj(frame -> process.frames().function(goroutine.firstFrame() + frame))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("dumps")
  void every_finalizer_has_its_function(RealDump dump) throws IOException {
    ProcessState process = process(dump);
    for (JsonNode fact : dump.facts().get("finalizers")) {
      RecordKind kind =
          fact.get("state").asText().equals("queued")
              ? RecordKind.QUEUED_FINALIZER
              : RecordKind.FINALIZER;
      assertThat(process.finalizers())
          .as(fact.toString())
          .anyMatch(
              finalizer ->
                  finalizer.kind() == kind
                      && finalizer.object() == number(fact, "address")
                      && agrees(fact, finalizer.function(), finalizer.entry()));
    }
  }

  /** Facts that the program can't know are 0. */
  private static boolean agrees(JsonNode fact, long function, long entry) {
    long knownFunction = number(fact, "function");
    long knownEntry = number(fact, "entry_pc");
    return (knownFunction == 0 || knownFunction == function)
        && (knownEntry == 0 || knownEntry == entry);
  }

  @ParameterizedTest
  @MethodSource("dumps")
  void every_recorded_defer_has_its_function(RealDump dump) throws IOException {
    ProcessState process = process(dump);
    for (JsonNode fact : dump.facts().get("defers")) {
      if (fact.get("recorded").asBoolean()) {
        long goroutine = goroutine(process, fact, "goroutine").record().address();
        assertThat(process.defers())
            .as(fact.toString())
            .anyMatch(
                defer ->
                    defer.goroutine() == goroutine
                        && agrees(fact, defer.function(), defer.entry()));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dumps")
  void every_panic_in_flight_has_its_value(RealDump dump) throws IOException {
    ProcessState process = process(dump);
    for (JsonNode fact : dump.facts().get("panics")) {
      long goroutine = goroutine(process, fact, "goroutine").record().address();
      boolean goexit = fact.get("goexit").asBoolean();
      long value = number(fact, "value");
      assertThat(process.panics())
          .as(fact.toString())
          .anyMatch(
              panic ->
                  panic.goroutine() == goroutine
                      && (panic.type() == 0) == goexit
                      && (goexit ? panic.value() == 0 : value == 0 || panic.value() == value));
    }
  }
}
