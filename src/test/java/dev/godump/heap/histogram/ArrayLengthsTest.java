package dev.godump.heap.histogram;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.heap.histogram.Histogram.Row;
import dev.godump.types.Certainty;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArrayLengthsTest {
  @Test
  void lengths_are_counted_and_the_usual_ones_are_a_range() {
    Row total = row("total", 0);
    ArrayLengths lengths =
        new ArrayLengths(
            new Histogram(
                List.of(
                    row("[1]uint8", 1),
                    row("[165]uint8", 40),
                    row("[181]uint8", 50),
                    row("[9000]uint8", 1),
                    row("[7]main.T", 3),
                    row("12 string bytes", 5),
                    row("14 string bytes", 5),
                    row("main.U", 3)),
                total));
    assertThat(lengths.text("[]byte")).isEqualTo("4 lengths, mostly 165-181");
    assertThat(lengths.text("[]main.T")).isEqualTo("7");
    assertThat(lengths.text("string bytes")).isEqualTo("2 lengths, mostly 12-14");
    assertThat(lengths.text("main.U")).isEmpty();
  }

  private static Row row(String type, long count) {
    return new Row(type, Certainty.EXACT, count, count, count, count, count);
  }
}
