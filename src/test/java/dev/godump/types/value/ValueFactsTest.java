package dev.godump.types.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.godump.binary.dwarf.Global;
import dev.godump.binary.file.Executables;
import dev.godump.binary.type.GoType;
import dev.godump.dump.BytesSource;
import dev.godump.dump.RealDump;
import dev.godump.format.RecordContents;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.load.GraphLoader;
import dev.godump.types.HeapTypes;
import dev.godump.types.inference.TypeInference;
import dev.godump.types.program.ExecutableMatch;
import dev.godump.types.program.Program;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares values read from dumps with those that the programs knew. */
class ValueFactsTest {
  private static final Limits ALL = new Limits(10_000, 10_000, 0);

  private static final Map<String, Opened> OPENED = new HashMap<>();

  /** Returns the dump that a Go version wrote, which all tests share. */
  private static Opened opened(String version) throws IOException {
    Opened opened = OPENED.get(version);
    if (opened == null) {
      opened = Opened.of(version);
      OPENED.put(version, opened);
    }
    return opened;
  }

  @AfterAll
  static void close() throws IOException {
    for (Opened opened : OPENED.values()) {
      opened.close();
    }
    OPENED.clear();
  }

  /** A dump with its executable, opened. */
  private record Opened(HeapGraph graph, Program program, HeapTypes types, JsonNode facts) {
    static Opened of(String version) throws IOException {
      RealDump dump = RealDump.of(version + "/types");
      HeapGraph graph = dump.graph();
      Program program = Program.of(Executables.open("testdata/" + version + "/types.program.zst"));
      program = program.withSlide(ExecutableMatch.of(graph.process(), program).slide());
      return new Opened(
          graph, program, TypeInference.infer(graph, Optional.of(program)).types(), dump.facts());
    }

    ValueReader reader(Limits limits) {
      return new ValueReader(graph, types, Optional.of(program), limits, Secrets.SHOWN);
    }

    GoValue object(JsonNode fact) throws IOException {
      return reader(ALL).readObject(graph.objects().find(address(fact))).orElseThrow();
    }

    /** Reads the value at the end of a path from the service. */
    GoValue follow(String path) throws IOException {
      ValueReader reader = reader(ALL);
      Global service = types.rootNames().orElseThrow().globalNamed("main.global").orElseThrow();
      ValuePath.TypedAddress start =
          new ValuePath.TypedAddress(service.type().orElseThrow(), service.address());
      ValuePath.TypedAddress end =
          new ValuePath(types, reader, (t, address) -> Set.of())
              .follow(start, service.name(), path);
      return reader.readAt(end.type(), end.address());
    }

    JsonNode fact(String name) {
      for (JsonNode fact : facts.get("objects")) {
        if (fact.get("name").asText().equals(name)) {
          return fact;
        }
      }
      throw new AssertionError(name);
    }

    GoValue service(String field) throws IOException {
      var global = types.rootNames().orElseThrow().globalNamed("main.global").orElseThrow();
      GoValue value =
          reader(new Limits(10_000, 10_000, 1))
              .readAt(global.type().orElseThrow(), global.address());
      GoValue.Struct service = (GoValue.Struct) ((GoValue.Pointer) value).target();
      return service.fields().stream()
          .filter(f -> f.name().equals(field))
          .findFirst()
          .orElseThrow()
          .value();
    }

    void close() throws IOException {
      graph.close();
      program.close();
    }
  }

  private static long address(JsonNode fact) {
    return Long.decode(fact.get("address").asText());
  }

  @ParameterizedTest
  @ValueSource(strings = {"go1.19", "go1.24", "go1.27"})
  void pointers_are_where_the_program_had_them(String version) throws IOException {
    Opened dump = opened(version);
    int compared = 0;
    for (JsonNode fact : dump.facts().get("objects")) {
      String kind = fact.get("kind").asText();
      if (!kind.equals("value") && !kind.equals("boxed") && !kind.equals("array")) {
        continue;
      }
      Map<Long, Long> pointers = new TreeMap<>();
      int object = dump.graph().objects().find(address(fact));
      if (dump.types().typeOf(object).filter(t -> t.element() != null).isEmpty()) {
        continue;
      }
      GoType type = dump.types().typeOf(object).get().element();
      if (dump.graph().objects().address(object) + dump.types().headerSize(object)
          != address(fact)) {
        continue; // shares a block of tiny objects
      }
      GoValue value = dump.reader(ALL).readObject(object).orElseThrow();
      boolean several =
          dump.types().typeOf(object).get().count() > 1 && value instanceof GoValue.Elements;
      for (int i = 0; several && i < ((GoValue.Elements) value).first().size(); i++) {
        collect(((GoValue.Elements) value).first().get(i), type, i * type.size(), pointers);
      }
      if (!several) {
        collect(value, type, 0, pointers);
      }
      for (JsonNode expected : fact.get("points_to")) {
        Long found = pointers.get(expected.get("offset").asLong());
        if (found != null) {
          assertThat(found).as(fact.get("name").asText()).isEqualTo(address(expected));
          compared++;
        }
      }
    }
    assertThat(compared).isGreaterThan(350);
  }

  /** Notes the addresses in a value, by their offset in it. */
  private static void collect(GoValue value, GoType type, long offset, Map<Long, Long> pointers) {
    if (value instanceof GoValue.Pointer pointer) {
      pointers.put(offset, pointer.address());
    } else if (value instanceof GoValue.Entries entries) {
      pointers.put(offset, entries.address());
    } else if (value instanceof GoValue.Channel channel) {
      pointers.put(offset, channel.address());
    } else if (value instanceof GoValue.Function function) {
      pointers.put(offset, function.address());
    } else if (value instanceof GoValue.Dynamic dynamic
        && dynamic.value() instanceof GoValue.Pointer held) {
      pointers.put(offset + 8, held.address());
    } else if (value instanceof GoValue.Struct struct) {
      struct
          .fields()
          .forEach(
              field -> collect(field.value(), field.type(), offset + field.offset(), pointers));
    } else if (value instanceof GoValue.Elements elements && type.kind() == GoType.Kind.SLICE) {
      pointers.put(offset, elements.address());
    } else if (value instanceof GoValue.Elements elements) {
      for (int i = 0; i < elements.first().size(); i++) {
        collect(
            elements.first().get(i),
            elements.elem(),
            offset + i * elements.elem().size(),
            pointers);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"go1.19", "go1.24", "go1.27"})
  void strings_are_read_whole(String version) throws IOException {
    Opened dump = opened(version);
    GoValue.Elements texts = (GoValue.Elements) dump.service("Texts");
    assertThat(texts.length()).isEqualTo(50);
    for (int i = 0; i < 50; i++) {
      GoValue.Text text = (GoValue.Text) texts.first().get(i);
      assertThat(text.text()).isEqualTo(dump.fact("texts.text[" + i + "]").get("text").asText());
      assertThat(text.whole()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"go1.19", "go1.24", "go1.27"})
  void maps_have_all_their_entries(String version) throws IOException {
    Opened dump = opened(version);
    int maps = 0;
    for (JsonNode fact : dump.facts().get("objects")) {
      if (fact.get("kind").asText().equals("map")) {
        GoValue.Entries map = (GoValue.Entries) dump.object(fact);
        assertThat(map.count())
            .as(fact.get("name").asText())
            .isEqualTo(fact.get("length").asLong());
        assertThat(map.first()).as(fact.get("name").asText()).hasSize(fact.get("length").asInt());
        maps++;
      }
    }
    assertThat(maps).isGreaterThan(6);
    GoValue.Entries numbers = (GoValue.Entries) dump.service("Numbers");
    assertThat(numbers.first()).allMatch(entry -> entry.key().equals(entry.value()));
    GoValue.Entries names = (GoValue.Entries) dump.service("ByName");
    Map<String, Long> byName = new HashMap<>();
    names
        .first()
        .forEach(
            e ->
                byName.put(
                    ((GoValue.Text) e.key()).text(), ((GoValue.Pointer) e.value()).address()));
    for (int i = 0; i < 40; i++) {
      assertThat(byName).containsEntry("name-" + i, address(dump.fact("employees[" + i + "]")));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"go1.19", "go1.24", "go1.27"})
  void keys_and_elements_that_are_kept_behind_pointers_are_read(String version) throws IOException {
    Opened dump = opened(version);
    GoValue.Entries wide = (GoValue.Entries) dump.service("WideValues");
    assertThat(wide.first()).allMatch(entry -> entry.value() instanceof GoValue.Struct);
    GoValue.Entries keys = (GoValue.Entries) dump.service("WideKeys");
    assertThat(keys.first().stream().map(entry -> first((GoValue.Struct) entry.key())).distinct())
        .hasSize(40);
  }

  private static byte first(GoValue.Struct key) {
    return ((GoValue.Bytes) key.fields().get(0).value()).first()[0];
  }

  @ParameterizedTest
  @ValueSource(strings = {"go1.19", "go1.24", "go1.27"})
  void channels_and_functions_are_read(String version) throws IOException {
    Opened dump = opened(version);
    GoValue.Channel events = (GoValue.Channel) dump.service("Events");
    assertThat(events.length()).isEqualTo(11);
    assertThat(events.capacity()).isEqualTo(20);
    assertThat(events.first()).hasSize(11).allMatch(event -> event instanceof GoValue.Pointer);
    GoValue.Channel done = (GoValue.Channel) dump.service("Done");
    assertThat(done.closed()).isFalse();
    assertThat(done.receivers()).hasSize(4);
    GoValue.Elements calls = (GoValue.Elements) dump.service("Callbacks");
    assertThat(calls.first())
        .allMatch(
            call ->
                ((GoValue.Function) call)
                    .name()
                    .equals(dump.fact("callbacks[0]").get("function_name").asText()));
    GoValue.Elements errors = (GoValue.Elements) dump.service("Errors");
    assertThat(((GoValue.Dynamic) errors.first().get(1)).message()).isEqualTo("wrapped: text 0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"go1.19", "go1.24"})
  @Timeout(300)
  void damaged_memory_gives_values_or_says_so(String version) throws IOException {
    byte[] bytes = RealDump.of(version + "/types").bytes();
    Random random = new Random(3);
    HeapGraph whole = opened(version).graph();
    Program program = opened(version).program();
    for (int round = 0; round < 3; round++) {
      byte[] damaged = bytes.clone();
      for (int id = 0; id < whole.objects().count(); id++) {
        RecordContents contents = whole.record(id).contents();
        for (long at = random.nextInt(40); at < contents.present(); at += 1 + random.nextInt(80)) {
          damaged[(int) (contents.position() + at)] = (byte) random.nextInt();
        }
      }
      try (HeapGraph graph = GraphLoader.load(new BytesSource(damaged), position -> {})) {
        HeapTypes types = TypeInference.infer(graph, Optional.of(program)).types();
        ValueReader reader =
            new ValueReader(
                graph, types, Optional.of(program), new Limits(20, 100, 2), Secrets.SHOWN);
        assertThat(graph.objects().count()).isGreaterThan(1000);
        for (int id = 0; id < graph.objects().count(); id++) {
          assertThat(reader.readObject(id)).isNotNull();
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"go1.19", "go1.24", "go1.27"})
  void entries_of_maps_are_found_by_their_keys(String version) throws IOException {
    Opened opened = opened(version);
    for (int i = 0; i < 3000; i += 271) {
      assertThat(opened.follow(".Numbers[" + i + "]")).isEqualTo(new GoValue.Scalar((long) i));
    }
    for (int i = 0; i < 40; i += 5) {
      assertThat(opened.follow(".WideValues[" + i + "]")).isInstanceOf(GoValue.Struct.class);
      GoValue name = opened.follow(".ByName[\"name-" + i + "\"].Name");
      assertThat(((GoValue.Text) name).text()).endsWith(" " + i);
    }
    assertThat(opened.follow(".Nested[\"text 0\"][\"a\"][1].X")).isEqualTo(new GoValue.Scalar(1L));
    for (String missing : List.of(".Numbers[3000]", ".ByName[\"name\"]", ".ByName[0]")) {
      assertThatThrownBy(() -> opened.follow(missing)).hasMessageContaining("has no entry");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"go1.19", "go1.24", "go1.27"})
  void a_sync_map_has_its_entries_in_every_version(String version) throws IOException {
    Opened dump = opened(version);
    GoValue.Entries map = (GoValue.Entries) dump.service("Shared");
    assertThat(map.count()).isEqualTo(60);
    List<String> keys = new ArrayList<>();
    for (GoValue.Entry entry : map.first()) {
      keys.add(((GoValue.Text) ((GoValue.Dynamic) entry.key()).value()).text());
      GoValue.Dynamic employee = (GoValue.Dynamic) entry.value();
      assertThat(Objects.requireNonNull(employee.type()).name()).isEqualTo("*main.Employee");
      assertThat(employee.value()).isInstanceOf(GoValue.Pointer.class);
    }
    List<String> stored = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      stored.add("text ".repeat(i % 9 + 1) + i);
    }
    assertThat(keys).containsExactlyInAnyOrderElementsOf(stored);
  }

  @ParameterizedTest
  @ValueSource(strings = {"go1.19", "go1.24", "go1.27"})
  void a_path_leads_to_an_entry_of_a_sync_map(String version) throws IOException {
    Opened dump = opened(version);
    GoValue.Dynamic found = (GoValue.Dynamic) dump.follow(".Shared[\"text text 1\"]");
    GoValue.Pointer employee = (GoValue.Pointer) found.value();
    GoValue.Pointer same = (GoValue.Pointer) dump.follow(".Employees[1]");
    assertThat(employee.address()).isEqualTo(same.address());
    assertThatThrownBy(() -> dump.follow(".Shared[\"none\"]")).hasMessageContaining("has no entry");
    assertThatThrownBy(() -> dump.follow(".Shared[none]"))
        .hasMessageContaining("has no entry with the key none");
  }
}
