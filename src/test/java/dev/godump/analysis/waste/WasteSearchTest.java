package dev.godump.analysis.waste;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.godump.analysis.waste.Waste.Finding;
import dev.godump.analysis.waste.Waste.Group;
import dev.godump.analysis.waste.Waste.Kind;
import dev.godump.dump.RealDump;
import dev.godump.dump.RealProgram;
import dev.godump.graph.HeapGraph;
import dev.godump.heap.dominators.Reachability;
import dev.godump.types.inference.InferredTypes;
import dev.godump.types.inference.TypeInference;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class WasteSearchTest {
  private static final String NAME = "go1.27/waste";
  private static Waste waste;
  private static JsonNode counts;

  @BeforeAll
  static void search() throws IOException {
    counts = RealDump.of(NAME).facts().get("counts");
    waste = of(true, EnumSet.allOf(Kind.class));
  }

  private static Waste of(boolean typed, Set<Kind> kinds) throws IOException {
    try (HeapGraph graph = RealDump.of(NAME).graph()) {
      InferredTypes types = typed ? RealProgram.types(NAME, graph) : TypeInference.infer(graph);
      Reachability reachability = Reachability.of(graph);
      return WasteSearch.of(graph, types, reachability::isLive, kinds, 0);
    }
  }

  private static Finding finding(Kind kind) {
    return waste.findings().stream().filter(f -> f.kind() == kind).findFirst().orElseThrow();
  }

  private static Group group(Kind kind, String what) {
    return finding(kind).groups().stream()
        .filter(g -> g.name().equals(what))
        .findFirst()
        .orElseThrow();
  }

  private static long count(String name) {
    return counts.get(name).asLong();
  }

  @Test
  void all_copies_of_a_string_but_the_first_are_waste() {
    Group names = group(Kind.DUPLICATE_STRINGS, "[]main.Customer.Name");
    assertThat(names.count()).isEqualTo(count("customers") - count("name_kinds"));
    assertThat(names.bytes()).isEqualTo(names.count() * 32);
    Group countries = group(Kind.DUPLICATE_STRINGS, "[]main.Customer.Country");
    assertThat(countries.bytes())
        .isEqualTo((count("customers") - count("countries")) * count("country_length"));
  }

  @Test
  void copies_of_byte_slices_are_waste_unless_they_are_all_zero() {
    Finding bytes = finding(Kind.DUPLICATE_BYTES);
    assertThat(bytes.groups()).extracting(Group::name).containsExactly("[]main.Customer.Photo");
    assertThat(bytes.count()).isEqualTo(count("photos") - 1);
    assertThat(bytes.bytes()).isEqualTo(bytes.count() * 320);
  }

  @Test
  void byte_slices_of_zeros_are_a_kind_of_their_own() {
    Group buffers = group(Kind.ZERO_BYTES, "main.Buffer.Data");
    assertThat(buffers.count()).isEqualTo(count("buffers"));
    assertThat(buffers.bytes()).isEqualTo(count("buffers") * count("buffer_size"));
    assertThat(buffers.detail()).isEqualTo("10 bytes, all zero");
  }

  @Test
  void equal_values_are_waste() {
    Group points = group(Kind.DUPLICATE_OBJECTS, "main.Point");
    assertThat(points.count()).isEqualTo(count("points") - count("point_kinds"));
    assertThat(points.bytes()).isEqualTo(points.count() * 24);
  }

  @Test
  void unused_capacity_is_the_saving_of_a_smaller_array() {
    Group buffers = group(Kind.SLICE_CAPACITY, "main.Buffer.Data");
    assertThat(buffers.count()).isEqualTo(count("buffers"));
    assertThat(buffers.bytes()).isEqualTo(count("buffers") * (count("buffer_size") - 16));
    assertThat(buffers.detail()).isEqualTo("10 of 4096 bytes used");
  }

  @Test
  void arrays_of_empty_slices_are_waste_as_a_whole() {
    Group lists = group(Kind.EMPTY_SLICE, "main.lists[]");
    assertThat(lists.count()).isEqualTo(count("idle"));
    assertThat(lists.bytes()).isEqualTo(count("idle") * count("idle_bytes"));
  }

  @Test
  void a_substring_keeps_all_of_its_text() {
    Group titles = group(Kind.KEPT_BY_PART, "main.titles[]");
    assertThat(titles.count()).isEqualTo(count("documents"));
    assertThat(titles.bytes()).isEqualTo(count("documents") * (count("document") - count("kept")));
  }

  @Test
  void a_pointer_to_one_element_keeps_all_of_the_array() {
    Group chosen = group(Kind.KEPT_BY_PART, "main.chosen");
    assertThat(chosen.count()).isEqualTo(1);
    assertThat(chosen.bytes()).isEqualTo(32768 - count("item_size"));
  }

  @Test
  void a_map_keeps_its_tables_after_entries_are_deleted() {
    Group sessions = group(Kind.MAP_CAPACITY, "main.sessions");
    assertThat(sessions.detail()).isEqualTo(count("remaining") + " of 16384 entries used");
    // a slot is 8 bytes of key and 8 of element, and a control byte
    assertThat(sessions.bytes()).isBetween(16384L * 17, 16384L * 17 + 32768);
  }

  @Test
  void maps_without_entries_are_waste() {
    Group tags = group(Kind.EMPTY_MAP, "main.tags[]");
    assertThat(tags.count()).isEqualTo(count("empty_maps"));
    assertThat(tags.bytes()).isEqualTo(count("empty_maps") * 48);
  }

  @Test
  void buffers_of_empty_channels_are_waste() {
    Group jobs = group(Kind.CHANNEL_BUFFER, "main.jobs[]");
    assertThat(jobs.count()).isEqualTo(count("queues"));
    assertThat(jobs.bytes()).isEqualTo(count("queues") * count("queue_bytes"));
  }

  @Test
  void padding_is_the_saving_of_smaller_slots() {
    Group accounts = group(Kind.PADDING, "main.Padded");
    assertThat(accounts.count()).isEqualTo(count("padded"));
    assertThat(accounts.bytes()).isEqualTo(count("padded") * (48 - 24));
    assertThat(accounts.detail()).isEqualTo("40 bytes each, 24 in the best order");
  }

  @Test
  void values_without_waste_are_not_reported() {
    assertThat(finding(Kind.PADDING).groups())
        .extracting(Group::name)
        .containsExactly("main.Padded");
    assertThat(finding(Kind.MAP_CAPACITY).count()).isEqualTo(1);
    assertThat(finding(Kind.KEPT_BY_PART).groups()).hasSize(2);
  }

  @Test
  void only_requested_kinds_are_found() throws IOException {
    Waste some = of(true, EnumSet.of(Kind.PADDING, Kind.EMPTY_MAP));
    assertThat(some.findings()).containsExactly(finding(Kind.PADDING), finding(Kind.EMPTY_MAP));
  }

  @Test
  void without_the_executable_only_zeros_and_copies_of_guessed_bytes_are_found()
      throws IOException {
    assertThat(of(false, EnumSet.allOf(Kind.class)).findings())
        .filteredOn(f -> f.count() > 0)
        .extracting(Finding::kind)
        .containsExactly(Kind.ZERO_BYTES, Kind.DUPLICATE_BYTES);
  }
}
