package dev.godump.graph.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.graph.Shape;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShapeTest {
  private static int number(ShapeTable table, long size, long... offsets) {
    table.startObject();
    for (long offset : offsets) {
      table.addPointer(offset);
    }
    return table.endObject(size);
  }

  private static String text(long size, long... offsets) {
    ShapeTable table = new ShapeTable();
    number(table, size, offsets);
    return table.shapes().get(0).toString();
  }

  private static long[] steps(long from, long step, int count) {
    return LongStream.range(0, count).map(i -> from + i * step).toArray();
  }

  @Test
  void an_object_without_pointers_is_its_size() {
    assertThat(text(64)).isEqualTo("noptr 64 B");
    assertThat(text(1L << 33)).isEqualTo("noptr 8589934592 B");
  }

  @Test
  void a_few_pointers_are_listed() {
    assertThat(text(8, 0)).isEqualTo("ptrs@0 of 8 B");
    assertThat(text(96, 0, 8)).isEqualTo("ptrs@0,8 of 96 B");
    assertThat(text(96, 0, 8, 40)).isEqualTo("ptrs@0,8,40 of 96 B");
  }

  @Test
  void equal_steps_are_shortened() {
    assertThat(text(512, steps(0, 8, 64))).isEqualTo("ptrs@0,8..504 of 512 B");
    assertThat(text(96, 0, 16, 32, 48, 56)).isEqualTo("ptrs@0,16..48,56 of 96 B");
  }

  @Test
  void many_scattered_pointers_are_cut_and_counted() {
    assertThat(text(5120, 0, 8, 24, 48, 80, 1200, 1688, 2240, 3000))
        .matches("ptrs@0,8,24,48,[0-9,]+,… \\(9 in all, #[0-9a-f]{6}\\) of 5120 B");
  }

  @Test
  void very_many_pointers_are_shown_by_their_number() {
    assertThat(text(800, steps(0, 8, 100)))
        .matches("ptrs@0,8\\.\\.,… \\(100 in all, #[0-9a-f]{6}\\) of 800 B");
  }

  @ParameterizedTest
  @CsvSource({"1", "64", "65", "1000"})
  void shapes_keep_the_first_offsets_and_count_all(int pointers) {
    ShapeTable table = new ShapeTable();
    number(table, 8192, steps(0, 8, pointers));
    Shape shape = table.shapes().get(0);
    assertThat(shape.pointers()).isEqualTo(pointers);
    assertThat(shape.offsets()).isEqualTo(steps(0, 8, Math.min(pointers, Shape.MAX_OFFSETS)));
  }

  @Test
  void objects_of_one_shape_share_its_index() {
    ShapeTable table = new ShapeTable();
    assertThat(number(table, 64)).isZero();
    assertThat(number(table, 64, 0)).isEqualTo(1);
    assertThat(number(table, 64, 8)).isEqualTo(2);
    assertThat(number(table, 32, 0)).isEqualTo(3);
    assertThat(number(table, 32)).isEqualTo(4);
    assertThat(number(table, 64, 0, 8)).isEqualTo(5);
    assertThat(number(table, 64, 0)).isEqualTo(1);
    assertThat(number(table, 64)).isZero();
    assertThat(table.shapes()).hasSize(6).doesNotHaveDuplicates();
  }

  @Test
  void shapes_that_differ_only_in_their_last_pointers_are_two() {
    ShapeTable table = new ShapeTable();
    long[] one = steps(0, 8, 200);
    long[] other = one.clone();
    other[199] += 8;
    assertThat(number(table, 8192, one)).isNotEqualTo(number(table, 8192, other));
    assertThat(table.shapes())
        .doesNotHaveDuplicates()
        .extracting(Shape::toString)
        .doesNotHaveDuplicates();
  }

  @Test
  void more_than_65535_shapes_are_distinguished() {
    ShapeTable table = new ShapeTable();
    for (int i = 0; i < 70_000; i++) {
      assertThat(number(table, 8L * (i + 1), 8L * i)).isEqualTo(i);
    }
    List<Shape> shapes = table.shapes();
    assertThat(shapes.get(69_999)).hasToString("ptrs@559992 of 560000 B");
    assertThat(number(table, 8, 0)).isZero();
  }
}
