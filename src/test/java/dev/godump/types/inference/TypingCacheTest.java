package dev.godump.types.inference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.binary.type.GoType;
import dev.godump.types.Certainty;
import dev.godump.types.layout.Layout;
import dev.godump.types.layout.Layout.Form;
import dev.godump.types.layout.Layout.Reference;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TypingCacheTest {
  private final TypingCache verdicts = new TypingCache();

  private static Layout layout(int number) {
    GoType type = new GoType("T" + number, GoType.Kind.STRUCT, 8, 0, () -> GoType.Parts.NONE);
    return new Layout(
        number,
        type,
        Form.VALUE,
        null,
        false,
        new long[0],
        new Reference[0],
        new long[0],
        new GoType[0]);
  }

  @Test
  void an_offer_that_was_seen_is_told_again_whole() {
    verdicts.put(layout(7), 1234, 1L << 40, true, Certainty.GUESS, 99);
    int offer = verdicts.find(layout(7), 1234, 1L << 40, true, Certainty.GUESS);
    assertThat(verdicts.typing(offer)).isEqualTo(99);
    assertThat(verdicts.layout(offer)).isEqualTo(7);
    assertThat(verdicts.shape(offer)).isEqualTo(1234);
    assertThat(verdicts.count(offer)).isEqualTo(1L << 40);
    assertThat(verdicts.sure(offer)).isTrue();
    assertThat(verdicts.certainty(offer)).isEqualTo(Certainty.GUESS);
  }

  @Test
  void offers_that_differ_in_anything_are_others() {
    verdicts.put(layout(7), 5, 3, true, Certainty.EXACT, 1);
    assertThat(verdicts.find(layout(8), 5, 3, true, Certainty.EXACT)).isNegative();
    assertThat(verdicts.find(layout(7), 6, 3, true, Certainty.EXACT)).isNegative();
    assertThat(verdicts.find(layout(7), 5, 4, true, Certainty.EXACT)).isNegative();
    assertThat(verdicts.find(layout(7), 5, 3, false, Certainty.EXACT)).isNegative();
    assertThat(verdicts.find(layout(7), 5, 3, true, Certainty.INFERRED)).isNegative();
  }

  @Test
  void counts_from_a_damaged_dump_are_not_taken_for_others() {
    verdicts.put(layout(1), 1, 5, false, Certainty.EXACT, 1);
    verdicts.put(layout(1), 2, -1, false, Certainty.EXACT, 1);
    assertThat(verdicts.find(layout(1), 1, (1L << 61) + 5, false, Certainty.EXACT)).isNegative();
    assertThat(verdicts.find(layout(1), 2, -1, false, Certainty.EXACT)).isNegative();
  }

  @Test
  void many_are_found_again() {
    Layout[] layouts = new Layout[100];
    for (int i = 0; i < layouts.length; i++) {
      layouts[i] = layout(i);
    }
    Random random = new Random(1);
    for (int i = 1; i <= 100_000; i++) {
      verdicts.put(
          layouts[random.nextInt(100)], random.nextInt(1000), i, i % 2 == 0, Certainty.EXACT, i);
    }
    random = new Random(1);
    for (int i = 1; i <= 100_000; i++) {
      int offer =
          verdicts.find(
              layouts[random.nextInt(100)], random.nextInt(1000), i, i % 2 == 0, Certainty.EXACT);
      assertThat(verdicts.typing(offer)).isEqualTo(i);
    }
  }
}
