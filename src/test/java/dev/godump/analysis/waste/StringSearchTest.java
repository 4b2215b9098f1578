package dev.godump.analysis.waste;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.godump.analysis.waste.StringSearch.Query;
import dev.godump.analysis.waste.Strings.Content;
import dev.godump.analysis.waste.Strings.Kind;
import dev.godump.analysis.waste.Strings.Order;
import dev.godump.dump.RealDump;
import dev.godump.dump.RealProgram;
import dev.godump.graph.HeapGraph;
import dev.godump.types.Certainty;
import dev.godump.types.inference.InferredTypes;
import dev.godump.types.inference.TypeInference;
import dev.godump.types.inference.TypedPointers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StringSearchTest {
  private static final String WASTE = "go1.27/waste";

  private static Strings strings(
      String name, boolean typed, Order order, Predicate<byte[]> matching) throws IOException {
    try (HeapGraph graph = RealDump.of(name).graph()) {
      InferredTypes types = typed ? RealProgram.types(name, graph) : TypeInference.infer(graph);
      return StringSearch.of(
          graph, types, id -> true, new Query(matching, 1 << 20, order, 1 << 20, 0, 0));
    }
  }

  private static Content content(Strings strings, String text) {
    return strings.contents().stream().filter(c -> text(c).equals(text)).findFirst().orElseThrow();
  }

  private static String text(Content content) {
    return new String(content.text(), StandardCharsets.ISO_8859_1);
  }

  @Test
  void copies_of_strings_match_those_that_the_program_made() throws IOException {
    JsonNode counts = RealDump.of(WASTE).facts().get("counts");
    Strings strings = strings(WASTE, true, Order.wasted, null);
    int each = counts.get("customers").asInt() / counts.get("name_kinds").asInt();
    for (int i = 0; i < counts.get("name_kinds").asInt(); i++) {
      Content name = content(strings, "customer number " + (100000 + i) + ", Ltd.");
      assertThat(name.length()).isEqualTo(counts.get("name_length").asLong());
      assertThat(name.copies()).isEqualTo(each);
      assertThat(name.references()).isEqualTo(each);
      assertThat(name.bytes()).isEqualTo(each * 32L);
      assertThat(name.wasted()).isEqualTo((each - 1) * 32L);
      assertThat(name.kind()).isEqualTo(Kind.STRING);
      assertThat(name.referrers())
          .containsExactly(new Strings.Referrer("[]main.Customer.Name", each));
    }
    for (int i = 0; i < counts.get("countries").asInt(); i++) {
      Content country = content(strings, "land-" + i);
      assertThat(country.copies())
          .isEqualTo(counts.get("customers").asLong() / counts.get("countries").asLong());
      assertThat(country.wasted())
          .isEqualTo((country.copies() - 1) * counts.get("country_length").asLong());
    }
  }

  @Test
  void byte_slices_are_distinguished_from_strings() throws IOException {
    JsonNode counts = RealDump.of(WASTE).facts().get("counts");
    int size = counts.get("photo_size").asInt();
    Content photo =
        strings(WASTE, true, Order.copies, null).contents().stream()
            .filter(c -> c.length() == size)
            .findFirst()
            .orElseThrow();
    assertThat(photo.kind()).isEqualTo(Kind.BYTES);
    assertThat(photo.copies()).isEqualTo(counts.get("photos").asLong());
    for (int i = 0; i < size; i++) {
      assertThat(photo.text()[i]).isEqualTo((byte) (i * 7));
    }
  }

  @Test
  void the_content_is_the_substring_if_nothing_else_is_used() throws IOException {
    Content title = content(strings(WASTE, true, Order.length, null), "mnopqrstuvwxyzabcdefghij");
    assertThat(title.copies()).isEqualTo(1);
    assertThat(title.bytes()).isEqualTo(64 << 10);
    assertThat(title.wasted()).isZero();
    assertThat(title.referrers()).containsExactly(new Strings.Referrer("main.titles[]", 1));
  }

  @Test
  void a_filter_lists_contents_with_or_without_copies() throws IOException {
    Strings found =
        strings(
            WASTE,
            true,
            Order.wasted,
            bytes -> new String(bytes, StandardCharsets.UTF_8).startsWith("land-"));
    assertThat(found.contents())
        .extracting(StringSearchTest::text)
        .containsExactlyInAnyOrder("land-0", "land-1", "land-2", "land-3");
  }

  @Test
  void without_the_executable_all_strings_are_guesses() throws IOException {
    Strings strings = strings(WASTE, false, Order.length, null);
    assertThat(strings.contents())
        .isNotEmpty()
        .allMatch(c -> c.certainty() == Certainty.GUESS && c.kind() == Kind.UNKNOWN);
    assertThat(strings.contents())
        .anyMatch(c -> text(c).equals("land-0") && !c.referrers().isEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"go1.27/waste", "go1.19/types", "go1.24/types", "go1.27/types"})
  void contents_larger_than_a_tiny_block_match_those_found_pointer_by_pointer(String name)
      throws IOException {
    try (HeapGraph graph = RealDump.of(name).graph()) {
      InferredTypes types = RealProgram.types(name, graph);
      Strings strings =
          StringSearch.of(
              graph,
              types,
              id -> true,
              new Query(bytes -> true, 1 << 20, Order.wasted, 1 << 20, 0, 0));
      Map<String, Long> found = new HashMap<>();
      strings.contents().stream()
          .filter(c -> c.length() > ObjectUses.TINY && c.kind() != Kind.UNKNOWN)
          .forEach(c -> found.merge(text(c), c.copies(), Long::sum));
      assertThat(found).isEqualTo(slowly(graph, types));
    }
  }

  /**
   * Counts objects by content. The content of an object is everything between the lowest start and
   * the highest end of its strings and byte slices.
   */
  private static Map<String, Long> slowly(HeapGraph graph, InferredTypes types) throws IOException {
    Map<Integer, List<long[]>> extents = new HashMap<>();
    types
        .pointers()
        .forEach(
            (place, kind, elem, address, length, capacity) -> {
              int id = graph.objects().find(address);
              if (id < 0) {
                return;
              }
              boolean bytes =
                  kind == TypedPointers.Kind.STRING
                      || (kind == TypedPointers.Kind.SLICE && elem.name().equals("uint8"));
              long start = address - graph.objects().address(id);
              if (bytes && start + capacity <= graph.objects().size(id) && capacity > 0) {
                extents
                    .computeIfAbsent(id, key -> new ArrayList<>())
                    .add(new long[] {start, start + length});
              }
            });
    Map<String, Long> counts = new HashMap<>();
    for (Map.Entry<Integer, List<long[]>> entry : extents.entrySet()) {
      int id = entry.getKey();
      long start = entry.getValue().stream().mapToLong(e -> e[0]).min().orElseThrow();
      long end = entry.getValue().stream().mapToLong(e -> e[1]).max().orElseThrow();
      boolean plain = graph.shapes().get(graph.shapeIndex(id)).pointers() == 0;
      if (plain && end - start > ObjectUses.TINY) {
        byte[] bytes = Arrays.copyOfRange(graph.bytes(id), (int) start, (int) end);
        // byte slices of zeros are counted apart, and no string of the programs is all zeros
        if (!Arrays.equals(bytes, new byte[bytes.length])) {
          counts.merge(new String(bytes, StandardCharsets.ISO_8859_1), 1L, Long::sum);
        }
      }
    }
    return counts;
  }
}
