package dev.godump.report.value;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.binary.type.GoType;
import dev.godump.binary.type.GoType.Kind;
import dev.godump.binary.type.GoType.Parts;
import dev.godump.report.text.TerminalEscaper;
import dev.godump.types.value.GoValue;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ValueTextTest {
  private static GoType type(String name, Kind kind) {
    return new GoType(name, kind, 8, 0, () -> Parts.NONE);
  }

  private static String duration(long nanoseconds) {
    return ValueText.line(new GoValue.Scalar(nanoseconds), type("time.Duration", Kind.INT64));
  }

  @Test
  void a_string_has_no_terminal_escapes() {
    assertThat(TerminalEscaper.quote("a\"b\\c\n\u001b[31m\u202e"))
        .isEqualTo("\"a\\\"b\\\\c\\n\\x1b[31m\\u202e\"");
  }

  @Test
  void a_cut_string_has_its_length() {
    assertThat(ValueText.line(new GoValue.Text("abc", 4096, false), null))
        .isEqualTo("\"abc\"… (4,096 bytes)");
  }

  @Test
  void numbers_are_written_as_in_go() {
    assertThat(ValueText.line(new GoValue.Scalar(1.0), null)).isEqualTo("1");
    assertThat(ValueText.line(new GoValue.Scalar(1e100), null)).isEqualTo("1e100");
    assertThat(ValueText.line(new GoValue.Scalar(Double.NEGATIVE_INFINITY), null))
        .isEqualTo("-Inf");
    assertThat(ValueText.line(new GoValue.Scalar(255L), type("uintptr", Kind.UINTPTR)))
        .isEqualTo("0xff");
  }

  @Test
  void durations_are_written_as_in_go() {
    assertThat(duration(0)).isEqualTo("0s");
    assertThat(duration(1_500_000_000L)).isEqualTo("1.5s");
    assertThat(duration(3_600_000_000_000L)).isEqualTo("1h0m0s");
    assertThat(duration(-61_000_000_000L)).isEqualTo("-1m1s");
  }

  @Test
  void bytes_are_text_if_they_are_printable() {
    byte[] text = "caf\u00e9".getBytes(StandardCharsets.UTF_8);
    assertThat(ValueText.line(new GoValue.Bytes(text, 1, 5, 8), null))
        .isEqualTo("len 5 cap 8 \"caf\u00e9\"");
    assertThat(ValueText.line(new GoValue.Bytes(new byte[] {0, (byte) 0xff}, 1, 2, 2), null))
        .isEqualTo("len 2 00 ff");
  }

  @Test
  void a_channel_lists_waiting_goroutines() {
    GoValue channel =
        new GoValue.Channel(1, 0, 0, true, List.of(), null, List.of(7L), List.of(1L, 2L, 3L, 4L));
    assertThat(ValueText.line(channel, null))
        .isEqualTo(
            "unbuffered, closed, 1 receiver blocked (goroutine 7), 4 senders blocked (goroutines 1, 2, 3, …)");
  }
}
