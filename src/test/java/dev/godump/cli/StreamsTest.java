package dev.godump.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StreamsTest {
  @Test
  void the_environment_names_the_width_where_there_is_no_terminal() {
    assertThat(Streams.columns(0, "80")).isEqualTo(80);
    assertThat(Streams.columns(120, "80")).isEqualTo(120);
    assertThat(Streams.columns(0, null)).isEqualTo(100);
  }

  @Test
  void a_width_that_is_no_number_or_makes_no_sense_is_ignored() {
    for (String width : new String[] {"", "0", "-5", "eighty", "99999999999"}) {
      assertThat(Streams.columns(0, width)).as(width).isEqualTo(100);
    }
    assertThat(Streams.columns(0, "3")).isEqualTo(Streams.columns(3, null));
  }
}
