package dev.godump.analysis.signature;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.dump.TinyHeap;
import dev.godump.graph.HeapGraph;
import dev.godump.heap.Heap;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntList;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SignaturesTest {
  private static final int OBJECTS = 14;

  private static String path(String heap, String... objects) throws IOException {
    TinyHeap tiny = TinyHeap.of(heap);
    IntList ids = new IntArrayList();
    for (String object : objects) {
      ids.add(tiny.id(object));
    }
    try (HeapGraph graph = tiny.graph()) {
      return Signatures.of(Heap.of(graph)).ofObjects(ids).path();
    }
  }

  @Test
  void a_path_is_the_holder_and_the_shapes_on_the_way() throws IOException {
    assertThat(path("root -> a, a -> b, b -> c, b -> c", "b"))
        .isEqualTo("bss+0x0 → ptrs@0 of 64 B → ptrs@0,8 of 64 B");
  }

  @Test
  void a_shorter_path_is_before_one_with_a_lower_name() throws IOException {
    assertThat(path("root -> a, a -> b, b -> c, root -> b", "c")).startsWith("bss+0x8 → ");
  }

  @Test
  void of_equal_paths_the_holder_with_the_lower_name_is_first() throws IOException {
    assertThat(path("root -> b, root -> a, b -> c, a -> c", "c")).startsWith("bss+0x0 → ");
  }

  @Test
  void of_one_holder_s_paths_the_first_shape_by_name_is_first() throws IOException {
    String longer = "root -> top, top -> a, top -> b, a -> x, a -> x, b -> x";
    assertThat(path(longer, "x"))
        .isEqualTo("bss+0x0 → ptrs@0,8 of 64 B → ptrs@0 of 64 B → noptr")
        .isEqualTo(path("root -> top, top -> b, top -> a, b -> x, a -> x, a -> x", "x"));
  }

  @Test
  void shapes_that_repeat_count_once() throws IOException {
    assertThat(path("root -> a, a -> b, b -> c, c -> d, d -> e", "d"))
        .isEqualTo(path("root -> a, a -> b", "a"));
  }

  @Test
  void arrays_have_the_shape_of_an_element() throws IOException {
    String small = "root -> a, a:64 -> b, a -> b, a -> b, a -> b";
    String large = small + ", a -> b, a -> b, a -> b, a -> b";
    assertThat(path(small, "a")).isEqualTo(path(large, "a")).endsWith("ptrs@0 every 8 B");
  }

  @Test
  void the_nearest_of_several_objects_counts() throws IOException {
    String heap = "root -> a, a -> b, root -> c, a -> c";
    assertThat(path(heap, "b", "c")).isEqualTo(path(heap, "c"));
  }

  @Test
  void what_no_root_leads_to_has_a_signature_by_its_shape() throws IOException {
    assertThat(path("root -> a, b -> c", "c")).isEqualTo("no root → noptr");
  }

  @Test
  void other_addresses_give_the_same_signatures() throws IOException {
    for (long seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      List<String> arrows = arrows(random);
      Map<String, String> expected = signatures(arrows, declared(random));
      for (int i = 0; i < 3; i++) {
        assertThat(signatures(arrows, declared(random))).as("seed %d", seed).isEqualTo(expected);
      }
    }
  }

  /** Names of all objects in random order, which is that of their addresses. */
  private static List<String> declared(Random random) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < OBJECTS; i++) {
      names.add("o" + i);
    }
    Collections.shuffle(names, random);
    return names;
  }

  private static List<String> arrows(Random random) {
    List<String> arrows = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      arrows.add("root -> o" + random.nextInt(OBJECTS));
    }
    for (int i = random.nextInt(3 * OBJECTS); i > 0; i--) {
      // at most eight words fit an object
      int from = random.nextInt(OBJECTS);
      String arrow = "o" + from + " -> ";
      if (arrows.stream().filter(known -> known.startsWith(arrow)).count() < 8) {
        arrows.add(arrow + "o" + random.nextInt(OBJECTS));
      }
    }
    return arrows;
  }

  /** The signature of each object, and of each with its successor, by name. */
  private static Map<String, String> signatures(List<String> arrows, List<String> declared)
      throws IOException {
    StringJoiner text = new StringJoiner(", ");
    declared.forEach(text::add);
    arrows.forEach(text::add);
    TinyHeap heap = TinyHeap.of(text.toString());
    Map<String, String> signatures = new TreeMap<>();
    try (HeapGraph graph = heap.graph()) {
      Signatures of = Signatures.of(Heap.of(graph));
      for (int i = 0; i < OBJECTS; i++) {
        int id = heap.id("o" + i);
        int other = heap.id("o" + (i + 1) % OBJECTS);
        signatures.put("o" + i, of.ofObject(id).path());
        signatures.put("o" + i + " and the next", of.ofObjects(IntList.of(other, id)).id());
      }
    }
    return signatures;
  }
}
