package dev.godump.report.text;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.OutputStream;
import org.junit.jupiter.api.Test;

class TextWriterTest {
  @Test
  void a_line_has_at_least_one_column() {
    assertThatThrownBy(() -> new TextWriter(OutputStream.nullOutputStream(), false, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0 columns");
  }
}
