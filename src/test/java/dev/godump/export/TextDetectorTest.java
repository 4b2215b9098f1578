package dev.godump.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextDetectorTest {
  private static String text(String bytes) {
    byte[] slot = Arrays.copyOf(bytes.getBytes(StandardCharsets.ISO_8859_1), 32);
    return new TextDetector().textOf(slot, 32);
  }

  @ParameterizedTest
  @CsvSource({
    "hello, hello",
    "gr\u00c3\u00bc\u00c3\u009f Gott, grüß Gott",
    "'tab\tand more', 'tab\tand more'",
    "'longer than 8\u0001\u0002', longer than 8"
  })
  void printable_bytes_are_text(String bytes, String expected) {
    assertThat(text(bytes)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "abc", "short\u0001\u0002", "not \u00ff\u00fe utf-8", "\u0001hello"})
  void other_bytes_are_not_text(String bytes) {
    assertThat(text(bytes)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"[16]uint8", "string", "[3]string"})
  void types_of_bytes_can_be_text(String type) {
    assertThat(TextDetector.canHoldText(type)).isTrue();
    assertThat(TextDetector.canHoldText("main.Fish")).isFalse();
    assertThat(TextDetector.canHoldText(null)).isTrue();
  }
}
