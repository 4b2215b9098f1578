package dev.godump.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SectionsTest {
  private enum Color implements Coded {
    RED(1),
    GREEN(0);

    private final int code;

    Color(int code) {
      this.code = code;
    }

    @Override
    public int code() {
      return code;
    }
  }

  private enum Gap implements Coded {
    FIRST;

    @Override
    public int code() {
      return 1;
    }
  }

  @Test
  void everything_written_is_read_back() {
    SectionOutput out = new SectionOutput();
    String text = "größer ".repeat(500);
    out.writeByte(-1);
    out.writeBoolean(true);
    out.writeInt(0x01020304);
    out.writeLong(Long.MIN_VALUE);
    out.writeText(text);
    byte[] bytes = out.toBytes();
    assertThat(bytes).startsWith(-1, 1, 4, 3, 2, 1);
    SectionInput in = new SectionInput("s", bytes);
    assertThat(in.readByte()).isEqualTo((byte) -1);
    assertThat(in.readBoolean()).isTrue();
    assertThat(in.readInt()).isEqualTo(0x01020304);
    assertThat(in.readLong()).isEqualTo(Long.MIN_VALUE);
    assertThat(in.readText()).isEqualTo(text);
    assertThat(in.hasRemaining()).isFalse();
  }

  @Test
  void a_section_that_ends_early_is_damage() {
    assertThatThrownBy(() -> new SectionInput("s", new byte[3]).readInt())
        .isInstanceOf(DamagedIndexException.class)
        .hasMessage("section s ends early");
  }

  @Test
  void a_count_that_exceeds_the_section_is_damage() {
    SectionOutput out = new SectionOutput();
    out.writeInt(Integer.MAX_VALUE);
    assertThatThrownBy(() -> new SectionInput("s", out.toBytes()).readText())
        .isInstanceOf(DamagedIndexException.class);
  }

  @Test
  void constants_are_found_by_code_whatever_their_order() {
    assertThat(Coded.ofCode(Color.values(), 0)).isEqualTo(Color.GREEN);
    assertThat(Coded.byCode(Color.values())).containsExactly(Color.GREEN, Color.RED);
  }

  @Test
  void an_unknown_code_is_damage() {
    assertThatThrownBy(() -> Coded.ofCode(Color.values(), 2))
        .isInstanceOf(DamagedIndexException.class)
        .hasMessage("no Color has code 2");
  }

  @Test
  void codes_with_gaps_are_not_indexes() {
    assertThatThrownBy(() -> Coded.byCode(Gap.values())).hasMessage("FIRST does not have code 0");
  }
}
