package dev.godump.analysis.waste;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ObjectUsesTest {
  /** The parts of a tiny block, given the start and end of each value in it. */
  private static List<String> parts(int[]... pointers) throws IOException {
    int firsts = 0;
    int lasts = 0;
    for (int[] pointer : pointers) {
      firsts |= 1 << pointer[0];
      lasts |= 1 << (pointer[1] - 1);
    }
    List<String> parts = new ArrayList<>();
    ObjectUses.tinyParts(firsts, lasts, (start, end) -> parts.add(start + "-" + end));
    return parts;
  }

  private static int[] from(int start, int end) {
    return new int[] {start, end};
  }

  @Test
  void one_string_can_fill_a_block() throws IOException {
    assertThat(parts(from(0, 16))).containsExactly("0-16");
    assertThat(parts(from(3, 8), from(3, 8))).containsExactly("3-8");
  }

  @Test
  void consecutive_strings_are_separated() throws IOException {
    assertThat(parts(from(0, 6), from(6, 12), from(12, 16)))
        .containsExactly("0-6", "6-12", "12-16");
    assertThat(parts(from(0, 2), from(8, 15))).containsExactly("0-2", "8-15");
  }

  @Test
  void a_part_of_a_string_is_not_another_string() throws IOException {
    assertThat(parts(from(0, 6), from(3, 6))).containsExactly("0-6");
    assertThat(parts(from(0, 6), from(0, 3), from(8, 10))).containsExactly("0-6", "8-10");
  }

  @Test
  void an_empty_block_has_no_parts() throws IOException {
    assertThat(parts()).isEmpty();
  }

  @Test
  void values_without_gaps_or_overlaps_are_all_found() throws IOException {
    Random random = new Random(1);
    for (int round = 0; round < 1000; round++) {
      List<int[]> pointers = new ArrayList<>();
      List<String> expected = new ArrayList<>();
      for (int at = random.nextInt(3); at < ObjectUses.TINY; ) {
        int end = Math.min(ObjectUses.TINY, at + 1 + random.nextInt(7));
        pointers.add(from(at, end));
        expected.add(at + "-" + end);
        at = end + random.nextInt(3);
      }
      assertThat(parts(pointers.toArray(int[][]::new))).isEqualTo(expected);
    }
  }
}
