package dev.godump.types.inference;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.godump.binary.file.Executable;
import dev.godump.binary.file.Executables;
import dev.godump.dump.RealDump;
import dev.godump.dump.StrippedExecutable;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.RootKind;
import dev.godump.heap.dominators.Reachability;
import dev.godump.types.Certainty;
import dev.godump.types.Coverage;
import dev.godump.types.HeapTypes;
import dev.godump.types.ObjectType;
import dev.godump.types.RuntimeTypeName;
import dev.godump.types.program.ExecutableMatch;
import dev.godump.types.program.Program;
import dev.godump.types.program.RootNames;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares inferred types with those that the programs wrote by reflection. */
class HeapTypesFactsTest {

  static List<RealDump> programs() throws IOException {
    return RealDump.ofPrograms();
  }

  private static Program program(String version, HeapGraph graph, boolean stripped)
      throws IOException {
    Executable file = Executables.open("testdata/" + version + "/types.program.zst");
    Program program = Program.of(stripped ? new StrippedExecutable(file) : file);
    ExecutableMatch match = ExecutableMatch.of(graph.process(), program);
    assertThat(match.matches()).as(match.objection()).isTrue();
    return program.withSlide(match.slide());
  }

  /** Removes package paths, which package reflect does not write. */
  private static String shortened(String name) {
    return name.replaceAll("[\\w.-]+/", "");
  }

  private static String expected(JsonNode fact) {
    String type = shortened(fact.get("type").asText());
    long count = fact.get("count").asLong();
    return switch (fact.get("kind").asText()) {
      case "map", "chan" -> type;
      case "string" -> count + " string bytes";
      case "closure" -> shortened("closure for " + fact.get("function_name").asText());
      default -> count == 1 ? type : "[" + count + "]" + type;
    };
  }

  /** Numbers of facts that agree and disagree, by certainty. */
  private static final class Tally {
    private final Map<Certainty, Integer> right = new EnumMap<>(Certainty.class);
    private final Map<Certainty, List<String>> wrong = new EnumMap<>(Certainty.class);

    Tally(HeapGraph graph, HeapTypes types, JsonNode facts) {
      for (Certainty certainty : Certainty.values()) {
        right.put(certainty, 0);
        wrong.put(certainty, new ArrayList<>());
      }
      for (JsonNode fact : facts.get("objects")) {
        long address = Long.parseUnsignedLong(fact.get("address").asText().substring(2), 16);
        int object = graph.objects().find(address);
        if (object >= 0 && address == graph.objects().address(object) + types.headerSize(object)) {
          count(fact, types.typeOf(object));
        }
      }
    }

    private void count(JsonNode fact, Optional<ObjectType> type) {
      String found = type.map(t -> shortened(t.name())).orElse("nothing");
      Certainty certainty = type.map(ObjectType::certainty).orElse(Certainty.UNKNOWN);
      if (found.equals(expected(fact))) {
        right.merge(certainty, 1, Integer::sum);
      } else {
        wrong
            .get(certainty)
            .add(fact.get("name").asText() + " is " + expected(fact) + ", not " + found);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"go1.19", "go1.24", "go1.27"})
  void nearly_all_objects_have_their_type_with_the_executable(String version) throws IOException {
    RealDump dump = RealDump.of(version + "/types");
    try (HeapGraph graph = dump.graph();
        Program program = program(version, graph, false)) {
      HeapTypes types = TypeInference.infer(graph, Optional.of(program)).types();
      Reachability live = Reachability.of(graph);
      Coverage coverage = types.coverage(live::isLive);
      assertThat(coverage.objects(Certainty.UNKNOWN)).isLessThanOrEqualTo(live.liveObjects() / 50);
      assertThat(coverage.bytes(Certainty.UNKNOWN)).isLessThanOrEqualTo(live.liveBytes() / 100);
      Tally tally = new Tally(graph, types, dump.facts());
      assertThat(tally.wrong.get(Certainty.EXACT)).isEmpty();
      assertThat(tally.wrong.get(Certainty.INFERRED)).isEmpty();
      assertThat(tally.right.get(Certainty.EXACT) + tally.right.get(Certainty.INFERRED))
          .isGreaterThan(250);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"go1.19", "go1.24", "go1.27"})
  void most_types_are_inferred_with_a_stripped_executable_and_certain_ones_are_right(String version)
      throws IOException {
    RealDump dump = RealDump.of(version + "/types");
    try (HeapGraph graph = dump.graph();
        Program program = program(version, graph, true)) {
      HeapTypes types = TypeInference.infer(graph, Optional.of(program)).types();
      Reachability live = Reachability.of(graph);
      Coverage coverage = types.coverage(live::isLive);
      assertThat(coverage.bytes(Certainty.UNKNOWN)).isLessThanOrEqualTo(live.liveBytes() / 5);
      Tally tally = new Tally(graph, types, dump.facts());
      assertThat(tally.wrong.get(Certainty.EXACT)).isEmpty();
      assertThat(tally.wrong.get(Certainty.INFERRED)).hasSizeLessThanOrEqualTo(2);
    }
  }

  @ParameterizedTest
  @MethodSource("programs")
  void certain_types_are_right_without_an_executable(RealDump dump) throws IOException {
    try (HeapGraph graph = dump.graph()) {
      Tally tally = new Tally(graph, TypeInference.infer(graph).types(), dump.facts());
      assertThat(tally.wrong.get(Certainty.EXACT)).isEmpty();
      assertThat(tally.wrong.get(Certainty.INFERRED)).isEmpty();
    }
  }

  /** The name of an object's type without counts and what only an executable determines. */
  private static String plain(String name) {
    return RuntimeTypeName.parse(name)
        .map(type -> (type.isMap() ? "map" : "chan") + name.substring(type.mapOrChannel().length()))
        .orElseGet(() -> name.replaceFirst("^\\[\\d+]", "").replaceFirst("Padded$", ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"go1.19", "go1.24", "go1.27"})
  void structures_of_the_runtime_are_recognised_without_the_executable(String version)
      throws IOException {
    RealDump dump = RealDump.of(version + "/types");
    try (HeapGraph graph = dump.graph();
        Program program = program(version, graph, false)) {
      HeapTypes with = TypeInference.infer(graph, Optional.of(program)).types();
      HeapTypes without = TypeInference.infer(graph).types();
      Map<String, Integer> found = new TreeMap<>();
      for (int id = 0; id < graph.objects().count(); id++) {
        String name = without.typeOf(id).map(ObjectType::name).orElse("");
        if (name.contains("map[?]") || name.equals("chan ?") || name.startsWith("runtime.")) {
          assertThat(with.typeOf(id).map(ObjectType::name).map(HeapTypesFactsTest::plain))
              .as(name)
              .hasValue(plain(name));
          found.merge(plain(name), 1, Integer::sum);
        }
      }
      assertThat(found)
          .containsKeys("runtime.g", "runtime.m", "runtime.p", "runtime.sudog", "chan");
      if (version.equals("go1.19")) {
        assertThat(found).containsKeys("map", "map buckets");
      } else {
        assertThat(found).containsKeys("map", "map table", "map directory", "map groups");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"go1.19", "go1.22", "go1.24", "go1.27"})
  void much_of_a_heap_of_interfaces_is_typed_without_the_executable(String version)
      throws IOException {
    try (HeapGraph graph = RealDump.of(version + "/interfaces").graph()) {
      HeapTypes types = TypeInference.infer(graph).types();
      Reachability live = Reachability.of(graph);
      assertThat(types.coverage(live::isLive).bytes(Certainty.UNKNOWN))
          .isLessThan(live.liveBytes() * 7 / 10);
      for (int id = 0; id < graph.objects().count(); id++) {
        assertThat(types.typeOf(id).map(ObjectType::name).orElse("")).doesNotContain("@0x");
      }
    }
  }

  @Test
  void types_that_fit_an_untyped_object_are_named() throws IOException {
    RealDump dump = RealDump.of("go1.24/types");
    try (HeapGraph graph = dump.graph();
        Program program = program("go1.24", graph, true)) {
      HeapTypes types = TypeInference.infer(graph, Optional.of(program)).types();
      int several = 0;
      for (int id = 0; id < graph.objects().count(); id++) {
        List<String> candidates = types.candidateNames(id);
        assertThat(candidates.isEmpty() || types.typeOf(id).isEmpty()).isTrue();
        assertThat(candidates).isSorted().doesNotHaveDuplicates();
        several += candidates.size() > 1 ? 1 : 0;
      }
      assertThat(several).isPositive();
    }
  }

  @Test
  void fields_and_variables_have_names() throws IOException {
    RealDump dump = RealDump.of("go1.24/types");
    try (HeapGraph graph = dump.graph();
        Program program = program("go1.24", graph, false)) {
      HeapTypes types = TypeInference.infer(graph, Optional.of(program)).types();
      RootNames names = types.rootNames().orElseThrow();
      List<String> globals = new ArrayList<>();
      for (int root = 0; root < graph.roots().count(); root++) {
        if (graph.roots().kind(root) == RootKind.BSS) {
          String name = names.nameOf(root).orElse("");
          globals.add(name);
          if (name.equals("main.global")) {
            int service = graph.roots().target(root);
            assertThat(types.fieldName(service, types.headerSize(service) + 24)).contains(".Lines");
          }
        }
      }
      assertThat(globals).contains("main.global", "main.current", "main.instants[2]");
    }
  }

  @Test
  void unnamed_variables_are_named_after_the_one_that_points_at_them() throws IOException {
    // package time has asynctimerchan = godebug.New("asynctimerchan"), and that has a pointer
    RealDump dump = RealDump.of("go1.24/types");
    try (HeapGraph graph = dump.graph();
        Program program = program("go1.24", graph, false)) {
      RootNames names = RootNames.of(graph, program);
      List<String> named = new ArrayList<>();
      for (int root = 0; root < graph.roots().count(); root++) {
        if (graph.roots().kind(root) == RootKind.DATA) {
          named.add(names.nameOf(root).orElse(""));
        }
      }
      assertThat(named).contains("time.asynctimerchan.setting");
    }
  }
}
