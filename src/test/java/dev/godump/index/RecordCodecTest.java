package dev.godump.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import it.unimi.dsi.fastutil.ints.IntList;
import it.unimi.dsi.fastutil.ints.IntSet;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class RecordCodecTest {
  enum Color {
    RED,
    GREEN
  }

  sealed interface Figure {}

  sealed interface Polygon extends Figure {}

  record Square(int side) implements Polygon {}

  record Circle(long radius) implements Figure {}

  record Point() implements Figure {}

  record Picture(
      Color color,
      int number,
      boolean whole,
      String name,
      OptionalInt some,
      OptionalInt none,
      IntList ids,
      IntSet set,
      List<Figure> figures,
      Optional<Circle> around,
      Optional<Figure> nothing) {}

  private static final Picture PICTURE =
      new Picture(
          Color.GREEN,
          -1,
          true,
          "naïve",
          OptionalInt.of(7),
          OptionalInt.empty(),
          IntList.of(3, 1, 2),
          IntSet.of(5, 4),
          List.of(new Point(), new Circle(1L << 40), new Square(3)),
          Optional.of(new Circle(2)),
          Optional.empty());

  private static byte[] written() {
    SectionOutput out = new SectionOutput();
    RecordCodec.writeAll(Picture.class, List.of(PICTURE, PICTURE), out);
    return out.toBytes();
  }

  @Test
  void records_are_read_as_they_were_written() {
    assertThat(RecordCodec.readAll(Picture.class, new SectionInput("answer", written())))
        .containsExactly(PICTURE, PICTURE);
  }

  @Test
  void what_is_cut_is_damaged() {
    byte[] whole = written();
    for (int length = 0; length < whole.length; length++) {
      SectionInput in = new SectionInput("answer", Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> RecordCodec.readAll(Picture.class, in))
          .isInstanceOf(DamagedIndexException.class);
    }
  }
}
