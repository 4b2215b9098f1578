package dev.godump.types.inference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.binary.type.GoType;
import dev.godump.dump.RealDump;
import dev.godump.graph.HeapGraph;
import dev.godump.types.layout.Layout;
import dev.godump.types.layout.Layouts;
import dev.godump.types.program.NoProgram;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InteriorValuesTest {
  private HeapGraph graph;
  private Layouts layouts;
  private Layout word;
  private InteriorValues values;

  @BeforeEach
  void open() throws IOException {
    graph = RealDump.of("go1.24/types").graph();
    layouts = new Layouts(new NoProgram(graph), 8, 24);
    word =
        layouts.layoutOf(new GoType("uint64", GoType.Kind.UINT64, 8, 0, () -> GoType.Parts.NONE));
    values = new InteriorValues(layouts, 100);
  }

  @AfterEach
  void close() throws IOException {
    graph.close();
  }

  private List<String> drained() {
    List<String> all = new ArrayList<>();
    values.drain(
        (id, offset, layout, count) -> all.add(id + "+" + offset + " [" + count + "]" + layout));
    return all;
  }

  @Test
  void the_largest_values_at_a_location_are_kept() {
    assertThat(values.add(3, 16, word, 2)).isTrue();
    assertThat(values.add(3, 16, word, 1)).isFalse();
    assertThat(values.add(3, 16, word, 4)).isTrue();
    assertThat(values.add(3, 8, word, 1)).isTrue();
    assertThat(drained()).containsExactly("3+8 [1]uint64", "3+16 [4]uint64");
    assertThat(drained()).isEmpty();
  }

  @Test
  void values_are_visited_in_the_order_of_ids_of_31_bits() {
    int large = Integer.MAX_VALUE - 1;
    values.add(large, 8, word, 1);
    values.add(1 << 30, 0, word, 1);
    values.add(3, 8, word, 1);
    values.add(large, 0, word, 1);
    assertThat(drained())
        .containsExactly(
            "3+8 [1]uint64",
            (1 << 30) + "+0 [1]uint64",
            large + "+0 [1]uint64",
            large + "+8 [1]uint64");
  }

  @Test
  void only_the_first_bytes_of_an_object_are_kept() {
    Layout bytes = layouts.bytes().array();
    assertThat(values.add(3, 16, bytes, 2)).isTrue();
    assertThat(values.add(3, 20, bytes, 9)).isFalse();
    assertThat(values.add(4, 20, bytes, 9)).isTrue();
    assertThat(values.add(3, 5, bytes, 1)).isTrue();
    assertThat(values.add(3, 5, bytes, 3)).isTrue();
    assertThat(drained()).containsExactly("3+5 [3]uint8", "4+20 [9]uint8");
    assertThat(values.add(3, 20, bytes, 1)).isTrue();
  }

  @Test
  void strings_and_byte_slices_that_point_into_one_object_share_its_bytes() {
    Layout string = layouts.bytes().string();
    Layout bytes = layouts.bytes().array();
    values.add(3, 16, string, 2);
    assertThat(values.addsNothing(3, 20, string, 2)).isTrue();
    assertThat(values.addsNothing(3, 20, bytes, 2)).isFalse();
    assertThat(values.add(3, 20, bytes, 2)).isFalse();
    values.add(4, 16, bytes, 2);
    values.add(4, 8, string, 2);
    values.add(5, 16, string, 2);
    values.add(5, 8, string, 2);
    values.add(6, 16, string, 2);
    values.add(6, 24, bytes, 1);
    assertThat(drained())
        .containsExactly(
            "3+16 [2]uint8 and string bytes",
            "4+8 [2]uint8 and string bytes",
            "5+8 [2]string bytes",
            "6+16 [2]string bytes");
  }

  @Test
  void tiny_blocks_are_visited_once_each_in_address_order() {
    List<Integer> blocks = new ArrayList<>();
    values.addTiny(9);
    values.addTiny(2);
    values.addTiny(9);
    assertThat(values.addsNothing(9, 4, layouts.bytes().array(), 2)).isTrue();
    values.drainTiny(blocks::add);
    assertThat(blocks).containsExactly(2, 9);
    assertThat(values.addsNothing(9, 4, layouts.bytes().array(), 2)).isFalse();
  }
}
