package dev.godump.heap.paths;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.regex.PatternSyntaxException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Types that are selected by name or by a regular expression. */
class TypePatternTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "main.item | main.item | true",
        "main.item | *main.item | false",
        "main.item | main.items | false",
        "main.item | [4]main.item | false",
        "main.item | map[string]main.item | false",
        "main.item | map[string]main.item | false",
        "*main.item | *main.item | true",
        "http.Request | net/http.Request | true",
        "net/http.Request | net/http.Request | true",
        "*http.Request | *net/http.Request | true",
        "Request | net/http.Request | false",
        "[]main.item | [12]main.item | true",
        "[]main.item | [12]*main.item | false",
        "[]http.Request | [2]net/http.Request | true",
        "[][]uint8 | [3][]uint8 | true",
        "[]byte | [3]uint8 | true",
        "[]byte | []uint8 | true",
        "[]uint8 | []byte | true",
        "[]byte | []byte | true",
        "map[string][]byte | map[string][]uint8 | true",
        "[]rune | [8]int32 | true",
        "main.byte | main.byte | true",
        "bytes.Buffer | bytes.Buffer | true",
        "[3]uint8 | [3]uint8 | true",
        "[3]uint8 | [4]uint8 | false",
        "/item/ | map[string]main.item | true",
        "/^main\\./ | main.item | true",
        "/^main\\./ | *main.item | false",
        "/^http\\.R/ | net/http.Request | true",
        "string bytes | 171 string bytes | true",
        "171 string bytes | 171 string bytes | true",
        "string bytes | [171]uint8 and string bytes | false",
        "[]byte | [171]uint8 and string bytes | false",
        "[]byte and string bytes | [171]uint8 and string bytes | true",
        "string | 171 string bytes | false"
      })
  void a_name_is_one_type_and_a_pattern_is_between_slashes(
      String text, String name, boolean selected) {
    assertThat(TypePattern.of(text).matches(name)).isEqualTo(selected);
  }

  @Test
  void a_pattern_must_be_a_regular_expression() {
    assertThatThrownBy(() -> TypePattern.of("/(/")).isInstanceOf(PatternSyntaxException.class);
    assertThat(TypePattern.of("(").matches("(")).isTrue();
  }
}
